import { useEffect, useRef } from "react";

/** Keys closer than this are a reader's, not a person's. */
const HURRIED_MS = 60;

/** Hears a code reader when no field is being written: its keys never reach the shortcuts. `begins` says how its codes start. */
export function useScan(begins: RegExp, onScan: (text: string) => void): void {
  const latest = useRef({ begins, onScan });
  useEffect(() => { latest.current = { begins, onScan }; });
  useEffect(() => {
    let text = "";
    let last = 0;
    function hear(event: KeyboardEvent): void {
      const target = event.target;
      if (target instanceof HTMLElement && (["INPUT", "TEXTAREA"].includes(target.tagName) || target.closest("[role=dialog]"))) return;
      if (event.key === "Shift" || event.ctrlKey || event.altKey || event.metaKey) return;
      const at = performance.now();
      if (at - last > HURRIED_MS) text = "";
      last = at;
      const known = latest.current.begins.test(text + (event.key.length === 1 ? event.key : ""));
      if (event.key.length === 1) text += event.key;
      if (!known) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key !== "Enter") return;
      const read = text;
      text = "";
      latest.current.onScan(read);
    }
    window.addEventListener("keydown", hear, true);
    return () => { window.removeEventListener("keydown", hear, true); };
  }, []);
}
