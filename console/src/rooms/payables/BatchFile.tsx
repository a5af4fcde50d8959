import { App, Button, Input } from "antd";
import { useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { api, download, openFile } from "@/api/client.ts";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText, InstantText } from "@/kit/DateText.tsx";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { onBatch, onPayment, plainState, useBatch } from "./data.ts";
import type { Batch, PaymentLine } from "./data.ts";
import { words } from "./words.ts";
import "./payables.css";

const b = words.batch;
const TONE: Record<Batch["state"], Tone> = { draft: "wait", executed: "ok", cancelled: "off" };
const LINE: Record<string, Tone> = { planned: "wait", paid: "ok", returned: "bad", removed: "off" };

/** I3, second half: the file for the bank, the execution (Ctrl+Enter), the evidence and what came back. */
export default function BatchFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useBatch(id);
  if (!data) return error ? <NoFile list="/cxp/lotes" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} />;
}

function File({ of }: { of: Batch }) {
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const pays = useCan("payables.pay");
  const [asking, setAsking] = useState<"execute" | "cancel" | null>(null);
  const make = useCommand((layout: string) => onBatch(of.id, "file", { layout }));
  const run = useCommand((what: "execution" | "cancellation") => onBatch(of.id, what, undefined, what === "execution" ? key : undefined));
  useEffect(() => {
    function pressed(event: KeyboardEvent): void {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && of.may_execute && asking === null) { event.preventDefault(); setAsking("execute"); }
    }
    window.addEventListener("keydown", pressed);
    return () => { window.removeEventListener("keydown", pressed); };
  }, [of.may_execute, asking]);
  return (
    <div className="page">
      <PageHeader
        title={`${b.title} ${of.folio}`} tag={<StateTag tone={TONE[of.state]}>{plainState(of.state_label)}</StateTag>} subtitle={<>{of.account} · {of.branch} · <DateText value={of.pay_on} /></>}
        actions={(
          <>
            {pays && of.state !== "cancelled" ? <Button loading={make.isPending} onClick={() => { make.mutate("csv"); }}>{b.csv}</Button> : null}
            {pays && of.state !== "cancelled" ? <Button onClick={() => { make.mutate("xlsx"); }}>{b.xlsx}</Button> : null}
            <Button onClick={() => void openFile(`/payables/batches/${of.id}/export`)}>{b.pdf}</Button>
            {pays && of.state === "draft" ? <Button onClick={() => { setAsking("cancel"); }}>{b.cancel}</Button> : null}
            {of.state === "draft" ? <Button type="primary" disabled={!of.may_execute} title={of.why_not || b.executeKey} onClick={() => { setAsking("execute"); }}>{b.execute} <kbd>{b.executeKey}</kbd></Button> : null}
          </>
        )}
      />
      <div className="stack">
      {of.state === "draft" && of.why_not ? <p role="note" className="second">{of.why_not}</p> : null}
      {make.error ? <ProblemNotice error={make.error} /> : null}
      <div className="figures">
        <Figure label={b.pays} amount={of.total} foot={b.payments(of.count)} />
        <Figure label={b.who} value={of.executed_by ?? "—"} foot={of.executed_at ? <InstantText value={of.executed_at} /> : undefined} />
      </div>
      <section className="card">
        <PlainTable<PaymentLine>
          caption={words.payments} rows={of.payments} rowKey={(p) => p.id} cards
          columns={[
            { key: "s", title: b.columns.supplier, lead: true, cell: (p) => p.supplier.name },
            { key: "f", title: b.columns.payable, cell: (p) => <><Go to={`/cxp/${p.payable_id}`}>{p.payable}</Go> · {p.folio}</> },
            { key: "a", title: b.columns.account, cell: (p) => <span className="num">{p.account.bank} {p.account.number}</span> },
            { key: "w", title: b.columns.authorised, cell: (p) => (p.own_authorised ? words.own : p.authorised_by ?? "—") },
            { key: "m", title: b.columns.amount, end: true, cell: (p) => <Money value={p.amount} /> },
            { key: "t", title: b.columns.state, cell: (p) => <StateTag tone={LINE[p.state] ?? "off"} title={p.return_reason ?? undefined}>{p.state_label.replace(/^[^\p{L}]+/u, "")}</StateTag> },
            { key: "r", title: b.columns.reference, cell: (p) => <After of={p} may={pays} /> },
          ]}
        />
      </section>
      {of.state === "draft" && of.entry.length > 0 ? <section className="card"><EntriesPreview lines={of.entry} /></section> : null}
      <section className="card" aria-label={b.files}>
        <h2>{b.files}</h2>
        {of.files.length === 0 ? <p className="second">{b.noFiles}</p> : (
          <ul className="stack tight">
            {of.files.map((file) => (
              <li key={file.id} className="row between">
                <Button type="link" onClick={() => void download(file.link.replace(/^\/v1/, ""), undefined, file.name)}>{file.name}</Button>
                <span className="second num" title={file.sha}>{b.sha} {file.sha.slice(0, 12)}… · {file.made_by} · <InstantText value={file.made_at} /></span>
              </li>
            ))}
          </ul>
        )}
      </section>
      </div>
      {asking ? (
        <ConfirmWithReason
          open withReason={false} onClose={() => { setAsking(null); }} title={asking === "execute" ? b.confirm(of.folio) : `${b.cancel} ${of.folio}`} action={asking === "execute" ? b.confirm(of.folio) : b.cancel} danger={asking === "cancel"}
          onConfirm={async () => { await run.mutateAsync(asking === "execute" ? "execution" : "cancellation"); void message.success(asking === "execute" ? words.done.executed(of.folio) : b.cancelEffect); }}
          effect={asking === "execute" ? <div className="stack"><p><strong>{b.pays} <Money value={of.total} /> · {of.account}</strong></p><EntriesPreview lines={of.entry} /><p className="second">{b.effect}</p></div> : <p>{b.cancelEffect}</p>}
        />
      ) : null}
    </div>
  );
}

/** After it left: the tracking key the bank gave, its proof, or that it came back. */
function After({ of, may }: { of: PaymentLine; may: boolean }) {
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const [text, setText] = useState(of.reference ?? "");
  const [back, setBack] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const save = useCommand(() => onPayment(of.id, "reference", { reference: text.trim() }));
  const give = useCommand((reason: string) => onPayment(of.id, "return", { reason }, key));
  const prove = useCommand((file: globalThis.File) => { const body = new FormData(); body.append("file", file); return api.post(`/payables/payments/${of.id}/papers`, body); });
  if (of.state !== "paid" || !may) return <>{of.reference ?? of.return_reason ?? "—"}</>;
  return (
    <span className="row">
      <Input size="small" style={{ width: 140 }} aria-label={`${b.reference} ${of.folio}`} value={text} maxLength={60} onChange={(event) => { setText(event.target.value); }} />
      {text.trim() && text.trim() !== of.reference ? <Button size="small" loading={save.isPending} onClick={() => { save.mutate(undefined); }}>{b.save}</Button> : null}
      <Button size="small" loading={prove.isPending} onClick={() => { input.current?.click(); }}>{b.proof}</Button>
      <Button size="small" danger onClick={() => { setBack(true); }}>{b.returned}</Button>
      <input
        ref={input} type="file" accept="image/*,application/pdf,.xml" hidden aria-label={`${b.proof} ${of.folio}`}
        onChange={(event) => { const [file] = event.target.files ?? []; event.target.value = ""; if (file) prove.mutate(file, { onSuccess: () => { void message.success(words.done.evidence); } }); }}
      />
      {back ? (
        <ConfirmWithReason
          open danger onClose={() => { setBack(false); }} title={`${b.returned} · ${of.folio}`} action={b.returned} effect={<p><strong><Money value={of.amount} /></strong> · {b.returnEffect}</p>}
          onConfirm={async (reason) => { await give.mutateAsync(reason); void message.success(words.done.returned); }}
        />
      ) : null}
    </span>
  );
}
