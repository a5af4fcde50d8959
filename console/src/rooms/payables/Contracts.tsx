import { useBranchQuery } from "@/api/query.ts";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import type { Contract } from "./data.ts";
import { words } from "./words.ts";

const s = words.sellers;
const text = words.deals;
const COLUMNS: Column<Contract>[] = [
  { key: "folio", title: text.folio, width: 96, narrow: "sub", cell: (r) => r.folio },
  { key: "supplier", title: words.columns.supplier, flex: 3, width: 150, narrow: "title", cell: (r) => <Go to={`/cxp/proveedores/${r.supplier.id}`}>{r.supplier.name}</Go> },
  { key: "title", title: text.about, flex: 3, width: 150, cell: (r) => r.title },
  { key: "price", title: text.price, width: 150, end: true, narrow: "end", cell: (r) => <Prices of={r} /> },
  { key: "tax", title: text.tax, width: 138, cell: (r) => (r.includes_tax ? words.sides.withTax : words.sides.beforeTax) },
  { key: "terms", title: s.terms, width: 90, end: true, cell: (r) => words.sides.days(r.terms_days) },
  { key: "branch", title: words.columns.branch, width: 126, cell: (r) => r.branch },
  { key: "from", title: words.form.from, width: 102, hidden: true, cell: (r) => <DateText value={r.from_on} /> },
  { key: "to", title: words.form.to, width: 102, cell: (r) => (r.to_on ? <DateText value={r.to_on} /> : words.sides.open) },
  { key: "state", title: s.state, width: 112, narrow: "endSub", cell: (r) => <StateTag tone={r.live ? "ok" : "off"}>{r.live ? s.live : s.ended}</StateTag> },
];
const VIEWS = ["live", "all"] as const;

/** What was agreed with each supplier: the price that an invoice is compared with. */
export default function Contracts() {
  const [url] = useUrlState();
  const branch = useBranchQuery();
  const go = useGo();
  const view = url["view"] === "all" ? "all" : "live";
  const query = { ...branch, q: url["q"] ?? "", ...(view === "live" ? { live: true } : {}) };
  return (
    <div className="page">
      <PageHeader title={text.title} subtitle={text.subtitle} actions={<><Go to="/cxp">{words.title}</Go><Go to="/cxp/proveedores">{words.suppliers}</Go></>} />
      <Views label={text.views} current={view} views={VIEWS.map((key) => ({ key, label: text.view[key], href: href("/cxp/contratos", { view: key === "live" ? null : key }) }))} />
      <FilterBar filters={[{ kind: "text", name: "q", hint: text.hint }]} />
      <Grid<Contract>
        id="contracts" label={text.title} path="/supplier-contracts" query={query} columns={COLUMNS} rowKey={(r) => r.id} onOpen={(r) => { go(`/cxp/proveedores/${r.supplier.id}`); }}
        empty={<EmptyState action={<Go to="/cxp/proveedores">{words.suppliers}</Go>}>{text.empty}</EmptyState>}
      />
    </div>
  );
}

/** The price of each service today; where there are several, the first and how many more. */
function Prices({ of }: { of: Contract }) {
  const now = of.prices.filter((price) => price.current);
  const first = now[0];
  if (!first) return <span className="second">{text.noPrice}</span>;
  return <span title={now.map((price) => price.service).join(", ")}><Money value={first.amount} />{now.length > 1 ? <span className="second"> {text.more(now.length - 1)}</span> : null}</span>;
}
