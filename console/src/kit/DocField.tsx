import { CheckCircleFilled } from "@ant-design/icons";
import { Input, Select, Space } from "antd";
import { es } from "@/words/es.ts";
import { bareNumber, documentLooksRight } from "./documents.ts";
import type { DocumentValue } from "./documents.ts";

interface Props {
  value?: DocumentValue;
  onChange?: (value: DocumentValue) => void;
  /** Countries the user's branches are in. */
  countries: string[];
  id?: string;
  disabled?: boolean;
}

/** Identity document: country, kind and number, with its check digit seen while typing. */
export function DocField({ value, onChange, countries, id, disabled }: Props) {
  const country = value?.country ?? countries[0] ?? "CO";
  const kinds = es.doc.kinds[country] ?? [["passport", "Pasaporte"]];
  const kind = value?.kind || (kinds[0]?.[0] ?? "");
  const number = value?.number ?? "";
  const right = documentLooksRight({ kind, number, country });
  const label = kinds.find(([code]) => code === kind)?.[1] ?? kind;
  const emit = (patch: Partial<DocumentValue>): void => { onChange?.({ kind, number, country, ...patch }); };
  return (
    <div>
      <Space.Compact block>
        {countries.length > 1 ? (
          <Select
            aria-label={es.doc.country} value={country} disabled={disabled} style={{ width: 76 }} popupMatchSelectWidth={200}
            options={countries.map((code) => ({ value: code, label: code, title: es.countries[code] ?? code }))}
            onChange={(next: string) => { emit({ country: next, kind: es.doc.kinds[next]?.[0]?.[0] ?? "passport" }); }}
          />
        ) : null}
        <Select
          aria-label={es.doc.kind} value={kind} disabled={disabled} style={{ width: 168 }} popupMatchSelectWidth={220}
          options={kinds.map(([code, name]) => ({ value: code, label: name }))} onChange={(next: string) => { emit({ kind: next }); }}
        />
        <Input
          id={id} value={number} disabled={disabled} autoComplete="off" aria-label={id ? undefined : es.doc.number}
          status={right === false ? "error" : undefined} aria-invalid={right === false || undefined}
          suffix={right ? <CheckCircleFilled style={{ color: "var(--success)" }} aria-hidden /> : <span />}
          onChange={(event) => { emit({ number: event.target.value }); }}
          onBlur={() => { if (bareNumber(number) !== number) emit({ number: bareNumber(number) }); }}
        />
      </Space.Compact>
      {right === false ? <span className="error" role="alert" style={{ fontSize: 12 }}>{es.doc.bad(label)}</span> : null}
    </div>
  );
}
