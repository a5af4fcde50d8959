import type { Entry } from "@/api/types.ts";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { money, toMinor } from "@/kit/money.ts";
import { useAskedBranch } from "@/kit/useAskedBranch.ts";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

/** What an entry moves: the sum of its debits, exact. */
function moved(entry: Entry) {
  const debits = entry.lines.flatMap((l) => (l.debit ? [l.debit] : []));
  const currency = debits[0]?.currency;
  if (!currency || debits.some((d) => d.currency !== currency)) return null;
  return money(debits.reduce((all, d) => all + toMinor(d.amount), 0n), currency);
}

const COLUMNS: Column<Entry>[] = [
  { key: "folio", title: words.columns.folio, width: 112, narrow: "sub", cell: (e) => <Go to={`/libros/asientos/${e.id}`}>{e.folio}</Go> },
  { key: "date", title: words.columns.date, width: 106, narrow: "sub", cell: (e) => <DateText value={e.on_date} /> },
  { key: "what", title: words.columns.what, width: 170, narrow: "title", cell: (e) => e.kind_label },
  { key: "memo", title: words.columns.memo, flex: 2, width: 220, cell: (e) => e.memo ?? "" },
  { key: "amount", title: words.columns.amount, width: 170, end: true, narrow: "end", cell: (e) => <Money value={moved(e)} /> },
  { key: "actor", title: words.columns.actor, width: 150, narrow: "endSub", cell: (e) => e.actor ?? "" },
];

/** Asientos: every operation leaves one, and it opens what caused it. */
export default function Entries() {
  const [url] = useUrlState();
  const branch = useAskedBranch();
  const go = useGo();
  return (
    <Frame section="entries">
      <FilterBar
        filters={[
          { kind: "text", name: "account", label: words.columns.account, hint: "1105" },
          { kind: "date", name: "from", label: es.filters.from }, { kind: "date", name: "to", label: es.filters.to },
        ]}
      />
      <Grid<Entry>
        id="entries" label={words.sections.entries} path="/entries" query={{ ...url, branch_id: branch.branch_id }} columns={COLUMNS} rowKey={(e) => String(e.id)}
        onOpen={(e) => { go(`/libros/asientos/${e.id}`); }} empty={<EmptyState>{words.emptyEntries}</EmptyState>}
      />
    </Frame>
  );
}
