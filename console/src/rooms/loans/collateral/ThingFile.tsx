import { Button } from "antd";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { CollateralDetail } from "@/api/backing.ts";
import { useRead } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { formatRate } from "@/kit/rates.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { AddPolicy, AddValue } from "./Acts.tsx";
import { words } from "./words.ts";

const text = words.thing;

/** «GAR-0001»: what it is, what it was worth and when, who insures it, and which loans it backs. */
export default function ThingFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useRead<CollateralDetail>(`/collaterals/${id}`, undefined, { keep: true });
  const may = useCan("collateral.write");
  const [doing, setDoing] = useState<"value" | "policy" | null>(null);
  if (!data) return error ? <NoFile list="/garantias" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  const [registration, office, cadastre] = words.registry[data.kind]?.[data.country] ?? words.registryElse;
  const facts: [string, string][] = [[registration, data.registration], [office, data.office], [cadastre, data.cadastre]];
  const close = (): void => { setDoing(null); };
  return (
    <div className="page stack">
      <PageHeader
        title={data.folio} tag={<StateTag tone="info">{data.kind_label}</StateTag>} subtitle={<>{data.description} · <Go to={`/clientes/${data.owner.id}`}>{data.owner.name}</Go> · {data.branch}</>}
        actions={may ? <><Button onClick={() => { setDoing("value"); }}>{words.form.valueDo}</Button><Button onClick={() => { setDoing("policy"); }}>{words.form.insureDo}</Button></> : null}
      />
      <dl className="facts card">{facts.filter(([, value]) => value).map(([label, value]) => <div key={label} style={{ display: "contents" }}><dt>{label}</dt><dd>{value}</dd></div>)}<dt>{words.things.free}</dt><dd className="num">{formatRate(data.free, 0)}</dd></dl>
      <section className="card stack tight" aria-label={text.valuations}>
        <h2>{text.valuations}</h2>
        {data.valuations.length === 0 ? <EmptyState>{words.things.none}</EmptyState> : (
          <PlainTable
            caption={text.valuations} rows={data.valuations} rowKey={(_, i) => i} cards
            columns={[
              { key: "d", title: words.form.valuedOn, lead: true, cell: (v) => <DateText value={v.valued_on} /> },
              { key: "a", title: words.form.value, end: true, cell: (v) => <Money value={v.amount} /> },
              { key: "w", title: words.form.appraiser, cell: (v) => v.appraiser },
              { key: "u", title: words.form.validUntil, cell: (v) => <><DateText value={v.valid_until} /> {v.valid ? null : <StateTag tone="off">{text.expired}</StateTag>}</> },
            ]}
          />
        )}
      </section>
      <section className="card stack tight" aria-label={text.policies}>
        <h2>{text.policies}</h2>
        {data.policies.length === 0 ? <EmptyState>{words.things.noPolicy}</EmptyState> : (
          <PlainTable
            caption={text.policies} rows={data.policies} rowKey={(_, i) => i} cards
            columns={[
              { key: "i", title: words.form.insurer, lead: true, cell: (p) => p.insurer },
              { key: "n", title: words.form.policy, cell: (p) => p.policy },
              { key: "c", title: words.form.covers, cell: (p) => p.covers },
              { key: "a", title: words.form.insured, end: true, cell: (p) => (p.amount ? <Money value={p.amount} /> : null) },
              { key: "t", title: words.form.to, cell: (p) => <><DateText value={p.to_on} /> {p.runs ? null : <StateTag tone="off">{text.notNow}</StateTag>}</> },
            ]}
          />
        )}
      </section>
      <section className="card stack tight" aria-label={text.liens}>
        <h2>{text.liens}</h2>
        {data.liens.length === 0 ? <EmptyState>{text.noLiens}</EmptyState> : (
          <PlainTable
            caption={text.liens} rows={data.liens} rowKey={(l) => l.id} cards
            columns={[
              { key: "l", title: words.watch.loan, lead: true, cell: (l) => <Go to={`/prestamos/${l.loan_id}?tab=backing`}>{l.loan}</Go> },
              { key: "p", title: words.loan.part, end: true, cell: (l) => formatRate(l.part, 0) },
              { key: "r", title: words.loan.rank, end: true, cell: (l) => `${l.rank}.º` },
              { key: "s", title: words.loan.state, cell: (l) => l.status_label },
            ]}
          />
        )}
      </section>
      {doing === "value" ? <AddValue of={data} onClose={close} /> : null}
      {doing === "policy" ? <AddPolicy of={data} onClose={close} /> : null}
    </div>
  );
}
