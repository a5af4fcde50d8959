import { useCallback, useRef, useState } from "react";

/** UUIDv7 (time ordered). Works without a secure context, unlike `crypto.randomUUID`. */
export function uuid7(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const view = new DataView(bytes.buffer);
  const now = Date.now();
  view.setUint32(0, Math.floor(now / 0x10000));
  view.setUint16(4, now & 0xffff);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * The `Idempotency-Key` of a form: born when the form opens, kept through retries, renewed only
 * after success or when the person changes what is asked.
 */
export function useIdempotencyKey(): { key: string; renew: () => void } {
  const [key, setKey] = useState(uuid7);
  const renew = useCallback(() => setKey(uuid7()), []);
  return { key, renew };
}

/** The key of what a form sends: the same one while it asks for the very same thing, another when what is asked changes. */
export function useKeyOf(): (asked: string) => string {
  const known = useRef({ asked: "", key: "" });
  return useCallback((asked: string) => {
    if (known.current.asked !== asked || !known.current.key) known.current = { asked, key: uuid7() };
    return known.current.key;
  }, []);
}
