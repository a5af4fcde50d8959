import { DollarOutlined, EditOutlined, PlusOutlined, WhatsAppOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import type { Client } from "@/api/types.ts";
import { Can, useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { MoneyList } from "@/kit/Money.tsx";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { Consents } from "./Consents.tsx";
import { OwnLoans } from "./Loans.tsx";
import { OwnTickets } from "./Tickets.tsx";
import { remind, useClient, useDues, useProfile } from "./data.ts";
import { Facts } from "./Facts.tsx";
import { OwnSeats } from "./Seats.tsx";
import { OwnBookings, OwnRefunds } from "./Services.tsx";
import { Summary } from "./Summary.tsx";
import { Messages, OwnPayments, OwnReceivables, OwnTimeline } from "./Tabs.tsx";
import { WindowBox } from "./WindowBox.tsx";
import { words } from "./words.ts";

type Tab = keyof typeof words.tabs;
const ALWAYS: Tab[] = ["summary", "receivables", "payments", "messages", "consents", "data", "timeline"];

/** The client's file: what is owed, what was paid, what was said, and with which permission. */
export default function ClientFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useClient(id);
  if (!data) return error ? <NoFile list="/clientes" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} />;
}

function File({ of }: { of: Client }) {
  const go = useGo();
  const [url] = useUrlState();
  const charge = useCan("payments.take");
  const may: Partial<Record<Tab, boolean>> = { receivables: useCan("receivables.read"), payments: useCan("payments.read"), messages: useCan("messages.read") };
  const holds = useProfile(of.id).data?.holds ?? {};
  const shown = url["tab"];
  /* A tab for what there is: the rest would be empty, unless somebody comes to it by its address. */
  const tabs = (Object.keys(words.tabs) as Tab[]).filter((tab) => ALWAYS.includes(tab) ? may[tab] !== false : (holds[tab] ?? 0) > 0 || tab === shown);
  const tab = tabs.find((t) => t === shown) ?? "summary";
  const owes = of.balance.length > 0;
  const collect = (): void => { go(`/cobrar?client_id=${of.id}`); };
  useShortcut("c", words.collect, collect, "page", charge && owes);
  const base = `/clientes/${of.id}`;

  return (
    <div className="page stack">
      <PageHeader
        title={of.name} subtitle={<span className="num">{[of.folio, of.document?.number, of.branch].filter(Boolean).join(" · ")}</span>}
        tag={of.max_days_past_due > 0 ? <StateTag tone="bad">{es.common.days(of.max_days_past_due)}</StateTag> : owes ? <StateTag tone="ok">{words.figures.upToDate}</StateTag> : null}
        actions={(
          <>
            {charge && owes ? <Button type="primary" icon={<DollarOutlined aria-hidden />} onClick={collect}>{words.collect}</Button> : null}
            <Can permission="receivables.write"><Button icon={<PlusOutlined aria-hidden />} onClick={() => { go(`/cxc/nueva?client_id=${of.id}`); }}>{words.receivable}</Button></Can>
            <Can permission="loans.write"><Button icon={<PlusOutlined aria-hidden />} onClick={() => { go(`/prestamos/nuevo?client_id=${of.id}`); }}>{words.loan}</Button></Can>
            <Can permission="messages.send"><Remind of={of} /></Can>
            <Can permission="clients.write"><Button icon={<EditOutlined aria-hidden />} onClick={() => { go(`${base}/editar`); }}>{words.edit}</Button></Can>
          </>
        )}
      />
      <div className="figures">
        <Figure label={words.figures.balance} value={owes ? <MoneyList values={of.balance} /> : <span style={{ fontSize: 16 }}>{words.figures.none}</span>} link={owes ? href("/cxc", { client_id: of.id, open: "true" }) : null} />
        <Figure label={words.figures.overdue} value={<MoneyList values={of.overdue} />} tone={of.overdue.length > 0 ? "bad" : undefined} link={of.overdue.length > 0 ? href("/cxc", { client_id: of.id, status: "overdue" }) : null} />
        <Figure label={words.figures.credit} value={<MoneyList values={of.credit} />} />
        <Figure label={words.figures.lastPayment} value={<DateText value={of.last_payment_on} relative />} link={of.last_payment_on ? href("/pagos", { client_id: of.id }) : null} />
        <WindowBox id={of.id} />
      </div>
      <div>
        <Views label={words.tabsLabel} current={tab} views={tabs.map((key) => ({ key, label: words.tabs[key], href: href(base, { tab: key }), ...(holds[key] ? { count: holds[key] } : {}) }))} />
        {tab === "summary" ? <Summary id={of.id} /> : null}
        {tab === "roscas" ? <OwnSeats id={of.id} /> : null}
        {tab === "bookings" ? <OwnBookings id={of.id} /> : null}
        {tab === "refunds" ? <OwnRefunds id={of.id} /> : null}
        {tab === "receivables" ? <OwnReceivables id={of.id} /> : null}
        {tab === "loans" ? <OwnLoans id={of.id} /> : null}
        {tab === "pawn" ? <OwnTickets id={of.id} /> : null}
        {tab === "payments" ? <OwnPayments id={of.id} /> : null}
        {tab === "messages" ? <Messages id={of.id} /> : null}
        {tab === "consents" ? <Consents of={of} /> : null}
        {tab === "data" ? <Facts of={of} /> : null}
        {tab === "timeline" ? <OwnTimeline id={of.id} /> : null}
      </div>
    </div>
  );
}

/** A reminder by hand, through the same gate as the automatic ones. */
function Remind({ of }: { of: Client }) {
  const { message } = App.useApp();
  const { key, renew } = useIdempotencyKey();
  const [open, setOpen] = useState(false);
  const dues = useDues(of.id, open);
  const first = dues.data?.items[0];
  const send = useCommand(() => remind(of.id, first?.id, key));
  return (
    <>
      <Button icon={<WhatsAppOutlined aria-hidden />} disabled={of.balance.length === 0} onClick={() => { setOpen(true); }}>{words.remind}</Button>
      <ConfirmWithReason
        open={open} onClose={() => { setOpen(false); }} title={words.remindTitle} action={words.remind} withReason={false} disabled={!first}
        onConfirm={async () => { await send.mutateAsync(undefined); renew(); void message.success(words.remindDone); }}
        effect={(
          <div className="stack">
            <p>{words.remindWhat}</p>
            {first ? <p>{words.remindSubject} <strong>{first.folio}</strong> · {first.concept}</p> : null}
            <WindowBox id={of.id} />
          </div>
        )}
      />
    </>
  );
}
