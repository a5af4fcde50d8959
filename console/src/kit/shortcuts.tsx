import { createContext, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";

/** `g c` (one key after another), `/`, `?`, `Ctrl k`, `F2`. */
export interface Shortcut { keys: string; label: string; group: "go" | "page" | "always"; run: () => void }

interface Registry {
  add: (shortcut: () => Shortcut) => () => void;
  list: () => Shortcut[];
  single: boolean;
  setSingle: (on: boolean) => void;
}
const Context = createContext<Registry | null>(null);
const KEY = "caudal.keys";

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) || target.closest("[role=dialog]") !== null;
}
function pressed(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? "Ctrl " : ""}${event.altKey ? "Alt " : ""}${key}`;
}

/** Hears the keyboard once; screens add and remove their shortcuts as they come and go. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const all = useRef(new Set<() => Shortcut>());
  const [single, setSingleState] = useState(() => localStorage.getItem(KEY) !== "off");

  useEffect(() => {
    let first = "";
    let timer = 0;
    function hear(event: KeyboardEvent): void {
      if (event.defaultPrevented || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      const key = pressed(event);
      const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (plain && (typing(event.target) || !single)) return;
      const sequence = first ? `${first} ${key}` : key;
      const shortcuts = Array.from(all.current, (get) => get()).reverse();
      const hit = shortcuts.find((s) => s.keys.toLowerCase() === sequence.toLowerCase()) ?? shortcuts.find((s) => s.keys.toLowerCase() === key.toLowerCase());
      window.clearTimeout(timer);
      first = "";
      if (hit) {
        event.preventDefault();
        hit.run();
      } else if (plain && shortcuts.some((s) => s.keys.startsWith(`${key} `))) {
        first = key;
        timer = window.setTimeout(() => { first = ""; }, 1200);
      }
    }
    window.addEventListener("keydown", hear);
    return () => { window.removeEventListener("keydown", hear); };
  }, [single]);

  const registry = useMemo<Registry>(() => ({
    add: (shortcut) => {
      all.current.add(shortcut);
      return () => { all.current.delete(shortcut); };
    },
    list: () => Array.from(all.current, (get) => get()),
    single,
    setSingle: (on) => {
      localStorage.setItem(KEY, on ? "on" : "off");
      setSingleState(on);
    },
  }), [single]);
  return <Context.Provider value={registry}>{children}</Context.Provider>;
}

export function useShortcuts(): Registry {
  const registry = useContext(Context);
  if (!registry) throw new Error("useShortcuts belongs inside ShortcutsProvider.");
  return registry;
}

/** A shortcut alive while the component is. `enabled` false keeps it silent and out of the help. */
export function useShortcut(keys: string, label: string, run: () => void, group: Shortcut["group"] = "page", enabled = true): void {
  const registry = useContext(Context);
  const latest = useRef<Shortcut>({ keys, label, group, run });
  useEffect(() => { latest.current = { keys, label, group, run }; });
  const add = registry?.add;
  useEffect(() => (enabled && add ? add(() => latest.current) : undefined), [add, enabled, keys]);
}
