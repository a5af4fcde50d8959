import { ClearOutlined, FilterOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import type { InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { es } from "@/words/es.ts";
import { ClientPicker, useSettled } from "./ClientPicker.tsx";
import { DateField } from "./DateField.tsx";
import { useShortcut } from "./shortcuts.tsx";
import { useUrlState } from "./useUrlState.ts";

/** One filter; its name is the parameter of the address and of the API. */
export type Filter =
  | { kind: "client"; name: string; label?: string }
  | { kind: "select"; name: string; label: string; options: { value: string; label: string }[]; width?: number }
  | { kind: "date"; name: string; label: string }
  | { kind: "text"; name: string; label?: string; hint?: string };

function TextFilter({ value, label, hint, onChange }: { value: string; label: string; hint: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const settled = useSettled(typed, 300);
  const input = useRef<InputRef>(null);
  const latest = useRef({ value, onChange });
  useEffect(() => { latest.current = { value, onChange }; });
  useEffect(() => { if (settled !== latest.current.value) latest.current.onChange(settled); }, [settled]);
  useShortcut("/", es.keys.filter, () => { input.current?.focus({ cursor: "all" }); });
  return (
    <label className="text" style={{ flex: "1 1 180px", maxWidth: 360 }}>
      {label}
      <Input ref={input} value={typed} allowClear placeholder={hint} prefix={<SearchOutlined aria-hidden />} onChange={(event) => { setTyped(event.target.value); }} />
    </label>
  );
}

/** What is not a filter: the view and the tab of the screen, and what is open beside the list. */
const KEPT = ["view", "tab", "message", "act"];

/** Filters of a list, in the address. Order of the house: cliente, producto o estado, zona, fecha; then the rest. */
export function FilterBar({ filters }: { filters: Filter[] }) {
  const [state, update] = useUrlState();
  const [round, setRound] = useState(0);
  const others = Object.keys(state).filter((name) => !KEPT.includes(name));
  const used = others.length > 0;
  const [open, setOpen] = useState(false);
  const folded = filters.filter((f) => f.kind !== "text");
  const on = folded.filter((f) => state[f.name]).length;
  function clear(): void {
    update(Object.fromEntries(others.map((name) => [name, null])));
    setRound(round + 1);
  }
  return (
    <div className={open ? "kit-filters open" : "kit-filters"} role="search" aria-label={es.filters.title}>
      {filters.map((filter) => {
        const value = state[filter.name] ?? "";
        const set = (next: string | null): void => { update({ [filter.name]: next }); };
        switch (filter.kind) {
          case "client":
            return (
              <div className="fl" key={filter.name}>
                <span aria-hidden>{filter.label ?? es.filters.client}</span>
                <ClientPicker value={value || null} onChange={set} width={200} label={filter.label ?? es.filters.client} />
              </div>
            );
          case "select":
            return (
              <div className="fl" key={filter.name}>
                <span aria-hidden>{filter.label}</span>
                <Select
                  aria-label={filter.label} value={value || undefined} allowClear placeholder={es.filters.any} options={filter.options}
                  style={{ width: filter.width ?? 140 }} onChange={(next: string | undefined) => { set(next ?? null); }}
                />
              </div>
            );
          case "date":
            return (
              <label key={filter.name} style={{ width: 122 }}>
                {filter.label}
                <DateField key={round} value={value || null} onChange={set} />
              </label>
            );
          case "text":
            return <TextFilter key={filter.name + String(round)} value={value} label={filter.label ?? es.filters.text} hint={filter.hint ?? es.filters.textHint} onChange={set} />;
        }
      })}
      {folded.length > 1 ? <Button className="fold" icon={<FilterOutlined aria-hidden />} aria-expanded={open} onClick={() => { setOpen(!open); }}>{on > 0 ? `${es.filters.title} (${on})` : es.filters.title}</Button> : null}
      {used ? <Button icon={<ClearOutlined aria-hidden />} onClick={clear}>{es.filters.clear}</Button> : null}
    </div>
  );
}
