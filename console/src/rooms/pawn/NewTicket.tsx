import { PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Segmented, Select } from "antd";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client.ts";
import type { Ltv, PaysOut, Plan, Price, Quote, QuoteAsk, TicketDetail } from "@/api/pawn.ts";
import type { Problem } from "@/api/problem.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { ClientPicker, useSettled } from "@/kit/ClientPicker.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { onward } from "@/kit/onward.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { draftOf, itemDraft, keepDraft, overBy, planOf, quoteAsk, takeDraft, ticketAsk } from "./counter.ts";
import type { Draft, ItemDraft } from "./counter.ts";
import { counter as text } from "./counterWords.ts";
import { PAWN, useLtv, usePlans, usePrices } from "./data.ts";
import { ItemForm, focusOn } from "./ItemForm.tsx";
import { Opened } from "./Opened.tsx";
import { SignPanel } from "./SignPanel.tsx";
import { planText } from "./shown.ts";
import "./pawn.css";

/** At the counter: who, what, how much it is worth, what is signed. In ninety seconds, by keyboard. */
export default function NewTicket() {
  const [round, setRound] = useState(0);
  const plans = usePlans();
  const prices = usePrices();
  const ltv = useLtv();
  const problem = plans.error ?? prices.error ?? ltv.error;
  if (problem) return <div className="page"><ProblemNotice error={problem} onRetry={() => { void plans.refetch(); void prices.refetch(); void ltv.refetch(); }} /></div>;
  if (!plans.data || !prices.data || !ltv.data) return <PageSkeleton figures={0} />;
  if (ltv.data.items.length === 0 || plans.data.items.length === 0) {
    return <div className="page"><PageHeader title={text.title} /><div className="card"><EmptyState action={<Go to={`${PAWN}/tablas`}>{text.tables}</Go>}>{ltv.data.items.length === 0 ? text.noLtv : text.noPlans}</EmptyState></div></div>;
  }
  return <Desk key={round} plans={plans.data.items} prices={prices.data.items} ltv={ltv.data.items} onAnother={() => { setRound(round + 1); }} />;
}

function useQuote(ask: QuoteAsk | null, branchId: number) {
  return useQuery<Quote, Problem>({
    queryKey: ["/pawn-tickets/quote", ask, branchId], queryFn: ({ signal }) => api.post<Quote>("/pawn-tickets/quote", ask, { signal, branchId }),
    enabled: ask !== null, retry: false, staleTime: 30_000, refetchOnWindowFocus: false, placeholderData: keepPreviousData,
  });
}

interface Tables { plans: Plan[]; prices: Price[]; ltv: Ltv[] }

function Desk({ plans, prices, ltv, onAnother }: Tables & { onAnother: () => void }) {
  const [url] = useUrlState();
  const acting = useActingBranch();
  const { branches } = useUser();
  const go = useGo();
  const overrides = useCan("pawn.override");
  const kept = useKept<TicketDetail>("empeno.nuevo");
  const [draft, setDraft] = useState<Draft>(() => {
    const client = url["client_id"] ?? null;
    const before = client ? takeDraft() : null;
    return before ? { ...before, client } : draftOf(acting.id, client);
  });
  const [photos, setPhotos] = useState<Record<number, File[]>>({});
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<TicketDetail | null>(null);
  const set = (patch: Partial<Draft>): void => { setDraft((before) => ({ ...before, ...patch })); };
  const currency = branches.find((b) => b.id === draft.branch)?.currency ?? acting.currency;
  const plan = planOf(draft, plans, currency);
  const ask = quoteAsk(draft, prices, plan, currency);
  const settled = useSettled(JSON.stringify(ask), 250);
  const quote = useQuote(JSON.parse(settled) as QuoteAsk | null, draft.branch);
  const fresh = settled === JSON.stringify(ask) && !quote.isFetching && !quote.isPlaceholderData;
  const shown = ask ? quote.data : undefined;
  const over = shown ? overBy(shown) : null;
  const ready = ask !== null && fresh && shown !== undefined && quote.error === null && draft.client !== null && (over === null || (overrides && draft.reason.trim().length >= 5));
  const setItem = (key: number, patch: Partial<ItemDraft>): void => { setDraft((before) => ({ ...before, items: before.items.map((item) => (item.key === key ? { ...item, ...patch } : item)) })); };

  async function submit(): Promise<void> {
    setTried(true);
    if (!ready || kept.busy || kept.unsure || !ask || !shown) return;
    const answer = await kept.send("/pawn-tickets", ticketAsk(draft, ask, shown), text.told(formatMoney(shown.amount)), draft.branch);
    if (answer) setMade(answer);
  }
  useShortcut("Ctrl Enter", text.submitLater, () => void submit(), "page", made === null);
  if (made) return <Opened of={made} photos={draft.items.map((item) => photos[item.key] ?? [])} onAnother={onAnother} />;
  const problem = kept.problem ?? (ask ? quote.error : null);
  return (
    <div className="page">
      <PageHeader title={text.title} subtitle={text.subtitle} />
      <div className="pawn-desk">
        <Form layout="vertical" className="stack" requiredMark={false} onKeyDown={onward} onFinish={() => void submit()} aria-label={text.title}>
          <Unsure of={kept} onDone={setMade} />
          <section className="card" aria-label={text.who}>
            <div className="kit-form-grid">
              <Form.Item
                label={text.client} htmlFor="client" style={{ marginBottom: 0 }} {...(tried && !draft.client ? { validateStatus: "error", help: text.noClient } : {})}
                extra={<NewClientLink onGo={() => { keepDraft(draft); go(href("/clientes/nuevo", { para: `${PAWN}/nuevo` })); }} />}
              >
                <ClientPicker id="client" value={draft.client} autoFocus={!draft.client} onChange={(client) => { set({ client }); if (client) focusOn(`item-${draft.items[0]?.key ?? 1}-category`); }} />
              </Form.Item>
              {branches.length > 1 ? (
                <Form.Item label={text.branch} htmlFor="branch" style={{ marginBottom: 0 }}>
                  <Select id="branch" value={draft.branch} options={branches.map((b) => ({ value: b.id, label: `${b.name} · ${b.currency}` }))} onChange={(branch: number) => { set({ branch, plan: null, amount: null }); }} />
                </Form.Item>
              ) : null}
            </div>
          </section>
          <section className="card stack" aria-label={text.articles}>
            {draft.items.map((item, i) => (
              <ItemForm
                key={item.key} of={item} number={i + 1} only={draft.items.length === 1} currency={currency} ltv={ltv} prices={prices} photos={photos[item.key] ?? []} problem={problem}
                quoted={ask && shown?.items.length === draft.items.length ? shown.items[i] : undefined} tried={tried}
                onChange={(patch) => { setItem(item.key, patch); }} onPhotos={(files) => { setPhotos((before) => ({ ...before, [item.key]: files })); }}
                onRemove={() => { set({ items: draft.items.filter((one) => one.key !== item.key), amount: null }); }}
              />
            ))}
            <div><Button icon={<PlusOutlined aria-hidden />} onClick={() => { set({ items: [...draft.items, itemDraft(Math.max(...draft.items.map((one) => one.key)) + 1)], amount: null }); }}>{text.add}</Button></div>
          </section>
          {plan ? (
            <Deal draft={draft} plan={plan} plans={plans.filter((one) => one.currency === currency)} quote={shown} over={over} overrides={overrides} tried={tried} currency={currency} problem={problem} onChange={set} />
          ) : <div className="card"><EmptyState action={<Go to={`${PAWN}/tablas`}>{text.tables}</Go>}>{text.noPlans}</EmptyState></div>}
          {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
          {tried && !ready && (ask === null || !draft.client) ? <p className="error" role="alert">{text.incomplete}</p> : null}
          <div className="row">
            <Button className="next" type="primary" size="large" htmlType="submit" loading={kept.busy} disabled={kept.unsure !== null || (over !== null && !overrides)} aria-keyshortcuts="Control+Enter">
              {shown && draft.hand && !over ? text.submit(formatMoney(shown.amount)) : text.submitLater} <kbd aria-hidden>Ctrl ↵</kbd>
            </Button>
            <Button type="text" onClick={() => { window.history.back(); }}>{es.common.cancel}</Button>
          </div>
        </Form>
        <SignPanel quote={shown} waiting={ask !== null && (quote.isFetching || !fresh)} problem={ask ? quote.error : null} />
      </div>
    </div>
  );
}

function NewClientLink({ onGo }: { onGo: () => void }) {
  return useCan("clients.write") ? <Button type="link" size="small" style={{ paddingInline: 0 }} icon={<PlusOutlined aria-hidden />} onClick={onGo}>{text.newClient}</Button> : null;
}

interface DealProps {
  draft: Draft; plan: Plan; plans: Plan[]; quote: Quote | undefined; over: ReturnType<typeof overBy>; overrides: boolean; tried: boolean; currency: string; problem: Problem | null; onChange: (patch: Partial<Draft>) => void;
}

/** The plan, how much and how it is handed over; more than the tables allow is told and explained. */
function Deal({ draft, plan, plans, quote, over, overrides, tried, currency, problem, onChange }: DealProps) {
  const short = draft.reason.trim().length < 5;
  return (
    <section className="card" aria-label={text.deal}>
      <div className="kit-form-grid">
        <Form.Item label={text.plan} htmlFor="plan" extra={planText(plan)} style={{ marginBottom: 10 }}>
          <Select id="plan" value={plan.code} options={plans.map((one) => ({ value: one.code, label: one.name }))} onChange={(code: string) => { onChange({ plan: code }); }} />
        </Form.Item>
        <Form.Item
          label={text.amount} htmlFor="amount" style={{ marginBottom: 10 }} {...(problem?.at("/amount") ? { validateStatus: "error", help: problem.at("/amount") } : {})}
          extra={quote ? <>{text.allowed(formatMoney(quote.allowed))} {draft.amount === null ? null : <Button type="link" size="small" style={{ paddingInline: 0 }} onClick={() => { onChange({ amount: null }); }}>{text.back}</Button>}</> : undefined}
        >
          <MoneyField key={currency} id="amount" value={draft.amount ?? quote?.amount.amount ?? null} currency={currency} onChange={(amount) => { onChange({ amount }); }} />
        </Form.Item>
        {over ? (
          <div className="full stack tight" style={{ marginBottom: 10 }}>
            <p className="pawn-note bad" role="alert">{text.over[over]} {overrides ? text.overMay : text.overWho}</p>
            {overrides ? (
              <Form.Item label={text.reason} htmlFor="reason" style={{ marginBottom: 0 }} {...(tried && short ? { validateStatus: "error", help: text.noReason } : {})}>
                <Input id="reason" value={draft.reason} maxLength={300} autoComplete="off" onChange={(event) => { onChange({ reason: event.target.value }); }} />
              </Form.Item>
            ) : null}
          </div>
        ) : (
          <Form.Item className="full" label={text.hand} style={{ marginBottom: 0 }}>
            <Segmented<PaysOut | "later">
              block aria-label={text.hand} value={draft.hand ?? "later"} options={(["cash", "transfer", "later"] as const).map((value) => ({ value, label: text.hands[value] }))}
              onChange={(next) => { onChange({ hand: next === "later" ? null : next }); }}
            />
          </Form.Item>
        )}
      </div>
    </section>
  );
}
