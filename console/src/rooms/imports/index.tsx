import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useParams } from "@tanstack/react-router";
import type { ImportFile } from "@/api/types.ts";
import { Can, useCan } from "@/kit/Can.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { ImportTag } from "./ImportTag.tsx";
import { Templates, Upload } from "./Upload.tsx";
import { Wizard } from "./Wizard.tsx";
import { words } from "./words.ts";
import "./imports.css";

export function who(actor: ImportFile["actor"]): string {
  return typeof actor === "string" ? actor : (actor?.name ?? "");
}

const COLUMNS: Column<ImportFile>[] = [
  { key: "file", title: words.columns.file, flex: 2, width: 200, narrow: "title", cell: (i) => <Go to={`/importar/${i.id}`}>{i.filename}</Go> },
  { key: "kind", title: words.columns.kind, width: 110, narrow: "sub", cell: (i) => words.kinds[i.kind] },
  { key: "rows", title: words.columns.rows, width: 90, end: true, narrow: "end", cell: (i) => formatCount(i.rows) },
  { key: "state", title: words.columns.state, width: 140, narrow: "endSub", cell: (i) => <ImportTag state={i.state} /> },
  { key: "date", title: words.columns.date, width: 178, narrow: "sub", cell: (i) => <InstantText value={i.created_at} /> },
  { key: "actor", title: words.columns.actor, width: 150, cell: (i) => who(i.actor) },
];

/** Importar: what came in, and the way in. Sub-addresses: `/nueva` and the file being worked on. */
export default function Imports() {
  const { _splat: at = "" } = useParams({ strict: false }) as { _splat?: string };
  if (at === "nueva") return <Upload />;
  if (at) return <Wizard key={at} id={at} />;
  return <Past />;
}

function Past() {
  const go = useGo();
  const may = useCan("imports.run");
  useShortcut("n", words.new, () => { go("/importar/nueva"); }, "page", may);
  return (
    <div className="page">
      <PageHeader
        title={words.title} subtitle={words.subtitle}
        actions={<Can permission="imports.run"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { go("/importar/nueva"); }}>{words.new}</Button></Can>}
      />
      <div className="stack">
        <Grid<ImportFile, { count: number }>
          id="imports" label={words.past} path="/imports" query={{}} columns={COLUMNS} rowKey={(i) => i.id} onOpen={(i) => { go(`/importar/${i.id}`); }}
          empty={<EmptyState action={may ? <Go to="/importar/nueva">{words.new}</Go> : null}>{words.empty}</EmptyState>}
        />
        <Templates />
      </div>
    </div>
  );
}
