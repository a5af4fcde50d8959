import { App, Button, Input, Select } from "antd";
import { useState } from "react";
import type { Held, Remittance } from "@/api/backing.ts";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { Into } from "@/kit/Into.tsx";
import { outOf } from "@/kit/receiving.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money } from "@/kit/money.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { remit, undoRemittance, useCollaterals, useHeld, useRemittances, useWatch } from "./data.ts";
import { words } from "./words.ts";

type Tab = keyof typeof words.tabs;
const TABS = Object.keys(words.tabs) as Tab[];

/** What backs the loans: what must be looked at today, every thing, and what was collected for others. */
export default function CollateralRoom() {
  const [url] = useUrlState();
  const tab = TABS.find((t) => t === url["tab"]) ?? "watch";
  const watch = useWatch();
  return (
    <div className="page stack">
      <PageHeader title={words.title} subtitle={words.subtitle} />
      <Views label={words.tabsLabel} current={tab} views={TABS.map((key) => ({ key, label: words.tabs[key], href: href("/garantias", { tab: key }), ...(key === "watch" && watch.data ? { count: watch.data.items.length } : {}) }))} />
      {tab === "watch" ? <Watch /> : null}
      {tab === "things" ? <Things /> : null}
      {tab === "held" ? <HeldFor /> : null}
    </div>
  );
}

function Watch() {
  const { data, error, refetch } = useWatch();
  const go = useGo();
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  if (data.items.length === 0) return <div className="card"><EmptyState>{words.watchEmpty}</EmptyState></div>;
  return (
    <section className="card" aria-label={words.tabs.watch}>
      <PlainTable
        caption={words.tabs.watch} rows={data.items} rowKey={(n, i) => `${n.loan_id}${n.kind}${i}`} cards onRow={(n) => { go(`/prestamos/${n.loan_id}?tab=backing`); }}
        columns={[
          { key: "w", title: words.watch.what, lead: true, cell: (n) => <StateTag tone={n.kind === "insurance" ? "wait" : "bad"}>{n.text}</StateTag> },
          { key: "l", title: words.watch.loan, cell: (n) => <Go to={`/prestamos/${n.loan_id}?tab=backing`}>{n.loan}</Go> },
          { key: "c", title: words.watch.client, cell: (n) => n.client.name },
          { key: "t", title: words.watch.thing, cell: (n) => n.collateral },
          { key: "d", title: words.watch.since, cell: (n) => (n.on ? <DateText value={n.on} /> : <span className="second">{words.watch.none}</span>) },
          { key: "r", title: words.watch.ltv, end: true, cell: (n) => (n.ltv && n.limit ? `${formatRate(n.ltv, 1)} / ${formatRate(n.limit, 1)}` : null) },
        ]}
      />
    </section>
  );
}

function Things() {
  const [typed, setTyped] = useState("");
  const { data, error, refetch } = useCollaterals(useSettled(typed));
  const go = useGo();
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return (
    <section className="card stack tight" aria-label={words.tabs.things}>
      <Input.Search allowClear aria-label={words.things.search} placeholder={words.things.search} value={typed} style={{ maxWidth: 420 }} onChange={(event) => { setTyped(event.target.value); }} />
      {data.items.length === 0 ? <EmptyState>{words.things.empty}</EmptyState> : (
        <PlainTable
          caption={words.tabs.things} rows={data.items} rowKey={(c) => c.id} cards onRow={(c) => { go(`/garantias/${c.id}`); }}
          columns={[
            { key: "f", title: words.things.folio, lead: true, cell: (c) => <Go to={`/garantias/${c.id}`}>{c.folio}</Go> },
            { key: "d", title: words.things.what, cell: (c) => <>{c.description} <span className="second">{c.kind_label}</span></> },
            { key: "o", title: words.things.owner, cell: (c) => c.owner.name },
            { key: "r", title: words.things.registration, cell: (c) => c.registration },
            { key: "v", title: words.things.value, end: true, cell: (c) => (c.value ? <Money value={c.value} /> : <span className="second">{words.things.none}</span>) },
            { key: "u", title: words.things.valid, cell: (c) => (c.valid_until ? <DateText value={c.valid_until} /> : null) },
            { key: "i", title: words.things.insured, cell: (c) => (c.insured_until ? <DateText value={c.insured_until} /> : <span className="second">{words.things.noPolicy}</span>) },
            { key: "l", title: words.things.free, end: true, cell: (c) => formatRate(c.free, 0) },
          ]}
        />
      )}
    </section>
  );
}

/** Insurance and taxes that instalments collect for others, and what was paid to them. */
function HeldFor() {
  const held = useHeld();
  const paid = useRemittances();
  const may = useCan("loans.remit");
  const [paying, setPaying] = useState<Held | null>(null);
  const [undoing, setUndoing] = useState<Remittance | null>(null);
  const problem = held.error ?? paid.error;
  if (!held.data || !paid.data) return problem ? <ProblemNotice error={problem} /> : <PageSkeleton />;
  return (
    <div className="stack">
      <section className="card stack tight" aria-label={words.tabs.held}>
        <p className="hint">{words.held.what}</p>
        {held.data.items.length === 0 ? <EmptyState>{words.held.none}</EmptyState> : (
          <PlainTable
            caption={words.tabs.held} rows={held.data.items} rowKey={(h) => `${h.branch_id}${h.held.currency}`} cards
            columns={[
              { key: "b", title: words.held.branch, lead: true, cell: (h) => h.branch },
              { key: "c", title: words.held.collected, end: true, cell: (h) => <Money value={h.collected} /> },
              { key: "p", title: words.held.paid, end: true, cell: (h) => <Money value={h.paid} /> },
              { key: "h", title: words.held.now, end: true, cell: (h) => <strong><Money value={h.held} /></strong> },
              { key: "a", title: words.loan.acts, cell: (h) => (may && isPositive(h.held) ? <Button size="small" onClick={() => { setPaying(h); }}>{words.held.pay}</Button> : null) },
            ]}
          />
        )}
      </section>
      <section className="card stack tight" aria-label={words.held.payments}>
        <h2>{words.held.payments}</h2>
        {paid.data.items.length === 0 ? <EmptyState>{words.held.noPayments}</EmptyState> : (
          <PlainTable
            caption={words.held.payments} rows={paid.data.items} rowKey={(r) => r.id} cards
            columns={[
              { key: "f", title: words.held.folio, lead: true, cell: (r) => r.folio },
              { key: "d", title: words.held.on, cell: (r) => <DateText value={r.paid_on} /> },
              { key: "p", title: words.held.payee, cell: (r) => <>{r.payee} <span className="second">{r.reference}</span></> },
              { key: "c", title: words.held.concept, cell: (r) => r.concept },
              { key: "a", title: words.held.amount, end: true, cell: (r) => <Money value={r.amount} /> },
              { key: "s", title: words.held.state, cell: (r) => (r.reversed_on ? <StateTag tone="off" title={r.reversal_reason ?? ""}>{words.held.undone}</StateTag> : may ? <Button size="small" onClick={() => { setUndoing(r); }}>{words.held.undo}</Button> : null) },
            ]}
          />
        )}
      </section>
      {paying ? <Pay of={paying} onClose={() => { setPaying(null); }} /> : null}
      {undoing ? <Undo of={undoing} onClose={() => { setUndoing(null); }} /> : null}
    </div>
  );
}

function Pay({ of, onClose }: { of: Held; onClose: () => void }) {
  const { key, renew } = useIdempotencyKey();
  const [amount, setAmount] = useState<string | null>(of.held.amount);
  const [told, setTold] = useState({ payee: "", concept: "", reference: "" });
  const [method, setMethod] = useState<keyof typeof words.held.methods>("transfer");
  const [account, setAccount] = useState<number | null>(null);
  const { currency } = of.held;
  const ready = amount !== null && isPositive(money(amount, currency)) && told.payee.trim().length > 1 && told.concept.trim().length > 1;
  const line = (id: keyof typeof told, label: string, required = true) => (
    <Field id={`remit-${id}`} label={label} required={required}><Input id={`remit-${id}`} value={told[id]} maxLength={80} autoComplete="off" onChange={(event) => { setTold({ ...told, [id]: event.target.value }); renew(); }} /></Field>
  );
  return (
    <ActModal title={`${words.held.pay} · ${of.branch}`} action={words.held.pay} ready={ready} done={words.held.done} onClose={onClose} run={() => remit({ amount: money(amount ?? "0", currency), ...told, method, ...outOf(method, account), branch_id: of.branch_id }, key)}>
      <Field id="remit-amount" label={words.held.amount}><MoneyField id="remit-amount" autoFocus value={amount} currency={currency} onChange={(next) => { setAmount(next); renew(); }} /></Field>
      {line("payee", words.held.payee)}{line("concept", words.held.concept)}
      <Field id="remit-method" label={words.held.method}><Select id="remit-method" value={method} options={Object.entries(words.held.methods).map(([value, label]) => ({ value: value as typeof method, label }))} onChange={(next) => { setMethod(next); setAccount(null); renew(); }} /></Field>
      <Into out method={method} currency={currency} branchId={of.branch_id} account={account} onPick={(next) => { setAccount(next); renew(); }} />
      {line("reference", words.held.reference, false)}
    </ActModal>
  );
}

function Undo({ of, onClose }: { of: Remittance; onClose: () => void }) {
  const { message } = App.useApp();
  const act = useCommand((reason: string) => undoRemittance(of.id, reason));
  return (
    <ConfirmWithReason
      open danger title={words.held.undoTitle(of.folio)} action={words.held.undo} effect={<p>{words.held.undoEffect}</p>} onClose={onClose}
      onConfirm={async (reason) => { await act.mutateAsync(reason); void message.success(words.held.undoDone); }}
    />
  );
}
