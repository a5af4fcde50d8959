import { Button, Input, InputNumber, Select, Switch } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useActingBranch } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { money } from "@/kit/money.ts";
import { onSupplier } from "./data.ts";
import type { Contract, SupplierDetail } from "./data.ts";
import { words } from "./words.ts";
import "./payables.css";

const f = words.form;
interface Props { of: SupplierDetail; onClose: () => void }
interface PriceDraft { service: string; amount: string | null }

export function AskAccount({ of, onClose }: Props) {
  const branch = useActingBranch();
  const mexican = branch.country === "MX";
  const [kind, setKind] = useState(mexican ? "clabe" : "account");
  const [bank, setBank] = useState("");
  const [number, setNumber] = useState("");
  const [holder, setHolder] = useState(of.name);
  const body = { currency: branch.currency, kind, bank: bank.trim(), number: number.trim(), holder: holder.trim() };
  return (
    <ActModal title={words.sellers.askAccount} action={words.sellers.askAccount} ready={Boolean(body.bank && body.number && body.holder)} done={words.done.account} onClose={onClose} run={() => onSupplier(`/suppliers/${of.id}/accounts`, body)}>
      <p className="second">{words.sellers.cooling}</p>
      <Field id="kind" label={f.kind}><Select id="kind" value={kind} onChange={setKind} options={[{ value: "clabe", label: f.clabe }, { value: "account", label: f.plain }]} /></Field>
      <Field id="bank" label={f.bank}><Input id="bank" value={bank} maxLength={80} onChange={(event) => { setBank(event.target.value); }} /></Field>
      <Field id="account" label={kind === "clabe" ? f.clabe : f.account}><Input id="account" value={number} maxLength={40} inputMode="numeric" onChange={(event) => { setNumber(event.target.value); }} /></Field>
      <Field id="holder" label={f.holder}><Input id="holder" value={holder} maxLength={200} onChange={(event) => { setHolder(event.target.value); }} /></Field>
    </ActModal>
  );
}

export function NewContract({ of, onClose }: Props) {
  const branch = useActingBranch();
  const today = useBusinessDate();
  const [title, setTitle] = useState("");
  const [from, setFrom] = useState<string | null>(today);
  const [to, setTo] = useState<string | null>(null);
  const [days, setDays] = useState(of.terms_days);
  const [everywhere, setEverywhere] = useState(true);
  const [taxed, setTaxed] = useState(true);
  const [prices, setPrices] = useState<PriceDraft[]>([{ service: "", amount: null }]);
  const set = (at: number, patch: Partial<PriceDraft>): void => { setPrices(prices.map((p, i) => (i === at ? { ...p, ...patch } : p))); };
  const ready = title.trim().length > 2 && Boolean(from) && prices.every((p) => p.service.trim() && p.amount);
  const body = {
    supplier_id: of.id, title: title.trim(), from_on: from, ...(to ? { to_on: to } : {}), terms_days: days, includes_tax: taxed, ...(everywhere ? {} : { branch_id: branch.id }),
    prices: prices.map((p) => ({ service: p.service.trim(), amount: money(p.amount ?? "0", branch.currency) })),
  };
  return (
    <ActModal title={words.sellers.newContract} action={f.register} ready={ready} done={words.done.contract} onClose={onClose} run={() => api.post("/supplier-contracts", body)}>
      <Field id="title" label={f.title}><Input id="title" value={title} maxLength={120} onChange={(event) => { setTitle(event.target.value); }} /></Field>
      <div className="kit-form-grid">
        <Field id="from" label={f.from}><DateField id="from" value={from} onChange={setFrom} /></Field>
        <Field id="to" label={f.to} required={false}><DateField id="to" value={to} onChange={setTo} /></Field>
        <Field id="terms" label={f.days}><InputNumber id="terms" min={0} max={365} value={days} onChange={(next) => { setDays(next ?? 0); }} /></Field>
      </div>
      {prices.map((p, i) => (
        <div key={i} className="tax-row">
          <Field id={`service-${i}`} label={f.service}><Input id={`service-${i}`} value={p.service} maxLength={120} onChange={(event) => { set(i, { service: event.target.value }); }} /></Field>
          <Field id={`price-${i}`} label={f.price}><MoneyField id={`price-${i}`} currency={branch.currency} value={p.amount} onChange={(amount) => { set(i, { amount }); }} /></Field>
          <Button disabled={prices.length === 1} onClick={() => { setPrices(prices.filter((_, at) => at !== i)); }}>{f.remove}</Button>
        </div>
      ))}
      <Button size="small" onClick={() => { setPrices([...prices, { service: "", amount: null }]); }}>{f.addPrice}</Button>
      <label className="row" htmlFor="taxed"><Switch id="taxed" checked={taxed} onChange={setTaxed} /><span>{f.includesTax}</span></label>
      <label className="row" htmlFor="everywhere"><Switch id="everywhere" checked={everywhere} onChange={setEverywhere} /><span>{everywhere ? f.everywhere : f.here}</span></label>
    </ActModal>
  );
}

export function NewPrice({ contract, onClose }: { contract: Contract; onClose: () => void }) {
  const today = useBusinessDate();
  const [first] = contract.prices;
  const [service, setService] = useState(first?.service ?? "");
  const [amount, setAmount] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(today);
  const currency = first?.amount.currency ?? "MXN";
  return (
    <ActModal
      title={`${words.sellers.newPrice} · ${contract.folio}`} action={f.register} ready={Boolean(service.trim() && amount && from)} done={words.done.price} onClose={onClose}
      run={() => api.post(`/supplier-contracts/${contract.id}/prices`, { service: service.trim(), amount: money(amount ?? "0", currency), from_on: from })}
    >
      <Field id="priced" label={f.service}><Input id="priced" value={service} maxLength={120} onChange={(event) => { setService(event.target.value); }} /></Field>
      <Field id="newprice" label={f.price}><MoneyField id="newprice" currency={currency} value={amount} onChange={setAmount} /></Field>
      <Field id="since" label={f.from}><DateField id="since" value={from} onChange={setFrom} /></Field>
    </ActModal>
  );
}

/** The last day of a contract, and why: what was served under it stays as it was. */
export function EndContract({ contract, onClose }: { contract: Contract; onClose: () => void }) {
  const today = useBusinessDate();
  const [to, setTo] = useState<string | null>(today);
  const [reason, setReason] = useState("");
  return (
    <ActModal
      title={`${words.sellers.endContract} · ${contract.folio}`} action={words.sellers.endContract} ready={Boolean(to && reason.trim().length >= 3)} done={words.done.ended} onClose={onClose}
      run={() => api.post(`/supplier-contracts/${contract.id}/end`, { to_on: to, reason: reason.trim() })}
    >
      <p className="second">{words.sellers.endEffect(contract.title)}</p>
      <Field id="last-day" label={f.lastDay}><DateField id="last-day" value={to} onChange={setTo} /></Field>
      <Field id="end-reason" label={f.reason}><Input.TextArea id="end-reason" rows={2} maxLength={300} value={reason} onChange={(event) => { setReason(event.target.value); }} /></Field>
    </ActModal>
  );
}
