import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useBranchQuery } from "@/api/query.ts";
import type { Message, MessageTotals } from "@/api/types.ts";
import { InstantText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import type { Filter } from "@/kit/FilterBar.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { MessageTag } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { useTemplates, useTotals } from "./data.ts";
import { clientOf, countsOf, filtersOf, totalOf } from "./history.ts";
import { MessageDrawer } from "./MessageDrawer.tsx";
import { words } from "./words.ts";

const HERE: string = "/notificaciones";

function columns(labels: Record<string, string>): Column<Message>[] {
  return [
    { key: "at", title: words.columns.at, width: 176, narrow: "sub", cell: (m) => <InstantText value={m.sent_at ?? m.due_at ?? m.created_at} /> },
    { key: "client", title: words.columns.client, flex: 1, width: 150, narrow: "title", cell: (m) => <Go to={`/clientes/${m.client_id}`}>{clientOf(m).name}</Go> },
    { key: "state", title: words.columns.state, width: 122, narrow: "end", cell: (m) => <MessageTag status={m.status} title={m.cause ?? undefined} /> },
    { key: "cause", title: words.columns.cause, flex: 2, width: 190, cell: (m) => <span title={m.cause ?? undefined}>{m.cause ?? ""}</span> },
    { key: "folio", title: words.columns.folio, width: 94, narrow: "endSub", cell: (m) => (m.receivable_id ? <Go to={`/cxc/${m.receivable_id}`}>{m.folio ?? ""}</Go> : (m.folio ?? "")) },
    { key: "template", title: words.columns.template, flex: 1, width: 150, cell: (m) => (m.template ? (labels[m.template] ?? m.template) : "") },
    { key: "channel", title: words.columns.channel, width: 100, cell: (m) => words.channels[m.channel] ?? m.channel },
    { key: "to", title: words.columns.to, width: 104, hidden: true, cell: (m) => <span className="num">{m.to_masked}</span> },
    { key: "text", title: words.columns.text, flex: 2, width: 220, hidden: true, cell: (m) => m.text },
    { key: "attempts", title: words.columns.attempts, width: 86, end: true, hidden: true, cell: (m) => m.attempts },
  ];
}

/** What was written to whom and what became of it. The figures by state filter the list. */
export function History() {
  const [url, update] = useUrlState();
  const branch = useBranchQuery();
  const templates = useTemplates();
  const labels = Object.fromEntries((templates.data?.items ?? []).map((t) => [t.code, t.label]));
  const [opened, setOpened] = useState<Message | null>(null);
  const filters: Filter[] = [
    { kind: "client", name: "client_id" },
    { kind: "select", name: "status", label: es.filters.state, options: Object.entries(es.states.message).map(([value, label]) => ({ value, label })) },
    { kind: "select", name: "channel", label: words.columns.channel, width: 120, options: ["whatsapp", "sms", "correo"].map((value) => ({ value, label: words.channels[value] ?? value })) },
    { kind: "date", name: "from", label: es.filters.from }, { kind: "date", name: "to", label: es.filters.to },
    { kind: "text", name: "q", hint: words.searchHint },
  ];
  const some = Object.keys(filtersOf(url)).length > 0;
  return (
    <>
      <Counts query={{ ...branch, ...filtersOf(url, ["status"]) }} />
      <FilterBar filters={filters} />
      <Grid<Message, MessageTotals>
        id="messages" label={words.sections.history} path="/messages" query={{ ...branch, ...filtersOf(url) }} columns={columns(labels)} rowKey={(m) => m.id}
        summary={(t) => (t ? words.count(formatCount(totalOf(t))) : null)} onOpen={(m) => { setOpened(m); update({ message: m.id }); }}
        empty={some ? <EmptyState action={<Go to={HERE}>{es.filters.clear}</Go>}>{words.empty}</EmptyState> : <EmptyState>{words.emptyAll}</EmptyState>}
      />
      {url["message"] ? (
        <MessageDrawer key={url["message"]} id={url["message"]} row={opened?.id === url["message"] ? opened : null} labels={labels} onClose={() => { setOpened(null); update({ message: null }); }} />
      ) : null}
    </>
  );
}

function Counts({ query }: { query: Record<string, string | number | boolean | null | undefined> }) {
  const [url] = useUrlState();
  const { data } = useTotals(query);
  if (!data?.totals) return null;
  return (
    <nav className="counts" aria-label={words.totals}>
      {countsOf(data.totals).map(({ status, count }) => {
        const on = url["status"] === status;
        const rest = Object.fromEntries(Object.entries(url).filter(([name]) => name !== "status" && name !== "message"));
        return (
          <Link key={status} to={HERE} search={{ ...rest, ...(on ? {} : { status }) } as never} replace aria-current={on ? "true" : undefined} activeProps={{}}>
            <span className="n">{formatCount(count)}</span><span><MessageTag status={status} /></span>
          </Link>
        );
      })}
    </nav>
  );
}
