import { CheckCircleFilled, CloseCircleFilled, HourglassOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Loan } from "@/api/loans.ts";
import { es } from "@/words/es.ts";
import { StateTag } from "./StateTag.tsx";
import type { Tone } from "./StateTag.tsx";

const TONES: Record<string, [Tone, ReactNode]> = {
  applied: ["wait", <HourglassOutlined key="i" aria-hidden />], approved: ["info", <SafetyCertificateOutlined key="i" aria-hidden />],
  active: ["ok", undefined], paid: ["off", <CheckCircleFilled key="i" aria-hidden />], rejected: ["off", <CloseCircleFilled key="i" aria-hidden />],
  written_off: ["bad", undefined], recovered: ["off", <CheckCircleFilled key="i" aria-hidden />], renewed: ["off", undefined], cancelled: ["off", undefined],
};

/** Where a loan stands: late is said with its days. */
export function LoanTag({ of, bare }: { of: Pick<Loan, "status" | "status_label" | "days_past_due">; bare?: boolean }) {
  if (of.status === "active" && of.days_past_due > 0) return <StateTag tone="bad">{es.loan.late}{bare ? "" : ` · ${es.common.days(of.days_past_due)}`}</StateTag>;
  const [tone, icon] = TONES[of.status] ?? ["off", undefined];
  return <StateTag tone={tone} icon={icon}>{of.status_label}</StateTag>;
}
