import type { Entry, Page } from "@/api/types.ts";
import { useRead } from "@/api/query.ts";
import { es } from "@/words/es.ts";
import { dateText } from "./dates.ts";
import { EntriesPreview } from "./EntriesPreview.tsx";
import { Skeleton } from "./Loading.tsx";
import { ProblemNotice } from "./ProblemNotice.tsx";

/** What a contract itself wrote in the books; each of its payments has its own receipt. */
export function SourceEntries({ source, title }: { source: string; title: string }) {
  const { data, error, refetch } = useRead<Page<Entry>>("/entries", { source, limit: 50 });
  return (
    <section className="card stack" aria-label={title}>
      <h2>{title}</h2>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={80} /> : null}
      {data?.items.length === 0 ? <p className="second">{es.entry.none}</p> : null}
      {data?.items.map((entry) => (
        <EntriesPreview key={entry.id} lines={entry.lines} title={`${entry.folio} · ${entry.kind_label} · ${dateText(entry.on_date)}`} link={`/libros/asientos/${entry.id}`} />
      ))}
      <p className="hint">{es.entry.payments}</p>
    </section>
  );
}
