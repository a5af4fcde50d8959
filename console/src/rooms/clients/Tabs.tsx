import type { Message, Page, Payment, Receivable, ReceivableTotals } from "@/api/types.ts";
import { DateText, InstantText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { asMoney } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { MessageTag, PaymentTag, ReceivableTag } from "@/kit/StateTag.tsx";
import { Timeline } from "@/kit/Timeline.tsx";
import { es } from "@/words/es.ts";
import { useTimeline } from "./data.ts";
import { words } from "./words.ts";

const common = words.columns;
const RECEIVABLES: Column<Receivable>[] = [
  { key: "folio", title: common.folio, width: 100, narrow: "sub", cell: (r) => <Go to={`/cxc/${r.id}`}>{r.folio}</Go> },
  { key: "concept", title: "Concepto", flex: 1, width: 180, narrow: "title", cell: (r) => r.concept },
  { key: "due", title: "Vencimiento", width: 112, narrow: "sub", cell: (r) => <DateText value={r.due_on} /> },
  { key: "amount", title: "Total", width: 140, end: true, cell: (r) => <Money value={r.amount} /> },
  { key: "paid", title: "Cobrado", width: 140, end: true, cell: (r) => <Money value={r.paid} quietZero /> },
  { key: "balance", title: common.balance, width: 140, end: true, narrow: "end", cell: (r) => <strong><Money value={r.balance} quietZero /></strong> },
  { key: "state", title: "Estado", width: 160, narrow: "endSub", cell: (r) => <ReceivableTag of={r} /> },
];

/** Everything the client owes or owed. */
export function OwnReceivables({ id }: { id: string }) {
  const go = useGo();
  return (
    <Grid<Receivable, ReceivableTotals>
      id="client-receivables" label={words.tabs.receivables} path="/receivables" query={{ client_id: id }} columns={RECEIVABLES} rowKey={(r) => r.id}
      onOpen={(r) => { go(`/cxc/${r.id}`); }} empty={<EmptyState action={<Go to={`/cxc/nueva?client_id=${id}`}>{words.receivable}</Go>}>{words.noReceivables}</EmptyState>}
      totals={(t) => t.by_currency.map((c) => ({
        concept: es.common.total, amount: <Money value={asMoney(c.amount, c.currency)} />, paid: <Money value={asMoney(c.paid, c.currency)} />,
        balance: <Money value={asMoney(c.balance, c.currency)} />,
      }))}
    />
  );
}

const PAYMENTS: Column<Payment>[] = [
  { key: "folio", title: "Recibo", width: 112, narrow: "sub", cell: (p) => <Go to={`/pagos/${p.id}`}>{p.folio}</Go> },
  { key: "date", title: "Fecha", width: 108, narrow: "sub", cell: (p) => <DateText value={p.received_on} /> },
  { key: "method", title: "Forma", flex: 1, width: 140, narrow: "title", cell: (p) => `${p.method_label} ${p.reference ?? ""}` },
  { key: "applied", title: "Aplicado a", flex: 1, width: 150, cell: (p) => p.allocations.map((a) => a.folio).join(", ") },
  { key: "amount", title: "Monto", width: 150, end: true, narrow: "end", cell: (p) => <strong><Money value={p.amount} /></strong> },
  { key: "state", title: "Estado", width: 130, narrow: "endSub", cell: (p) => <PaymentTag reversed={p.reversed !== null} /> },
];

/** What the client has paid. */
export function OwnPayments({ id }: { id: string }) {
  const go = useGo();
  return (
    <Grid<Payment>
      id="client-payments" label={words.tabs.payments} path="/payments" query={{ client_id: id }} columns={PAYMENTS} rowKey={(p) => p.id}
      onOpen={(p) => { go(`/pagos/${p.id}`); }} empty={<EmptyState>{words.noPayments}</EmptyState>}
    />
  );
}

const MESSAGES: Column<Message>[] = [
  { key: "at", title: words.message.at, width: 178, narrow: "sub", cell: (m) => <InstantText value={m.sent_at ?? m.due_at ?? m.created_at} /> },
  { key: "template", title: words.message.template, width: 130, cell: (m) => m.template ?? "" },
  { key: "state", title: words.message.state, width: 120, narrow: "end", cell: (m) => <MessageTag status={m.status} title={m.cause ?? undefined} /> },
  { key: "text", title: words.message.text, flex: 2, width: 260, narrow: "title", cell: (m) => <span title={m.text}>{m.text}</span> },
  { key: "cause", title: words.message.cause, flex: 1, width: 160, narrow: "endSub", cell: (m) => m.cause ?? "" },
];

/** What was written to the client, and what became of it. */
export function Messages({ id }: { id: string }) {
  return <Grid<Message, Page<Message>["totals"]> id="client-messages" label={words.tabs.messages} path="/messages" query={{ client_id: id }} columns={MESSAGES} rowKey={(m) => m.id} empty={<EmptyState>{words.noMessages}</EmptyState>} />;
}

export function OwnTimeline({ id }: { id: string }) {
  const { data, error, refetch } = useTimeline(id);
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return <div className="card">{data ? <Timeline events={data.items} /> : <Skeleton height={160} />}</div>;
}
