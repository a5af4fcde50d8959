import { Button } from "antd";
import { useState } from "react";
import { useActingBranch, useSession } from "@/api/session.ts";
import type { Shift } from "@/api/tills.ts";
import type { Till } from "@/api/types.ts";
import { InstantText } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { Decide } from "./Decide.tsx";
import { useBoxes, useWaiting } from "./data.ts";
import { DifferenceText } from "./ShiftTag.tsx";
import { words } from "./words.ts";

/** Every till of the branch for who watches them: who has it, since when, what is in it, how the last close went. */
export function BranchTills() {
  const { branchId } = useSession();
  const here = useActingBranch();
  const boxes = useBoxes(true);
  const waiting = useWaiting(true);
  const [deciding, setDeciding] = useState<Shift | null>(null);
  const rows = (boxes.data?.items ?? []).filter((t) => t.kind === "cash" && (branchId === null || t.branch_id === here.id));
  const toDecide = (waiting.data?.items ?? []).filter((s) => s.may.decide);
  return (
    <>
      {toDecide.length > 0 ? (
        <section className="till-note bad" role="alert" aria-label={words.waitingNow(toDecide.length)}>
          <strong>{words.waitingNow(toDecide.length)}</strong>
          {toDecide.map((s) => (
            <div key={s.id} className="row">
              <span>{s.branch} · {s.till.name} · {s.opened_by.name}: <DifferenceText value={s.differences.find((d) => d.state === "waiting")?.amount} /></span>
              <Button size="small" type="primary" onClick={() => { setDeciding(s); }}>{words.decide.action}</Button>
            </div>
          ))}
        </section>
      ) : null}
      <section className="card" aria-label={words.branchTills}>
        <h2>{branchId === null ? words.branchTillsAll : words.branchTills}</h2>
        <PlainTable<Till>
          caption={words.branchTills} rows={rows} rowKey={(t) => t.id} cards
          columns={[
            { key: "n", title: words.columns.till, cell: (t) => <strong>{t.name}</strong> },
            { key: "s", title: words.columns.state, cell: (t) => (t.shift ? <Go to={`/caja/cierres/${t.shift.id}`}>{t.shift.state_label}</Go> : <span className="second">{words.nobody}</span>) },
            { key: "w", title: words.columns.user, cell: (t) => t.shift?.opened_by ?? "" },
            { key: "d", title: words.columns.since, cell: (t) => (t.shift ? <InstantText value={t.shift.opened_at} /> : null) },
            { key: "b", title: words.columns.balance, end: true, cell: (t) => <Money value={t.balance} /> },
            { key: "l", title: words.columns.last, end: true, cell: (t) => (t.last ? <Go to={`/caja/cierres/${t.last.shift_id}`}><DifferenceText value={t.last.difference} /></Go> : <span className="second">{words.never}</span>) },
          ]}
        />
      </section>
      {deciding ? <Decide of={deciding} onClose={() => { setDeciding(null); }} /> : null}
    </>
  );
}
