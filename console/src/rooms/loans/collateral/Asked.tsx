import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import type { Collateral, LienAsk, SuretyAsk, Weighed } from "@/api/backing.ts";
import type { Product } from "@/api/loans.ts";
import type { Client, MoneyValue } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Money } from "@/kit/Money.tsx";
import { isZero } from "@/kit/money.ts";
import { formatRate } from "@/kit/rates.ts";
import { AddSurety, AddThing } from "./Acts.tsx";
import type { Role } from "./Acts.tsx";
import { words } from "./words.ts";

const text = words.asked;

/** What will back a loan that is being asked for. */
export interface Behind { things: { thing: Collateral; part: string }[]; people: { person: Client; role: Role }[] }
export const NOTHING: Behind = { things: [], people: [] };

export const liensOf = (behind: Behind): LienAsk[] => behind.things.map(({ thing, part }) => ({ collateral_id: thing.id, part }));
export const suretiesOf = (behind: Behind): SuretyAsk[] => behind.people.map(({ person, role }) => ({ client_id: person.id, role }));
/** What keeps it from being sent: nothing behind a product that asks for it, or less than what is asked. */
export function shortOf(product: Product | undefined, behind: Behind, weighed: Weighed | undefined): string | null {
  if (!product?.definition.collateral.required) return null;
  if (behind.things.length === 0) return text.missing;
  return weighed?.short ? `${text.short(formatMoney(weighed.lendable))} ${text.remedy}` : null;
}

type Adding = "thing" | "person" | null;
interface Props { product: Product | undefined; value: Behind; onChange: (next: Behind) => void; onAdd: (what: Adding) => void; error: string | null }

/** What backs it and who else answers, inside the form; the windows that add them go beside it. */
export function AskedBehind({ product, value, onChange, onAdd, error }: Props) {
  const may = useCan("collateral.write");
  const rule = product?.definition.collateral;
  const limits = Object.entries(rule?.limits ?? {}).map(([kind, limit]) => text.upTo(words.kinds[kind as keyof typeof words.kinds], formatRate(limit, 1)));
  if (!may && !rule?.required) return null;
  const without = (of: object): void => { onChange({ things: value.things.filter((each) => each !== of), people: value.people.filter((each) => each !== of) }); };
  return (
    <section className="asked-behind" aria-label={text.title}>
      <h2>{text.title}</h2>
      <p className="hint">{rule?.required ? `${text.required} ${limits.join("; ")}.` : [text.optional, limits.length > 0 ? `${limits.join("; ")}.` : ""].join(" ")}</p>
      {value.things.length + value.people.length > 0 ? (
        <ul>
          {value.things.map((each) => (
            <li key={each.thing.id}>
              <span><strong>{each.thing.folio}</strong> {each.thing.description}<span className="second">{each.thing.value ? <Money value={each.thing.value} /> : text.noValue}{each.part === "1" ? "" : ` · ${text.part(formatRate(each.part, 0))}`}</span></span>
              <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={text.drop(each.thing.folio)} onClick={() => { without(each); }} />
            </li>
          ))}
          {value.people.map((each) => (
            <li key={each.person.id}>
              <span>{each.person.name}<span className="second">{words.loan.roles[each.role]}</span></span>
              <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={text.drop(each.person.name)} onClick={() => { without(each); }} />
            </li>
          ))}
        </ul>
      ) : null}
      {may ? (
        <div className="row">
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { onAdd("thing"); }}>{text.add}</Button>
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { onAdd("person"); }}>{text.person}</Button>
        </div>
      ) : <p className="second">{text.later}</p>}
      {error ? <p className="error" role="alert">{error}</p> : null}
    </section>
  );
}

/** Keeps what is behind and which window is open. */
export function useBehind(clientId: string | null, currency: string) {
  const [behind, setBehind] = useState<Behind>(NOTHING);
  const [adding, setAdding] = useState<Adding>(null);
  const close = (): void => { setAdding(null); };
  const windows = (
    <>
      {adding === "thing" ? <AddThing clientId={clientId} currency={currency} without={behind.things.map((each) => each.thing.id)} onTake={(thing, part) => { setBehind({ ...behind, things: [...behind.things, { thing, part }] }); }} onClose={close} /> : null}
      {adding === "person" ? <AddSurety onTake={(person, role) => { setBehind({ ...behind, people: [...behind.people.filter((each) => each.person.id !== person.id), { person, role }] }); }} onClose={close} /> : null}
    </>
  );
  return { behind, setBehind, setAdding, windows };
}

/** How much is asked of what it is worth, against what the product allows, and what to do when it isn't enough. */
export function Weight({ of, onLower }: { of: Weighed; onLower: (amount: MoneyValue) => void }) {
  return (
    <section className="card stack tight weight" aria-label={text.panel} aria-live="polite">
      <dl className="facts">
        <dt>{text.ltv}</dt><dd className={of.short ? "num bad" : "num"}><strong>{of.ltv === null ? "—" : formatRate(of.ltv, 1)}</strong> <span className="second">{of.limit === null ? words.loan.unlimited : words.loan.limit(formatRate(of.limit, 1))}</span></dd>
        <dt>{words.loan.value}</dt><dd className="num"><Money value={of.value} />{of.expired ? <span className="bad"> {words.loan.expired}</span> : null}</dd>
        {of.limit === null ? null : <><dt>{words.loan.lendable}</dt><dd className="num"><Money value={of.lendable} /></dd></>}
      </dl>
      {of.short ? (
        <div className="kit-problem" role="alert"><div className="grow"><strong>{text.short(formatMoney(of.lendable))}</strong><div className="second">{text.remedy}</div>{isZero(of.lendable) ? null : <Button size="small" style={{ marginTop: 8 }} onClick={() => { onLower(of.lendable); }}>{text.lower(formatMoney(of.lendable))}</Button>}</div></div>
      ) : of.limit === null ? null : <p className="good">{text.fits}</p>}
    </section>
  );
}
