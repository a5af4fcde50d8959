import { Button } from "antd";
import { useState } from "react";
import type { Ceiling, Ceilings as Told, Certifying } from "@/api/ceilings.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateText, InstantText, useBusinessDate } from "@/kit/DateText.tsx";
import { startOfMonth } from "@/kit/dates.ts";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import type { PlainColumn } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { CeilingForm } from "./CeilingForm.tsx";
import { lackingMonths, modalityName, monthName, monthsOf, nextMonth, useCeilings } from "./ceilings.ts";
import type { Month } from "./ceilings.ts";
import { law } from "./ceilingWords.ts";
import { Overcharges } from "./Overcharges.tsx";

const SHOWN = 18;
const DIGITS = 4;
const countryName = (code: string): string => (es.countries as Record<string, string>)[code] ?? code;
const rate = (value: string | null): string => (value === null ? law.none : formatRate(value, DIGITS));

/** What the law lets be charged, month by month, and writing down what the authority publishes. */
export function Ceilings() {
  const { data, error, refetch } = useCeilings();
  if (!data) return error ? <div className="page"><ProblemNotice error={error} onRetry={() => void refetch()} /></div> : <PageSkeleton />;
  const monthly = data.countries.filter((of) => data.items.some((c) => c.country === of.country && c.last_on !== null));
  const others = data.countries.filter((of) => !monthly.includes(of));
  const written = data.items.filter((c) => c.id !== null).sort((a, b) => (b.id ?? 0) - (a.id ?? 0));
  return (
    <div className="page stack ceilings">
      <PageHeader title={law.title} subtitle={law.subtitle} actions={<Go to="/productos">{law.back}</Go>} />
      {monthly.map((of) => <Country key={of.country} of={of} told={data} />)}
      {others.length > 0 ? <p className="second">{law.without(others.map((of) => countryName(of.country)).join(", "))}</p> : null}
      <Overcharges />
      <History of={written} />
    </div>
  );
}

function Country({ of, told }: { of: Certifying; told: Told }) {
  const may = useCan("products.write");
  const today = useBusinessDate();
  const [all, setAll] = useState(false);
  const [writing, setWriting] = useState<string | null>(null);
  const months = monthsOf(of, told.items, today);
  const lacking = lackingMonths(told.missing, of.country);
  const always = told.items.filter((c) => c.country === of.country && c.stands && c.last_on === null);
  const write = (month: string) => () => { setWriting(month); };
  const action = (row: Month) => {
    const lacks = row.lacking.length > 0;
    return <Button size="small" danger={lacks} aria-label={`${lacks ? law.write : law.fix}: ${monthName(row.month)}`} onClick={write(row.month)}>{lacks ? law.write : law.fix}</Button>;
  };
  const columns: PlainColumn<Month>[] = [
    { key: "m", title: law.monthColumn, lead: true, cell: (row) => <><strong className="num">{monthName(row.month)}</strong>{row.month === startOfMonth(today) && row.lacking.length === 0 ? <div><StateTag tone="ok">{law.today}</StateTag></div> : null}</> },
    ...of.modalities.map((code): PlainColumn<Month> => ({ key: code, title: modalityName(code), end: true, cell: (row) => <Cell of={row.cells[code]} usury={of.usury} lacks={row.lacking.includes(code)} /> })),
    { key: "s", title: law.sourceColumn, cell: (row) => <Sources of={row} /> },
    ...(may ? [{ key: "a", title: "", cell: action }] : []),
  ];
  return (
    <section className="card stack" aria-label={countryName(of.country)}>
      <div className="row between">
        <h2>{countryName(of.country)}</h2>
        {may ? <Button type="primary" onClick={write(months.filter((one) => one.lacking.length === of.modalities.length).at(-1)?.month ?? lacking.at(0) ?? nextMonth(months[0]?.month ?? today))}>{law.write}</Button> : null}
      </div>
      {lacking.length > 0 ? <div className="lacking" role="status"><strong>{law.lacking(lacking.length)}</strong> <span>{law.lackingWhat}</span></div> : <p className="second">{law.complete}</p>}
      <PlainTable cards caption={`${law.title}: ${countryName(of.country)}`} rows={all ? months : months.slice(0, SHOWN)} rowKey={(row) => row.month} columns={columns} />
      {!all && months.length > SHOWN ? <Button onClick={() => { setAll(true); }}>{law.all}</Button> : null}
      {always.length > 0 ? (
        <>
          <h2>{law.always}</h2>
          <PlainTable
            cards caption={law.always} rows={always} rowKey={(c) => `${c.modality}-${c.first_on}`}
            columns={[
              { key: "m", title: law.alwaysColumns.modality, lead: true, cell: (c) => modalityName(c.modality) }, { key: "d", title: law.alwaysColumns.since, cell: (c) => <DateText value={c.first_on} /> },
              { key: "c", title: law.alwaysColumns.cap, end: true, cell: (c) => rate(c.cap) }, { key: "f", title: law.alwaysColumns.factor, end: true, cell: (c) => c.mora_factor ?? law.none },
              { key: "s", title: law.sourceColumn, cell: (c) => c.source },
            ]}
          />
        </>
      ) : null}
      {writing ? <CeilingForm key={writing} of={of} months={months} month={writing} today={today} onMonth={setWriting} onClose={() => { setWriting(null); }} /> : null}
    </section>
  );
}

function Cell({ of, usury, lacks }: { of: Ceiling | undefined; usury: string | null; lacks: boolean }) {
  if (!of) return lacks ? <StateTag tone="bad">{law.lacks}</StateTag> : <span className="second">{law.none}</span>;
  return (
    <div>
      <span className="num">{rate(of.cap)}</span>
      {of.reference ? <div className="hint num">{usury ? law.times(rate(of.reference), usury) : rate(of.reference)}</div> : null}
    </div>
  );
}

function Sources({ of }: { of: Month }) {
  const told = [...new Set(Object.values(of.cells).flatMap((c) => (c ? [c.source] : [])))];
  if (told.length === 0) return null;
  return <details><summary>{law.seeSource}</summary><ul className="sources">{told.map((source) => <li key={source}>{source}</li>)}</ul></details>;
}

/** What people wrote, with what each took the place of. */
function History({ of }: { of: Ceiling[] }) {
  return (
    <section className="card">
      <h2>{law.history}</h2>
      {of.length === 0 ? <p className="second">{law.historyEmpty}</p> : (
        <PlainTable
          cards caption={law.history} rows={of} rowKey={(c) => c.id ?? 0}
          columns={[
            { key: "m", title: law.columns.months, lead: true, cell: (c) => <><DateText value={c.first_on} /> – <DateText value={c.last_on} /></> },
            { key: "n", title: law.columns.modality, cell: (c) => modalityName(c.modality) },
            { key: "r", title: law.columns.reference, end: true, cell: (c) => rate(c.reference) },
            { key: "c", title: law.columns.cap, end: true, cell: (c) => rate(c.cap) },
            { key: "s", title: law.columns.source, cell: (c) => c.source },
            { key: "a", title: law.columns.at, cell: (c) => <InstantText value={c.recorded_at} /> },
            { key: "b", title: law.columns.by, cell: (c) => c.recorded_by },
            { key: "w", title: law.columns.reason, cell: (c) => c.reason },
            { key: "e", title: law.columns.state, cell: (c) => <span className="row">{c.stands ? <StateTag tone="ok">{law.standing}</StateTag> : <StateTag tone="off">{law.replaced}</StateTag>}{c.replaces ? <StateTag tone="info">{law.corrects}</StateTag> : null}</span> },
          ]}
        />
      )}
    </section>
  );
}
