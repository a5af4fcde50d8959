import type { GivenBack, Overcharge } from "@/api/ceilings.ts";
import { DateText } from "@/kit/DateText.tsx";
import { formatCount } from "@/kit/formats.ts";
import { GiveBack } from "@/kit/GiveBack.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import type { PlainColumn } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { overcharge as text } from "@/words/overcharge.ts";
import { modalityName, useGivenBack, useOvercharges } from "./ceilings.ts";
import { law } from "./ceilingWords.ts";

const words = law.over;
const COLUMNS: PlainColumn<Overcharge>[] = [
  { key: "l", title: words.columns.loan, lead: true, cell: (row) => <><Go to={`/prestamos/${row.loan_id}`}>{row.folio}</Go> · <Go to={`/clientes/${row.client_id}`}>{row.client.name}</Go></> },
  { key: "b", title: words.columns.branch, cell: (row) => row.branch },
  { key: "m", title: words.columns.modality, cell: (row) => modalityName(row.modality) },
  { key: "e", title: words.columns.ended, cell: (row) => <DateText value={row.closed_on} /> },
  { key: "c", title: words.columns.charged, end: true, cell: (row) => <Money value={row.charged} /> },
  { key: "a", title: words.columns.allowed, end: true, cell: (row) => <Money value={row.allowed} /> },
  { key: "o", title: words.columns.owed, end: true, cell: (row) => <strong><Money value={row.owed} /></strong> },
  { key: "d", title: words.columns.act, cell: (row) => <GiveBack of={row} /> },
];
const GIVEN: PlainColumn<GivenBack>[] = [
  { key: "l", title: text.columns.loan, lead: true, cell: (row) => <><Go to={`/prestamos/${row.loan_id}`}>{row.folio}</Go> · <Go to={`/clientes/${row.client_id}`}>{row.client.name}</Go></> },
  { key: "b", title: text.columns.branch, cell: (row) => row.branch },
  { key: "a", title: text.columns.amount, end: true, cell: (row) => <Money value={row.amount} /> },
  { key: "o", title: text.columns.on, cell: (row) => <DateText value={row.given_on} /> },
  { key: "w", title: text.columns.by, cell: (row) => row.by },
  { key: "r", title: text.columns.reason, cell: (row) => row.reason },
  { key: "p", title: text.columns.receipt, cell: (row) => <Go to={`/pagos/${row.payment_id}`}>{text.columns.see}</Go> },
  { key: "s", title: text.columns.state, cell: (row) => (row.reversed_on ? <StateTag tone="off">{text.reversed}</StateTag> : <StateTag tone="ok">{text.columns.standing}</StateTag>) },
];

/** Who paid over a ceiling that was written down after the loan ended: nothing of theirs changes, and it is given back. */
export function Overcharges() {
  const { data, error, refetch } = useOvercharges();
  const given = useGivenBack();
  return (
    <section className="card stack" aria-label={words.title}>
      <h2>{words.title}</h2>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && data.items.length === 0 ? <p className="second">{given.data?.items.length ? words.done : words.none}</p> : null}
      {data && data.items.length > 0 ? (
        <>
          <div className="lacking" role="status">
            <strong>{words.sum(data.totals?.count ?? 0, formatCount(data.totals?.count ?? 0))}</strong>{" "}
            <span>{data.totals?.by_currency.map((each, at) => <span key={each.currency}>{at > 0 ? " · " : ""}<Money value={each.owed} /></span>)}. {words.what}</span>
          </div>
          <PlainTable cards caption={words.title} rows={data.items} rowKey={(row) => row.loan_id} columns={COLUMNS} />
          {data.next ? <p className="hint">{words.more(formatCount(data.items.length))}</p> : null}
        </>
      ) : null}
      <Given />
    </section>
  );
}

/** What was given back already; what was undone stays in sight. */
function Given() {
  const { data } = useGivenBack();
  if (!data || data.items.length === 0) return null;
  return <><h3>{text.given}</h3><PlainTable cards caption={text.given} rows={data.items} rowKey={(row) => row.id} columns={GIVEN} /></>;
}
