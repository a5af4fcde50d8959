import { DollarOutlined, MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useParams } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import type { ReactNode } from "react";
import type { BookingDetail } from "@/api/bookings.ts";
import { useCommand } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { dateShort } from "@/kit/dates.ts";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { PaymentTag } from "@/kit/StateTag.tsx";
import { Timeline } from "@/kit/Timeline.tsx";
import { es } from "@/words/es.ts";
import { Cancel } from "./Cancel.tsx";
import { ChangeBooking } from "./ChangeBooking.tsx";
import { give, useBooking, useEntry, useRefundsOf } from "./data.ts";
import { BookingTag, PaymentStateTag } from "@/kit/BookingTag.tsx";
import { words } from "./words.ts";

/** «RV-000001»: what was sold, each payment with its number, what changed and everything that happened. */
export default function BookingFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useBooking(id);
  if (!data) return error ? <NoFile list="/reservas" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} />;
}

type Asking = "give" | "change" | "cancel" | null;

function File({ of }: { of: BookingDetail }) {
  const go = useGo();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<Asking>(null);
  const giveIt = useCommand(() => give(of.id));
  const writes = useCan("bookings.write");
  const booked = of.state === "booked";
  const charge = useCan("payments.take") && isPositive(of.balance);
  const mayChange = useCan("bookings.change") && booked;
  const refunds = useRefundsOf(of.id, useCan("refunds.read") && of.state === "cancelled").data?.items ?? [];
  const waiting = refunds.some((each) => ["asked", "authorised"].includes(each.state));
  const mayAsk = writes && of.state === "cancelled" && isPositive(of.paid) && !waiting && !refunds.some((each) => ["paid", "retained"].includes(each.state));
  const collect = (): void => { go(`/cobrar?client_id=${of.client_id}&receivable_id=${of.receivable_id}`); };
  useShortcut("c", words.collect, collect, "page", charge);
  const items = [
    ...(writes && booked ? [{ key: "give", label: words.give }] : []),
    ...(mayChange ? [{ key: "change", label: words.change }] : []),
    ...(writes && booked ? [{ key: "cancel", label: words.cancel, danger: true }] : []),
  ];
  return (
    <div className="page">
      <PageHeader
        title={of.folio} tag={<><BookingTag of={of} /><PaymentStateTag of={of} /></>}
        subtitle={<><Go to={`/clientes/${of.client_id}`}>{of.client.name}</Go> · {words.kinds[of.kind]} · {of.service} · {of.branch}</>}
        actions={(
          <>
            {charge ? <Button type="primary" icon={<DollarOutlined aria-hidden />} onClick={collect}>{words.collect}</Button> : null}
            {mayAsk ? <Button type="primary" onClick={() => { setAsking("cancel"); }}>{words.askRefund}</Button> : null}
            {items.length > 0 ? (
              <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => { setAsking(key as Asking); } }}>
                <Button icon={<MoreOutlined aria-hidden />} aria-label={es.common.more} />
              </Dropdown>
            ) : null}
          </>
        )}
      />
      <div className="two">
        <div className="stack">
          <div className="figures">
            <Figure label={words.figures.price} amount={of.price} foot={<Go to={`/cxc/${of.receivable_id}`}>{of.receivable}</Go>} />
            <Figure label={words.figures.paid} amount={of.paid} foot={words.inFull[of.payment]} />
            <Figure label={words.figures.balance} amount={of.balance} tone={of.payment === "alert" ? "bad" : of.payment === "paid" ? "good" : undefined} />
            <Figure label={words.figures.service} value={<DateText value={of.service_on} />} foot={booked ? words.inDays(of.days_to_service) : es.booking.states[of.state]} />
          </div>
          <Facts of={of} />
          <Pays of={of} />
          {refunds.length > 0 ? (
            <section className="card" aria-label={words.refunds}>
              <h2>{words.refunds}</h2>
              <ul className="stack tight">
                {refunds.map((r) => <li key={r.id} className="row between"><span><Go to={`/reembolsos/${r.id}`}>{r.folio}</Go> · {r.state_label}</span><strong><Money value={r.amount} /></strong></li>)}
              </ul>
            </section>
          ) : null}
          <Entries ids={of.entries} />
        </div>
        <aside className="card"><h2>{es.timeline.title}</h2><Timeline events={of.timeline} /></aside>
      </div>
      <ConfirmWithReason
        open={asking === "give"} onClose={() => { setAsking(null); }} title={words.giveTitle(of.folio)} action={words.give} withReason={false}
        onConfirm={async () => { await giveIt.mutateAsync(undefined); void message.success(words.given(of.folio)); }}
        effect={<div className="stack tight"><p><strong>{words.giveEffect}: <Money value={of.price} /></strong></p><p className="second">{words.giveWhy}</p></div>}
      />
      {asking === "change" ? <ChangeBooking of={of} onClose={() => { setAsking(null); }} /> : null}
      {asking === "cancel" ? <Cancel of={of} onClose={() => { setAsking(null); }} /> : null}
    </div>
  );
}

function Facts({ of }: { of: BookingDetail }) {
  const text = words.fact;
  const facts: [string, ReactNode][] = [
    [text.seller, of.seller ?? es.common.missing], [text.sold, <DateText key="d" value={of.sold_on} />], [text.due, <DateText key="d" value={of.due_on} />],
    ...(of.service_time ? [[text.time, of.service_time.slice(0, 5)] as [string, ReactNode]] : []),
    ...(of.notes ? [[text.notes, of.notes] as [string, ReactNode]] : []),
    ...(of.payable_id ? [[text.supplier, <Go key="p" to={`/cxp/${of.payable_id}`}>{text.owed}</Go>] as [string, ReactNode]] : []),
    ...(of.cancel_reason ? [[text.reason, of.cancel_reason] as [string, ReactNode]] : []),
  ];
  return (
    <section className="card" aria-label={words.facts}>
      <dl className="facts">{facts.map(([label, value]) => <Fragment key={label}><dt>{label}</dt><dd>{value}</dd></Fragment>)}</dl>
      {of.changes.length > 0 ? (
        <>
          <h2>{words.changes}</h2>
          <ul className="stack tight">
            {of.changes.map((each) => (
              <li key={each.at}>
                {each.service_on_from === each.service_on_to ? null : <span>{words.changed.on}: <DateText value={each.service_on_from} /> → <DateText value={each.service_on_to} /> </span>}
                {each.price_from.amount === each.price_to.amount ? null : <span>{words.changed.price}: <Money value={each.price_from} /> → <strong><Money value={each.price_to} /></strong> </span>}
                <span className="second">· {each.reason}{each.by ? ` · ${each.by}` : ""}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

/** «Pago 1: $5,000 · 5 oct · Transferencia BBVA», then «Status: COBRADO TOTAL». */
function Pays({ of }: { of: BookingDetail }) {
  const year = of.sold_on.slice(0, 4);
  return (
    <section className="card" aria-label={words.pays}>
      <h2>{words.pays}</h2>
      {of.payments.length === 0 ? <p className="second">{words.noPays}</p> : (
        <ol className="stack tight">
          {of.payments.map((p, i) => (
            <li key={p.id} className="row between" style={p.reversed ? { textDecoration: "line-through", color: "var(--second)" } : undefined}>
              <span className="text"><Go to={`/pagos/${p.id}`}>{words.payN(i + 1)}</Go>: <strong><Money value={p.amount} /></strong> · {dateShort(p.received_on, year)} · {es.states.method[p.method]} {p.reference ?? ""}</span>
              <span className="second num">{p.reversed ? <PaymentTag reversed /> : p.folio}</span>
            </li>
          ))}
        </ol>
      )}
      <p style={{ marginTop: 12, paddingTop: 10, borderTop: "1px solid var(--rule)" }}>{words.statusLine}: <strong>{words.inFull[of.payment]}</strong></p>
    </section>
  );
}

function Entries({ ids }: { ids: BookingDetail["entries"] }) {
  if (!useCan("books.read") || ids.length === 0) return null;
  return <section className="card stack" aria-label={es.entry.title}>{ids.map((id) => <EntryOf key={id} id={id} />)}</section>;
}
function EntryOf({ id }: { id: number | string }) {
  const { data } = useEntry(id);
  return data ? <EntriesPreview lines={data.lines} title={`${data.folio} · ${data.kind_label}`} link={`/libros/asientos/${id}`} /> : null;
}
