import type { Query } from "@/api/client.ts";
import { formatCount } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { Money, useCurrencyOrder } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { BUCKETS } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { useAgeing } from "./data.ts";
import { words } from "./words.ts";
import "./ageing.css";

/** Arrears by age, one strip per currency; each part opens its rows. */
export function AgeingStrip({ query, current }: { query: Query; current: string | undefined }) {
  const { data, error, refetch } = useAgeing(query);
  const inOrder = useCurrencyOrder();
  if (error?.slug === "sin-conexion" && !data) return null; // the list below says it, once
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  const currencies = inOrder((data?.items ?? []).map((r) => r.currency)).filter((c) => !query["currency"] || c === query["currency"]);
  return (
    <section className="ageing" aria-label={words.ageing}>
      <div className="strip heads" aria-hidden>
        {currencies.length > 1 ? <span /> : null}
        {BUCKETS.map((bucket, i) => <span key={bucket}><i style={{ background: `var(--ramp-${i})` }} />{es.states.bucket[bucket]}</span>)}
      </div>
      {currencies.map((currency) => (
        <div key={currency} className="strip">
          {currencies.length > 1 ? <span className="code">{currency}</span> : null}
          {data?.items.filter((r) => r.currency === currency).map((row) => (
            <Go key={row.bucket} to={row.link} aria-current={current === row.bucket ? "page" : undefined} title={row.label}>
              <span className="visually-hidden">{row.label}: </span>
              <Money value={row.amount} quietZero code={false} /><span className="hint num" title={es.figure.rows(row.count)}>{formatCount(row.count)}</span>
            </Go>
          ))}
        </div>
      ))}
    </section>
  );
}
