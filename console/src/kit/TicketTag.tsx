import { CheckCircleFilled, HourglassOutlined, LockOutlined, SwapOutlined, WarningFilled } from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Ticket, TicketStatus } from "@/api/pawn.ts";
import { es } from "@/words/es.ts";
import { StateTag } from "./StateTag.tsx";
import type { Tone } from "./StateTag.tsx";

const TONES: Record<string, [Tone, ReactNode]> = {
  quoted: ["wait", <HourglassOutlined key="i" aria-hidden />], live: ["ok", undefined], grace: ["wait", undefined], expired: ["bad", undefined],
  redeemed: ["off", <CheckCircleFilled key="i" aria-hidden />], renewed: ["off", <SwapOutlined key="i" aria-hidden />], adjudicated: ["info", undefined],
  surrendered: ["off", undefined], cancelled: ["off", undefined], undone: ["off", undefined],
};

/** Where a ticket, or an article in the vault, stands. */
export function PawnTag({ status, label }: { status: TicketStatus; label: string }) {
  const [tone, icon] = TONES[status] ?? ["off", undefined];
  return <StateTag tone={tone} icon={icon}>{label}</StateTag>;
}

/** Where a ticket stands; that it was lost or an authority keeps its pledge is said first. */
export function TicketTag({ of }: { of: Pick<Ticket, "status" | "status_label" | "lost_on" | "retained_on"> }) {
  if (of.retained_on) return <StateTag tone="bad" icon={<LockOutlined aria-hidden />} title={es.pawn.retainedWhy}>{es.pawn.retained}</StateTag>;
  if (of.lost_on) return <StateTag tone="bad" icon={<WarningFilled aria-hidden />}>{es.pawn.lost}</StateTag>;
  return <PawnTag status={of.status} label={of.status_label} />;
}
