import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ManualEntry } from "@/api/books.ts";
import { useBranchQuery } from "@/api/query.ts";
import { Can } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { Frame } from "./Frame.tsx";
import { ManualTag } from "./ManualTag.tsx";
import { words } from "./words.ts";

const COLUMNS: Column<ManualEntry>[] = [
  { key: "folio", title: words.columns.folio, width: 120, narrow: "sub", cell: (m) => <Go to={`/libros/manuales/${m.id}`}>{m.folio}</Go> },
  { key: "date", title: words.columns.date, width: 106, narrow: "sub", cell: (m) => <DateText value={m.on} /> },
  { key: "memo", title: words.columns.memo, flex: 2, width: 220, narrow: "title", cell: (m) => m.memo },
  { key: "branch", title: words.columns.branch, width: 130, cell: (m) => m.branch },
  { key: "amount", title: words.columns.amount, width: 150, end: true, narrow: "end", cell: (m) => <Money value={m.amount} /> },
  { key: "state", title: words.manual.state, width: 150, narrow: "endSub", cell: (m) => <ManualTag of={m} /> },
  { key: "who", title: words.manual.asked, width: 150, cell: (m) => m.asked_by },
];

/** Entries somebody proposed by hand, and where each one is. */
export default function Manuals() {
  const branch = useBranchQuery();
  const go = useGo();
  return (
    <Frame section="manuals" tools={<Can permission="books.write"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { go("/libros/manuales/nuevo"); }}>{words.manual.create}</Button></Can>}>
      <Grid<ManualEntry>
        id="manuals" label={words.sections.manuals} path="/manual-entries" query={branch} columns={COLUMNS} rowKey={(m) => m.id} onOpen={(m) => { go(`/libros/manuales/${m.id}`); }}
        empty={<EmptyState action={<Can permission="books.write"><Go to="/libros/manuales/nuevo">{words.manual.create}</Go></Can>}>{words.manual.empty}</EmptyState>}
      />
    </Frame>
  );
}
