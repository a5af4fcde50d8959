import { DateText } from "@/kit/DateText.tsx";
import { Money } from "@/kit/Money.tsx";
import { compareMoney, minus, money } from "@/kit/money.ts";
import type { BankLine, Movement } from "./data.ts";
import { keyOf } from "./keys.ts";
import { words } from "./words.ts";

const text = words.match;
const SHOWN = 60;

interface Lines { rows: BankLine[]; current: BankLine; picked: Set<string>; onOpen: (id: number) => void; onPick: (key: string) => void }

/** What the bank says and nothing explains. */
export function LineList({ rows, current, picked, onOpen, onPick }: Lines) {
  return (
    <ul className="list">
      {rows.map((l) => (
        <li key={l.id} id={`line-${l.id}`} aria-current={l.id === current.id || undefined}>
          <input type="checkbox" aria-label={`${text.pickLine}: ${l.text}`} checked={picked.has(`l${l.id}`)} onChange={() => { onPick(`l${l.id}`); }} />
          <button type="button" className="told" onClick={() => { onOpen(l.id); }}>
            {l.text}<span className="second"> · <DateText value={l.on} />{l.reference ? ` · ${l.reference}` : ""}</span>
          </button>
          <strong className="num"><Money value={l.open} /></strong>
        </li>
      ))}
    </ul>
  );
}

function distance(m: Movement, near: BankLine): bigint {
  const apart = BigInt(minus(m.open, near.open).amount.replace(/[-.]/g, ""));
  return apart;
}

/** What the books say and the bank hasn't shown: the nearest in amount to the line first. */
export function MoveList({ rows, picked, onPick, near }: { rows: Movement[]; picked: Set<string>; onPick: (key: string) => void; near: BankLine }) {
  const same = compareMoney(near.open, money("0.00", near.open.currency)) > 0;
  const ordered = rows
    .map((m) => ({ m, apart: distance(m, near), side: (compareMoney(m.open, money("0.00", m.open.currency)) > 0) === same }))
    .sort((a, b) => Number(picked.has(keyOf(b.m))) - Number(picked.has(keyOf(a.m))) || Number(b.side) - Number(a.side) || (a.apart < b.apart ? -1 : a.apart > b.apart ? 1 : 0))
    .slice(0, SHOWN);
  if (ordered.length === 0) return <p className="second">{text.nothing}</p>;
  return (
    <ul className="list">
      {ordered.map(({ m }) => (
        <li key={keyOf(m)}>
          <input type="checkbox" aria-label={`${text.pickMove}: ${m.memo ?? m.client?.name ?? m.kind}`} checked={picked.has(keyOf(m))} onChange={() => { onPick(keyOf(m)); }} />
          <span className="told">{m.client?.name ?? m.memo ?? m.kind}<span className="second"> · <DateText value={m.on} />{m.reference ? ` · ${m.reference}` : ""}</span></span>
          <strong className="num"><Money value={m.open} /></strong>
        </li>
      ))}
    </ul>
  );
}
