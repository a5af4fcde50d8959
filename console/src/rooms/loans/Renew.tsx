import { App, Button, Form, Input } from "antd";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { LoanDetail, Renewal } from "@/api/loans.ts";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton, Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { isZero } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { onward } from "@/kit/onward.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { QuotePanel } from "@/kit/QuotePanel.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { acts as words } from "./actWords.ts";
import { approvers, askedOf, draftOf, wishOf, wrongIn } from "./ask.ts";
import type { Draft } from "./ask.ts";
import { factsOf } from "./change.ts";
import { useLoan, useProducts, useQuote, useSimulation } from "./data.ts";
import { TermsForm } from "./TermsForm.tsx";
import { useDecision } from "./useDecision.ts";
import { words as room } from "./words.ts";
import "./loans.css";

const text = words.renewal;

/** A new loan that pays this one: how much of it the client gets, what it settles and what they will pay from now on. */
export default function Renew() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useLoan(id, undefined);
  if (!data) return error ? <NoFile list="/prestamos" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  if (data.status === "active" && !data.renewed_by) return <Editing of={data} />;
  return (
    <div className="page">
      <PageHeader title={text.title(data.folio)} />
      <p className="card">{data.renewed_by ? <>{text.already} <Go to={`/prestamos/${data.renewed_by.id}`}>{data.renewed_by.folio}</Go> ({data.renewed_by.status_label})</> : text.none}</p>
    </div>
  );
}

function Editing({ of }: { of: LoanDetail }) {
  const go = useGo();
  const { message } = App.useApp();
  const today = useBusinessDate();
  const { currency } = of.principal;
  const products = useProducts();
  const list = (products.data?.items ?? []).filter((p) => p.currency === currency && p.method !== "line");
  const [draft, setDraft] = useState<Draft>(() => draftOf({ product: of.product, amount: of.principal.amount }, today, currency));
  const [purpose, setPurpose] = useState("");
  const [tried, setTried] = useState(false);
  const product = list.find((p) => p.code === draft.product);
  const current = useSettled(draft, 250);
  const asked = askedOf(draft, today, list) !== null;
  const quote = useQuote(askedOf(current, today, list));
  const decision = useDecision<Renewal>(of, "renewal", asked && !quote.error ? { ...wishOf(draft), product: draft.product, purpose: purpose.trim() } : null);
  const problem = asked ? (quote.error ?? decision.problem) : null;
  const who = product && draft.amount ? approvers(product, draft.amount) : [];

  async function submit(): Promise<void> {
    setTried(true);
    if (!asked || quote.error || decision.busy) return;
    const made = await decision.send();
    if (!made) return;
    void message.success(text.done(made.loan.folio));
    go(`/prestamos/${made.loan.id}`);
  }
  return (
    <div className="page">
      <PageHeader title={text.title(of.folio)} subtitle={text.subtitle(of.client.name)} />
      <div className="quoting">
        <Form layout="vertical" className="card" requiredMark={false} onKeyDown={onward} onFinish={() => void submit()} aria-label={text.form}>
          <h2>{text.form}</h2>
          <TermsForm draft={draft} onChange={(patch) => { setDraft({ ...draft, ...patch }); }} products={list} wrong={wrongIn(draft)} problem={problem} tried={tried} />
          <Form.Item label={room.form.purpose} htmlFor="purpose" extra={room.form.purposeHint} style={{ marginBottom: 16 }}>
            <Input id="purpose" value={purpose} maxLength={200} autoComplete="off" onChange={(event) => { setPurpose(event.target.value); }} />
          </Form.Item>
          <p className="second" style={{ marginBottom: 12 }}>{product && draft.amount ? (who.length > 0 ? `${room.form.limits}: ${who.map((role) => es.roles[role] ?? role).join(", ")}. ` : `${text.nobody} `) : ""}{text.hands}</p>
          <div className="row">
            <Button className="next" type="primary" htmlType="submit" loading={decision.busy}>{text.submit}</Button>
            <Button type="text" onClick={() => { go(`/prestamos/${of.id}`); }}>{es.common.cancel}</Button>
          </div>
        </Form>
        <div className="stack">
          <div aria-busy={decision.waiting} aria-live="polite">
            {problem ? <ProblemNotice error={problem}>{of.renewal_after === null ? null : <p className="second">{text.from(of.renewal_after)}</p>}</ProblemNotice> : null}
            {!problem && decision.seen ? <HandedOver of={of} made={decision.seen} /> : null}
            {!problem && !decision.seen ? <div className="card">{asked ? <Skeleton height={160} /> : <p className="second quote-empty">{text.fill}</p>}</div> : null}
          </div>
          {problem ? null : <QuotePanel quote={asked ? quote.data : undefined} frequency={product?.frequency ?? draft.frequency} waiting={asked && quote.isFetching} problem={null} empty={text.fill} net={decision.seen ? { amount: decision.seen.net, after: text.after(of.folio) } : undefined} />}
        </div>
      </div>
    </div>
  );
}

/** The sum the client is told: what is lent, less what the old loan takes and the fees; and what changes of their payments. */
function HandedOver({ of, made }: { of: LoanDetail; made: Renewal }) {
  const payoff = useSimulation(of.id, null, null).data?.payoff;
  const parts = (["principal", "interest", "arrears", "charge", "insurance"] as const).flatMap((part) => (payoff ? [{ part, values: [payoff.due[part], payoff.to_close[part]] }] : [])).filter((one) => one.values.some((value) => !isZero(value)));
  const [was, is] = [factsOf(of), factsOf(made.loan)];
  return (
    <section className="card stack" aria-label={text.effect}>
      <div className="hand-over"><strong>{text.gets}</strong><Money value={made.net} /></div>
      <dl className="facts sums">
        <dt>{text.lends}</dt><dd className="num"><Money value={made.loan.principal} /></dd>
        <dt>{text.settles(of.folio)}{parts.length > 0 ? <span className="hint"> {parts.map((one) => (es.loan.part[one.part] ?? "").toLowerCase()).join(", ")}</span> : null}</dt><dd className="num">− <Money value={made.payoff} /></dd>
        {isZero(made.fees) ? null : <><dt>{text.fees}</dt><dd className="num">− <Money value={made.fees} /></dd></>}
      </dl>
      {made.while_overdue ? <p><StateTag tone="bad">{made.warning}</StateTag></p> : null}
      <PlainTable
        caption={text.compare} rowKey={(row) => row.name} rows={[
          { name: text.instalment, old: was.instalment ? <Money value={was.instalment} code={false} /> : es.common.missing, then: is.instalment ? <Money value={is.instalment} code={false} /> : es.common.missing },
          { name: text.coming, old: was.coming, then: is.coming },
          { name: text.ends, old: <DateText value={was.endsOn} />, then: <DateText value={is.endsOn} /> },
          { name: text.toPay, old: <Money value={was.toPay} code={false} />, then: <Money value={is.toPay} code={false} /> },
        ]}
        columns={[
          { key: "what", title: "", cell: (row) => row.name },
          { key: "old", title: of.folio, end: true, cell: (row) => <span className="second">{row.old}</span> },
          { key: "new", title: text.new, end: true, cell: (row) => <strong>{row.then}</strong> },
        ]}
      />
    </section>
  );
}
