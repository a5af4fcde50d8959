import { MoreOutlined, PrinterOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Input, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useIdempotencyKey } from "@/api/keys.ts";
import type { Cycle, Line } from "@/api/lines.ts";
import type { LoanDetail } from "@/api/loans.ts";
import { useCommand, useRead } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { Into } from "@/kit/Into.tsx";
import { outOf } from "@/kit/receiving.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { Figure } from "@/kit/Figure.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, isZero, money } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { printFile } from "@/kit/printing.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { line as text } from "./lineWords.ts";
import { words } from "./words.ts";

type Doing = "draw" | "review" | "block" | "end" | null;

/** A line of credit on any day: what is left to draw, what must be paid, and a statement by cut. */
export function LineView({ of }: { of: LoanDetail }) {
  const { data, error, refetch } = useRead<Line>(`/loans/${of.id}/line`, { on: of.as_of }, { keep: true });
  const [doing, setDoing] = useState<Doing>(null);
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton figures={4} />;
  const close = (): void => { setDoing(null); };
  return (
    <div className="stack">
      <div className="figures">
        <Figure label={text.available} amount={data.available} tone={data.blocked ? "bad" : undefined} foot={data.blocked ? text.blocked : `${text.of} ${formatMoney(data.limit)}`} />
        <Figure label={text.used} amount={data.used} />
        <Figure label={text.minimum} amount={data.minimum_due} tone={data.days_past_due > 0 ? "bad" : undefined} foot={data.days_past_due > 0 ? text.late(es.common.days(data.days_past_due)) : data.minimum_on ? text.before(dateText(data.minimum_on)) : text.none} />
        <Figure label={text.full} amount={data.payoff} />
        <Figure label={text.cut} value={data.cut_on ? <DateText value={data.cut_on} /> : text.ended} amount={null} foot={`${text.ends} ${dateText(data.ends_on)}`} />
      </div>
      <Acts of={of} line={data} onDo={setDoing} />
      <Cycles of={data} />
      {doing === "draw" ? <Draw of={of} line={data} onClose={close} /> : null}
      {doing === "review" ? <Review of={of} line={data} onClose={close} /> : null}
      {doing === "block" ? <Block of={of} line={data} onClose={close} /> : null}
      {doing === "end" ? <End of={of} onClose={close} /> : null}
    </div>
  );
}

function Acts({ of, line, onDo }: { of: LoanDetail; line: Line; onDo: (doing: Doing) => void }) {
  const go = useGo();
  const running = of.status === "active" && line.cut_on !== null;
  const deliver = useCan("loans.disburse") && running;
  const approve = useCan("loans.approve") && running;
  const manage = useCan("loans.manage") && running;
  const take = useCan("payments.take") && isPositive(line.payoff);
  const mine = useUser().name === of.decided_by;
  const items = [
    ...(approve ? [{ key: "review", label: text.review }] : []), ...(manage ? [{ key: "block", label: line.blocked ? text.unblock : text.block }] : []),
    ...(manage && isZero(line.payoff) ? [{ key: "end", label: text.end, danger: true }] : []),
  ];
  return (
    <div className="row no-print">
      {deliver ? <Button type="primary" disabled={mine || isZero(line.available)} title={mine ? text.notYou : undefined} onClick={() => { onDo("draw"); }}>{text.draw}</Button> : null}
      {take ? <Button onClick={() => { go(`/prestamos/${of.id}?tab=simulate`); }}>{text.payAll}</Button> : null}
      <Button icon={<PrinterOutlined aria-hidden />} onClick={() => void printFile(`/loans/${of.id}/statement.pdf`, { on: of.as_of })}>{text.print}</Button>
      {items.length > 0 ? <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => { onDo(key as Doing); } }}><Button icon={<MoreOutlined aria-hidden />} aria-label={text.more} /></Dropdown> : null}
      {deliver && mine ? <span className="hint">{text.notYou}</span> : null}
    </div>
  );
}

function Cycles({ of }: { of: Line }) {
  return (
    <section className="card stack tight" aria-label={text.cycles}>
      <h2>{text.cycles}</h2>
      <PlainTable
        caption={text.cycles} rows={of.cycles} rowKey={(c) => c.number} cards
        columns={[
          { key: "c", title: text.cycle, lead: true, cell: (c) => <><DateText value={c.cut} /> <span className="second">{c.closed ? "" : text.running}</span></> },
          { key: "o", title: text.opening, end: true, cell: (c) => <Money value={c.opening} code={false} quietZero /> },
          { key: "d", title: text.drew, end: true, cell: (c) => <Money value={c.drawn} code={false} quietZero /> },
          { key: "p", title: text.paid, end: true, cell: (c) => <Money value={c.paid} code={false} quietZero /> },
          { key: "b", title: text.closing, end: true, cell: (c) => <strong><Money value={c.closing} code={false} quietZero /></strong> },
          { key: "a", title: text.average, end: true, cell: (c) => <Money value={c.average} code={false} quietZero /> },
          { key: "i", title: text.interest, end: true, cell: (c) => <Money value={c.interest} code={false} quietZero /> },
          ...(of.cycles.some((c) => !isZero(c.charges)) ? [{ key: "x", title: text.charges, end: true, cell: (c: Cycle) => <Money value={c.charges} code={false} quietZero /> }] : []),
          { key: "m", title: text.asked, end: true, cell: (c) => <strong><Money value={c.minimum} code={false} quietZero /></strong> },
          { key: "v", title: text.due, cell: (c) => (isZero(c.minimum) ? null : <DateText value={c.due_on} />) },
          { key: "s", title: text.state, cell: (c) => <State of={c} /> },
        ]}
      />
      <p className="hint">{text.rule(formatRate(of.minimum_part), formatMoney(of.minimum_floor))}</p>
    </section>
  );
}

function State({ of }: { of: Cycle }) {
  if (!of.closed) return <StateTag tone="info">{text.running}</StateTag>;
  if (isZero(of.minimum)) return null;
  return isZero(of.left) ? <StateTag tone="ok">{text.settled}</StateTag> : <StateTag tone="wait">{text.left} {formatMoney(of.left, { code: false })}</StateTag>;
}

/** The money leaves the till: another person than who approved the line hands it over. */
function Draw({ of, line, onClose }: { of: LoanDetail; line: Line; onClose: () => void }) {
  const { currency } = line.limit;
  const { key, renew } = useIdempotencyKey();
  const [amount, setAmount] = useState<string | null>(null);
  const [method, setMethod] = useState<keyof typeof words.file.methods>("cash");
  const [account, setAccount] = useState<number | null>(null);
  const ready = amount !== null && isPositive(money(amount, currency));
  return (
    <ActModal title={text.drawTitle(of.folio)} action={text.draw} ready={ready} done={text.drawn} onClose={onClose} run={() => api.post(`/loans/${of.id}/draws`, { amount: money(amount ?? "0", currency), method, ...outOf(method, account) }, { key, branchId: of.branch_id })}>
      <Field id="draw-amount" label={text.amount} hint={text.most(formatMoney(line.available))}><MoneyField id="draw-amount" autoFocus value={amount} currency={currency} onChange={(next) => { setAmount(next); renew(); }} /></Field>
      <Field id="draw-method" label={text.how}><Select id="draw-method" value={method} options={Object.entries(words.file.methods).map(([value, label]) => ({ value: value as typeof method, label }))} onChange={(next) => { setMethod(next); setAccount(null); renew(); }} /></Field>
      <Into out method={method} currency={currency} branchId={of.branch_id} account={account} onPick={(next) => { setAccount(next); renew(); }} />
    </ActModal>
  );
}

function Review({ of, line, onClose }: { of: LoanDetail; line: Line; onClose: () => void }) {
  const { currency } = line.limit;
  const [limit, setLimit] = useState<string | null>(line.limit.amount);
  const [periods, setPeriods] = useState("");
  const [reason, setReason] = useState("");
  const ready = limit !== null && isPositive(money(limit, currency)) && reason.trim().length > 4 && (periods === "" || /^[1-9]\d{0,3}$/.test(periods));
  return (
    <ActModal title={text.reviewTitle(of.folio)} action={text.review} ready={ready} done={text.reviewed} onClose={onClose} run={() => api.post(`/loans/${of.id}/limit`, { limit: money(limit ?? "0", currency), reason, ...(periods ? { periods: Number(periods) } : {}) }, { branchId: of.branch_id })}>
      <Field id="review-limit" label={text.newLimit}><MoneyField id="review-limit" autoFocus value={limit} currency={currency} onChange={setLimit} /></Field>
      <Field id="review-periods" label={text.cuts} required={false} hint={text.cutsHint}><Input id="review-periods" className="num" inputMode="numeric" autoComplete="off" value={periods} onChange={(event) => { setPeriods(event.target.value.trim()); }} /></Field>
      <Field id="review-why" label={text.reason}><Input id="review-why" value={reason} maxLength={300} autoComplete="off" onChange={(event) => { setReason(event.target.value); }} /></Field>
    </ActModal>
  );
}

function Block({ of, line, onClose }: { of: LoanDetail; line: Line; onClose: () => void }) {
  const { message } = App.useApp();
  const blocked = !line.blocked;
  const act = useCommand((reason: string) => api.post(`/loans/${of.id}/block`, { blocked, reason }, { branchId: of.branch_id }));
  return (
    <ConfirmWithReason
      open danger={blocked} title={blocked ? text.blockTitle(of.folio) : text.unblockTitle(of.folio)} action={blocked ? text.block : text.unblock} effect={<p>{blocked ? text.blockEffect : text.unblockEffect}</p>} onClose={onClose}
      onConfirm={async (reason) => { await act.mutateAsync(reason); void message.success(blocked ? text.blockDone : text.unblockDone); }}
    />
  );
}

function End({ of, onClose }: { of: LoanDetail; onClose: () => void }) {
  const { message } = App.useApp();
  const act = useCommand((reason: string) => api.post(`/loans/${of.id}/closing`, { reason }, { branchId: of.branch_id }));
  return (
    <ConfirmWithReason
      open danger title={text.endTitle(of.folio)} action={text.end} effect={<p>{text.endEffect}</p>} onClose={onClose}
      onConfirm={async (reason) => { await act.mutateAsync(reason); void message.success(text.endDone); }}
    />
  );
}
