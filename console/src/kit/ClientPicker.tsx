import { Select } from "antd";
import { useEffect, useState } from "react";
import { useRead } from "@/api/query.ts";
import type { Client, Page } from "@/api/types.ts";
import { es } from "@/words/es.ts";

/** Text that settles before a search leaves. */
export function useSettled<T>(value: T, ms = 220): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => { setSettled(value); }, ms);
    return () => { window.clearTimeout(timer); };
  }, [value, ms]);
  return settled;
}

interface Props {
  value?: string | null;
  onChange?: (id: string | null, client?: Client) => void;
  id?: string;
  label?: string;
  autoFocus?: boolean;
  disabled?: boolean;
  width?: number | string;
}

/** Finds a client by name, document, phone or folio. */
export function ClientPicker({ value, onChange, id, label = es.filters.client, autoFocus, disabled, width = "100%" }: Props) {
  const [text, setText] = useState("");
  const q = useSettled(text);
  const list = useRead<Page<Client>>("/clients", { q, limit: 12 }, { enabled: q.trim().length > 1, keep: true });
  const known = useRead<Client>(`/clients/${value ?? ""}`, undefined, { enabled: Boolean(value) });
  const options = q.trim().length > 1 ? (list.data?.items ?? []) : [];
  const all = known.data && value && !options.some((c) => c.id === value) ? [known.data, ...options] : options;
  return (
    <Select
      id={id} aria-label={label} value={value ?? undefined} disabled={disabled} autoFocus={autoFocus} showSearch allowClear filterOption={false}
      style={{ width }} popupMatchSelectWidth={380} loading={list.isFetching} placeholder={es.filters.textHint} searchValue={text} onSearch={setText}
      notFoundContent={q.trim().length > 1 && !list.isFetching ? es.app.noResults : null}
      options={all.map((c) => ({ value: c.id, label: c.name, title: c.name, client: c }))}
      optionRender={(option) => {
        const client = (option.data as { client: Client }).client;
        return <div><div>{client.name}</div><div className="hint">{[client.folio, client.document?.number].filter(Boolean).join(" · ")}</div></div>;
      }}
      onChange={(next: string | undefined) => { onChange?.(next ?? null, all.find((c) => c.id === next)); }}
    />
  );
}
