import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import type { Status } from "./data.ts";

const STATUS: Record<Status, Tone> = { forming: "wait", drawn: "info", active: "ok", suspended: "bad", completed: "off", liquidated: "off" };
const ROUND: Record<string, Tone> = { open: "off", collecting: "wait", complete: "ok", incomplete: "bad", delivered: "info", closed: "ok" };

export function RoscaTag({ of }: { of: { status: Status; status_label: string } }) {
  return <StateTag tone={STATUS[of.status]}>{of.status_label}</StateTag>;
}
export function RoundTag({ of }: { of: { state: string; state_label: string } }) {
  return <StateTag tone={ROUND[of.state] ?? "off"}>{of.state_label}</StateTag>;
}
