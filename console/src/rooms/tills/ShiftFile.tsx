import { useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import type { Count, Difference, Shift } from "@/api/tills.ts";
import { useCan } from "@/kit/Can.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { money } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { href } from "@/kit/useUrlState.ts";
import { worth } from "./counting.ts";
import { useShift } from "./data.ts";
import { Decide } from "./Decide.tsx";
import { PrintCut } from "./index.tsx";
import { DifferenceText, ShiftTag } from "./ShiftTag.tsx";
import { words } from "./words.ts";
import "./tills.css";

const text = words.file;

/** One shift: who, what was counted, what moved and what was decided of its difference. */
export default function ShiftFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useShift(id);
  if (!data) return error ? <NoFile list="/caja/cierres" error={error} onRetry={() => void refetch()} /> : <PageSkeleton figures={4} />;
  return <File of={data} />;
}

function File({ of }: { of: Shift }) {
  const [deciding, setDeciding] = useState(false);
  const books = useCan("books.read");
  return (
    <div className="page stack wide">
      <PageHeader
        title={`${of.till.name} · ${of.folio}`} tag={<ShiftTag of={of} />}
        subtitle={<>{of.branch} · {of.opened_by.name} · <InstantText value={of.opened_at} />{of.closed_at ? <> – <InstantText value={of.closed_at} /></> : null}</>}
        actions={<>
          {of.may.decide ? <Button type="primary" onClick={() => { setDeciding(true); }}>{words.decide.action}</Button> : null}
          <PrintCut of={of} kind={of.state === "closed" ? "z" : "x"} />
        </>}
      />
      <div className="figures">
        <Figure label={words.fund} amount={of.fund} />
        <Figure label={words.entered} amount={of.entered} foot={words.movesCount(of.moves)} link={href("/caja/movimientos", { shift_id: of.id })} />
        <Figure label={words.gone} amount={of.gone} />
        <Figure label={words.expected} amount={of.expected} />
        <Figure label={words.counted} amount={of.counted} />
        <Figure label={words.difference} value={<DifferenceText value={of.difference} />} tone={of.difference && of.difference.amount.startsWith("-") ? "bad" : undefined} />
      </div>
      {of.blind ? <p className="second">{words.blindNote}</p> : null}
      <section className="card" aria-label={text.differences}>
        <h2>{text.differences}</h2>
        <PlainTable<Difference>
          caption={text.differences} rows={of.differences} rowKey={(d) => d.asked_at} cards empty={<span className="second">{text.none}</span>}
          columns={[
            { key: "a", title: words.difference, cell: (d) => <>{text[d.moment]}: <DifferenceText value={d.amount} /></> },
            { key: "s", title: words.columns.state, cell: (d) => d.state_label },
            { key: "r", title: text.asked, cell: (d) => `${d.asked_by}: ${d.reason}` },
            { key: "d", title: text.decided, cell: (d) => (d.decided_by ? `${d.decided_by}: ${d.decision ?? ""}` : "") },
            { key: "e", title: text.entry, cell: (d) => (d.entry_id && books ? <Go to={`/libros/asientos/${d.entry_id}`}>{text.entry}</Go> : "") },
          ]}
        />
      </section>
      <div className="half">
        {of.counts.map((c) => <Counted key={`${c.moment}-${c.number}`} of={c} currency={of.currency} />)}
      </div>
      {deciding ? <Decide of={of} onClose={() => { setDeciding(false); }} /> : null}
    </div>
  );
}

function Counted({ of, currency }: { of: Count; currency: string }) {
  const rows = Object.entries(of.pieces).sort(([a], [b]) => Number(b) - Number(a));
  const title = `${text[of.moment]}, ${text.nth(of.number)}`;
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <p className="second">{of.by} · <InstantText value={of.at} />{of.sighted ? ` · ${text.sighted}` : ""}</p>
      <PlainTable
        caption={title} rows={rows} rowKey={([value]) => value} totals
        columns={[
          { key: "v", title: words.count.denomination, cell: ([value]) => <Money value={money(value, currency)} code={false} />, total: words.count.sum },
          { key: "n", title: words.count.pieces, end: true, cell: ([, pieces]) => pieces },
          { key: "t", title: words.count.total, end: true, cell: ([value, pieces]) => <Money value={worth(value, pieces, currency)} code={false} />, total: <Money value={of.amount} /> },
        ]}
      />
    </section>
  );
}
