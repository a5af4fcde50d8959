import type { ReminderStep } from "@/api/types.ts";

export type When = "before" | "on" | "after";
/** How far a step may be from the due date, in days. */
export const FARTHEST = { before: 60, after: 360 };

export function whenOf(step: ReminderStep): When {
  return step.offset_days < 0 ? "before" : step.offset_days === 0 ? "on" : "after";
}
/** The same step at another moment; days are never negative here. */
export function movedTo(step: ReminderStep, when: When, days: number): ReminderStep {
  const far = Math.min(when === "before" ? FARTHEST.before : FARTHEST.after, Math.max(1, Math.trunc(Math.abs(days)) || 1));
  return { ...step, offset_days: when === "on" ? 0 : when === "before" ? -far : far };
}
export function ordered(steps: ReminderStep[]): ReminderStep[] {
  return [...steps].sort((a, b) => a.offset_days - b.offset_days || a.channel.localeCompare(b.channel));
}
/** Indexes of steps that would write twice to the same person the same day by the same channel. */
export function clashes(steps: ReminderStep[]): number[] {
  const id = (s: ReminderStep): string => `${s.offset_days}·${s.channel}`;
  const times = new Map<string, number>();
  for (const s of steps) times.set(id(s), (times.get(id(s)) ?? 0) + 1);
  return steps.flatMap((s, i) => ((times.get(id(s)) ?? 0) > 1 ? [i] : []));
}
/** A new step, after the last one. */
export function added(steps: ReminderStep[], template: string): ReminderStep[] {
  const last = Math.max(0, ...steps.map((s) => s.offset_days));
  return [...steps, { offset_days: Math.min(FARTHEST.after, last === 0 ? 1 : last * 2), template, channel: steps[0]?.channel ?? "whatsapp", active: true }];
}
export function changed(before: ReminderStep[], now: ReminderStep[]): boolean {
  return JSON.stringify(ordered(before)) !== JSON.stringify(ordered(now));
}
