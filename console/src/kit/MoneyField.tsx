import { Input } from "antd";
import type { InputRef } from "antd";
import type { Ref } from "react";
import { useState } from "react";
import { es } from "@/words/es.ts";
import { formatMoney, formatOf, parseMoney } from "./formats.ts";

interface Props {
  /** Decimal text («1250.00») or null; never a number. */
  value?: string | null;
  onChange?: (value: string | null) => void;
  currency: string;
  id?: string;
  disabled?: boolean;
  size?: "small" | "middle" | "large";
  autoFocus?: boolean;
  label?: string;
  inputRef?: Ref<InputRef>;
  onEnter?: () => void;
  "aria-describedby"?: string;
}

/** An amount, typed or pasted as the country writes it. Gives exact decimal text, or null while empty or wrong. */
export function MoneyField({ value, onChange, currency, inputRef, onEnter, label, ...rest }: Props) {
  const [text, setTyped] = useState<string | null>(null);
  const told = text === null ? null : parseMoney(text, currency);
  /* Somebody else set another amount (a suggestion, a reset): what was typed no longer counts. */
  const typed = told && ("amount" in told ? told.amount : null) === (value ?? null) ? text : null;
  const read = typed === null ? null : parseMoney(typed, currency);
  const bad = read && "error" in read ? es.money[read.error] : null;
  const written = value ? formatMoney({ amount: value, currency }, { code: false }).replace(/^[^\d]+/, "") : "";

  return (
    <>
      <Input
        {...rest} ref={inputRef} value={typed ?? written} inputMode="decimal" autoComplete="off" aria-label={label}
        className="num" style={{ width: "100%" }} status={bad ? "error" : undefined} aria-invalid={bad ? true : undefined}
        prefix={<span className="second">{formatOf(currency).symbol}</span>} suffix={<span className="hint">{currency}</span>}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = parseMoney(event.target.value, currency);
          onChange?.("amount" in next ? next.amount : null);
        }}
        onFocus={(event) => { event.target.select(); }}
        onBlur={() => { if (!bad) setTyped(null); }}
        onKeyDown={(event) => { if (event.key === "Enter") onEnter?.(); }}
      />
      {bad ? <span className="error" role="alert" style={{ fontSize: 12 }}>{bad}</span> : null}
    </>
  );
}
