import { CheckOutlined, ClockCircleOutlined, CloseOutlined } from "@ant-design/icons";
import type { LoanDetail } from "@/api/loans.ts";
import { useZone } from "@/kit/DateText.tsx";
import { dateText, localInstant } from "@/kit/dates.ts";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const text = words.file;
interface Step { name: string; tone: "done" | "now" | "wait" | "bad"; sub: string }

function steps(of: LoanDetail, zone: string): Step[] {
  const by = (when: string, who: string | null): string => [when, who].filter(Boolean).join(" · ");
  const decided = of.decided_at ? dateText(localInstant(of.decided_at, zone).date) : "";
  const ended = of.status === "rejected" || (of.status === "cancelled" && !of.disbursed_on);
  const list: Step[] = [{ name: text.applied, tone: "done", sub: by(dateText(of.applied_on), of.applied_by) }];
  if (of.status === "applied") list.push({ name: words.view.applied, tone: "now", sub: text.pending });
  else if (of.decided_by) list.push({ name: of.status === "rejected" ? text.rejected : text.approved, tone: of.status === "rejected" ? "bad" : "done", sub: by(decided, of.decided_by) });
  if (of.status === "cancelled" && !of.disbursed_on) list.push({ name: text.cancelled, tone: "bad", sub: "" });
  if (ended) return list;
  if (of.disbursed_on) list.push({ name: text.disbursed, tone: "done", sub: by(dateText(of.disbursed_on), of.disbursed_by) });
  else list.push({ name: words.view.approved, tone: of.status === "approved" ? "now" : "wait", sub: text.pending });
  const last = of.terms.method === "line" ? undefined : of.schedule.at(-1)?.due_on;
  if (of.status === "active") {
    const late = of.days_past_due > 0;
    list.push({ name: late ? text.late : text.running, tone: late ? "bad" : "now", sub: late ? es.common.days(of.days_past_due) : last ? `${text.ends} ${dateText(last)}` : "" });
    list.push({ name: text.paid, tone: "wait", sub: text.pending });
  } else if (of.disbursed_on) list.push({ name: of.status_label, tone: of.status === "written_off" || of.status === "cancelled" ? "bad" : "done", sub: of.closed_on ? dateText(of.closed_on) : "" });
  else list.push({ name: text.paid, tone: "wait", sub: "" });
  return list;
}

/** The life of a loan in a strip: what was done, by whom, and where it is now. */
export function Steps({ of }: { of: LoanDetail }) {
  const zone = useZone();
  const icon = { done: <CheckOutlined aria-hidden />, now: <ClockCircleOutlined aria-hidden />, wait: null, bad: <CloseOutlined aria-hidden /> };
  return (
    <ol className="loan-steps no-print" aria-label={text.steps}>
      {steps(of, zone).map((step) => (
        <li key={step.name} className={step.tone} aria-current={step.tone === "now" || (step.tone === "bad" && of.status === "active") ? "step" : undefined}>
          <span className="mark">{step.tone === "bad" && of.status === "active" ? <ClockCircleOutlined aria-hidden /> : icon[step.tone]}</span>
          <strong>{step.name}</strong>
          <span className="sub num" title={step.sub}>{step.sub}</span>
        </li>
      ))}
    </ol>
  );
}
