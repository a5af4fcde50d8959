import { Input } from "antd";
import type { KeyboardEvent } from "react";
import { useId } from "react";
import { formatMoney } from "@/kit/formats.ts";
import { Money } from "@/kit/Money.tsx";
import { money } from "@/kit/money.ts";
import { piecesOf, totalOf, worth } from "./counting.ts";
import type { Pieces } from "./counting.ts";
import { words } from "./words.ts";

const text = words.count;

interface Props { denominations: string[]; currency: string; value: Pieces; onChange: (value: Pieces) => void; disabled?: boolean; autoFocus?: boolean }

/** How many of each bill and coin, the greatest first. Entrar and ↓ go down; after the last one, to the button. */
export function CountGrid({ denominations, currency, value, onChange, disabled, autoFocus }: Props) {
  const id = useId();
  function walk(event: KeyboardEvent<HTMLTableElement>): void {
    const step = event.key === "ArrowDown" || event.key === "Enter" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0 || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const fields = [...event.currentTarget.querySelectorAll("input")];
    const next = fields[fields.indexOf(event.target) + step];
    if (next) { next.focus(); next.select(); } else if (step === 1) event.currentTarget.closest("form")?.querySelector<HTMLElement>(".after-count")?.focus();
  }
  return (
    <div className="stack">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of its fields, heard once */}
      <table className="kit-table count" onKeyDown={walk} aria-describedby={`${id}-keys`}>
        <thead><tr><th scope="col">{text.denomination}</th><th scope="col" className="end">{text.pieces}</th><th scope="col" className="end">{text.total}</th></tr></thead>
        <tbody>
          {denominations.map((each, n) => {
            const pieces = piecesOf(value[each]);
            return (
              <tr key={each}>
                <td><Money value={money(each, currency)} code={false} /></td>
                <td className="end">
                  <Input
                    value={value[each] ?? ""} inputMode="numeric" autoComplete="off" maxLength={6} disabled={disabled} autoFocus={autoFocus && n === 0} className="num"
                    aria-label={text.of(formatMoney(money(each, currency)))} status={pieces === null ? "error" : undefined} aria-invalid={pieces === null ? true : undefined} title={pieces === null ? text.wrong : undefined}
                    onFocus={(event) => { event.target.select(); }} onChange={(event) => { onChange({ ...value, [each]: event.target.value }); }}
                  />
                </td>
                <td className="end num">{pieces ? <Money value={worth(each, pieces, currency)} code={false} /> : <span className="hint" aria-hidden>·</span>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="hint keys-hint" id={`${id}-keys`}>{text.keys}</p>
      <div className="count-sum" role="status"><span>{text.sum}</span><strong><Money value={totalOf(value, denominations, currency)} /></strong></div>
    </div>
  );
}
