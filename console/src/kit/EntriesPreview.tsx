import { CheckOutlined } from "@ant-design/icons";
import type { EntryPreviewLine } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { Go } from "./Go.tsx";
import { Money } from "./Money.tsx";
import { money, toMinor } from "./money.ts";
import { PlainTable } from "./PlainTable.tsx";

/** The lines of the entry that undoes another: the sides change places. */
export function mirrored(lines: EntryPreviewLine[]): EntryPreviewLine[] {
  return lines.map((line) => ({ account: line.account, name: line.name, debit: line.credit, credit: line.debit }));
}

/** The entry a command will write (or wrote): debe and haber, with the proof that they are equal. */
export function EntriesPreview({ lines, title = es.entry.title, link }: { lines: EntryPreviewLine[]; title?: string; link?: string }) {
  const currency = lines.map((l) => (l.debit ?? l.credit)?.currency).find(Boolean) ?? "";
  const sum = (side: "debit" | "credit"): bigint => lines.reduce((all, line) => all + toMinor(line[side]?.amount ?? "0"), 0n);
  const [debit, credit] = [sum("debit"), sum("credit")];
  return (
    <div className="kit-entry">
      <div className="cap">
        <span>{link ? <Go to={link}>{title}</Go> : title}</span>
        {debit === credit ? <span className="tag ok"><CheckOutlined aria-hidden />{es.entry.balanced}</span> : null}
      </div>
      <PlainTable
        caption={title} rows={lines} rowKey={(line, i) => `${line.account}-${i}`} totals
        columns={[
          { key: "a", title: es.entry.account, cell: (l) => <><span className="second num">{l.account}</span> {l.name}</>, total: es.common.total },
          { key: "d", title: es.entry.debit, end: true, cell: (l) => (l.debit ? <Money value={l.debit} /> : null), total: <Money value={money(debit, currency)} /> },
          { key: "c", title: es.entry.credit, end: true, cell: (l) => (l.credit ? <Money value={l.credit} /> : null), total: <Money value={money(credit, currency)} /> },
        ]}
      />
    </div>
  );
}
