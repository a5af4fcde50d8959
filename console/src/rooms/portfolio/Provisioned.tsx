import type { Balance } from "@/api/portfolio.ts";
import { formatCount } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive, isZero } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { formatRate } from "@/kit/rates.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Asked } from "./index.tsx";
import { loansHref } from "./links.ts";
import { words } from "./words.ts";

const text = words.provision;

/** What the table of the country asks and what is expected to be lost, one beside the other, and their difference. */
export function Provisioned({ of, asked }: { of: Balance; asked: Asked }) {
  const gap = of.difference;
  return (
    <section className="card stack" aria-label={text.title}>
      <h2>{text.title}</h2>
      <p className="portfolio-gap">
        <span>{text.difference}: <strong><Money value={gap} sign /></strong></span>
        <span className="second">{isZero(gap) ? text.equal : isPositive(gap) ? text.more : text.less}</span>
      </p>
      <div className="half">
        <ByTable of={of} asked={asked} />
        <Expected of={of} asked={asked} />
      </div>
    </section>
  );
}

/** «MX · consumo_tipo_i» as people say it. */
function tableName(table: string): string {
  const [country = "", portfolio = ""] = table.split(" · ");
  return `${country}, ${text.tables[portfolio] ?? portfolio}`;
}

function ByTable({ of, asked }: { of: Balance; asked: Asked }) {
  const { bands, table, source, verified, amount } = of.provision;
  return (
    <div className="stack tight">
      <h3>{text.table}{table ? ` · ${tableName(table)}` : ""}</h3>
      {bands.length === 0 ? <p className="second">{text.noTable}</p> : (
        <PlainTable
          cards caption={text.table} rows={bands} rowKey={(b) => b.category} totals
          columns={[
            { key: "c", title: text.category, cell: (b) => <Go to={loansHref(asked, { days_from: b.first_day, days_to: b.last_day })}>{b.category}</Go>, total: words.total },
            { key: "d", title: text.days, end: true, cell: (b) => text.upTo(b.first_day, b.last_day) },
            { key: "r", title: text.rate, end: true, cell: (b) => formatRate(b.part, 1) },
            { key: "n", title: words.count, end: true, cell: (b) => formatCount(b.loans), total: formatCount(of.loans) },
            { key: "a", title: words.amount, end: true, cell: (b) => <Money value={b.principal} code={false} quietZero />, total: <Money value={of.principal} code={false} /> },
            { key: "p", title: text.amount, end: true, cell: (b) => <Money value={b.provision} code={false} quietZero />, total: <Money value={amount} code={false} /> },
          ]}
        />
      )}
      {source ? <p className="hint">{text.source}: {source}</p> : null}
      {verified === false ? <p><StateTag tone="wait">{text.unverified}</StateTag></p> : null}
    </div>
  );
}

function Expected({ of, asked }: { of: Balance; asked: Asked }) {
  return (
    <div className="stack tight">
      <h3>{text.expected}</h3>
      <PlainTable
        cards caption={text.expected} rows={of.stages} rowKey={(s) => s.stage} totals
        columns={[
          { key: "s", title: text.stage, cell: (s) => <Go to={loansHref(asked, { stage: s.stage })}>{s.stage} · {s.label}</Go>, total: words.total },
          { key: "c", title: text.chance, end: true, cell: (s) => formatRate(s.probability, 1) },
          { key: "n", title: words.count, end: true, cell: (s) => formatCount(s.loans), total: formatCount(of.loans) },
          { key: "a", title: words.amount, end: true, cell: (s) => <Money value={s.principal} code={false} quietZero />, total: <Money value={of.principal} code={false} /> },
          { key: "l", title: text.loss, end: true, cell: (s) => <Money value={s.expected_loss} code={false} quietZero />, total: <Money value={of.expected_loss} code={false} /> },
        ]}
      />
      <p className="hint">{text.lgd(formatRate(of.loss_given_default, 0))}</p>
    </div>
  );
}
