import { Checkbox } from "antd";
import type { Dues, Receivable } from "@/api/types.ts";
import { DateText } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { ReceivableTag } from "@/kit/StateTag.tsx";
import { instalmentOf, itemsIn, loansIn, ticketOf, ticketsIn, wholeOf } from "./till.ts";
import type { Draft } from "./till.ts";
import { words } from "./words.ts";

interface Props { dues: Dues; draft: Draft; disabled: boolean; onToggle: (id: string) => void }

/** An account by its folio, an instalment by its loan, a pledge by its ticket. */
function What({ of }: { of: Receivable }) {
  const own = instalmentOf(of);
  const ticket = ticketOf(of);
  if (ticket) return <span className="clip text">{words.pawn} · <Go to={`/empenos/${ticket.ticketId}`}>{ticket.folio}</Go></span>;
  return own
    ? <span className="clip text">{own.what} · <Go to={`/prestamos/${own.loanId}`}>{own.folio}</Go></span>
    : <span className="clip text"><Go to={`/cxc/${of.id}`}>{of.folio}</Go> · {of.concept}</span>;
}

/** What the person owes, oldest first; marking one says where the money goes. */
export function Debts({ dues, draft, disabled, onToggle }: Props) {
  const items = itemsIn(dues, draft.currency);
  return (
    <section className="card" aria-label={words.owes}>
      <h2>{words.owes}</h2>
      {items.length === 0 ? <p className="second">{words.owesNone}</p> : (
        <>
          <ul className="debts">
            {items.map((r) => (
              <li key={r.id}>
                <Checkbox id={`debt-${r.id}`} checked={draft.chosen.includes(r.id)} disabled={disabled} aria-label={words.choose(r.folio)} onChange={() => { onToggle(r.id); }} />
                <label className="what" htmlFor={`debt-${r.id}`}>
                  <What of={r} />
                  <span className="second">{words.columns.due} <DateText value={r.due_on} /></span>
                </label>
                <span className="end"><strong><Money value={wholeOf(dues, r)} /></strong>{dues.besides?.[r.id] ? <span className="hint num">{ticketOf(r) ? words.pawnBesides : words.besides} <Money value={dues.besides[r.id]} code={false} /></span> : null}<ReceivableTag of={r} /></span>
              </li>
            ))}
          </ul>
          {loansIn(items).map((loan) => <p key={loan.loanId} className="hint">{words.ahead(loan.folio)} <Go to={`/prestamos/${loan.loanId}?tab=simulate`}>{words.aheadDo}</Go></p>)}
          {ticketsIn(items).map((one) => <p key={one.ticketId} className="hint">{words.pawnAsk(one.folio)} <Go to={`/empenos/${one.ticketId}`}>{words.pawnDo}</Go></p>)}
          <p className="hint" role="status">{draft.chosen.length === 0 ? words.auto : words.picked(draft.chosen.length)}</p>
        </>
      )}
    </section>
  );
}
