import { Checkbox } from "antd";
import type { Dues } from "@/api/types.ts";
import { DateText } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { ReceivableTag } from "@/kit/StateTag.tsx";
import { itemsIn } from "./till.ts";
import type { Draft } from "./till.ts";
import { words } from "./words.ts";

interface Props { dues: Dues; draft: Draft; disabled: boolean; onToggle: (id: string) => void }

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
                  <span className="clip text"><Go to={`/cxc/${r.id}`}>{r.folio}</Go> · {r.concept}</span>
                  <span className="second">{words.columns.due} <DateText value={r.due_on} /></span>
                </label>
                <span className="end"><strong><Money value={r.balance} /></strong><ReceivableTag of={r} /></span>
              </li>
            ))}
          </ul>
          <p className="hint" role="status">{draft.chosen.length === 0 ? words.auto : words.picked(draft.chosen.length)}</p>
        </>
      )}
    </section>
  );
}
