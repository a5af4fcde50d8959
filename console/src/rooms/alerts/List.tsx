import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useCommand } from "@/api/query.ts";
import { InstantText } from "@/kit/DateText.tsx";
import { Money } from "@/kit/Money.tsx";
import { see } from "./data.ts";
import type { Alert, Group } from "./data.ts";
import { AlertTag } from "./AlertTag.tsx";
import { UrgencyTag } from "./UrgencyTag.tsx";
import { words } from "./words.ts";

interface Props { groups: Group[]; totals: Map<string, number> | null; current: string | null; onOpen: (of: Alert) => void }

/** Alerts by rule and branch; each group folds. `totals`: how many there are of each, also of those not read yet. */
export function List({ groups, totals, current, onOpen }: Props) {
  return <div className="stack">{groups.map((group) => <Together key={group.key} of={group} total={Math.max(totals?.get(group.key) ?? 0, group.items.length)} current={current} onOpen={onOpen} />)}</div>;
}

function Together({ of, total, current, onOpen }: { of: Group; total: number; current: string | null; onOpen: (of: Alert) => void }) {
  const [folded, setFolded] = useState(of.items.length > 8);
  const unseen = of.items.filter((each) => each.state === "new");
  const seeing = useCommand(async () => { for (const each of unseen) await see(each.id); });
  const shown = folded ? of.items.slice(0, 3) : of.items;
  return (
    <section className="card alert-group" aria-label={`${of.rule_name}, ${of.branch}`}>
      <header className="row between">
        <h2><UrgencyTag of={of.urgency} /> {of.rule_name} <span className="second">· {of.branch}</span></h2>
        <div className="row">
          <span className="second num">{words.same(total)}</span>
          {unseen.length > 1 ? <Button size="small" loading={seeing.isPending} onClick={() => { seeing.mutate(undefined); }}>{words.actions.all}</Button> : null}
          {of.items.length > 3 ? <Button size="small" type="text" aria-expanded={!folded} aria-label={folded ? words.unfold : words.fold} icon={folded ? <RightOutlined aria-hidden /> : <DownOutlined aria-hidden />} onClick={() => { setFolded(!folded); }} /> : null}
        </div>
      </header>
      <ul>
        {shown.map((each) => (
          <li key={each.id}>
            <button type="button" className={each.id === current ? "alert-row current" : "alert-row"} aria-current={each.id === current} onClick={() => { onOpen(each); }}>
              <span className="what">
                <strong>{each.client?.name ?? each.subject}</strong>
                <span className="second"> {each.client ? `${each.client.folio} · ` : ""}{each.facts.days === undefined ? "" : `${words.detail.days(each.facts.days)} · `}<InstantText value={each.since} /></span>
              </span>
              <span className="sum num">{each.amount ? <Money value={each.amount} /> : null}</span>
              <span className="who second">{each.assignee?.name ?? words.nobody}</span>
              <AlertTag state={each.state} label={each.state_label} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
