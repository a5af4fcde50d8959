import { App, Button, Form, Input } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { useActingBranch } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { ClientPicker, useSettled } from "@/kit/ClientPicker.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { onward } from "@/kit/onward.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { QuotePanel } from "@/kit/QuotePanel.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { approvers, askedOf, draftOf, inCurrency, wishOf, wrongIn } from "./ask.ts";
import type { Draft } from "./ask.ts";
import { AskedBehind, Weight, liensOf, shortOf, suretiesOf, useBehind } from "./collateral/Asked.tsx";
import { useWeighed } from "./collateral/data.ts";
import { apply, useProducts, useQuote } from "./data.ts";
import { TermsForm } from "./TermsForm.tsx";
import { words } from "./words.ts";
import "./loans.css";

const text = words.form;

/** A new loan: who, of what product, how much and when; at the right, what it will be and cost. */
export default function NewLoan() {
  const [url] = useUrlState();
  const today = useBusinessDate();
  const home = useActingBranch().currency;
  const go = useGo();
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const products = useProducts();
  const may = useCan("products.write");
  const [draft, setDraft] = useState<Draft>(() => draftOf(url, today, url["currency"] ?? home));
  const [client, setClient] = useState<string | null>(url["client_id"] ?? null);
  const [purpose, setPurpose] = useState("");
  const [tried, setTried] = useState(false);
  const list = products.data?.items ?? [];
  const product = list.find((p) => p.code === draft.product);
  const known = inCurrency(draft, product);
  const { behind, setBehind, setAdding, windows } = useBehind(client, known.currency);
  const send = useCommand(() => apply({ client_id: client ?? "", product: draft.product ?? "", ...wishOf(known), purpose: purpose.trim(), liens: liensOf(behind), sureties: suretiesOf(behind) }, key));
  const current = useSettled(known, 250);
  const wrong = wrongIn(known);
  const quote = useQuote(askedOf(current, today, list));
  const asked = askedOf(known, today, list) !== null;
  const weighed = useWeighed(product?.code, wrongIn(current).amount === undefined ? wishOf(current).principal : null, liensOf(behind));
  const short = shortOf(product, behind, weighed.data);
  const backs = useCan("collateral.write");
  const problem = send.error ?? (asked ? quote.error : null);
  const who = product && draft.amount ? approvers(product, draft.amount) : [];

  async function submit(): Promise<void> {
    setTried(true);
    if (!client || !asked || quote.error || (short !== null && backs)) return;
    const made = await send.mutateAsync(undefined).catch(() => null);
    if (!made) return;
    void message.success(text.done(made.folio));
    go(`/prestamos/${made.id}`);
  }
  if (products.data?.items.length === 0) {
    return <div className="page"><PageHeader title={words.new} /><div className="card"><EmptyState action={may ? <Go to="/productos">{text.makeProduct}</Go> : undefined}>{text.noProducts}</EmptyState></div></div>;
  }
  return (
    <div className="page">
      <PageHeader title={words.new} />
      <div className="quoting">
        <Form layout="vertical" className="card" requiredMark={false} onKeyDown={onward} onFinish={() => void submit()} aria-label={words.new}>
          {send.error ? <div style={{ marginBottom: 16 }}><ProblemNotice error={send.error} onRetry={send.error.retryable ? () => void submit() : undefined} /></div> : null}
          <h2>{text.who}</h2>
          <Form.Item
            label={text.client} htmlFor="client" style={{ marginBottom: 14 }}
            {...(tried && !client ? { validateStatus: "error", help: text.missing } : {})}
          >
            <ClientPicker id="client" value={client} autoFocus={!client} onChange={(next) => { setClient(next); }} />
          </Form.Item>
          <h2>{text.what}</h2>
          <TermsForm draft={known} onChange={(patch) => { setDraft({ ...known, ...patch }); }} products={list} wrong={wrong} problem={problem} tried={tried} />
          <AskedBehind product={product} value={behind} onChange={setBehind} onAdd={setAdding} error={tried && backs ? short : null} />
          <Form.Item label={text.purpose} htmlFor="purpose" extra={text.purposeHint} style={{ marginBottom: 16 }}>
            <Input id="purpose" value={purpose} maxLength={200} autoComplete="off" onChange={(event) => { setPurpose(event.target.value); }} />
          </Form.Item>
          {product && draft.amount ? <p className="second" style={{ marginBottom: 12 }}>{who.length > 0 ? `${text.limits}: ${who.map((role) => es.roles[role] ?? role).join(", ")}.` : text.none}</p> : null}
          <div className="row">
            <Button className="next" type="primary" htmlType="submit" loading={send.isPending}>{text.submit}</Button>
            <Button type="text" onClick={() => { window.history.back(); }}>{es.common.cancel}</Button>
          </div>
        </Form>
        <div className="stack">
          {behind.things.length > 0 && weighed.data ? <Weight of={weighed.data} onLower={(most) => { setDraft({ ...known, amount: most.amount }); }} /> : null}
          <QuotePanel quote={asked ? quote.data : undefined} frequency={product?.frequency ?? draft.frequency} waiting={asked && quote.isFetching} problem={asked ? quote.error : null} empty={text.fill} />
        </div>
      </div>
      {windows}
    </div>
  );
}
