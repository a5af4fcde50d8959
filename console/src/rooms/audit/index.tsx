import { useMemo } from "react";
import { useBranchQuery } from "@/api/query.ts";
import type { AuditItem } from "@/api/types.ts";
import { Can, useCan } from "@/kit/Can.tsx";
import { InstantText, useZone } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import type { Filter } from "@/kit/FilterBar.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { VerifyBooks } from "@/kit/VerifyBooks.tsx";
import { es } from "@/words/es.ts";
import { ActDrawer } from "./ActDrawer.tsx";
import { commandLabel, gist, problemText } from "./acts.ts";
import { useCommands, usePeople } from "./data.ts";
import { words } from "./words.ts";
import "./audit.css";

function columns(zone: string): Column<AuditItem>[] {
  return [
    { key: "at", title: words.columns.at, width: 178, narrow: "sub", cell: (a) => <InstantText value={a.at} /> },
    { key: "actor", title: words.columns.actor, width: 140, narrow: "endSub", cell: (a) => a.actor.name },
    { key: "what", title: words.columns.what, flex: 2, width: 190, narrow: "title", cell: (a) => (a.link ? <Go to={a.link}>{commandLabel(a)}</Go> : commandLabel(a)) },
    { key: "about", title: words.columns.about, flex: 2, width: 160, cell: (a) => { const text = gist(a, zone); return <span title={text}>{text}</span>; } },
    { key: "why", title: words.columns.why, flex: 1, width: 130, cell: (a) => <span title={problemText(a.problem) ?? a.reason ?? undefined}>{problemText(a.problem) ?? a.reason ?? ""}</span> },
    { key: "outcome", title: words.columns.outcome, width: 116, narrow: "end", cell: (a) => <Outcome of={a} /> },
    { key: "ip", title: words.columns.ip, width: 110, cell: (a) => <span className="num">{a.ip ?? ""}</span> },
    { key: "door", title: words.columns.door, width: 140, hidden: true, cell: (a) => words.doors[a.door] ?? a.door },
    { key: "day", title: words.columns.day, width: 110, hidden: true, cell: (a) => a.business_date.split("-").reverse().join("/") },
  ];
}

export function Outcome({ of }: { of: AuditItem }) {
  return of.outcome === "refused"
    ? <StateTag tone="bad" title={problemText(of.problem) ?? undefined}>{words.outcomes["refused"]}</StateTag> : <StateTag tone="ok">{words.outcomes["done"]}</StateTag>;
}

/** Bitácora: who did what, when, from where and why; also what was refused. */
export default function Audit() {
  const [url, update] = useUrlState();
  const branch = useBranchQuery();
  const zone = useZone();
  const people = usePeople(useCan("users.read")).data?.items ?? [];
  const commands = useCommands();
  const shown = useMemo(() => columns(zone), [zone]);
  const { act, ...filtersOn } = url;
  const filters: Filter[] = [
    ...(people.length > 0 ? [{ kind: "select" as const, name: "actor", label: words.filters.actor, width: 170, options: people.map((u) => ({ value: String(u.id), label: u.name })) }] : []),
    ...(commands.length > 0 ? [{ kind: "select" as const, name: "command", label: words.filters.command, width: 200, options: commands }] : []),
    { kind: "select", name: "outcome", label: words.filters.outcome, width: 130, options: Object.entries(words.outcomes).map(([value, label]) => ({ value, label })) },
    { kind: "date", name: "from", label: es.filters.from }, { kind: "date", name: "to", label: es.filters.to },
    { kind: "text", name: "q", hint: words.filters.hint },
  ];
  return (
    <div className="page">
      <PageHeader title={words.title} subtitle={words.subtitle} actions={<Can permission="books.verify"><VerifyBooks label={words.verify} /></Can>} />
      <FilterBar filters={filters} />
      <Grid<AuditItem, { count: number }>
        id="audit" label={words.title} path="/audit" query={{ ...branch, ...filtersOn }} columns={shown} rowKey={(a) => a.act_id + a.command + a.at}
        summary={(t) => (t ? words.count(formatCount(t.count)) : words.title)} onOpen={(a) => { update({ act: a.act_id }); }}
        empty={Object.keys(filtersOn).length > 0 ? <EmptyState action={<Go to="/bitacora">{es.filters.clear}</Go>}>{words.empty}</EmptyState> : <EmptyState>{words.emptyAll}</EmptyState>}
      />
      {act ? <ActDrawer key={act} id={act} onClose={() => { update({ act: null }); }} /> : null}
    </div>
  );
}
