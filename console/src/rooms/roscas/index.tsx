import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useBranchQuery } from "@/api/query.ts";
import { Can, useCan } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import type { Filter } from "@/kit/FilterBar.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { listQuery, viewOf } from "./data.ts";
import type { Rosca, ViewKey } from "./data.ts";
import { RoscaTag } from "./tags.tsx";
import { words } from "./words.ts";

const COLUMNS: Column<Rosca>[] = [
  { key: "folio", title: words.columns.folio, width: 104, narrow: "sub", cell: (r) => <Go to={`/sanes/${r.id}`}>{r.folio}</Go> },
  { key: "name", title: words.columns.name, flex: 3, width: 190, narrow: "title", cell: (r) => r.name },
  { key: "contribution", title: words.columns.contribution, width: 140, end: true, cell: (r) => <Money value={r.contribution} /> },
  { key: "places", title: words.columns.places, width: 90, end: true, cell: (r) => words.members(r.members, r.places) },
  { key: "round", title: words.columns.round, width: 90, end: true, cell: (r) => (r.next_round ? words.roundOf(r.next_round, r.places) : es.common.missing) },
  { key: "next", title: words.columns.next, width: 130, narrow: "sub", cell: (r) => <DateText value={r.next_due_on} /> },
  { key: "late", title: words.columns.late, width: 150, end: true, narrow: "end", cell: (r) => <strong><Money value={r.overdue} quietZero /></strong> },
  { key: "state", title: words.columns.state, width: 130, narrow: "endSub", cell: (r) => <RoscaTag of={r} /> },
  { key: "pot", title: words.columns.pot, width: 150, end: true, hidden: true, cell: (r) => <Money value={r.pot} /> },
  { key: "exposure", title: words.columns.exposure, width: 180, end: true, hidden: true, cell: (r) => <Money value={r.exposure} quietZero /> },
  { key: "branch", title: words.columns.branch, width: 140, hidden: true, cell: (r) => r.branch },
];
const FILTERS: Filter[] = [{ kind: "client", name: "client_id" }, { kind: "text", name: "q", hint: words.find }];
const VIEWS: ViewKey[] = ["active", "forming", "ended"];

/** Sanes: which round each one is in, when the next pot is handed over and what is late. */
export default function Roscas() {
  const [url] = useUrlState();
  const branch = useBranchQuery();
  const go = useGo();
  const view = viewOf(url);
  const may = useCan("roscas.write");
  const filtered = Object.keys(url).some((name) => name !== "view");
  useShortcut("n", words.new, () => { go("/sanes/nuevo"); }, "page", may);
  return (
    <div className="page">
      <PageHeader
        title={words.title}
        actions={<Can permission="roscas.write"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { go("/sanes/nuevo"); }}>{words.new}</Button></Can>}
      />
      <Views label={words.views} current={view} views={VIEWS.map((key) => ({ key, label: words.view[key], href: href("/sanes", { view: key }) }))} />
      <FilterBar filters={FILTERS} />
      <Grid<Rosca>
        id="roscas" label={words.title} path="/roscas" query={listQuery(view, url, branch)} columns={COLUMNS} rowKey={(r) => r.id}
        onOpen={(r) => { go(`/sanes/${r.id}`); }}
        empty={filtered
          ? <EmptyState action={<Go to="/sanes">{es.filters.clear}</Go>}>{words.empty}</EmptyState>
          : <EmptyState action={may ? <Go to="/sanes/nuevo">{words.new}</Go> : undefined}>{words.emptyAll}</EmptyState>}
      />
    </div>
  );
}
