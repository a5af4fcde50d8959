import { Input } from "antd";
import { useState } from "react";
import { es } from "@/words/es.ts";
import { useBusinessDate } from "./DateText.tsx";
import { dateText, parseDate } from "./dates.ts";

interface Props {
  /** ISO date or null. */
  value?: string | null;
  onChange?: (value: string | null) => void;
  id?: string;
  disabled?: boolean;
  size?: "small" | "middle" | "large";
  label?: string;
  autoFocus?: boolean;
  /** What «hoy» means; by default the business date. */
  today?: string;
}

/** A date that is typed: `dd/mm/aaaa`, «hoy», «+30», «fin de mes». Gives ISO text, or null while empty or wrong. */
export function DateField({ value, onChange, id, disabled, size, label, autoFocus, today }: Props) {
  const business = useBusinessDate();
  const [typed, setTyped] = useState<string | null>(null);
  const base = today ?? (business || new Date().toISOString().slice(0, 10));
  const shown = typed ?? (value ? dateText(value) : "");
  const bad = typed !== null && typed.trim() !== "" && parseDate(typed, base) === null;

  function settle(): void {
    if (typed === null) return;
    const date = typed.trim() === "" ? null : parseDate(typed, base);
    if (typed.trim() !== "" && date === null) return;
    setTyped(null);
    if (date !== (value ?? null)) onChange?.(date);
  }
  return (
    <Input
      id={id} value={shown} disabled={disabled} size={size} autoFocus={autoFocus} inputMode="text" autoComplete="off"
      aria-label={label} aria-invalid={bad || undefined} status={bad ? "error" : undefined} title={bad ? es.dates.bad : es.dates.hint}
      placeholder="dd/mm/aaaa" style={{ width: "100%", minWidth: 120 }}
      onChange={(event) => {
        setTyped(event.target.value);
        const date = parseDate(event.target.value, base);
        if (date && /\d{4}$/.test(event.target.value)) onChange?.(date);
        if (!event.target.value) onChange?.(null);
      }}
      onBlur={settle}
      onKeyDown={(event) => { if (event.key === "Enter") settle(); }}
      suffix={bad ? <span className="visually-hidden" role="alert">{es.dates.bad}</span> : <span />}
    />
  );
}
