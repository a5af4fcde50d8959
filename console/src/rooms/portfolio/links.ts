import { href } from "@/kit/useUrlState.ts";
import type { Asked } from "./index.tsx";

/** The loans that make a figure. */
export function loansHref(asked: Asked, which: Record<string, string | number | null>): string {
  const branch = asked.branch["branch_id"];
  return href("/cartera/prestamos", { as_of: asked.on, currency: asked.currency, branch_id: branch === undefined || branch === null ? null : String(branch), ...which });
}
