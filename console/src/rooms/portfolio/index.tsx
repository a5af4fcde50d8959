import { DownloadOutlined } from "@ant-design/icons";
import { App, Button, Segmented } from "antd";
import { useState } from "react";
import { download } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import type { Balance, MonthEnd, Portfolio } from "@/api/portfolio.ts";
import { asProblem } from "@/api/problem.ts";
import { useBranchQuery } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { Can } from "@/kit/Can.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { useCurrencyOrder } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { Ageing, Months } from "./Ageing.tsx";
import { lastMonth, useHistory, usePortfolio } from "./data.ts";
import { Figures } from "./Figures.tsx";
import { Provisioned } from "./Provisioned.tsx";
import { Roll } from "./Roll.tsx";
import { Vintages } from "./Vintages.tsx";
import { words } from "./words.ts";
import "./portfolio.css";

/** What is asked of the portfolio: the date, the currency and the branch; each part makes its links from it. */
export interface Asked { on: string; currency: string; branch: Query }

/** The portfolio on any date: every figure opens the loans that make it. */
export default function PortfolioScreen() {
  const [url, update] = useUrlState();
  const today = useBusinessDate();
  const branch = useBranchQuery();
  const on = url["al"] ?? today;
  const { data, error, refetch } = usePortfolio(on, branch);
  const history = useHistory(on, branch);
  if (!data) return error ? <div className="page"><PageHeader title={words.title} /><ProblemNotice error={error} onRetry={() => void refetch()} /></div> : <PageSkeleton />;
  return (
    <div className="page stack wide">
      <PageHeader title={words.title} subtitle={<Told of={data} />} actions={data.currencies.length > 0 ? <Export on={on} branch={branch} /> : null} />
      <div className="row no-print">
        <label className="portfolio-on">{words.on} <DateField value={on} label={words.on} onChange={(al) => { update({ al: al === today ? null : al }); }} /></label>
        {on === today ? null : <Button type="link" size="small" onClick={() => { update({ al: null }); }}>{words.today}</Button>}
        <Currencies of={data} chosen={url["moneda"]} />
      </div>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data.currencies.length === 0 ? <Nothing closed={data.closed.length > 0} /> : <Book of={data} asked={{ on, branch }} months={history.data?.items ?? []} />}
    </div>
  );
}

function useCurrency(of: Portfolio): string {
  const [url] = useUrlState();
  const home = useUser().branches[0]?.currency;
  const found = useCurrencyOrder()(of.currencies.map((c) => c.currency));
  return found.find((c) => c === url["moneda"]) ?? found.find((c) => c === home) ?? found[0] ?? "";
}

/** Each currency is a book apart: they are never added up. */
function Currencies({ of, chosen }: { of: Portfolio; chosen: string | undefined }) {
  const [, update] = useUrlState();
  const found = useCurrencyOrder()(of.currencies.map((c) => c.currency));
  const current = useCurrency(of);
  if (found.length < 2 && !chosen) return null;
  return <Segmented aria-label={words.currency} value={current} options={found} onChange={(moneda) => { update({ moneda }); }} />;
}

/** On which close it is told, when it is not the one of the very day. */
function Told({ of }: { of: Portfolio }) {
  const names = new Map(useUser().branches.map((b) => [b.id, b.name]));
  if (of.closed.some((c) => c.still_open)) return <>{words.stillOpen}</>;
  const days = [...new Set(of.closed.map((c) => c.business_date))];
  if (days.length === 0 || (days.length === 1 && days[0] === of.as_of)) return null;
  const text = days.length === 1 ? dateText(days[0] ?? of.as_of) : of.closed.map((c) => `${names.get(c.branch_id) ?? ""} ${dateText(c.business_date)}`).join(" · ");
  return <>{words.toldBy(text)}</>;
}

function Nothing({ closed }: { closed: boolean }) {
  if (!closed) return <EmptyState action={<Can permission="days.close"><Go to="/cierre">{words.doClose}</Go></Can>}>{words.noClose}</EmptyState>;
  return <EmptyState action={<div className="row"><Go to="/prestamos/nuevo">{words.doLend}</Go><Go to="/importar">{words.doImport}</Go></div>}>{words.none}</EmptyState>;
}

function Book({ of, asked, months }: { of: Portfolio; asked: { on: string; branch: Query }; months: MonthEnd[] }) {
  const currency = useCurrency(of);
  const book = of.currencies.find((c) => c.currency === currency) as Balance;
  const mine = months.filter((m) => m.currency === currency);
  const about: Asked = { ...asked, currency };
  const before = mine.find((m) => m.on === lastMonth(asked.on));
  return (
    <>
      <Figures of={book} before={before} asked={about} />
      <div className="half">
        <Ageing of={book} asked={about} />
        <Months rows={mine} />
      </div>
      <Provisioned of={book} asked={about} />
      <Roll asked={about} />
      <Vintages asked={about} />
    </>
  );
}

function Export({ on, branch }: { on: string; branch: Query }) {
  const { message, notification } = App.useApp();
  const [busy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    const hide = message.loading(es.grid.exporting, 0);
    try {
      await download("/portfolio/export", { as_of: on, ...branch }, `cartera-${on}.xlsx`);
    } catch (error) {
      notification.error({ title: asProblem(error).title || es.problems.unexpected, description: <ProblemNotice error={error} /> });
    } finally {
      hide();
      setBusy(false);
    }
  }
  useShortcut("e", words.export, () => void save());
  return <Button icon={<DownloadOutlined aria-hidden />} loading={busy} onClick={() => void save()}>{words.export}</Button>;
}
