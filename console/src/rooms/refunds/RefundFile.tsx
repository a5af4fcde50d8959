import { MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useParams } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import type { ReactNode } from "react";
import type { RefundDetail } from "@/api/bookings.ts";
import { useCommand } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { CancellationSum } from "@/kit/CancellationSum.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { Timeline } from "@/kit/Timeline.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { useEntry, useRefund, voidRefund } from "./data.ts";
import { Pay } from "./Pay.tsx";
import { RefundTag } from "@/kit/RefundTag.tsx";
import { words } from "./words.ts";

/** J2: how a refund was calculated, whose hands it has passed through, and what it wrote in the books. */
export default function RefundFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useRefund(id);
  if (!data) return error ? <NoFile list="/reembolsos" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} />;
}

function File({ of }: { of: RefundDetail }) {
  const go = useGo();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<"pay" | "void" | null>(null);
  const voidIt = useCommand((reason: string) => voidRefund(of.id, reason));
  const authorised = of.state === "authorised";
  const mayPay = useCan("refunds.pay") && authorised;
  const mayVoid = useCan("refunds.void") && authorised;
  const decides = useCan("approvals.authorise");
  const mayDecide = useCan("approvals.read") && of.state === "asked" && of.request_id !== null;
  return (
    <div className="page">
      <PageHeader
        title={of.folio} tag={<><RefundTag of={of} />{of.exception ? <StateTag tone="wait">{words.exception}</StateTag> : null}</>}
        subtitle={<><Go to={`/clientes/${of.client_id}`}>{of.client.name}</Go> · {of.service} · {of.branch}</>}
        actions={(
          <>
            {mayDecide ? <Button type={decides ? "primary" : "default"} onClick={() => { go(`/autorizaciones?item=approvals:${of.request_id ?? ""}`); }}>{decides ? words.toApprove : words.toRequest}</Button> : null}
            {mayPay ? <Button type="primary" onClick={() => { setAsking("pay"); }}>{`${words.pay} ${formatMoney(of.amount)}`}</Button> : null}
            {mayVoid ? (
              <Dropdown trigger={["click"]} menu={{ items: [{ key: "void", label: words.void, danger: true }], onClick: () => { setAsking("void"); } }}>
                <Button icon={<MoreOutlined aria-hidden />} aria-label={es.common.more} />
              </Dropdown>
            ) : null}
          </>
        )}
      />
      {of.state === "asked" ? <p className="second" style={{ marginBottom: 12 }}>{words.waits}</p> : null}
      {authorised && !mayPay ? <p className="second" style={{ marginBottom: 12 }}>{words.waitsPay}</p> : null}
      <div className="two">
        <div className="stack">
          <div className="figures">
            <Figure label={words.figures.amount} amount={of.amount} foot={`${of.percent} %`} />
            <Figure label={words.figures.retained} amount={of.retained} />
            <Figure label={words.figures.paid} amount={of.paid} foot={<Go to={`/cxc/${of.receivable_id}`}>{of.receivable}</Go>} />
            <Figure label={words.figures.due} value={<DateText value={of.due_on} />} tone={of.late ? "bad" : undefined} foot={of.late ? es.refund.late : es.refund.states[of.state]} />
          </div>
          <section className="card stack" aria-label={words.calculation}>
            <h2>{words.calculation}</h2>
            <p><strong>{words.cancelled(of.days)}</strong></p>
            <CancellationSum of={{ bands: of.policy_applied.bands, row: of.row, percent: of.percent, paid: of.paid, already: of.already, refund: of.amount, retained: of.retained }} />
            <p className="second">{words.policyOf(of.policy_applied.kind_label, dateText(of.policy_applied.from_on))}</p>
          </section>
          <Facts of={of} />
          <Entries ids={of.entries} />
        </div>
        <aside className="card"><h2>{words.history}</h2><Timeline events={of.timeline.map((step) => ({ ...step, kind: "note", ip: null, link: null }))} /></aside>
      </div>
      {asking === "pay" ? <Pay of={of} onClose={() => { setAsking(null); }} /> : null}
      <ConfirmWithReason
        open={asking === "void"} onClose={() => { setAsking(null); }} danger title={words.voidTitle(of.folio)} action={words.voidTitle(of.folio)}
        onConfirm={async (reason) => { await voidIt.mutateAsync(reason); void message.success(words.voided(of.folio)); }}
        effect={<div className="stack tight"><p><strong>{words.voidEffect}: <Money value={of.amount} /></strong></p><p className="second">{words.voidWhy}</p></div>}
      />
    </div>
  );
}

function Facts({ of }: { of: RefundDetail }) {
  const text = words.fact;
  const rows: [string, ReactNode][] = [
    [text.booking, <Go key="b" to={`/reservas/${of.booking_id}`}>{of.booking}</Go>],
    [text.service, <DateText key="s" value={of.service_on} />],
    [text.reason, of.reason],
    [text.ways, Object.entries(of.ways).map(([way, paid]) => `${words.ways[way] ?? way} ${formatMoney(paid)}`).join(" · ") || es.common.missing],
    [text.method, of.method_label],
    ...(of.method === "transfer" ? [[text.payTo, of.pay_to || text.noPayTo] as [string, ReactNode]] : []),
    [text.asked, of.asked_by ?? es.common.missing],
    ...(of.authorised_by ? [[text.authorised, of.authorised_by] as [string, ReactNode]] : []),
    ...(of.paid_by ? [[text.payer, of.paid_by] as [string, ReactNode], [text.account, `${of.account ?? ""} ${of.reference ?? ""}`.trim()] as [string, ReactNode]] : []),
  ];
  return <section className="card" aria-label={words.facts}><dl className="facts">{rows.map(([label, value]) => <Fragment key={label}><dt>{label}</dt><dd>{value}</dd></Fragment>)}</dl></section>;
}

function Entries({ ids }: { ids: number[] }) {
  if (!useCan("books.read") || ids.length === 0) return null;
  return <section className="card stack" aria-label={es.entry.title}>{ids.map((id) => <EntryOf key={id} id={id} />)}</section>;
}
function EntryOf({ id }: { id: number }) {
  const { data } = useEntry(id);
  return data ? <EntriesPreview lines={data.lines} title={`${data.folio} · ${data.kind_label}`} link={`/libros/asientos/${id}`} /> : null;
}
