import { Button } from "antd";
import { useState } from "react";
import type { ImportField, ImportFinding } from "@/api/types.ts";
import { formatCount } from "@/kit/formats.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { groups } from "./plan.ts";
import { words } from "./words.ts";

const text = words.check;
const STEP = 50;

/** Which row, which column, what is wrong and how to mend it; the same problem together with one press. */
export function Findings({ title, findings, fields }: { title: string; findings: ImportFinding[]; fields: ImportField[] }) {
  const [only, setOnly] = useState<string | null>(null);
  const [shown, setShown] = useState(STEP);
  const kinds = groups(findings);
  const rows = only === null ? findings : findings.filter((f) => f.problem === only);
  const label = (f: ImportFinding): string => f.column ?? fields.find((own) => own.key === f.field)?.label ?? "";
  function choose(problem: string | null): void {
    setOnly(problem);
    setShown(STEP);
  }
  return (
    <div className="stack">
      {kinds.length > 1 ? (
        <div className="chips" role="group" aria-label={title}>
          <button type="button" aria-pressed={only === null} onClick={() => { choose(null); }}>{text.all} <span className="num">{formatCount(findings.length)}</span></button>
          {kinds.map((kind) => (
            <button key={kind.problem} type="button" aria-pressed={only === kind.problem} onClick={() => { choose(kind.problem); }}>{kind.problem} <span className="num">{formatCount(kind.count)}</span></button>
          ))}
        </div>
      ) : null}
      <PlainTable
        caption={title} rows={rows.slice(0, shown)} rowKey={(_, i) => i}
        columns={[
          { key: "r", title: text.row, cell: (f) => f.row ?? text.wholeFile },
          { key: "c", title: text.column, cell: label },
          { key: "v", title: text.value, cell: (f) => (f.value ? <span className="finding-value" title={f.value}>{f.value}</span> : <span className="hint">{text.blank}</span>) },
          { key: "p", title: text.problem, cell: (f) => f.problem },
          { key: "m", title: text.remedy, cell: (f) => f.remedy },
        ]}
      />
      {rows.length > shown ? <div><Button size="small" onClick={() => { setShown(shown + STEP * 4); }}>{text.more(formatCount(rows.length - shown))}</Button></div> : null}
    </div>
  );
}
