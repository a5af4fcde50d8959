import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useBranchQuery } from "@/api/query.ts";
import type { Client } from "@/api/types.ts";
import { Can } from "@/kit/Can.tsx";
import { DateText, InstantText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { MoneyList } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { phoneScreen } from "@/kit/phones.ts";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const COLUMNS: Column<Client>[] = [
  { key: "name", title: words.columns.name, flex: 2, width: 176, narrow: "title", cell: (c) => <Go to={`/clientes/${c.id}`}>{c.name}</Go> },
  { key: "folio", title: words.columns.folio, width: 84, narrow: "sub", cell: (c) => c.folio },
  { key: "document", title: words.columns.document, width: 130, cell: (c) => (c.document ? <span className="num">{c.document.number}</span> : null) },
  { key: "phone", title: words.columns.phone, width: 140, cell: (c) => <span className="num">{c.phones[0] ? phoneScreen(c.phones[0]) : es.common.missing}</span> },
  { key: "balance", title: words.columns.balance, width: 142, end: true, narrow: "end", cell: (c) => <MoneyList values={c.balance} quietZero /> },
  { key: "overdue", title: words.columns.overdue, width: 142, end: true, cell: (c) => (c.overdue.length > 0 ? <MoneyList values={c.overdue} quietZero /> : "") },
  { key: "days", title: words.columns.days, width: 110, end: true, narrow: "endSub", cell: (c) => (c.max_days_past_due > 0 ? es.common.days(c.max_days_past_due) : "") },
  { key: "lastPayment", title: words.columns.lastPayment, width: 110, cell: (c) => (c.last_payment_on ? <DateText value={c.last_payment_on} relative /> : "") },
  { key: "zone", title: words.columns.zone, width: 100, cell: (c) => c.zone ?? "" },
  { key: "branch", title: words.columns.branch, width: 124, narrow: "sub", cell: (c) => c.branch },
  {
    key: "consent", title: words.columns.consent, width: 126, hidden: true,
    cell: (c) => (c.consents["whatsapp"]?.granted ? <StateTag tone="ok">{words.consentYes}</StateTag> : <StateTag tone="off">{words.consentNo}</StateTag>),
  },
  { key: "credit", title: words.columns.credit, width: 130, end: true, hidden: true, cell: (c) => <MoneyList values={c.credit} quietZero /> },
  { key: "tags", title: words.columns.tags, width: 140, hidden: true, cell: (c) => c.tags.join(", ") },
  { key: "created", title: words.columns.created, width: 104, hidden: true, cell: (c) => <InstantText value={c.created_at} only="day" /> },
];

/** Clients: found by name, document, phone or folio, with what they owe beside them. */
export default function Clients() {
  const [url] = useUrlState();
  const branch = useBranchQuery();
  const go = useGo();
  const filtered = Object.keys(url).length > 0;
  useShortcut("n", words.new, () => { go("/clientes/nuevo"); });
  return (
    <div className="page">
      <PageHeader
        title={words.title}
        actions={<Can permission="clients.write"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { go("/clientes/nuevo"); }}>{words.new}</Button></Can>}
      />
      <FilterBar filters={[{ kind: "text", name: "q", hint: words.searchHint }]} />
      <Grid<Client, { count: number }>
        id="clients" label={words.title} path="/clients" query={{ with_balance: true, ...branch, ...url }} columns={COLUMNS} rowKey={(c) => c.id}
        summary={(t) => (t ? words.count(formatCount(t.count)) : null)} onOpen={(c) => { go(`/clientes/${c.id}`); }}
        empty={filtered ? <EmptyState action={<Go to="/clientes">{es.filters.clear}</Go>}>{words.empty}</EmptyState> : (
          <EmptyState action={<div className="row"><Go to="/clientes/nuevo">{words.new}</Go><Go to="/importar">{words.import}</Go></div>}>{words.emptyAll}</EmptyState>
        )}
      />
    </div>
  );
}
