import { api } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";

/** On a strip of 80 mm, or on a page. */
export type Paper = "ticket" | "carta";
const PAPER = "caudal.paper";

/** The paper this counter prints on, remembered. */
export function usualPaper(): Paper {
  return localStorage.getItem(PAPER) === "carta" ? "carta" : "ticket";
}
export function rememberPaper(paper: Paper): void {
  localStorage.setItem(PAPER, paper);
}

/** Sends a PDF of the API to the printer without leaving the screen. */
export async function printFile(path: string, query?: Query): Promise<void> {
  const { blob } = await api.blob(path, query);
  const url = URL.createObjectURL(new Blob([blob], { type: "application/pdf" }));
  const frame = document.createElement("iframe");
  frame.style.cssText = "position:fixed;inset-inline-end:0;inset-block-end:0;width:1px;height:1px;border:0;opacity:0";
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.onload = () => { frame.contentWindow?.focus(); frame.contentWindow?.print(); };
  frame.src = url;
  document.body.append(frame);
  setTimeout(() => { frame.remove(); URL.revokeObjectURL(url); }, 120_000);
}
