import {
  CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, ExclamationCircleFilled, MinusCircleOutlined, PauseCircleOutlined,
  PieChartOutlined, SendOutlined, StopOutlined, UndoOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Bucket, MessageStatus, Receivable, ReceivableStatus } from "@/api/types.ts";
import { es } from "@/words/es.ts";

export type Tone = "ok" | "wait" | "bad" | "info" | "off";
const ICONS: Record<Tone, ReactNode> = {
  ok: <CheckCircleFilled aria-hidden />, wait: <ClockCircleOutlined aria-hidden />, bad: <ExclamationCircleFilled aria-hidden />, info: <PieChartOutlined aria-hidden />,
  off: <MinusCircleOutlined aria-hidden />,
};

/** A state: icon and word, never colour alone. */
export function StateTag({ tone, icon, children, title }: { tone: Tone; icon?: ReactNode; children: ReactNode; title?: string }) {
  return <span className={`tag ${tone}`} title={title}>{icon ?? ICONS[tone]}<span>{children}</span></span>;
}

const RECEIVABLE: Record<ReceivableStatus, Tone> = { pending: "wait", partial: "wait", paid: "ok", overdue: "bad", cancelled: "off" };

export function ReceivableTag({ of, bare }: { of: Pick<Receivable, "status" | "days_past_due">; bare?: boolean }) {
  const late = !bare && of.status === "overdue" && of.days_past_due > 0 ? ` · ${es.common.days(of.days_past_due)}` : "";
  return <StateTag tone={RECEIVABLE[of.status]} title={es.states.receivableHint[of.status]}>{es.states.receivable[of.status]}{late}</StateTag>;
}

const MESSAGE: Record<MessageStatus, [Tone, ReactNode]> = {
  queued: ["wait", <ClockCircleOutlined key="i" aria-hidden />], deferred: ["wait", <PauseCircleOutlined key="i" aria-hidden />],
  blocked: ["off", <StopOutlined key="i" aria-hidden />], sending: ["info", <SendOutlined key="i" aria-hidden />], sent: ["info", <SendOutlined key="i" aria-hidden />],
  delivered: ["ok", <CheckCircleFilled key="i" aria-hidden />], read: ["ok", <CheckCircleFilled key="i" aria-hidden />],
  failed: ["bad", <CloseCircleFilled key="i" aria-hidden />], cancelled: ["off", <MinusCircleOutlined key="i" aria-hidden />],
  expired: ["off", <ClockCircleOutlined key="i" aria-hidden />],
};

export function MessageTag({ status, title }: { status: MessageStatus; title?: string }) {
  const [tone, icon] = MESSAGE[status] ?? ["off", null];
  return <StateTag tone={tone} icon={icon} title={title}>{es.states.message[status] ?? status}</StateTag>;
}

export function PaymentTag({ reversed }: { reversed: boolean }) {
  return reversed
    ? <StateTag tone="bad" icon={<UndoOutlined aria-hidden />}>{es.states.payment.reversed}</StateTag>
    : <StateTag tone="ok">{es.states.payment.ok}</StateTag>;
}

export const BUCKETS: Bucket[] = ["current", "1-7", "8-30", "31-60", "61-90", "90+"];

/** Days of arrears with the ordinal ramp's mark beside the words. */
export function BucketTag({ bucket }: { bucket: Bucket }) {
  return (
    <span className="row" style={{ gap: 6, flexWrap: "nowrap" }}>
      <span className="ramp-mark" aria-hidden style={{ background: `var(--ramp-${BUCKETS.indexOf(bucket)})` }} />
      {es.states.bucket[bucket] ?? bucket}
    </span>
  );
}
