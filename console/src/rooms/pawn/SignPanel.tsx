import type { Quote } from "@/api/pawn.ts";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive, money, plus } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { es } from "@/words/es.ts";
import { milestones } from "./counter.ts";
import { counter as text } from "./counterWords.ts";
import "@/kit/quote.css";

/** What the client signs, before signing: what is handed over, what it costs, until when, and what happens then. */
export function SignPanel({ quote, waiting, problem }: { quote: Quote | undefined; waiting: boolean; problem: unknown }) {
  if (problem && !waiting) return <section className="card" aria-label={text.preview}><ProblemNotice error={problem} /></section>;
  if (!quote) return <section className="card stack" aria-label={text.preview} aria-busy={waiting}>{waiting ? <><Skeleton height={58} /><Skeleton height={90} /></> : <p className="second quote-empty">{text.fill}</p>}</section>;
  const due = dateText(quote.due_on);
  const { plan } = quote;
  const { currency } = quote.amount;
  return (
    <section className="card stack quote" aria-label={text.preview} aria-busy={waiting} aria-live="polite">
      <h2>{text.preview}</h2>
      <dl className="quote-heads">
        <div><dt>{text.gets}</dt><dd className="num"><Money value={quote.amount} /></dd><dd className="foot num">{plan.name}</dd></div>
        <div><dt>{text.renew}</dt><dd className="num"><Money value={plus(plus(quote.interest, quote.storage), quote.tax)} code={false} /></dd><dd className="foot num">{text.onDue(due)}</dd></div>
        <div><dt>{text.redeem}</dt><dd className="num"><Money value={quote.total} code={false} /></dd><dd className="foot num">{text.onDue(due)}</dd></div>
      </dl>
      <dl className="quote-costs" aria-label={text.costs}>
        <div><dt>{text.perPeriod[plan.period]}</dt><dd className="num">{formatRate(plan.rate)}</dd></div>
        <div><dt>{text.storage[plan.period]}</dt><dd className="num">{formatRate(plan.storage_rate)}</dd></div>
        {isPositive(quote.tax) ? <div><dt>{text.tax}</dt><dd className="num"><Money value={quote.tax} code={false} /></dd></div> : null}
        <div><dt>{text.nominal}</dt><dd className="num">{formatRate(quote.nominal)}</dd></div>
        <div title={text.catWhy}><dt>{text.cat}</dt><dd className="num">{formatRate(quote.annual, 1)}</dd></div>
      </dl>
      <Milestones of={quote} currency={currency} />
      <ul className="pawn-rules" aria-label={text.conditions}>{rules(quote).map((rule) => <li key={rule}>{rule}</li>)}</ul>
    </section>
  );
}

function Milestones({ of, currency }: { of: Quote; currency: string }) {
  const today = useBusinessDate();
  const rows = milestones(of, today);
  return (
    <PlainTable
      caption={text.schedule} rows={rows} rowKey={(row) => row.until}
      columns={[
        { key: "until", title: text.schedule, cell: (row) => <span className="num">{dateText(row.until)}</span> },
        { key: "renew", title: text.renew, end: true, cell: (row) => <Money value={money(row.renew, currency)} code={false} /> },
        { key: "redeem", title: text.redeem, end: true, cell: (row) => <Money value={money(row.redeem, currency)} code={false} /> },
      ]}
    />
  );
}

function rules(of: Quote): string[] {
  const { plan } = of;
  const grace = dateText(of.grace_on);
  return [
    `${text.rules.due(dateText(of.due_on))} ${text.rules.period[plan.period]}`,
    ...(plan.grace_days > 0 ? [text.rules.grace(es.common.days(plan.grace_days), grace, plan.grace_interest)] : []),
    text.rules.sale(grace), plan.surplus ? text.rules.surplus(plan.surplus_days) : text.rules.house, text.rules.only,
  ];
}
