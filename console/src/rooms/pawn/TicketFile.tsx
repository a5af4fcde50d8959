import { DollarOutlined, SwapOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Counter, TicketDetail } from "@/api/pawn.ts";
import type { MoneyValue, TimelineEvent } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { Figure } from "@/kit/Figure.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { SourceEntries } from "@/kit/SourceEntries.tsx";
import { TicketTag } from "@/kit/TicketTag.tsx";
import { Timeline } from "@/kit/Timeline.tsx";
import { useScan } from "@/kit/useScan.ts";
import { useUrlState } from "@/kit/useUrlState.ts";
import { Actions, useActs } from "./Actions.tsx";
import { After } from "./After.tsx";
import { Articles } from "./Articles.tsx";
import { lotPath, ticketPath, useTicket } from "./data.ts";
import { Pay } from "./Pay.tsx";
import type { PayKind } from "./paying.ts";
import { CODES, useOpenTicket } from "./Scan.tsx";
import { countdown, planText, toneOf } from "./shown.ts";
import { words } from "./words.ts";
import "./pawn.css";

const text = words.file;

/** «EMP-000004»: what is paid to renew it and to take the pledge away, on any day; where the pledge is; all that happened. */
export default function TicketFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const [url] = useUrlState();
  const today = useBusinessDate();
  const { data, error, refetch } = useTicket(id, url["al"] && url["al"] !== today ? url["al"] : undefined);
  const scan = useOpenTicket();
  useScan(CODES, scan.open);
  if (!data) return error ? <NoFile list="/empenos" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return (
    <div className="page stack">
      <File of={data} problem={error ?? scan.problem} said={scan.told} />
    </div>
  );
}

function File({ of, problem, said }: { of: TicketDetail; problem: unknown; said: string | null }) {
  const [paying, setPaying] = useState<PayKind | null>(null);
  const [done, setDone] = useState<{ kind: PayKind; counter: Counter } | null>(null);
  const today = useBusinessDate();
  const open = ["live", "grace", "expired"].includes(of.status);
  const books = useCan("books.read");
  const hands = useCan("pawn.custody");
  const charge = useCan("payments.take") && open && of.as_of === today && !of.lost_on && !of.retained_on;
  useShortcut("r", text.renew, () => { setPaying("renew"); }, "page", charge);
  useShortcut("d", text.redeem, () => { setPaying("redeem"); }, "page", charge);
  return (
    <>
      <PageHeader
        title={of.folio} tag={<TicketTag of={of} />}
        subtitle={<><Go to={`/clientes/${of.client_id}`}>{of.client.name}</Go> · {planText(of.plan)} · {of.branch}{of.copy_number > 1 ? ` · ${text.copy(of.copy_number)}` : ""}</>}
        actions={<Actions of={of} />}
      />
      {said ? <p className="error" role="alert">{said}</p> : null}
      {problem ? <ProblemNotice error={problem} /> : null}
      <Notes of={of} />
      {open ? (
        <>
          <AsOf of={of} />
          <div className="pawn-owed">
            <Big kind="renew" label={text.renew} value={of.owed.renew} foot={renewFoot(of)} can={charge} onDo={setPaying} />
            <Big kind="redeem" part={hands && of.items.filter((item) => item.gone === null).length > 1} label={text.redeem} value={of.owed.redeem} foot={redeemFoot(of)} can={charge} onDo={setPaying} />
          </div>
        </>
      ) : null}
      <div className="figures">
        <Figure label={text.due} value={<DateText value={of.due_on} />} tone={toneOf(of)} foot={open ? countdown(of) : undefined} />
        <Figure label={text.grace} value={<DateText value={of.grace_on} />} />
        <Figure label={text.lent} amount={of.principal} foot={`${formatRate(of.ltv, 0)} ${text.ltv}`} />
        <Figure label={text.appraisal} amount={of.appraisal} foot={text.items(of.items.length)} />
      </div>
      <div className="two">
        <div className="stack">
          <Articles of={of} />
          <Chain of={of} />
          {books ? <SourceEntries source={`pawn:${of.id}`} title={text.books} /> : null}
        </div>
        <aside className="card" aria-label={text.history}><h2>{text.history}</h2><Timeline events={events(of)} /></aside>
      </div>
      {paying && charge ? <Pay key={paying} of={of} kind={paying} onClose={() => { setPaying(null); }} onDone={(counter) => { setDone({ kind: paying, counter }); setPaying(null); }} /> : null}
      {done ? <After of={done.counter} kind={done.kind} onClose={() => { setDone(null); }} /> : null}
    </>
  );
}

function renewFoot(of: TicketDetail): string {
  if (!isPositive(of.owed.renew)) return text.upToDate;
  return text.renewFoot(words.periods[of.plan.period](of.owed.periods), isPositive(of.owed.tax) ? formatMoney(of.owed.tax) : "");
}

interface BigProps { kind: PayKind; label: string; value: MoneyValue; foot: string; can: boolean; part?: boolean; onDo: (kind: PayKind) => void }
/** One of the two figures a client comes to ask for, with its key. */
function Big({ kind, label, value, foot, can, part = false, onDo }: BigProps) {
  return (
    <div role="group" aria-label={label}>
      <div>
        <div className="label">{label}</div>
        <div className="digits"><Money value={value} /></div>
        <div className="foot">{foot}</div>
      </div>
      {can ? (
        <div className="row">
          <Button type="primary" icon={kind === "renew" ? <SwapOutlined aria-hidden /> : <DollarOutlined aria-hidden />} aria-keyshortcuts={kind === "renew" ? "R" : "D"} onClick={() => { onDo(kind); }}>
            {label} <kbd aria-hidden>{kind === "renew" ? "R" : "D"}</kbd>
          </Button>
          {part ? <Button onClick={() => { onDo("part"); }}>{text.part}</Button> : null}
        </div>
      ) : null}
    </div>
  );
}

function AsOf({ of }: { of: TicketDetail }) {
  const [, update] = useUrlState();
  const today = useBusinessDate();
  return (
    <div className="row no-print">
      <label className="pawn-asof">{text.asOf} <DateField value={of.as_of} label={text.asOf} onChange={(al) => { update({ al: al === today ? null : al }); }} /></label>
      <span className="second">{of.as_of === today ? text.asOfNow : text.asOfThen(dateText(of.as_of))}</span>
      {of.as_of === today ? null : <Button type="link" size="small" onClick={() => { update({ al: null }); }}>{text.today}</Button>}
    </div>
  );
}

function redeemFoot(of: TicketDetail): string {
  const parts: [string, MoneyValue][] = [[text.redeemFoot, of.owed.capital], [text.interest, of.owed.interest], [text.storage, of.owed.storage], [text.tax, of.owed.tax]];
  return parts.filter(([, value]) => isPositive(value)).map(([name, value]) => `${name} ${formatMoney(value)}`).join(" · ");
}

/** What whoever opens the ticket must know before doing anything. */
function Notes({ of }: { of: TicketDetail }) {
  const { may } = useActs(of);
  const next = of.status === "renewed" ? of.chain[of.chain.findIndex((one) => one.id === of.id) + 1] : undefined;
  return (
    <>
      {of.retained_on ? <p className="pawn-note bad" role="status">{text.retainedNote(dateText(of.retained_on))}</p> : null}
      {of.lost_on ? <p className="pawn-note bad" role="status">{text.lostNote(dateText(of.lost_on))}</p> : null}
      {may.handOver ? <p className="pawn-note" role="status">{text.toHand}</p> : null}
      {may.deliver ? <p className="pawn-note" role="status">{text.toDeliver}</p> : null}
      {next ? <p className="pawn-note" role="status"><span>{text.replacedBy} <Go to={ticketPath(next.id)}>{next.folio}</Go></span></p> : null}
      {of.lot_id ? <p className="pawn-note" role="status"><Go to={lotPath(of.lot_id)}>{text.lot}</Go></p> : null}
      {of.override ? <p className="second">{text.override(of.override.by, of.override.reason)}</p> : null}
    </>
  );
}

/** Every ticket these articles have had. */
function Chain({ of }: { of: TicketDetail }) {
  return (
    <section className="card" aria-label={text.chain}>
      <h2>{text.chain}</h2>
      {of.chain.length < 2 ? <p className="second">{text.chainOnly}</p> : (
        <ol className="pawn-chain">
          {of.chain.map((one) => (
            <li key={one.id} aria-current={one.id === of.id ? "true" : undefined}>
              <span>{one.id === of.id ? one.folio : <Go to={ticketPath(one.id)}>{one.folio}</Go>} · <DateText value={one.opened_on} /> – <DateText value={one.due_on} /></span>
              <span><Money value={one.principal} /> <span className="second">{one.status_label}</span></span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

const KINDS: Record<string, string> = {
  opened: "created", renewal: "created", payment: "payment", redeemed: "payment", renewed: "payment", taken: "payment", payment_undone: "reversal", undone: "reversal", cancelled: "cancelled", surrendered: "cancelled", lost: "cancelled", retained: "cancelled",
};
/* What is told of these is a name or another folio: not why. */
const NAMED = ["taken", "renewal", "renewed", "adjudicated", "sold", "reissued", "delivered"];
function events(of: TicketDetail): TimelineEvent[] {
  const many = of.chain.length > 1;
  return of.timeline.map((one) => {
    const named = NAMED.includes(one.kind);
    const steps = { renewed: [one.folio, one.note], renewal: [one.note, one.folio] }[one.kind];
    const told = steps ? [steps.join(" → ")] : [named ? one.note : "", many ? one.folio : ""];
    return {
      at: one.at, on: one.on, kind: KINDS[one.kind] ?? "note", actor: one.actor, ip: null, reason: named ? null : one.note || null, link: one.payment_id ? `/pagos/${one.payment_id}` : null,
      text: [one.text, one.amount ? formatMoney(one.amount) : "", ...told].filter(Boolean).join(" · "),
    };
  });
}
