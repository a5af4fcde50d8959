import { useParams } from "@tanstack/react-router";
import type { Lot } from "@/api/pawn.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { Figure } from "@/kit/Figure.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { isPositive } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { formatRate } from "@/kit/rates.ts";
import { SourceEntries } from "@/kit/SourceEntries.tsx";
import { Articles } from "./Articles.tsx";
import { ticketPath, useLot } from "./data.ts";
import { LotActions } from "./LotActions.tsx";
import { LotTag } from "./LotTag.tsx";
import { lots as words } from "./lotWords.ts";
import { articlesOf } from "./shown.ts";
import "./pawn.css";

const text = words.figures;

/** One lot: what was owed, from how much it is sold, what its sale recovered and what is the client's. */
export default function LotFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useLot(id);
  if (!data) return error ? <NoFile list="/empenos/remates" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} />;
}

function File({ of }: { of: Lot }) {
  const books = useCan("books.read");
  return (
    <div className="page stack">
      <PageHeader
        title={of.folio} tag={<LotTag of={of} />} actions={<LotActions of={of} />}
        subtitle={<>{articlesOf(of.items)} · {words.from} <Go to={ticketPath(of.ticket_id)}>{of.ticket_folio}</Go> · <Go to={`/clientes/${of.client_id}`}>{of.client.name}</Go> · {of.branch}</>}
      />
      <div className="figures">
        <Figure label={text.debt} amount={of.debt} foot={<>{text.debtFoot}, <DateText value={of.adjudicated_on} /></>} />
        <Figure label={text.cost} amount={of.cost} foot={text.costFoot} />
        {of.price
          ? <Figure label={text.price} amount={of.price} foot={[of.ended_on ? dateText(of.ended_on) : "", of.sale_cost ? text.saleCost(formatMoney(of.sale_cost)) : "", of.buyer ? `${words.buyer.toLowerCase()} ${of.buyer}` : ""].filter(Boolean).join(" · ")} />
          : <Figure label={text.minimum} value={of.minimum ? undefined : "—"} amount={of.minimum} foot={of.minimum ? undefined : text.notListed} />}
        {of.recovery ? <Figure label={text.recovery} value={formatRate(of.recovery, 1)} foot={text.recoveryFoot} /> : null}
        {of.price ? <Outcome of={of} /> : null}
      </div>
      <div className="half">
        <Articles of={of} />
        {books && of.ended_on ? <SourceEntries source={`pawn_lots:${of.id}`} title={words.books} /> : null}
      </div>
    </div>
  );
}

/** What was left over is the client's; what was lacking, the house's. */
function Outcome({ of }: { of: Lot }) {
  if (isPositive(of.shortfall)) return <Figure label={text.shortfall} amount={of.shortfall} foot={text.shortfallFoot} tone="bad" />;
  if (!isPositive(of.surplus)) return <Figure label={text.surplus} value={text.none} />;
  const due = of.status === "surplus_due";
  return <Figure label={text.surplus} amount={of.surplus} tone={due ? "warn" : undefined} foot={due ? (of.surplus_until ? text.until(dateText(of.surplus_until)) : undefined) : of.surplus_ended_on ? text.paid(dateText(of.surplus_ended_on)) : undefined} />;
}
