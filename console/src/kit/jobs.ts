import { useSyncExternalStore } from "react";
import type { Job } from "@/api/types.ts";

/* Long work the person started: it survives navigation and reload of the page. */

export interface Tracked { id: string; label: string; dismissed?: boolean }
const KEY = "caudal.jobs";
const listeners = new Set<() => void>();
let tracked: Tracked[] = JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as Tracked[];

function save(next: Tracked[]): void {
  tracked = next;
  sessionStorage.setItem(KEY, JSON.stringify(next));
  listeners.forEach((listener) => { listener(); });
}

/** Puts a job in the tray. The label says what it is («Cierre del día 10/01/2026»). */
export function trackJob(job: Pick<Job, "id">, label: string): void {
  save([...tracked.filter((t) => t.id !== job.id), { id: job.id, label }]);
}
export function dismissJob(id: string): void {
  save(tracked.filter((t) => t.id !== id));
}
export function clearJobs(): void {
  save([]);
}
export function useTrackedJobs(): Tracked[] {
  return useSyncExternalStore(
    (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
    () => tracked,
  );
}
