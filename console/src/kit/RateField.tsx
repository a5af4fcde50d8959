import { Input } from "antd";
import { useState } from "react";
import { es } from "@/words/es.ts";
import { parsePercent, percentOf } from "./rates.ts";

interface Props {
  /** Fraction as text («0.02») or null. */
  value: string | null;
  onChange: (value: string | null) => void;
  id?: string;
  disabled?: boolean;
  size?: "small" | "middle" | "large";
  label?: string;
  placeholder?: string;
}

/** A percentage that is typed; gives the fraction as text, or null while empty or wrong. */
export function RateField({ value, onChange, id, disabled, size, label, placeholder }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const bad = typed !== null && typed.trim() !== "" && parsePercent(typed) === null;
  return (
    <>
      <Input
        id={id} value={typed ?? (value === null ? "" : percentOf(value))} disabled={disabled} size={size} inputMode="decimal" autoComplete="off" className="num"
        aria-label={label} aria-invalid={bad || undefined} status={bad ? "error" : undefined} suffix={<span className="hint">%</span>} placeholder={placeholder}
        onFocus={(event) => { event.target.select(); }} onBlur={() => { if (!bad) setTyped(null); }}
        onChange={(event) => { setTyped(event.target.value); onChange(event.target.value.trim() ? parsePercent(event.target.value) : null); }}
      />
      {bad ? <span className="error" role="alert" style={{ fontSize: 12 }}>{es.loan.badRate}</span> : null}
    </>
  );
}
