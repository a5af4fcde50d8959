import type { ProblemBody } from "./types.ts";

/** A refusal or failure as the server explains it (RFC 9457), or a local one (no network). */
export class Problem extends Error {
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.detail ?? body.title);
    this.name = "Problem";
    this.body = body;
  }

  get status(): number { return this.body.status; }
  get title(): string { return this.body.title; }
  /** Last part of `/problemas/<slug>`: what the console switches on. */
  get slug(): string { return this.body.type.split("/").at(-1) ?? ""; }
  /** True when sending the very same request again is safe and may work. */
  get retryable(): boolean { return this.status === 0 || this.status === 429 || this.status >= 500; }

  /** Message of one field, by JSON pointer («/amount») or its beginning. */
  at(pointer: string): string | undefined {
    return this.body.errors?.find((e) => e.pointer === pointer || e.pointer.startsWith(`${pointer}/`))?.detail;
  }
}

/** Any thrown thing as a Problem, so that every screen has one way to show a failure. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) return new Problem({ type: "/problemas/sin-conexion", title: "", status: 0 });
  return new Problem({
    type: "/problemas/inesperado", title: "", status: 500, detail: error instanceof Error ? error.message : String(error),
  });
}

/** The problem a refused response carries, whatever its body turned out to be. */
export function problemOf(status: number, body: unknown): Problem {
  const told = typeof body === "object" && body !== null ? (body as Partial<ProblemBody>) : {};
  return new Problem({ type: "/problemas/inesperado", title: "", ...told, status });
}
