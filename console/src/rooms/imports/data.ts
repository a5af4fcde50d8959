import type { UseQueryResult } from "@tanstack/react-query";
import { api, download } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { ImportAsk, ImportCheck, ImportFile, ImportKind, Job } from "@/api/types.ts";
import type { Plan } from "./plan.ts";

export function useImport(id: string): UseQueryResult<ImportFile, Problem> {
  return useRead<ImportFile>(`/imports/${id}`, undefined, { staleMs: 30_000 });
}

/* The files of this visit, so that another sheet of the same book needs no second search on the disk. */
const files = new Map<string, File>();
export const fileOf = (id: string): File | undefined => files.get(id);

export async function upload(file: File, kind: ImportKind, branchId: number | undefined, sheet?: string): Promise<ImportFile> {
  const form = new FormData();
  form.set("file", file);
  form.set("kind", kind);
  if (sheet) form.set("sheet", sheet);
  const opened = await api.post<ImportFile>("/imports", form, { branchId });
  files.set(opened.id, file);
  return opened;
}
/* The file enters where it was uploaded for, whatever branch is on top now. */
const where = (file: ImportFile): number | undefined => file.branch_id ?? undefined;
export const check = (file: ImportFile, ask: ImportAsk): Promise<ImportCheck> => api.post<ImportCheck>(`/imports/${file.id}/check`, ask, { branchId: where(file) });
export const run = (file: ImportFile, ask: ImportAsk, key: string): Promise<Job> => api.post<Job>(`/imports/${file.id}/run`, ask, { key, branchId: where(file) });
export const undo = (id: string, reason: string): Promise<unknown> => api.post(`/imports/${id}/undo`, { reason });
export const template = (kind: ImportKind): Promise<void> => download(`/imports/templates/${kind}.xlsx`, undefined, kind === "debts" ? "plantilla-deudas.xlsx" : "plantilla-clientes.xlsx");
export const corrected = (id: string, filename: string): Promise<void> => download(`/imports/${id}/errors.xlsx`, undefined, `errores-${filename.replace(/\.\w+$/, "")}.xlsx`);

/* What was decided about a file survives the reload of the page. */
const place = (id: string): string => `caudal.import.${id}`;
export function recallPlan(id: string): Partial<Plan> | null {
  try {
    return JSON.parse(sessionStorage.getItem(place(id)) ?? "null") as Partial<Plan> | null;
  } catch {
    return null;
  }
}
export function keepPlan(id: string, plan: Plan): void {
  sessionStorage.setItem(place(id), JSON.stringify(plan));
}
