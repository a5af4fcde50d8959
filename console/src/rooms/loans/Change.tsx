import type { LoanDetail } from "@/api/loans.ts";
import { DateText } from "@/kit/DateText.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { es } from "@/words/es.ts";
import { comparison } from "./change.ts";
import type { FactKey, Facts } from "./change.ts";
import { acts as words } from "./actWords.ts";

const text = words.change;

function Value({ of, name }: { of: Facts[FactKey]; name: FactKey }) {
  if (of === null) return <>{es.common.missing}</>;
  if (typeof of === "object") return <Money value={of} code={false} />;
  if (typeof of === "string") return <DateText value={of} />;
  return <>{name === "days" ? es.common.days(of) : of}</>;
}

/** The loan as it stands beside what it would be: what moves is in bold. `brief`: only what moves. */
export function Change({ before, after, brief }: { before: LoanDetail; after: LoanDetail; brief?: boolean }) {
  const rows = comparison(before, after).filter((row) => !brief || row.moved);
  if (rows.length === 0) return <p className="second">{text.same}</p>;
  return (
    <PlainTable
      caption={text.title} rows={rows} rowKey={(row) => row.key}
      columns={[
        { key: "what", title: "", cell: (row) => text.facts[row.key] },
        { key: "now", title: text.now, end: true, cell: (row) => <span className={row.moved ? "second" : undefined}><Value of={row.before} name={row.key} /></span> },
        { key: "then", title: text.then, end: true, cell: (row) => (row.moved ? <strong><Value of={row.after} name={row.key} /></strong> : <Value of={row.after} name={row.key} />) },
      ]}
    />
  );
}
