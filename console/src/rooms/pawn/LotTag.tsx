import { CheckCircleFilled, DollarOutlined, TagOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Lot } from "@/api/pawn.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";

const TONES: Record<string, [Tone, ReactNode]> = {
  adjudicated: ["wait", undefined], on_sale: ["info", <TagOutlined key="i" aria-hidden />], surplus_due: ["bad", <DollarOutlined key="i" aria-hidden />], sold: ["ok", undefined],
  surplus_paid: ["ok", <CheckCircleFilled key="i" aria-hidden />], surplus_lapsed: ["off", undefined], surrendered: ["off", undefined], written_off: ["off", undefined],
};

export function LotTag({ of }: { of: Pick<Lot, "status" | "status_label"> }) {
  const [tone, icon] = TONES[of.status] ?? ["off", undefined];
  return <StateTag tone={tone} icon={icon}>{of.status_label}</StateTag>;
}
