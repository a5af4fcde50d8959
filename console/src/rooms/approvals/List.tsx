import { CheckCircleFilled, CloseCircleFilled, PaperClipOutlined } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import { useEffect, useRef } from "react";
import { Money } from "@/kit/Money.tsx";
import { es } from "@/words/es.ts";
import { batchable, isOver, keyOf } from "./data.ts";
import type { Approval } from "./data.ts";
import { words } from "./words.ts";

interface Props {
  items: Approval[]; current: string | null; picked: Set<string>; batching: boolean; onOpen: (of: Approval) => void; onPick: (of: Approval) => void;
  /** The kind of what is picked: only that one may join. */
  kind: string | null; more: (() => void) | null; loading: boolean;
}

/** Whether policy holds, with what doesn't on hover: icon and word, never colour alone. */
export function PolicyMark({ of }: { of: Approval }) {
  const bad = of.policy.filter((c) => !c.ok);
  return (
    <span className={bad.length === 0 ? "policy ok" : "policy bad"} title={bad.map((c) => c.text).join(" · ") || words.policyOk}>
      {bad.length === 0 ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />} {bad.length === 0 ? words.policyOk : words.policyBad(bad.length)}
    </span>
  );
}

/** What waits, one per row: type, folio, who asks, amount, policy, evidence and age. */
export function List({ items, current, picked, batching, onOpen, onPick, kind, more, loading }: Props) {
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => { table.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }); }, [current]);
  const titles = words.columns;
  return (
    <section className="card inbox" aria-label={words.list}>
      <table ref={table} className="kit-table">
        <caption className="visually-hidden">{words.list}</caption>
        <thead>
          <tr>
            {batching ? <th scope="col"><span className="visually-hidden">{titles.pick}</span></th> : null}
            <th scope="col">{titles.kind}</th><th scope="col">{titles.folio}</th><th scope="col">{titles.asks}</th><th scope="col" className="end">{titles.amount}</th>
            <th scope="col">{titles.policy}</th><th scope="col">{titles.evidence}</th><th scope="col" className="end">{titles.age}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((of) => {
            const key = keyOf(of);
            const may = batchable(of) && (kind === null || kind === of.kind);
            return (
              <tr key={key} className="link" aria-current={key === current ? "true" : undefined} onClick={() => { onOpen(of); }}>
                {batching ? (
                  <td className="pick" onClick={(event) => { event.stopPropagation(); }}>
                    <Checkbox aria-label={`${titles.pick} ${of.folio}`} checked={picked.has(key)} disabled={!may} onChange={() => { onPick(of); }} />
                  </td>
                ) : null}
                <td className="kind">{of.kind_label}</td>
                <td className="folio">
                  <button type="button" className="as-link" onClick={(event) => { event.stopPropagation(); onOpen(of); }}>{of.folio}</button>
                  <div className="second clip" title={of.summary}>{of.party && !of.summary.includes(of.party) ? `${of.party} · ${of.summary}` : of.summary}</div>
                </td>
                <td className="who">{of.asked_by?.name ?? words.noOne}</td>
                <td className="end num amount"><Money value={of.money} /></td>
                <td className="mark">{isOver(of) ? <span className="second">{of.state_label}</span> : <PolicyMark of={of} />}</td>
                <td className="proof">{of.evidence.length > 0 ? <span className="num"><PaperClipOutlined aria-hidden /> {of.evidence.length}</span> : <span className="hint" title={words.noEvidence}>{es.common.missing}</span>}</td>
                <td className="end num age">{words.age(of.age_days)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {more ? <div className="more"><Button onClick={more} loading={loading}>{words.more}</Button></div> : null}
    </section>
  );
}
