import { App, Form, Input, Modal, Segmented, Select } from "antd";
import { useState } from "react";
import type { Desk, Operation, OperationKind, Shift } from "@/api/tills.ts";
import { Field } from "@/kit/ActModal.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { es } from "@/words/es.ts";
import { addReceipt, useBoxes } from "./data.ts";
import { words } from "./words.ts";

const text = words.move;
const KINDS = Object.keys(text.kinds) as OperationKind[];

/** Money out of the till: to the bank, to another till, or spent with its receipt. */
export function MoveCash({ of, desks, onClose }: { of: Shift; desks: Desk[]; onClose: () => void }) {
  const { message } = App.useApp();
  const kept = useKept<Operation>(`caja.salida.${of.till.id}`);
  const others = desks.filter((d) => d.id !== null && d.id !== of.till.id && d.currency === of.currency);
  const [kind, setKind] = useState<OperationKind>("deposit");
  const [amount, setAmount] = useState<string | null>(null);
  const [to, setTo] = useState<number | null>(others[0]?.id ?? null);
  const [concept, setConcept] = useState<string>(text.concepts.deposit);
  const [reference, setReference] = useState("");
  const banks = useBoxes(true).data?.items.filter((b) => b.kind === "bank" && b.balance?.currency === of.currency && b.branch_id === of.branch_id) ?? [];
  const [account, setAccount] = useState<number | null>(null);
  const [photo, setPhoto] = useState<File | null>(null);
  const value = amount === null ? null : money(amount, of.currency);
  const ready = value !== null && isPositive(value) && concept.trim().length >= 3 && (kind !== "transfer" || to !== null) && kept.unsure === null;

  async function done(operation: Operation): Promise<void> {
    try {
      if (photo) await addReceipt(operation.id, photo);
      void message.success(text.done(operation.folio));
    } catch {
      void message.warning(text.photoFailed);
    }
    onClose();
  }
  async function submit(): Promise<void> {
    if (!ready) return;
    const ask = { till_id: of.till.id, kind, amount: value, concept: concept.trim(), to_till_id: kind === "transfer" ? to : null, reference: reference.trim(), to_account_id: kind === "deposit" ? account : null };
    const answer = await kept.send("/till-operations", ask, text.told(text.kinds[kind], formatMoney(value)), of.branch_id);
    if (answer) await done(answer);
  }
  return (
    <Modal
      open title={text.title(of.till.name)} okText={text.submit(value ? formatMoney(value) : "")} cancelText={es.common.cancel} onCancel={onClose} onOk={() => void submit()}
      okButtonProps={{ loading: kept.busy, disabled: !ready }} width={560} destroyOnHidden
    >
      <Form layout="vertical" component="div" className="stack">
        <Unsure of={kept} onDone={(answer) => void done(answer)} />
        <Segmented<OperationKind>
          block aria-label={text.kind} value={kind} options={KINDS.map((each) => ({ value: each, label: text.kinds[each] }))}
          onChange={(next) => { setKind(next); setConcept(text.concepts[next]); }}
        />
        <Field id="move-amount" label={text.amount}><MoneyField id="move-amount" value={amount} currency={of.currency} onChange={setAmount} autoFocus /></Field>
        {kind === "transfer" ? (
          others.length === 0 ? <p className="error" role="alert">{text.noOther}</p>
            : <Field id="move-to" label={text.to}><Select id="move-to" value={to} onChange={setTo} options={others.map((d) => ({ value: d.id, label: d.name }))} /></Field>
        ) : null}
        <Field id="move-concept" label={text.concept}><Input id="move-concept" value={concept} maxLength={120} autoComplete="off" onChange={(event) => { setConcept(event.target.value); }} /></Field>
        {kind === "deposit" && banks.length > 1 ? <Field id="move-account" label={text.account} required={false}><Select id="move-account" value={account} allowClear placeholder={text.mainAccount} onChange={(next: number | undefined) => { setAccount(next ?? null); }} options={banks.map((b) => ({ value: Number(b.id), label: b.name }))} /></Field> : null}
        {kind === "deposit" ? <Field id="move-reference" label={text.reference} required={false}><Input id="move-reference" value={reference} maxLength={60} autoComplete="off" onChange={(event) => { setReference(event.target.value); }} /></Field> : null}
        {kind === "transfer" ? null : (
          <Field id="move-photo" label={text.photo} hint={text.photoHint} required={false}>
            <input id="move-photo" type="file" accept="image/jpeg,image/png,image/webp" onChange={(event) => { setPhoto(event.target.files?.[0] ?? null); }} />
          </Field>
        )}
        {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
      </Form>
    </Modal>
  );
}
