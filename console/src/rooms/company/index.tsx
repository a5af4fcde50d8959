import { CopyOutlined, FallOutlined, TrophyOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Segmented } from "antd";
import { useState } from "react";
import type { BranchFigures, Company, CompanyBook } from "@/api/books.ts";
import { api } from "@/api/client.ts";
import { useRead } from "@/api/query.ts";
import { session } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { dateText } from "@/kit/dates.ts";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { Charts, Risk } from "./Charts.tsx";
import { words } from "./words.ts";
import "./company.css";

const PERIODS = ["last_month", "this_month", "year", "other"];

/** «Todas las Sucursales – Resumen»: what each branch earned and spent, and the one to look at. */
export default function CompanyScreen() {
  const [url, update] = useUrlState();
  const { message } = App.useApp();
  const period = url["from"] ?? url["to"] ? "other" : (url["period"] ?? "last_month");
  const query = period === "other" ? { from: url["from"], to: url["to"] } : { period };
  const { data, error, refetch } = useRead<Company>("/dashboards/company", query, { keep: true });
  const [more, setMore] = useState(false);
  const lends = useCan("portfolio.read");
  if (!data) return error ? <div className="page"><PageHeader title={words.title} /><ProblemNotice error={error} onRetry={() => void refetch()} /></div> : <PageSkeleton />;
  async function copy(): Promise<void> {
    const { text } = await api.get<{ text: string }>("/dashboards/company/text", query);
    await navigator.clipboard.writeText(text);
    void message.success(words.copied);
  }
  return (
    <div className="page stack wide">
      <PageHeader title={words.title} subtitle={words.span(dateText(data.since), dateText(data.until))} actions={<Button icon={<CopyOutlined aria-hidden />} onClick={() => { void copy(); }}>{words.copy}</Button>} />
      <div className="row no-print">
        <Segmented
          className="company-period" aria-label={words.period} value={period} options={PERIODS.map((value) => ({ value, label: words.periods[value] ?? value }))}
          onChange={(next) => { update(next === "other" ? { period: null, from: data.since, to: data.until } : { period: next === "last_month" ? null : next, from: null, to: null }); }}
        />
        {period === "other" ? <><div style={{ width: 122 }}><DateField label={es.filters.from} value={data.since} onChange={(from) => { update({ from }); }} /></div><div style={{ width: 122 }}><DateField label={es.filters.to} value={data.until} onChange={(to) => { update({ to }); }} /></div></> : null}
        <Checkbox checked={more} onChange={(event) => { setMore(event.target.checked); }}>{words.more}</Checkbox>
      </div>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data.books.length === 0 ? <div className="card"><EmptyState>{words.none}</EmptyState></div> : null}
      {data.books.map((book) => <Book key={book.currency} of={book} more={more} since={data.since} until={data.until} />)}
      <ul className="card company-alerts" aria-label={words.critical}>
        <li><StateTag tone={data.critical > 0 ? "bad" : "ok"}>{words.critical}</StateTag> <Go to="/alertas?branch_id=all&urgency=critical,high"><strong className="num">{data.critical}</strong></Go></li>
        <li><StateTag tone={data.attention > 0 ? "wait" : "ok"}>{words.attention}</StateTag> <Go to="/alertas?branch_id=all&urgency=medium"><strong className="num">{data.attention}</strong></Go></li>
      </ul>
      {data.books[0] ? <Charts of={data.books[0]} /> : null}
      {lends ? <Risk /> : null}
    </div>
  );
}

/** The table of one currency: compact amounts, cut and not rounded; each row opens its branch. */
function Book({ of, more, since, until }: { of: CompanyBook; more: boolean; since: string; until: string }) {
  const best = of.rows.find((row) => row.branch_id === of.best);
  const watch = of.rows.find((row) => row.branch_id === of.watch);
  return (
    <section className="card" aria-label={`${words.title} ${of.currency}`}>
      <div className="row between" style={{ marginBottom: 8 }}>
        <h2>{of.currency}</h2>
        <span className="row">
          {best ? <StateTag tone="ok" icon={<TrophyOutlined aria-hidden />}>{words.best}: {best.branch} ({words.of(formatMoney(best.utility, { style: "compact" }))})</StateTag> : null}
          {watch ? <StateTag tone="wait" icon={<FallOutlined aria-hidden />}>{words.watch}: {watch.branch}{watch.margin ? ` (${words.withMargin(formatRate(watch.margin, 1))})` : ""}</StateTag> : null}
        </span>
      </div>
      <div className="scroll-x" role="region" aria-label={of.currency} tabIndex={-1}>
        <table className="kit-table company">
          <caption className="visually-hidden">{words.title} {of.currency}</caption>
          <thead>
            <tr>
              <th scope="col">{words.branch}</th><th scope="col" className="end">{words.income}</th><th scope="col" className="end">{words.expenses}</th><th scope="col" className="end">{words.utility}</th><th scope="col" className="end">{words.margin}</th>
              {more ? <><th scope="col" className="end">{words.before}</th><th scope="col" className="end">{words.target}</th><th scope="col" className="end">{words.inflows}</th><th scope="col" className="end">{words.outflows}</th></> : null}
            </tr>
          </thead>
          <tbody>{of.rows.map((row) => <Row key={row.branch_id} of={row} more={more} since={since} until={until} />)}</tbody>
          <tfoot><Row of={of.total} more={more} since={since} until={until} /></tfoot>
        </table>
      </div>
    </section>
  );
}

/** Each figure opens the statement it comes from: results for what was earned, the flow for what came and went. */
function Row({ of, more, since, until }: { of: BranchFigures; more: boolean; since: string; until: string }) {
  const go = useGo();
  const branch = of.branch_id;
  const where = { from: since, to: until, branch_id: branch ?? "all" };
  const results = href("/libros/resultados", where);
  const flow = href("/libros/flujo", where);
  const tone = { good: "ok", fair: "wait", bad: "bad" }[of.tone as string] ?? "";
  return (
    <tr className={branch === null ? "total" : undefined}>
      <th scope="row">{branch === null ? words.total : <button type="button" className="as-link" onClick={() => { session.chooseBranch(branch); go("/inicio"); }}>{of.branch}</button>}</th>
      <td className="end num"><Go to={results}><Money value={of.income} compact code={false} /></Go></td>
      <td className="end num"><Go to={results}><Money value={of.expenses} compact code={false} /></Go></td>
      <td className="end num"><Go to={results}><strong><Money value={of.utility} compact code={false} /></strong></Go></td>
      <td className={`end num margin ${tone}`}>{of.margin ? formatRate(of.margin, 1) : es.common.missing}</td>
      {more ? (
        <>
          <td className="end num">{of.margin && of.margin_before ? words.points(points(of.margin, of.margin_before)) : es.common.missing}</td>
          <td className="end num">{of.target ? formatRate(of.target, 0) : es.common.missing}</td>
          <td className="end num"><Go to={flow}><Money value={of.inflows} compact code={false} /></Go></td>
          <td className="end num"><Go to={flow}><Money value={of.outflows} compact code={false} /></Go></td>
        </>
      ) : null}
    </tr>
  );
}

/** Percentage points between two margins, with one decimal; pixels and words only, never money. */
function points(now: string, before: string): string {
  const moved = (Number(now) - Number(before)) * 100;
  return `${moved < 0 ? "−" : "+"}${Math.abs(moved).toFixed(1)}`;
}
