import { useParams } from "@tanstack/react-router";
import { DateText } from "@/kit/DateText.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Figure } from "@/kit/Figure.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive, sumOf } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { Actions } from "./Actions.tsx";
import { Board } from "./Board.tsx";
import { lateOf, useRosca, whoOf } from "./data.ts";
import type { RoscaDetail } from "./data.ts";
import { Forming } from "./Forming.tsx";
import { History } from "./History.tsx";
import { Refunds } from "./Refunds.tsx";
import { Rounds } from "./Rounds.tsx";
import { RoscaTag } from "./tags.tsx";
import { words } from "./words.ts";

/** One san: its pot, who receives next, who is late, and every quota of every number. */
export default function RoscaFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useRosca(id);
  if (!data) return error ? <NoFile list="/sanes" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} />;
}

function File({ of }: { of: RoscaDetail }) {
  return (
    <div className="page">
      <PageHeader
        title={of.name} tag={<RoscaTag of={of} />}
        subtitle={<>{of.folio} · {of.places} × <Money value={of.contribution} /> · {words.frequency[of.frequency]} · <DateText value={of.starts_on} /> · {of.branch}</>}
        actions={<Actions of={of} />}
      />
      <div className="stack">
        <Figures of={of} />
        <Refunds of={of} />
        <Forming of={of} />
        <Board of={of} />
        <div className="two">
          <Rounds of={of} />
          <div className="stack">
            <Late of={of} />
            <aside className="card"><h2>{words.history}</h2><div className="san-history"><History id={of.id} currency={of.pot.currency} /></div></aside>
          </div>
        </div>
      </div>
    </div>
  );
}

function Figures({ of }: { of: RoscaDetail }) {
  const next = of.status === "liquidated" ? null : of.next;
  const late = lateOf(of);
  const owed = sumOf(late.map((n) => n.overdue), of.pot.currency);
  const standing = !next ? words.figures.none
    : next.ready ? words.complete : isPositive(next.missing) ? words.missing(formatMoney(next.missing)) : words.receiverLate;
  return (
    <div className="figures">
      <Figure label={words.figures.pot} amount={of.pot} foot={<>{words.figures.fee} <Money value={of.fee.per_round} /></>} />
      <Figure
        label={words.figures.next} value={next ? <DateText value={next.due_on} /> : undefined} tone={next && !next.ready ? "warn" : undefined}
        foot={next ? <>{words.round(next.round)} · {whoOf(next)} · {standing}</> : standing}
      />
      <Figure label={words.figures.cash} amount={of.pot_cash} foot={of.adds_up ? words.addsUp : words.notAddsUp} tone={of.adds_up ? undefined : "bad"} />
      <Figure label={words.figures.late} amount={owed} foot={words.lateOnes(late.length)} tone={late.length > 0 ? "bad" : undefined} />
    </div>
  );
}

function Late({ of }: { of: RoscaDetail }) {
  const late = lateOf(of);
  if (late.length === 0) return null;
  return (
    <section className="card" aria-label={words.lateList}>
      <h2>{words.lateList}</h2>
      <ul className="stack tight">
        {late.map((n) => (
          <li key={n.number} className="row between">
            <span>{n.number}. {n.client ? <Go to={`/clientes/${n.client.id}`}>{n.client.name}</Go> : words.free}{n.in_collections ? <span className="second"> · {words.collecting}</span> : null}</span>
            <strong><Money value={n.overdue} /></strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
