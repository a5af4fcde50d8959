import { Input, Select, Space } from "antd";
import { useState } from "react";
import { es } from "@/words/es.ts";
import { PHONES, phoneText, splitPhone, toE164 } from "./phones.ts";

interface Props {
  /** E.164 («+573001234567») or null. */
  value?: string | null;
  onChange?: (value: string | null) => void;
  country: string;
  id?: string;
  disabled?: boolean;
}

/** A telephone with its country; gives E.164, or null while it is not one. */
export function PhoneField({ value, onChange, country, id, disabled }: Props) {
  const known = value ? splitPhone(value) : null;
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const iso = known?.country ?? chosen ?? country;
  const shown = typed ?? (known ? phoneText(known.national, iso) : (value ?? ""));
  const bad = typed !== null && typed.trim() !== "" && toE164(typed, iso) === null;
  return (
    <Space.Compact block>
      <Select
        aria-label={es.phone.country} value={iso} disabled={disabled} style={{ width: 104 }} popupMatchSelectWidth={220}
        options={Object.entries(PHONES).map(([code, p]) => ({ value: code, label: `${code} +${p.prefix}`, title: es.countries[code] ?? code }))}
        onChange={(next: string) => {
          setChosen(next);
          onChange?.(toE164(typed ?? known?.national ?? "", next));
        }}
      />
      <Input
        id={id} value={shown} disabled={disabled} inputMode="tel" autoComplete="tel" status={bad ? "error" : undefined}
        aria-invalid={bad || undefined} title={bad ? es.phone.bad : undefined} placeholder={PHONES[iso]?.example}
        onChange={(event) => {
          const next = event.target.value;
          setTyped(next);
          const other = next.trim().startsWith("+") ? splitPhone(next.replace(/[^\d+]/g, "")) : null;
          if (other) setChosen(other.country);
          onChange?.(next.trim() ? toE164(next, other?.country ?? iso) : null);
        }}
        onBlur={() => { if (!bad) setTyped(null); }}
      />
    </Space.Compact>
  );
}
