import { useParams } from "@tanstack/react-router";
import type { ManualEntry } from "@/api/books.ts";
import { useRead } from "@/api/query.ts";
import { DateText, InstantText } from "@/kit/DateText.tsx";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ManualTag } from "./ManualTag.tsx";
import { words } from "./words.ts";

const text = words.manual;

/** One entry proposed by hand: its lines, why, and what was decided. */
export default function ManualFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useRead<ManualEntry>(`/manual-entries/${id}`);
  if (!data) return error ? <NoFile list="/libros/manuales" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return (
    <div className="page stack">
      <PageHeader
        title={data.folio} tag={<ManualTag of={data} />} subtitle={<>{data.memo} · <DateText value={data.on} /> · {data.branch}</>}
        actions={data.entry_id ? <Go to={`/libros/asientos/${data.entry_id}`}>{text.seeEntry}</Go> : data.state === "asked" ? <Go to="/autorizaciones?kind=manual_entry">{text.decide}</Go> : null}
      />
      <EntriesPreview lines={data.lines} title={data.entry_id ? text.posted : text.willPost} />
      <dl className="facts card">
        <dt>{text.reason}</dt><dd>{data.reason}</dd>
        <dt>{text.asked}</dt><dd>{data.asked_by} · <InstantText value={data.asked_at} /></dd>
        {data.decided_by ? <><dt>{text.decided}</dt><dd>{data.decided_by}{data.decision_reason ? ` · ${data.decision_reason}` : null}</dd></> : null}
      </dl>
    </div>
  );
}
