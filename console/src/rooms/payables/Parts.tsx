import { PaperClipOutlined, UploadOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { act, plainState } from "./data.ts";
import type { Move, PayableDetail } from "./data.ts";
import { words } from "./words.ts";

const INVOICE: Record<string, Tone> = { accepted: "ok", mismatch: "bad", correction: "wait", rejected: "bad", replaced: "off" };
const LINE: Record<string, Tone> = { planned: "wait", paid: "ok", returned: "bad", removed: "off" };

/** The invoices that arrived, what was paid, and what settled it without money leaving. */
export function Parts({ of }: { of: PayableDetail }) {
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const [undoing, setUndoing] = useState<Move | null>(null);
  const undo = useCommand(({ move, reason }: { move: Move; reason: string }) => act(of.id, `moves/${move.id}/reversal`, { reason }, key));
  const covered = of.moves.filter((m) => m.kind !== "payment" && m.undoes === null);
  return (
    <>
      {of.payments.length > 0 ? (
        <section className="card" aria-label={words.payments}>
          <h2>{words.payments}</h2>
          <ol className="stack tight">
            {of.payments.map((p) => (
              <li key={p.id} className="row between">
                <span><Go to={`/cxp/lotes/${p.batch_id}`}>{p.folio}</Go> · <strong><Money value={p.amount} /></strong> · {p.account.bank} {p.account.number}{p.paid_on ? <> · <DateText value={p.paid_on} /></> : null}{p.reference ? ` · ${p.reference}` : ""}{p.return_reason ? ` · ${p.return_reason}` : ""}</span>
                <StateTag tone={LINE[p.state] ?? "off"}>{plainState(`· ${p.state_label.replace(/^[^\p{L}]+/u, "")}`)}</StateTag>
              </li>
            ))}
          </ol>
        </section>
      ) : null}
      {of.invoices.length > 1 ? (
        <section className="card">
          <h2>{words.history}</h2>
          <PlainTable
            caption={words.history} rows={of.invoices} rowKey={(i) => i.id} cards
            columns={[
              { key: "n", title: words.sides.number, cell: (i) => i.number }, { key: "d", title: words.sides.issued, cell: (i) => <DateText value={i.issued_on} /> },
              { key: "t", title: words.sides.compared, end: true, cell: (i) => <Money value={i.compared} /> },
              { key: "s", title: words.columns.state, cell: (i) => <StateTag tone={INVOICE[i.state] ?? "off"} title={i.reason ?? undefined}>{plainState(i.state_label)}</StateTag> },
              { key: "w", title: words.form.reason, cell: (i) => i.reason ?? "" },
            ]}
          />
        </section>
      ) : null}
      {covered.length > 0 ? (
        <section className="card" aria-label={words.covered}>
          <h2>{words.covered}</h2>
          <ul className="stack tight">
            {covered.map((m) => (
              <li key={m.id} className="row between" style={m.undone ? { textDecoration: "line-through", color: "var(--second)" } : undefined}>
                <span>{m.kind_label} {m.reference ?? ""} · <strong><Money value={m.amount} /></strong> · <DateText value={m.on} /> · {m.by}</span>
                {of.may.credit && !m.undone ? <Button size="small" onClick={() => { setUndoing(m); }}>{words.act.undo}</Button> : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {undoing ? (
        <ConfirmWithReason
          open danger onClose={() => { setUndoing(null); }} title={`${words.act.undo} · ${undoing.kind_label}`} action={words.act.undo} effect={<p>{words.effect.undo}</p>}
          onConfirm={async (reason) => { await undo.mutateAsync({ move: undoing, reason }); void message.success(words.done.undone); }}
        />
      ) : null}
    </>
  );
}

/** Photographs, PDF and XML that back it. */
export function Papers({ of, onOpen, onAdd, busy }: { of: PayableDetail; onOpen: (link: string) => void; onAdd: (() => void) | null; busy: boolean }) {
  return (
    <section className="card" aria-label={words.papers}>
      <div className="row between"><h2>{words.papers}</h2>{onAdd ? <Button size="small" icon={<UploadOutlined aria-hidden />} loading={busy} onClick={onAdd}>{words.act.evidence}</Button> : null}</div>
      {of.papers.length === 0 ? <p className="second">{words.noPapers}</p> : (
        <ul className="stack tight">
          {of.papers.map((p) => <li key={p.id} className="row between"><Button type="link" icon={<PaperClipOutlined aria-hidden />} onClick={() => { onOpen(p.link); }}>{p.name}</Button><span className="second">{p.by}</span></li>)}
        </ul>
      )}
    </section>
  );
}
