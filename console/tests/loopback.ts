// A real server on loopback for the rooms' tests: the console's own client talks to it over the wire.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Heard { method: string; path: string; query: URLSearchParams; headers: IncomingMessage["headers"]; body: string }
export type Answer = { status?: number; json?: unknown } | "drop";

/* The client keeps the `Request` it was born with: it is replaced once, and follows the server of the moment. */
let origin = "";
const Native = globalThis.Request;
globalThis.Request = class extends Native {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(typeof input === "string" && input.startsWith("/") ? origin + input : input, init);
  }
};

/** Serves `answer`; relative addresses reach it, as in the browser. Import the client after this module. */
export async function loopback(answer: (heard: Heard) => Answer): Promise<{ heard: Heard[]; close: () => void }> {
  const heard: Heard[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://console.test");
      const one: Heard = { method: request.method ?? "", path: url.pathname, query: url.searchParams, headers: request.headers, body: Buffer.concat(parts).toString() };
      heard.push(one);
      const told = answer(one);
      if (told === "drop") { request.socket.destroy(); return; }
      const status = told.status ?? 200;
      response.writeHead(status, { "Content-Type": status < 400 ? "application/json" : "application/problem+json", Connection: "close" });
      response.end(JSON.stringify(told.json ?? {}));
    });
  });
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    heard,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
