import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useBranchQuery } from "@/api/query.ts";
import { AgeingStrip } from "@/kit/AgeingStrip.tsx";
import { Can } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import type { Filter } from "@/kit/FilterBar.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column, TotalsRow } from "@/kit/Grid.tsx";
import { Money, useCurrencyOrder } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { TONES, VIEWS, listQuery, plainState, useAgeing, useSummary, viewOf } from "./data.ts";
import type { Payable, PayableTotals } from "./data.ts";
import { words } from "./words.ts";

const c = words.columns;
const COLUMNS: Column<Payable>[] = [
  { key: "folio", title: c.folio, width: 92, narrow: "sub", cell: (r) => <Go to={`/cxp/${r.id}`}>{r.folio}</Go> },
  { key: "supplier", title: c.supplier, flex: 3, width: 150, narrow: "title", cell: (r) => r.supplier.name },
  { key: "service", title: c.service, flex: 3, width: 150, cell: (r) => r.service },
  { key: "invoice", title: c.invoice, width: 96, cell: (r) => r.invoice_number ?? es.common.missing },
  { key: "contract", title: c.contract, width: 124, end: true, cell: (r) => <Money value={r.contracted} code={false} /> },
  { key: "total", title: c.total, width: 132, end: true, narrow: "end", cell: (r) => <strong><Money value={r.invoiced ?? r.amount} code={false} /></strong> },
  { key: "difference", title: c.difference, width: 118, end: true, cell: (r) => <Money value={r.difference} code={false} quietZero /> },
  { key: "due", title: c.due, width: 102, narrow: "sub", cell: (r) => <DateText value={r.due_on} /> },
  { key: "authorised", title: c.authorised, width: 126, cell: (r) => r.authorised_by ?? es.common.missing },
  { key: "scheduled", title: c.scheduled, width: 128, cell: (r) => <DateText value={r.scheduled_on} /> },
  { key: "state", title: c.state, width: 208, narrow: "endSub", cell: (r) => <StateTag tone={TONES[r.state]} title={r.banner}>{plainState(r.state_label)}</StateTag> },
  { key: "balance", title: c.balance, width: 128, end: true, hidden: true, cell: (r) => <Money value={r.balance} code={false} quietZero /> },
  { key: "branch", title: c.branch, width: 126, hidden: true, cell: (r) => r.branch },
  { key: "served", title: c.served, width: 104, hidden: true, cell: (r) => <DateText value={r.served_on} /> },
];
const FILTERS: Filter[] = [
  { kind: "select", name: "kind", label: words.kind, options: Object.entries(words.kinds).map(([value, label]) => ({ value, label })) },
  { kind: "date", name: "due_from", label: words.dueFrom },
  { kind: "date", name: "due_to", label: words.dueTo },
  { kind: "text", name: "q", hint: words.hint },
];

/** I1: what is owed to suppliers, what waits for a signature and what is paid today. */
export default function Payables() {
  const [url] = useUrlState();
  const branch = useBranchQuery();
  const go = useGo();
  const order = useCurrencyOrder();
  const view = viewOf(url);
  const summary = useSummary(branch);
  const ageing = useAgeing(branch);
  useShortcut("n", words.new, () => { go("/cxp/nueva"); });
  function totals(found: PayableTotals): TotalsRow[] {
    return order(found.by_currency.map((t) => t.currency)).flatMap((code) => found.by_currency.filter((t) => t.currency === code)).map((t) => ({
      supplier: `${es.common.total} ${t.currency}`, total: <Money value={t.amount} code={false} />, balance: <Money value={t.balance} code={false} />,
    }));
  }
  return (
    <div className="page">
      <PageHeader
        title={words.title}
        actions={(
          <>
            <Go to="/cxp/lotes">{words.batches}</Go>
            <Go to="/cxp/proveedores">{words.suppliers}</Go>
            <Go to="/cxp/contratos">{words.contracts}</Go>
            <Can permission="payables.pay"><Button onClick={() => { go("/cxp/lotes/nuevo"); }}>{words.batchNew}</Button></Can>
            <Can permission="payables.write"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { go("/cxp/nueva"); }}>{words.new}</Button></Can>
          </>
        )}
      />
      {(summary.data?.items ?? []).map((each) => (
        <section key={each.currency} className="figures" aria-label={`${words.summary} ${each.currency}`}>
          {each.figures.map((f) => <Figure key={f.key} label={f.label} amount={f.amount} count={f.count} counted={(n) => words.count(formatCount(n))} link={f.link} />)}
        </section>
      ))}
      <AgeingStrip of={ageing} label={words.ageing} currency={url["currency"]} current={url["bucket"]} />
      <Views label={words.views} current={view} views={VIEWS.map((key) => ({ key, label: words.view[key], href: href("/cxp", { view: key }) }))} />
      <FilterBar filters={FILTERS} />
      <Grid<Payable, PayableTotals>
        id="payables" label={words.title} path="/payables" query={listQuery(view, url, branch)} columns={COLUMNS} rowKey={(r) => r.id} totals={totals}
        summary={(t) => (t ? words.count(formatCount(t.count)) : null)} onOpen={(r) => { go(`/cxp/${r.id}`); }}
        exports={{ path: "/payables/export", formats: ["xlsx", "csv", "pdf"], name: words.exportName }}
        empty={<EmptyState action={<Go to="/cxp?view=all">{words.view.all}</Go>}>{view === "today" ? words.emptyAll : words.empty}</EmptyState>}
      />
    </div>
  );
}
