import { useParams } from "@tanstack/react-router";
import type { EntryLine } from "@/api/types.ts";
import { DateText, InstantText } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { money, toMinor } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { useEntry } from "./data.ts";
import { words } from "./words.ts";

function Client({ of }: { of: EntryLine["client"] }) {
  if (!of) return null;
  return typeof of === "string" ? <>{of}</> : <Go to={`/clientes/${of.id}`}>{of.name}</Go>;
}

/** One entry: its lines, who wrote it, what caused it and what undid it. */
export default function EntryFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useEntry(id);
  if (!data) return error ? <NoFile list="/libros/asientos" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  const currency = data.lines.map((l) => (l.debit ?? l.credit)?.currency).find(Boolean) ?? "";
  const sum = (side: "debit" | "credit"): bigint => data.lines.reduce((all, l) => all + toMinor(l[side]?.amount ?? "0"), 0n);
  const even = sum("debit") === sum("credit");
  return (
    <div className="page stack">
      <PageHeader
        title={data.folio} tag={<StateTag tone={even ? "ok" : "bad"}>{even ? words.balanced : words.unbalanced}</StateTag>}
        subtitle={<>{data.kind_label} · <DateText value={data.on_date} />{data.memo ? ` · ${data.memo}` : null}</>}
        actions={data.source_link ? <Go to={data.source_link}>{words.source}</Go> : null}
      />
      <section className="card">
        <PlainTable
          caption={words.entry(data.folio)} rows={data.lines} rowKey={(l, i) => `${l.account}-${i}`} totals
          columns={[
            { key: "a", title: words.columns.account, cell: (l) => <><span className="second num">{l.account}</span> {l.name}</>, total: es.common.total },
            { key: "b", title: words.columns.branch, cell: (l) => l.branch },
            { key: "p", title: words.columns.client, cell: (l) => <Client of={l.client} /> },
            { key: "d", title: words.columns.debit, end: true, cell: (l) => (l.debit ? <Money value={l.debit} /> : null), total: <Money value={money(sum("debit"), currency)} /> },
            { key: "c", title: words.columns.credit, end: true, cell: (l) => (l.credit ? <Money value={l.credit} /> : null), total: <Money value={money(sum("credit"), currency)} /> },
          ]}
        />
      </section>
      <p className="second">
        {words.registered} <InstantText value={data.at} />{data.actor ? ` · ${data.actor}` : null}
        {data.reverses ? <> · {words.reverses} <Go to={`/libros/asientos/${data.reverses}`}>{words.entry(String(data.reverses))}</Go></> : null}
        {data.reversed_by ? <> · {words.reversedBy}: <Go to={`/libros/asientos/${data.reversed_by}`}>{words.entry(String(data.reversed_by))}</Go></> : null}
      </p>
    </div>
  );
}
