import type { LoanDetail } from "@/api/loans.ts";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { dateText } from "@/kit/dates.ts";
import { useEntries } from "./data.ts";
import { words } from "./words.ts";

/** What the loan itself wrote in the books; each payment has its own. */
export function Books({ of }: { of: LoanDetail }) {
  const { data, error, refetch } = useEntries(of.id, true);
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <div className="card"><Skeleton height={120} /></div>;
  if (data.items.length === 0) return <div className="card"><EmptyState>{words.books.none}</EmptyState></div>;
  return (
    <section className="card stack" aria-label={words.books.title}>
      {data.items.map((entry) => (
        <EntriesPreview key={entry.id} lines={entry.lines} title={`${entry.folio} · ${entry.kind_label} · ${dateText(entry.on_date)}`} link={`/libros/asientos/${entry.id}`} />
      ))}
      <p className="hint">{words.books.payments}</p>
    </section>
  );
}
