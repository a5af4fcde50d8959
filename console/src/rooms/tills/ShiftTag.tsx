import { LockOutlined } from "@ant-design/icons";
import type { Shift, ShiftState } from "@/api/tills.ts";
import type { MoneyValue } from "@/api/types.ts";
import { Money } from "@/kit/Money.tsx";
import { isPositive, isZero, money, toMinor } from "@/kit/money.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { words } from "./words.ts";

const TONES: Record<ShiftState, Tone> = { opening: "bad", open: "ok", counted: "wait", waiting: "bad", closed: "off", discarded: "off" };

export function ShiftTag({ of }: { of: Pick<Shift, "state" | "state_label"> }) {
  return <StateTag tone={TONES[of.state]} icon={of.state === "closed" ? <LockOutlined aria-hidden /> : undefined}>{of.state_label}</StateTag>;
}

/** What is over or short, in words: the sign alone is not enough. */
export function DifferenceText({ value }: { value: MoneyValue | null | undefined }) {
  if (!value) return <Money value={null} />;
  if (isZero(value)) return <span className="second">{words.even}</span>;
  const size = money(toMinor(value.amount.replace("-", "")), value.currency);
  return <span className={isPositive(value) ? undefined : "error"}>{isPositive(value) ? words.over : words.short} <Money value={size} /></span>;
}
