import type { LoanDetail } from "@/api/loans.ts";
import type { TimelineEvent } from "@/api/types.ts";
import { useZone } from "@/kit/DateText.tsx";
import { dateText, localInstant } from "@/kit/dates.ts";
import { Timeline } from "@/kit/Timeline.tsx";
import { words } from "./words.ts";

const text = words.history;
const KINDS: Record<string, string> = { payment: "payment", reversal: "reversal", write_off: "cancelled" };

/** Everything that happened to the loan, the newest first. */
export function History({ of }: { of: LoanDetail }) {
  const zone = useZone();
  const happened = of.timeline.map((step): TimelineEvent => ({
    at: step.at, on: step.on, kind: KINDS[step.kind] ?? "note", text: step.text, actor: step.actor, ip: null, reason: step.reason || null,
    link: step.payment_id ? `/pagos/${step.payment_id}` : null,
  })).reverse();
  const made: [string, string | null, string | null][] = [
    [text.disbursed, of.disbursed_on, of.disbursed_by],
    [of.status === "rejected" ? text.rejected : text.approved, of.decided_at && localInstant(of.decided_at, zone).date, of.decided_by],
    [text.applied, of.applied_on, of.applied_by],
  ];
  return (
    <div className="card">
      {happened.length > 0 ? <Timeline events={happened} /> : null}
      <ol className="kit-timeline">
        {made.flatMap(([what, on, who]) => (on && who ? [
          <li key={what}><span className="dot info" aria-hidden>·</span><div><div className="what">{what}</div><div className="who">{dateText(on)} · {who}</div></div></li>,
        ] : []))}
      </ol>
    </div>
  );
}
