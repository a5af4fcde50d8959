import { useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money, useCurrencyOrder } from "@/kit/Money.tsx";
import { compareMoney } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import type { TrialBalanceRow } from "@/api/types.ts";
import { totalsOf, useTrialBalance } from "./data.ts";
import type { SideTotals } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

/** Balanza: debe and haber of every account, one complete set of books per currency. */
export default function TrialBalance() {
  const [url, update] = useUrlState();
  const today = useBusinessDate();
  const on = url["on"] ?? today;
  const { data, error, refetch } = useTrialBalance(on);
  const currencies = useCurrencyOrder()(data?.items.map((r) => r.currency) ?? []);
  return (
    <Frame section="balance">
      <div className="kit-filters">
        <label style={{ width: 140 }}>{words.on}<DateField value={on} onChange={(next) => { update({ on: next }); }} /></label>
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="card stack"><Skeleton height={20} /><Skeleton height={20} /><Skeleton height={20} /></div> : null}
      {data?.items.length === 0 ? <div className="card"><EmptyState>{words.emptyBalance}</EmptyState></div> : null}
      <div className="stack">
        {currencies.map((currency) => (
          <Book key={currency} currency={currency} rows={data?.items.filter((r) => r.currency === currency) ?? []} total={data ? totalsOf(data).find((t) => t.currency === currency) : undefined} />
        ))}
      </div>
    </Frame>
  );
}

function Book({ currency, rows, total }: { currency: string; rows: TrialBalanceRow[]; total: SideTotals | undefined }) {
  const even = total ? compareMoney(total.debit, total.credit) === 0 : null;
  return (
    <section className="card">
      <div className="row between" style={{ marginBottom: 8 }}>
        <h2>{currency}</h2>
        {even === null ? null : <StateTag tone={even ? "ok" : "bad"}>{even ? words.balanced : words.unbalanced}</StateTag>}
      </div>
      <PlainTable
        cards caption={`${words.sections.balance} ${currency}`} rows={rows} rowKey={(r) => r.account + r.name} totals={total !== undefined}
        columns={[
          { key: "a", title: words.columns.account, cell: (r) => <Go to={href("/libros/asientos", { account: r.account })}><span className="num">{r.account}</span></Go>, total: es.common.total },
          { key: "n", title: words.columns.name, lead: true, cell: (r) => r.name },
          { key: "d", title: words.columns.debit, end: true, cell: (r) => <Money value={r.debit} code={false} quietZero />, total: <Money value={total?.debit} code={false} /> },
          { key: "c", title: words.columns.credit, end: true, cell: (r) => <Money value={r.credit} code={false} quietZero />, total: <Money value={total?.credit} code={false} /> },
          { key: "b", title: words.columns.balance, end: true, cell: (r) => <strong><Money value={r.balance} code={false} quietZero /></strong>, total: total?.balance ? <Money value={total.balance} code={false} /> : null },
        ]}
      />
    </section>
  );
}
