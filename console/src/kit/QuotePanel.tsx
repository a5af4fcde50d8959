import { Fragment } from "react";
import type { ReactNode } from "react";
import type { LoanFrequency, Quote, QuotedCharge } from "@/api/loans.ts";
import type { MoneyValue } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { Skeleton } from "./Loading.tsx";
import { Money } from "./Money.tsx";
import { compareMoney, isZero } from "./money.ts";
import { ProblemNotice } from "./ProblemNotice.tsx";
import { formatRate } from "./rates.ts";
import { SchedulePlan } from "./SchedulePlan.tsx";
import { StateTag } from "./StateTag.tsx";
import { dateText } from "./dates.ts";
import "./quote.css";

const words = es.loan;

interface Props {
  quote: Quote | undefined; frequency: LoanFrequency; waiting: boolean; problem: unknown;
  /** What to do before there is anything to quote. */
  empty: ReactNode;
  /** The schedule folded away, where something else matters more. */
  bare?: boolean;
  /** What is handed over when part of it pays something else, and what that is. */
  net?: { amount: MoneyValue; after: string } | undefined;
}

/** What a loan would pay and really cost: the instalment, what is handed over, the rates side by side, the legal ceiling and the plan. */
export function QuotePanel({ quote, frequency, waiting, problem, empty, bare, net }: Props) {
  if (problem && !waiting) return <section className="card" aria-label={words.quote.title}><ProblemNotice error={problem} /></section>;
  if (!quote) return <section className="card stack" aria-label={words.quote.title} aria-busy={waiting}>{waiting ? <><Skeleton height={58} /><Skeleton height={90} /><Skeleton height={160} /></> : <p className="second quote-empty">{empty}</p>}</section>;
  return (
    <section className="card stack quote" aria-label={words.quote.title} aria-busy={waiting} aria-live="polite">
      <Heads of={quote} frequency={frequency} net={net} />
      <Costs of={quote} frequency={frequency} />
      <Made of={quote} />
      <Ceiling of={quote} />
      {bare ? null : <SchedulePlan rows={quote.installments} charges={quote.charges} currency={quote.totals.total.currency} />}
    </section>
  );
}

function Heads({ of, frequency, net }: { of: Quote; frequency: LoanFrequency; net: Props["net"] }) {
  const [first, ...rest] = of.installments;
  if (!first) return null;
  const last = rest.at(-1) ?? first;
  const even = rest.slice(0, -1).every((row) => compareMoney(row.total, first.total) === 0);
  const near = compareMoney(first.total, last.total) === 0;
  return (
    <dl className="quote-heads">
      <div>
        <dt>{words.quote.instalments(of.installments.length, words.plural[frequency])}</dt>
        <dd className="num"><Money value={first.total} /></dd>
        <dd className="foot num">{even ? (near ? words.quote.equal : <>{words.quote.last} <Money value={last.total} code={false} /></>) : <>{words.quote.upTo} <Money value={last.total} code={false} /></>}</dd>
      </div>
      <div>
        <dt>{words.quote.handed}</dt>
        <dd className="num"><Money value={net?.amount ?? of.totals.handed} /></dd>
        {net ? <dd className="foot">{net.after}</dd> : isZero(of.totals.discounted) ? null : <dd className="foot num">{words.quote.discounted} <Money value={of.totals.discounted} code={false} /></dd>}
      </div>
      <div>
        <dt>{words.quote.total}</dt>
        <dd className="num"><Money value={of.totals.total} /></dd>
        <dd className="foot num">{words.quote.interest} <Money value={of.totals.interest} code={false} /></dd>
      </div>
    </dl>
  );
}

function Costs({ of, frequency }: { of: Quote; frequency: LoanFrequency }) {
  const per = words.per[frequency];
  const facts: [string, string, string][] = [
    [words.quote.flat, `${formatRate(of.rates.flat)} ${per}`, words.quote.flatWhy],
    [words.quote.irr, `${formatRate(of.rates.periodic_irr)} ${per}`, words.quote.irrWhy],
    [words.quote.tea, formatRate(of.rates.annual_effective), words.quote.teaWhy],
    [words.quote.cat, formatRate(of.rates.cat, 1), words.quote.catWhy],
  ];
  return (
    <dl className="quote-costs" aria-label={words.quote.cost}>
      {facts.map(([name, value, why]) => <div key={name} title={why}><dt>{name}</dt><dd className="num">{value}</dd></div>)}
    </dl>
  );
}

/** What the total is made of, by its name, and what the loan costs beyond what is received. */
function Made({ of }: { of: Quote }) {
  const { totals } = of;
  const told = of.charges.filter((charge) => !isZero(charge.total));
  const marks = (charge: QuotedCharge): string => [charge.optional ? words.quote.optional : "", charge.held ? words.quote.held : ""].filter(Boolean).join(" · ");
  const row = (charge: QuotedCharge, at: number, note: string) => <Fragment key={at}><dt>{charge.name}{note ? <span className="hint"> {note}</span> : null}</dt><dd className="num"><Money value={charge.total} code={false} /></dd></Fragment>;
  const before = told.filter((charge) => charge.when !== "instalment");
  return (
    <div className="quote-made">
      <dl className="facts" aria-label={words.quote.made}>
        <dt>{words.plan.principal}</dt><dd className="num"><Money value={totals.principal} code={false} /></dd>
        <dt>{words.plan.interest}</dt><dd className="num"><Money value={totals.interest} code={false} /></dd>
        {told.filter((charge) => charge.when === "instalment").map((charge, at) => row(charge, at, marks(charge)))}
        <dt className="sum">{words.quote.total}</dt><dd className="num sum"><Money value={totals.total} code={false} /></dd>
      </dl>
      <dl className="facts" aria-label={words.quote.whole}>
        {before.map((charge, at) => row(charge, at, [words.quote.start[charge.when === "financed" ? "financed" : "discounted"], marks(charge)].filter(Boolean).join(" · ")))}
        <dt>{words.quote.handed}</dt><dd className="num"><Money value={totals.handed} code={false} /></dd>
        <dt className="sum">{words.quote.whole} <span className="hint">{words.quote.wholeWhy}</span></dt><dd className="num sum"><Money value={totals.cost} code={false} /></dd>
      </dl>
    </div>
  );
}

function Ceiling({ of }: { of: Quote }) {
  const top = of.ceiling;
  if (!top || top.cap === null) return <p className="hint">{words.quote.noCeiling}</p>;
  return (
    <div className="quote-ceiling">
      <StateTag tone={top.certified ? "ok" : "wait"}>{words.quote.under(formatRate(top.compared), formatRate(top.cap))}</StateTag>
      <p className="hint">{top.certificate}{top.certified ? "" : ` ${words.quote.stale(top.last ? dateText(top.last) : dateText(top.first))}`}</p>
    </div>
  );
}
