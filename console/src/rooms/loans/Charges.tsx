import { Button } from "antd";
import { useState } from "react";
import type { LoanDetail, LoanStep } from "@/api/loans.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { Deciding } from "./Deciding.tsx";
import { Favours } from "./Favours.tsx";
import { words } from "./words.ts";

const text = words.charges;
/** What is told elsewhere: payments have their own tab, and undoing is a mark on what was undone. */
const APART = new Set(["payment", "reversal"]);

/** What was charged, forgiven or changed, with who and why; and what waits for somebody else to decide. */
export function Charges({ of }: { of: LoanDetail }) {
  const may = useCan("loans.manage");
  const [undoing, setUndoing] = useState<LoanStep | null>(null);
  const rows = of.timeline.filter((step) => !APART.has(step.kind));
  const running = ["active", "paid", "written_off", "recovered"].includes(of.status);
  return (
    <div className="stack">
      <Favours of={of} />
      <section className="card stack" aria-label={text.title}>
        <h2>{text.title}</h2>
        {rows.length === 0 ? <EmptyState>{text.none}</EmptyState> : (
          <PlainTable
            cards caption={text.title} rows={[...rows].reverse()} rowKey={(step) => step.id}
            columns={[
              { key: "what", title: text.what, lead: true, cell: (step) => <strong>{step.text}</strong> },
              { key: "on", title: text.on, cell: (step) => <DateText value={step.on} /> },
              { key: "who", title: text.who, cell: (step) => step.actor },
              { key: "why", title: text.why, cell: (step) => step.reason },
              { key: "state", title: text.state, cell: (step) => <StateTag tone={step.undone ? "off" : "ok"}>{step.undone ? text.undone : text.standing}</StateTag> },
              { key: "entry", title: text.entry, cell: (step) => (step.entry_id ? <Go to={`/libros/asientos/${step.entry_id}`}>{step.entry_id}</Go> : "") },
              { key: "do", title: "", cell: (step) => (may && running && step.undoable && step.kind !== "undisbursed" ? <Button size="small" onClick={() => { setUndoing(step); }}>{text.undo}</Button> : "") },
            ]}
          />
        )}
      </section>
      {undoing ? (
        <Deciding
          of={of} danger title={text.undoTitle} action={text.undo} path={`events/${undoing.id}/undo`} ask={{}} done={text.undid} onClose={() => { setUndoing(null); }}
          hint={<><strong>{undoing.text}</strong><br />{text.undoEffect}</>}
        />
      ) : null}
    </div>
  );
}
