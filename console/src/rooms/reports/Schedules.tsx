import { App, Button } from "antd";
import { useState } from "react";
import { touch } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText, InstantText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { sendNow, useDeliveries, useSchedules } from "./data.ts";
import type { Delivery, Schedule } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { ScheduleForm } from "./ScheduleForm.tsx";
import { words } from "./words.ts";

const text = words.schedules;
const hour = (at: string): string => at.slice(0, 5);
const when = (of: Schedule): string => (of.weekday ? text.onDay(words.weekdays[of.weekday - 1] ?? "", hour(of.at)) : text.at(hour(of.at)));

/** Programados: what goes out by itself, and the last thirty times each did. */
export function Schedules() {
  const { data, error, refetch } = useSchedules();
  const [url, update] = useUrlState();
  const [form, setForm] = useState<Schedule | "new" | null>(null);
  const [sending, setSending] = useState<Schedule | null>(null);
  const { message } = App.useApp();
  const may = useCan("reports.schedule");
  const items = data?.items ?? [];
  const shown = items.find((of) => of.id === url["item"]) ?? null;
  const columns = text.columns;
  return (
    <Frame section="schedules" actions={may ? <Button type="primary" onClick={() => { setForm("new"); }}>{text.add}</Button> : null}>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="card stack">{Array.from({ length: 4 }, (_, i) => <Skeleton key={i} height={24} />)}</div> : null}
      {data ? (
        <section className="card">
          <PlainTable<Schedule>
            caption={words.sections.schedules} rows={items} rowKey={(of) => of.id} cards empty={<EmptyState>{text.empty}</EmptyState>}
            columns={[
              { key: "report", title: columns.report, cell: (of) => <Go to={`/reportes/${of.report}`}>{of.name}</Go> },
              { key: "branch", title: columns.branch, cell: (of) => of.branch },
              { key: "when", title: columns.when, cell: when },
              { key: "to", title: columns.to, cell: (of) => of.recipients.map((each) => each.label).join(" + ") },
              { key: "by", title: columns.by, cell: (of) => of.channels.map((each) => each.label).join(", ") },
              { key: "next", title: columns.next, cell: (of) => <InstantText value={of.next_at} /> },
              { key: "latest", title: columns.latest, cell: (of) => <InstantText value={of.latest_at} /> },
              { key: "state", title: columns.state, cell: (of) => <StateTag tone={of.active ? "ok" : "off"}>{of.active ? text.active : text.stopped}</StateTag> },
              { key: "acts", title: "", cell: (of) => (
                <span className="row">
                  <Button size="small" aria-label={`${text.deliveries}: ${of.name}`} onClick={() => { update({ item: of.id }); }}>{text.deliveries}</Button>
                  {may ? <Button size="small" aria-label={`${text.send}: ${of.name}`} onClick={() => { setSending(of); }}>{text.send}</Button> : null}
                  {may ? <Button size="small" aria-label={`${text.edit}: ${of.name}`} onClick={() => { setForm(of); }}>{text.edit}</Button> : null}
                </span>
              ) },
            ]}
          />
        </section>
      ) : null}
      {shown ? <Deliveries key={shown.id} of={shown} /> : null}
      {form ? <ScheduleForm of={form === "new" ? null : form} onClose={() => { setForm(null); }} /> : null}
      {sending ? (
        <ConfirmWithReason
          open withReason={false} title={`${text.sending}: ${sending.name}`} effect={text.confirm} action={text.send} onClose={() => { setSending(null); }}
          onConfirm={async () => { const done = await sendNow(sending.id); touch(); void message.success(text.sent(done.notices)); update({ item: sending.id }); }}
        />
      ) : null}
    </Frame>
  );
}

function Deliveries({ of }: { of: Schedule }) {
  const { data, error } = useDeliveries(of.id);
  return (
    <section className="card deliveries">
      <h2>{`${text.deliveries}: ${of.name}, ${of.branch.toLowerCase()}`}</h2>
      <p className="second">{text.last}</p>
      {error && !data ? <ProblemNotice error={error} /> : null}
      {data?.items.length === 0 ? <EmptyState>{text.none}</EmptyState> : null}
      <ol>{(data?.items ?? []).map((each) => <One key={each.id} of={each} />)}</ol>
    </section>
  );
}

function One({ of }: { of: Delivery }) {
  return (
    <li>
      <div className="row between"><strong><DateText value={of.period_on} /> · {of.branch}{of.by_hand ? ` · ${text.byHand}` : ""}</strong><span className="second"><InstantText value={of.at} /> · {text.outcomes[of.outcome]}</span></div>
      <ul>
        {of.notices.map((each) => (
          <li key={each.id} className="row"><span>{each.channel_label} · {each.user} <span className="second num">{each.to_masked}</span></span><StateTag tone={each.status === "sent" || each.status === "delivered" ? "ok" : each.status === "failed" ? "bad" : "off"}>{each.status_label}</StateTag>{each.cause ? <span className="second">{each.cause}</span> : null}</li>
        ))}
      </ul>
    </li>
  );
}
