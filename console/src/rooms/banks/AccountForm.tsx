import { Checkbox, Input, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useActingBranch } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { money } from "@/kit/money.ts";
import type { Account } from "./data.ts";
import { words } from "./words.ts";

const text = words.accounts.form;
const KINDS = Object.entries(text.kinds).map(([value, label]) => ({ value, label }));

/** Registers a bank account: a new one, or the one where the branch already receives. */
export function OpenAccount({ of, onClose }: { of: Account | null; onClose: () => void }) {
  const branch = useActingBranch();
  const currency = of?.currency ?? branch.currency;
  const [name, setName] = useState(of?.name ?? "");
  const [kind, setKind] = useState(currency === "MXN" ? "clabe" : "account");
  const [bank, setBank] = useState("");
  const [number, setNumber] = useState("");
  const [floor, setFloor] = useState<string | null>("0.00");
  const [threshold, setThreshold] = useState<string | null>("50000.00");
  const [main, setMain] = useState(false);
  const [shared, setShared] = useState(false);
  const ready = name.trim().length >= 3 && number.trim().length >= 4 && (kind === "clabe" || bank.trim().length >= 2);
  const ask = {
    name: name.trim(), bank: bank.trim(), number_kind: kind, number, currency, branch_id: of?.branch_id ?? branch.id, account_id: of?.id ?? null, main, shared,
    floor: floor === null || of ? null : money(floor, currency), threshold: threshold === null ? null : money(threshold, currency),
  };
  return (
    <ActModal title={text.title} action={text.submit} ready={ready} run={() => api.post("/bank-accounts", ask)} done={text.done} onClose={onClose}>
      <Field id="bank-name" label={words.accounts.name}><Input id="bank-name" value={name} maxLength={60} autoFocus onChange={(e) => { setName(e.target.value); }} /></Field>
      <Field id="bank-kind" label={text.kind}><Select id="bank-kind" value={kind} options={KINDS} onChange={setKind} /></Field>
      <Field id="bank-number" label={text.number}><Input id="bank-number" value={number} maxLength={40} inputMode="numeric" autoComplete="off" onChange={(e) => { setNumber(e.target.value); }} /></Field>
      <Field id="bank-bank" label={words.accounts.bank} hint={kind === "clabe" ? text.bankHint : undefined} required={kind !== "clabe"}><Input id="bank-bank" value={bank} maxLength={60} onChange={(e) => { setBank(e.target.value); }} /></Field>
      {of ? null : <Field id="bank-floor" label={`${text.floor} (${currency})`} hint={text.floorHint} required={false}><MoneyField id="bank-floor" value={floor} currency={currency} onChange={setFloor} /></Field>}
      <Field id="bank-threshold" label={`${text.threshold} (${currency})`} required={false}><MoneyField id="bank-threshold" value={threshold} currency={currency} onChange={setThreshold} /></Field>
      {of?.main ? null : <Checkbox checked={main} onChange={(e) => { setMain(e.target.checked); }}>{text.main}</Checkbox>}
      <Checkbox checked={shared} onChange={(e) => { setShared(e.target.checked); }}>{text.shared}</Checkbox>
    </ActModal>
  );
}

/** Corrects the name, the bank or the low balance of an account. */
export function ChangeAccount({ of, onClose }: { of: Account; onClose: () => void }) {
  const [name, setName] = useState(of.name);
  const [bank, setBank] = useState(of.bank);
  const [threshold, setThreshold] = useState<string | null>(of.threshold.amount);
  const [main, setMain] = useState(of.main);
  const ask = { name: name.trim(), bank: bank.trim(), threshold: threshold === null ? null : money(threshold, of.currency), main: main && !of.main };
  return (
    <ActModal title={text.changeTitle} action={words.accounts.change} ready={name.trim().length >= 3 && bank.trim().length >= 2} run={() => api.patch(`/bank-accounts/${of.id}`, ask)} done={text.changed} onClose={onClose}>
      <Field id="change-name" label={words.accounts.name}><Input id="change-name" value={name} maxLength={60} autoFocus onChange={(e) => { setName(e.target.value); }} /></Field>
      <Field id="change-bank" label={words.accounts.bank}><Input id="change-bank" value={bank} maxLength={60} onChange={(e) => { setBank(e.target.value); }} /></Field>
      <Field id="change-threshold" label={`${text.threshold} (${of.currency})`} required={false}><MoneyField id="change-threshold" value={threshold} currency={of.currency} onChange={setThreshold} /></Field>
      {of.main ? null : <Checkbox checked={main} onChange={(e) => { setMain(e.target.checked); }}>{text.main}</Checkbox>}
    </ActModal>
  );
}
