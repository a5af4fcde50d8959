import { ExclamationCircleFilled, MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { api, openFile } from "@/api/client.ts";
import { useCommand } from "@/api/query.ts";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { useCan } from "@/kit/Can.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { relativeDay } from "@/kit/dates.ts";
import { Figure } from "@/kit/Figure.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { Timeline } from "@/kit/Timeline.tsx";
import { es } from "@/words/es.ts";
import { AskPayment, ReceiveInvoice, Reschedule, TakeCredit, UseAdvance } from "./Acts.tsx";
import { TONES, act, decide, plainState, usePayable } from "./data.ts";
import type { PayableDetail } from "./data.ts";
import { Papers, Parts } from "./Parts.tsx";
import { Sides } from "./Sides.tsx";
import { words } from "./words.ts";

type Why = "authorise" | "reject" | "rejectPay" | "correct" | "exception" | "cancel" | "release" | "withdraw";
type Form = "invoice" | "ask" | "schedule" | "credit" | "useAdvance";
const a = words.act;
const TITLES: Record<Why, string> = { authorise: a.authorise, reject: a.reject, rejectPay: a.rejectPay, correct: a.correct, exception: a.exceptionAsk, cancel: a.cancel, release: a.release, withdraw: a.withdraw };
const PATHS: Partial<Record<Why, string>> = { reject: "rejection", correct: "correction", exception: "exception", cancel: "cancellation", release: "release" };
const DONE: Record<Why, string> = {
  authorise: words.done.authorised, reject: words.done.rejected, rejectPay: words.done.rejected, correct: words.done.corrected, exception: words.done.exception, cancel: words.done.cancelled, release: words.done.released, withdraw: words.done.withdrawn,
};

/** I2, «CXP-001»: the invoice beside the contract, who signed what, and everything that happened. */
export default function PayableFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = usePayable(id);
  if (!data) return error ? <NoFile list="/cxp" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} />;
}

function send(of: PayableDetail, why: Why, reason: string): Promise<unknown> {
  if (why === "authorise" || why === "rejectPay") return decide(of.request_id ?? "", reason, why === "authorise");
  if (why === "withdraw") return api.post(`/payables/${of.id}/withdrawal`);
  return act(of.id, PATHS[why] ?? "", { reason });
}

function File({ of }: { of: PayableDetail }) {
  const go = useGo();
  const today = useBusinessDate();
  const { message } = App.useApp();
  const [why, setWhy] = useState<Why | null>(null);
  const [form, setForm] = useState<Form | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const may = of.may;
  const run = useCommand(({ doing, reason }: { doing: Why; reason: string }) => send(of, doing, reason));
  const attach = useCommand((file: File_) => { const body = new FormData(); body.append("file", file); return api.post(`/payables/${of.id}/papers`, body); });
  const books = useCan("books.read");
  useShortcut("a", a.authorise, () => { setWhy("authorise"); }, "page", may.authorise);
  useShortcut("r", a.reject, () => { setWhy(may.authorise ? "rejectPay" : "reject"); }, "page", may.authorise || may.reject);
  const more = [
    may.credit ? { key: "credit", label: a.credit } : null, may.advance ? { key: "useAdvance", label: a.useAdvance } : null, may.withdraw ? { key: "withdraw", label: a.withdraw } : null,
    may.schedule ? { key: "schedule", label: a.schedule } : null, may.schedule ? { key: "release", label: a.release } : null, may.cancel ? { key: "cancel", label: a.cancel, danger: true } : null,
  ].filter((item) => item !== null);
  const pick = (key: string): void => { if (["credit", "useAdvance", "schedule"].includes(key)) setForm(key as Form); else setWhy(key as Why); };
  const close = (): void => { setForm(null); };
  return (
    <div className="page">
      <PageHeader
        title={of.folio} tag={<StateTag tone={TONES[of.state]}>{plainState(of.state_label)}</StateTag>}
        subtitle={<><Go to={`/cxp/proveedores/${of.supplier.id}`}>{of.supplier.name}</Go> · {of.service} · {of.branch}</>}
        actions={(
          <>
            {may.authorise ? <Button type="primary" onClick={() => { setWhy("authorise"); }}>{a.authorise}</Button> : null}
            {may.authorise ? <Button danger onClick={() => { setWhy("rejectPay"); }}>{a.rejectPay}</Button> : null}
            {may.ask ? <Button type="primary" onClick={() => { setForm("ask"); }}>{a.ask}</Button> : null}
            {may.pay ? <Button type="primary" onClick={() => { go(`/cxp/lotes/nuevo?payable=${of.id}`); }}>{a.pay}</Button> : null}
            {may.invoice ? <Button onClick={() => { setForm("invoice"); }}>{of.invoices.length > 0 ? a.invoiceAgain : a.invoice}</Button> : null}
            {more.length > 0 ? <Dropdown trigger={["click"]} menu={{ items: more, onClick: ({ key }) => { pick(key); } }}><Button icon={<MoreOutlined aria-hidden />} aria-label={es.common.more} /></Dropdown> : null}
          </>
        )}
      />
      {of.state === "mismatch" ? (
        <div className="mismatch" role="alert">
          <strong className="row"><ExclamationCircleFilled aria-hidden />{of.side_by_side.banner.slice(of.side_by_side.banner.indexOf(" ") + 1)}</strong>
          <span className="row">
            {may.reject ? <Button danger onClick={() => { setWhy("reject"); }}>{a.reject}</Button> : null}
            {may.reject ? <Button onClick={() => { setWhy("correct"); }}>{a.correct}</Button> : null}
            {may.exception ? <Button onClick={() => { setWhy("exception"); }}>{a.exceptionAsk}</Button> : null}
          </span>
        </div>
      ) : null}
      {of.own_authorised && of.state === "authorised" ? <p className="second" role="note">{words.own}</p> : null}
      {of.state === "asked" && !may.authorise && of.who_decides ? <p className="second" role="note">{of.who_decides}</p> : null}
      <div className="two">
        <div className="stack">
          <div className="figures">
            <Figure label={words.figures.amount} amount={of.amount} foot={<DateText value={of.served_on} />} />
            <Figure label={words.figures.paid} amount={of.paid} foot={of.paid_on ? <DateText value={of.paid_on} /> : undefined} />
            <Figure label={words.figures.balance} amount={of.balance} tone={of.state === "paid" ? "good" : of.days_past_due > 0 ? "bad" : undefined} />
            <Figure label={of.scheduled_on ? words.figures.scheduled : words.figures.due} value={<DateText value={of.scheduled_on ?? of.due_on} />} foot={relativeDay(of.scheduled_on ?? of.due_on, today)} />
          </div>
          {of.kind === "service" ? <Sides of={of} /> : null}
          <Parts of={of} />
          <Papers of={of} onOpen={(link) => void openFile(link.replace(/^\/v1/, ""))} onAdd={may.evidence ? () => { input.current?.click(); } : null} busy={attach.isPending} />
          {attach.error ? <ProblemNotice error={attach.error} /> : null}
          {books && of.entries.length > 0 ? <section className="card" aria-label={words.entries}><h2>{words.entries}</h2><p className="row">{of.entries.map((id) => <Go key={id} to={`/libros/asientos/${id}`}>AS-{String(id).padStart(6, "0")}</Go>)}</p></section> : null}
        </div>
        <aside className="card"><h2>{es.timeline.title}</h2><Timeline events={of.timeline} /></aside>
      </div>
      <input
        ref={input} type="file" accept="image/*,application/pdf,.xml" hidden aria-label={a.evidence}
        onChange={(event) => { const [file] = event.target.files ?? []; event.target.value = ""; if (file) attach.mutate(file, { onSuccess: () => { void message.success(words.done.evidence); } }); }}
      />
      {why ? (
        <ConfirmWithReason
          open onClose={() => { setWhy(null); }} danger={["reject", "rejectPay", "cancel", "release"].includes(why)} title={`${TITLES[why]} · ${of.folio}`} action={TITLES[why]} withReason={why !== "withdraw"}
          onConfirm={async (reason) => { await run.mutateAsync({ doing: why, reason }); void message.success(DONE[why]); }}
          effect={<div className="stack tight"><p><strong>{of.supplier.name} · <Money value={of.asking ?? of.side_by_side.invoice?.total ?? of.balance} /></strong></p><p className="second">{words.effect[why]}</p></div>}
        />
      ) : null}
      {form === "invoice" ? <ReceiveInvoice of={of} onClose={close} /> : null}
      {form === "ask" ? <AskPayment of={of} onClose={close} /> : null}
      {form === "schedule" ? <Reschedule of={of} onClose={close} /> : null}
      {form === "credit" ? <TakeCredit of={of} onClose={close} /> : null}
      {form === "useAdvance" ? <UseAdvance of={of} onClose={close} /> : null}
    </div>
  );
}
type File_ = globalThis.File;
