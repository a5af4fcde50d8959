import createClient from "openapi-fetch";
import { Problem, asProblem, problemOf } from "./problem.ts";
import { session } from "./session.ts";
import type { Ready, Session } from "./types.ts";

/** The one client of the API. Nothing else in the console calls `fetch`. */
export const BASE = "/v1";

export type QueryValue = string | number | boolean | null | undefined;
export type Query = Record<string, QueryValue>;
export interface SendOptions {
  query?: Query;
  /** `Idempotency-Key`: made when the form opens (see `useIdempotencyKey`). */
  key?: string;
  /** Runs the very command and rolls it back: the preview. */
  dryRun?: boolean;
  /** Branch where the act happens when it is not the chosen one. */
  branchId?: number;
  signal?: AbortSignal;
}
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

let refreshing: Promise<boolean> | null = null;

/** Renews the access token with the cookie; many callers share one request. */
export function refresh(): Promise<boolean> {
  refreshing ??= fetch(`${BASE}/sessions/refresh`, { method: "POST", credentials: "same-origin" })
    .then(async (response) => {
      if (!response.ok) return false;
      session.enter((await response.json()) as Session);
      return true;
    })
    .catch(() => false)
    .finally(() => { refreshing = null; });
  return refreshing;
}

/** `fetch` with the bearer, and one renewal when the server answers 401. */
async function authorised(request: Request): Promise<Response> {
  const spare = request.clone();
  const token = session.get().token;
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  const response = await fetch(request);
  const signingIn = new URL(request.url).pathname.startsWith(`${BASE}/sessions`);
  if (response.status !== 401 || signingIn) return response;
  if (await refresh()) {
    spare.headers.set("Authorization", `Bearer ${session.get().token ?? ""}`);
    return fetch(spare);
  }
  session.leave(true);
  return response;
}

const wire = createClient<Record<string, never>>({ baseUrl: BASE, fetch: authorised, credentials: "same-origin" });
type Call = (path: string, init: Record<string, unknown>) => Promise<{ response: Response; error?: unknown }>;

function clean(query: Query | undefined): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") out[name] = String(value);
  }
  return out;
}

async function call(method: Method, path: string, body: unknown, options: SendOptions): Promise<Response> {
  const state = session.get();
  const headers: Record<string, string> = {};
  const branch = options.branchId ?? state.branchId;
  if (branch) headers["X-Branch"] = String(branch);
  if (options.key) headers["Idempotency-Key"] = options.key;
  const query = clean({ ...options.query, dry_run: options.dryRun ? "true" : undefined });
  const init = { params: { query, header: headers }, headers, body, signal: options.signal, parseAs: "stream" };
  const send = wire[method] as unknown as Call;
  try {
    const { response, error } = await send(path, body instanceof FormData ? { ...init, bodySerializer: (b: unknown) => b } : init);
    if (!response.ok) throw problemOf(response.status, error);
    return response;
  } catch (error) {
    if (error instanceof Problem || (error instanceof DOMException && error.name === "AbortError")) throw error;
    throw asProblem(error);
  }
}

async function read<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

export const api = {
  get: async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
    read<T>(await call("GET", path, undefined, { query, signal })),
  post: async <T>(path: string, body?: unknown, options: SendOptions = {}): Promise<T> =>
    read<T>(await call("POST", path, body, options)),
  put: async <T>(path: string, body?: unknown, options: SendOptions = {}): Promise<T> =>
    read<T>(await call("PUT", path, body, options)),
  patch: async <T>(path: string, body?: unknown, options: SendOptions = {}): Promise<T> =>
    read<T>(await call("PATCH", path, body, options)),
  delete: async <T>(path: string, body?: unknown, options: SendOptions = {}): Promise<T> =>
    read<T>(await call("DELETE", path, body, options)),
  blob: async (path: string, query?: Query): Promise<{ blob: Blob; filename: string | null }> => {
    const response = await call("GET", path, undefined, { query });
    const named = /filename\*?=(?:UTF-8'')?"?([^";]+)/i.exec(response.headers.get("Content-Disposition") ?? "");
    return { blob: await response.blob(), filename: named?.[1] ? decodeURIComponent(named[1]) : null };
  },
};

/** Saves a file of the API (Excel, PDF…) on the person's disk. */
export async function download(path: string, query: Query | undefined, fallback: string): Promise<void> {
  const { blob, filename } = await api.blob(path, query);
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = filename ?? fallback;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Opens a PDF of the API in another tab (a plain link would lack the bearer). */
export async function openFile(path: string, query?: Query): Promise<void> {
  const tab = window.open("about:blank", "_blank");
  try {
    const { blob } = await api.blob(path, query);
    const url = URL.createObjectURL(blob);
    if (tab) tab.location.href = url;
    else window.location.assign(url);
  } catch (error) {
    tab?.close();
    throw error;
  }
}

/** What the server says of itself before anybody signs in (outside `/v1`). */
export async function ready(): Promise<Ready> {
  const response = await fetch("/readyz");
  return (await response.json()) as Ready;
}
