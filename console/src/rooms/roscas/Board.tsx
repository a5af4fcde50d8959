import { formatMoney } from "@/kit/formats.ts";
import { dateShort, dateText } from "@/kit/dates.ts";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive, isZero } from "@/kit/money.ts";
import { es } from "@/words/es.ts";
import type { Cell, Letter, Numbered, RoscaDetail } from "./data.ts";
import { words } from "./words.ts";
import "./roscas.css";

const TONE: Record<Letter, string> = { P: "ok", D: "wait", A: "bad" };

/** Who pays and who receives: a row per number, a column per round, a letter and a colour per quota. */
export function Board({ of }: { of: RoscaDetail }) {
  const year = of.as_of.slice(0, 4);
  return (
    <section className="card stack tight">
      <h2 id="san-board">{words.board}</h2>
      <p className="hint">{words.boardHint}</p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard */}
      <div className="scroll-x" role="region" aria-labelledby="san-board" tabIndex={0}>
        <table className="kit-table san-board">
          <thead>
            <tr>
              <th scope="col" className="who">{words.member}</th>
              <th scope="col" className="end">{words.position}</th>
              {of.rounds.map((r) => (
                <th key={r.round} scope="col" className={of.next?.round === r.round ? "round now" : "round"}>
                  <span className="visually-hidden">{words.round(r.round)}</span><span aria-hidden>{r.round}</span>
                  <div className="hint">{dateShort(r.due_on, year)}</div>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.numbers.map((n) => (
              <tr key={n.number}>
                <th scope="row" className="who">
                  <div className="clip">{n.number}. {n.client ? <Go to={`/clientes/${n.client.id}`}>{n.client.name}</Go> : <span className="second">{words.free}</span>}</div>
                  <div className="hint">{n.state_label}</div>
                </th>
                <td className="end num"><Position of={n} /></td>
                {n.cells.map((cell) => <td key={cell.round} className="round"><Quota of={cell} /></td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Position({ of }: { of: Numbered }) {
  const tone = isZero(of.position) ? "zero" : isPositive(of.position) ? "plus" : "minus";
  return (
    <>
      <Money value={of.position} sign={tone === "plus"} quietZero />
      <div className="hint">{words.positionWords[tone]}</div>
    </>
  );
}

function Quota({ of }: { of: Cell }) {
  const mark = `san-cell ${of.receives ? "receives" : ""}`;
  const receives = of.receives ? `; ${words.receives}` : "";
  if (!of.receivable_id) {
    return <span className={`${mark} off`} title={of.receives ? words.receives : undefined}><span aria-hidden>{es.common.missing}</span><span className="visually-hidden">{receives}</span></span>;
  }
  const text = words.cell(of.round, dateText(of.due_on), of.state_label, formatMoney(of.paid), formatMoney(of.amount)) + receives;
  return <Go to={`/cxc/${of.receivable_id}`} className={`${mark} ${TONE[of.state]}`} title={text} aria-label={text}>{of.state}</Go>;
}
