import type { Booking, Refund } from "@/api/bookings.ts";
import { BookingTag, PaymentStateTag } from "@/kit/BookingTag.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { RefundTag } from "@/kit/RefundTag.tsx";
import { words } from "./words.ts";

const booked = words.bookingColumns;
const BOOKINGS: Column<Booking>[] = [
  { key: "folio", title: booked.folio, width: 98, narrow: "sub", cell: (b) => <Go to={`/reservas/${b.id}`}>{b.folio}</Go> },
  { key: "service", title: booked.service, flex: 1, width: 150, narrow: "title", cell: (b) => b.service },
  { key: "on", title: booked.on, width: 106, narrow: "sub", cell: (b) => <DateText value={b.service_on} /> },
  { key: "price", title: booked.price, width: 126, end: true, cell: (b) => <Money value={b.price} /> },
  { key: "paid", title: booked.paid, width: 126, end: true, cell: (b) => <Money value={b.paid} quietZero /> },
  { key: "balance", title: booked.balance, width: 136, end: true, narrow: "end", cell: (b) => <strong><Money value={b.balance} quietZero /></strong> },
  { key: "payment", title: booked.payment, width: 168, narrow: "endSub", cell: (b) => <PaymentStateTag of={b} /> },
  { key: "state", title: booked.state, width: 158, cell: (b) => <BookingTag of={b} /> },
];

/** The services sold to the client. */
export function OwnBookings({ id }: { id: string }) {
  const go = useGo();
  return (
    <Grid<Booking>
      id="client-bookings" label={words.tabs.bookings} path="/bookings" query={{ client_id: id }} columns={BOOKINGS} rowKey={(b) => b.id} onOpen={(b) => { go(`/reservas/${b.id}`); }}
      empty={<EmptyState action={<Go to={`/reservas/nueva?client_id=${id}`}>{words.booking}</Go>}>{words.noBookings}</EmptyState>}
    />
  );
}

const given = words.refundColumns;
const REFUNDS: Column<Refund>[] = [
  { key: "folio", title: given.folio, width: 98, narrow: "sub", cell: (r) => <Go to={`/reembolsos/${r.id}`}>{r.folio}</Go> },
  { key: "service", title: given.service, flex: 1, width: 150, narrow: "title", cell: (r) => r.service },
  { key: "paid", title: given.paid, width: 126, end: true, cell: (r) => <Money value={r.paid} /> },
  { key: "percent", title: given.percent, width: 70, end: true, cell: (r) => `${r.percent} %` },
  { key: "amount", title: given.amount, width: 136, end: true, narrow: "end", cell: (r) => <strong><Money value={r.amount} /></strong> },
  { key: "retained", title: given.retained, width: 126, end: true, cell: (r) => <Money value={r.retained} quietZero /> },
  { key: "due", title: given.due, width: 128, narrow: "sub", cell: (r) => <DateText value={r.due_on} /> },
  { key: "state", title: words.bookingColumns.state, width: 170, narrow: "endSub", cell: (r) => <RefundTag of={r} /> },
];

/** What was given back to the client, or is going to be. */
export function OwnRefunds({ id }: { id: string }) {
  const go = useGo();
  return (
    <Grid<Refund>
      id="client-refunds" label={words.tabs.refunds} path="/refunds" query={{ client_id: id }} columns={REFUNDS} rowKey={(r) => r.id} onOpen={(r) => { go(`/reembolsos/${r.id}`); }}
      empty={<EmptyState>{words.noRefunds}</EmptyState>}
    />
  );
}
