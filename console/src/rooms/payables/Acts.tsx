import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, minus, money, plus } from "@/kit/money.ts";
import { act, attach } from "./data.ts";
import type { Cfdi, PayableDetail } from "./data.ts";
import { ReadXml } from "./ReadXml.tsx";
import type { Read } from "./ReadXml.tsx";
import { words } from "./words.ts";
import "./payables.css";

const f = words.form;
export interface TaxDraft { kind: "tax" | "withholding"; label: string; amount: string | null }
export interface InvoiceDraft { number: string; fiscal: string; issued: string | null; subtotal: string | null; taxes: TaxDraft[] }

export const emptyInvoice = (today: string): InvoiceDraft => ({ number: "", fiscal: "", issued: today, subtotal: null, taxes: [] });
/** What an XML says, in the fields of the form. */
const draftOf = (said: Cfdi): InvoiceDraft => ({
  number: said.number, fiscal: said.fiscal_uuid.toUpperCase(), issued: said.issued_on, subtotal: said.subtotal.amount,
  taxes: said.taxes.map((t) => ({ kind: t.kind, label: t.label, amount: t.amount.amount })),
});
/** What the API takes, once everything is written. */
export function invoiceBody(draft: InvoiceDraft, currency: string): object {
  return {
    number: draft.number.trim(), issued_on: draft.issued, subtotal: money(draft.subtotal ?? "0", currency),
    taxes: draft.taxes.map((t) => ({ kind: t.kind, label: t.label.trim(), amount: money(t.amount ?? "0", currency) })), ...(draft.fiscal.trim() ? { fiscal_uuid: draft.fiscal.trim() } : {}),
  };
}
export function invoiceReady(draft: InvoiceDraft): boolean {
  return Boolean(draft.number.trim() && draft.issued && draft.subtotal) && draft.taxes.every((t) => t.label.trim() && t.amount);
}

/** The figures of an invoice as it is printed: subtotal, each tax and each withholding on its own line. */
export function InvoiceFields({ draft, currency, onChange }: { draft: InvoiceDraft; currency: string; onChange: (next: InvoiceDraft) => void }) {
  const set = (patch: Partial<InvoiceDraft>): void => { onChange({ ...draft, ...patch }); };
  const tax = (at: number, patch: Partial<TaxDraft>): void => { set({ taxes: draft.taxes.map((t, i) => (i === at ? { ...t, ...patch } : t)) }); };
  const add = (kind: TaxDraft["kind"]): void => { set({ taxes: [...draft.taxes, { kind, label: kind === "tax" ? "IVA 16 %" : "ISR retenido", amount: null }] }); };
  const total = draft.taxes.reduce((sum, t) => (t.kind === "tax" ? plus(sum, money(t.amount ?? "0", currency)) : minus(sum, money(t.amount ?? "0", currency))), money(draft.subtotal ?? "0", currency));
  return (
    <>
      <div className="kit-form-grid">
        <Field id="number" label={f.number}><Input id="number" value={draft.number} maxLength={60} onChange={(event) => { set({ number: event.target.value }); }} /></Field>
        <Field id="issued" label={f.issued}><DateField id="issued" value={draft.issued} onChange={(issued) => { set({ issued }); }} /></Field>
        <Field id="subtotal" label={f.subtotal}><MoneyField id="subtotal" currency={currency} value={draft.subtotal} onChange={(subtotal) => { set({ subtotal }); }} /></Field>
        <Field id="fiscal" label={f.fiscal} required={false} hint={f.fiscalHint}><Input id="fiscal" value={draft.fiscal} maxLength={36} onChange={(event) => { set({ fiscal: event.target.value }); }} /></Field>
      </div>
      {draft.taxes.map((t, i) => (
        <div key={i} className="tax-row">
          <Field id={`label-${i}`} label={t.kind === "tax" ? `+ ${f.label}` : `− ${f.label}`}><Input id={`label-${i}`} value={t.label} maxLength={60} onChange={(event) => { tax(i, { label: event.target.value }); }} /></Field>
          <Field id={`tax-${i}`} label={f.amount}><MoneyField id={`tax-${i}`} currency={currency} value={t.amount} onChange={(amount) => { tax(i, { amount }); }} /></Field>
          <Button onClick={() => { set({ taxes: draft.taxes.filter((_, at) => at !== i) }); }}>{f.remove}</Button>
        </div>
      ))}
      <div className="row between">
        <span className="row"><Button size="small" onClick={() => { add("tax"); }}>{f.addTax}</Button><Button size="small" onClick={() => { add("withholding"); }}>{f.addWithholding}</Button></span>
        <span>{f.total}: <strong><Money value={total} /></strong></span>
      </div>
    </>
  );
}

interface Props { of: PayableDetail; onClose: () => void }

export function ReceiveInvoice({ of, onClose }: Props) {
  const today = useBusinessDate();
  const { key } = useIdempotencyKey();
  const [draft, setDraft] = useState(() => emptyInvoice(today));
  const currency = of.contracted.currency;
  const again = of.invoices.length > 0;
  const [read, setRead] = useState<Read | null>(null);
  function fill(next: Read): void {
    setRead(next);
    if (next.said.fits) setDraft(draftOf(next.said));
  }
  async function run(): Promise<unknown> {
    const done = await act(of.id, "invoice", invoiceBody(draft, currency), key);
    return read ? attach(of.id, read.file) : done;
  }
  return (
    <ActModal title={again ? words.act.invoiceAgain : words.act.invoice} action={f.register} ready={invoiceReady(draft) && (read === null || read.said.fits)} done={words.done.invoice} onClose={onClose} run={run}>
      <ReadXml of={of} read={read} onRead={fill} onForget={() => { setRead(null); }} />
      <InvoiceFields draft={draft} currency={currency} onChange={setDraft} />
    </ActModal>
  );
}

export function AskPayment({ of, onClose }: Props) {
  const [amount, setAmount] = useState<string | null>(of.balance.amount);
  const currency = of.balance.currency;
  return (
    <ActModal title={words.act.ask} action={words.act.ask} ready={Boolean(amount) && isPositive(money(amount ?? "0", currency))} done={words.done.asked} onClose={onClose} run={() => act(of.id, "request", { amount: money(amount ?? "0", currency) })}>
      <Field id="ask" label={f.amount}><MoneyField id="ask" autoFocus currency={currency} value={amount} onChange={setAmount} /></Field>
    </ActModal>
  );
}

export function Reschedule({ of, onClose }: Props) {
  const [on, setOn] = useState<string | null>(of.scheduled_on);
  const [reason, setReason] = useState("");
  return (
    <ActModal title={words.act.schedule} action={words.act.schedule} ready={Boolean(on) && reason.trim().length > 2} done={words.done.scheduled} onClose={onClose} run={() => act(of.id, "schedule", { on, reason: reason.trim() })}>
      <Field id="on" label={f.on}><DateField id="on" value={on} onChange={setOn} /></Field>
      <Field id="why" label={f.reason}><Input id="why" value={reason} maxLength={300} onChange={(event) => { setReason(event.target.value); }} /></Field>
    </ActModal>
  );
}

export function TakeCredit({ of, onClose }: Props) {
  const { key } = useIdempotencyKey();
  const [number, setNumber] = useState("");
  const [amount, setAmount] = useState<string | null>(null);
  const [tax, setTax] = useState<string | null>(null);
  const currency = of.balance.currency;
  const body = { number: number.trim(), amount: money(amount ?? "0", currency), ...(tax ? { tax: money(tax, currency) } : {}) };
  return (
    <ActModal title={words.act.credit} action={f.register} ready={Boolean(number.trim() && amount)} done={words.done.credit} onClose={onClose} run={() => act(of.id, "credits", body, key)}>
      <Field id="credit" label={f.creditNumber}><Input id="credit" value={number} maxLength={60} onChange={(event) => { setNumber(event.target.value); }} /></Field>
      <Field id="credit-amount" label={f.amount}><MoneyField id="credit-amount" currency={currency} value={amount} onChange={setAmount} /></Field>
      <Field id="credit-tax" label={f.tax} required={false}><MoneyField id="credit-tax" currency={currency} value={tax} onChange={setTax} /></Field>
    </ActModal>
  );
}

export function UseAdvance({ of, onClose }: Props) {
  const { key } = useIdempotencyKey();
  const [advance, setAdvance] = useState<string | null>(of.advances[0]?.id ?? null);
  return (
    <ActModal title={words.act.useAdvance} action={words.act.useAdvance} ready={advance !== null} done={words.done.advance} onClose={onClose} run={() => act(of.id, "advances", { advance_id: advance }, key)}>
      <Field id="advance" label={f.advance}>
        <Select id="advance" value={advance} onChange={setAdvance} options={of.advances.map((a) => ({ value: a.id, label: f.left(a.folio, formatMoney(a.remaining)) }))} />
      </Field>
    </ActModal>
  );
}
