import { useBusinessDate } from "@/kit/DateText.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Skeleton } from "@/kit/Loading.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useTemplates, useToday } from "./data.ts";
import { words } from "./words.ts";

const text = words.today;

/** What the saved programme would send today, and what would stay and why. */
export function Today() {
  const today = useBusinessDate();
  const { data, error, refetch } = useToday(today);
  const templates = useTemplates();
  const label = (code: string): string => templates.data?.items.find((t) => t.code === code)?.label ?? code;
  const later = Array.isArray(data?.deferred) ? data.deferred.reduce((all, d) => all + d.count, 0) : (data?.deferred ?? 0);
  return (
    <aside className="card stack" aria-label={text.title}>
      <div>
        <h2>{text.title}</h2>
        {data ? <p style={{ fontSize: 22, fontWeight: 650 }} className="num">{text.messages(formatCount(data.count))}</p> : null}
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={120} /> : null}
      {data?.count === 0 && data.blocked.length === 0 ? <p className="second">{text.none}</p> : null}
      {data && data.by_template.length > 0 ? (
        <PlainTable
          caption={text.by} rows={data.by_template} rowKey={(r) => r.template}
          columns={[{ key: "t", title: text.by, cell: (r) => r.label ?? label(r.template) }, { key: "n", title: text.count, end: true, cell: (r) => formatCount(r.count) }]}
        />
      ) : null}
      {later > 0 ? <p className="second">{text.deferred(formatCount(later))}</p> : null}
      {data && data.blocked.length > 0 ? (
        <PlainTable
          caption={text.blocked} rows={data.blocked} rowKey={(r) => r.cause}
          columns={[{ key: "c", title: text.blocked, cell: (r) => r.cause }, { key: "n", title: text.count, end: true, cell: (r) => formatCount(r.count) }]}
        />
      ) : null}
      <p className="hint">{text.note}</p>
    </aside>
  );
}
