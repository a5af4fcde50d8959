import { PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useParams } from "@tanstack/react-router";
import type { Product } from "@/api/loans.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateText, useZone } from "@/kit/DateText.tsx";
import { localInstant } from "@/kit/dates.ts";
import { formatMoney } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { es } from "@/words/es.ts";
import { Ceilings } from "./Ceilings.tsx";
import { law } from "./ceilingWords.ts";
import { useProducts } from "./data.ts";
import { Editor, NewProduct } from "./Editor.tsx";
import { rateText } from "./model.ts";
import type { Template } from "./model.ts";
import { words } from "./words.ts";
import "./products.css";

/** Products: what the house lends with. */
export default function Products() {
  const { _splat: rest = "" } = useParams({ strict: false }) as { _splat?: string };
  if (rest === "nuevo") return <NewProduct />;
  if (rest === "topes-legales") return <Ceilings />;
  return rest ? <Editor key={rest} code={rest} /> : <List />;
}

function amounts({ definition: { least, greatest } }: Product): string {
  return [least, greatest].map((value) => (value ? formatMoney(value) : "…")).join(" – ");
}

function List() {
  const go = useGo();
  const zone = useZone();
  const may = useCan("products.write");
  const { data, error, refetch } = useProducts();
  useShortcut("n", words.new, () => { go("/productos/nuevo?plantilla=personal"); }, "page", may);
  if (!data) return error ? <div className="page"><ProblemNotice error={error} onRetry={() => void refetch()} /></div> : <PageSkeleton />;
  const templates = Object.keys(words.templates) as Template[];
  return (
    <div className="page stack">
      <PageHeader
        title={words.title} subtitle={words.subtitle}
        actions={may ? (
          <>
            <Button onClick={() => { go("/productos/topes-legales"); }}>{law.title}</Button>
            <Dropdown trigger={["click"]} menu={{ items: templates.map((key) => ({ key, label: words.templates[key] })), onClick: ({ key }) => { go(`/productos/nuevo?plantilla=${key}`); } }}>
              <Button type="primary" icon={<PlusOutlined aria-hidden />}>{words.new}</Button>
            </Dropdown>
          </>
        ) : null}
      />
      {data.items.length === 0 ? (
        <div className="card stack"><p className="second">{words.empty}</p><div className="templates" role="group" aria-label={words.templatesLabel}>{templates.map((key) => (
          <button key={key} type="button" onClick={() => { go(`/productos/nuevo?plantilla=${key}`); }}><strong>{words.templates[key]}</strong><span>{words.templateWhat[key]}</span></button>
        ))}</div></div>
      ) : (
        <div className="card">
          <PlainTable
            cards caption={words.title} rows={data.items} rowKey={(p) => p.id} onRow={(p) => { go(`/productos/${p.code}`); }}
            columns={[
              { key: "n", title: words.columns.name, lead: true, cell: (p) => <Go to={`/productos/${p.code}`}><strong>{p.name}</strong></Go> },
              { key: "m", title: words.columns.method, cell: (p) => es.loan.method[p.method] ?? p.method },
              { key: "r", title: words.columns.rate, cell: (p) => <span className="num">{rateText(p)}</span> },
              { key: "f", title: words.columns.frequency, cell: (p) => es.loan.frequency[p.frequency] },
              { key: "p", title: words.columns.periods, end: true, cell: (p) => (p.fewest === p.most ? p.periods : `${p.fewest} – ${p.most}`) },
              { key: "c", title: words.columns.currency, cell: (p) => p.currency },
              { key: "a", title: words.columns.amount, end: true, cell: amounts },
              { key: "v", title: words.columns.version, end: true, cell: (p) => p.version },
              { key: "s", title: words.columns.since, cell: (p) => <DateText value={localInstant(p.created_at, zone).date} /> },
            ]}
          />
        </div>
      )}
    </div>
  );
}
