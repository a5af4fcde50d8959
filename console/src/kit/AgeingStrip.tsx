import type { UseQueryResult } from "@tanstack/react-query";
import type { Problem } from "@/api/problem.ts";
import type { AgeingRow } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { formatCount } from "./formats.ts";
import { Go } from "./Go.tsx";
import { Money, useCurrencyOrder } from "./Money.tsx";
import { ProblemNotice } from "./ProblemNotice.tsx";
import { BUCKETS } from "./StateTag.tsx";
import "./ageing.css";

interface Props { of: UseQueryResult<{ items: AgeingRow[] }, Problem>; label: string; currency: string | undefined; current: string | undefined }

/** What is owed by age, one strip per currency; each part opens its rows. */
export function AgeingStrip({ of, label, currency: only, current }: Props) {
  const { data, error, refetch } = of;
  const inOrder = useCurrencyOrder();
  if (error?.slug === "sin-conexion" && !data) return null; // the list below says it, once
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  const currencies = inOrder((data?.items ?? []).map((r) => r.currency)).filter((c) => !only || c === only);
  if (data && currencies.length === 0) return null;
  return (
    <section className="ageing" aria-label={label}>
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
