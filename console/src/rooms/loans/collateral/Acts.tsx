import { Input, Segmented, Select } from "antd";
import { useState } from "react";
import type { Collateral, CollateralKind, Lien } from "@/api/backing.ts";
import { useActingBranch } from "@/api/session.ts";
import type { Client } from "@/api/types.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { ClientPicker } from "@/kit/ClientPicker.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money } from "@/kit/money.ts";
import { RateField } from "@/kit/RateField.tsx";
import { enter, insure, register as inscribe, useCollaterals, value } from "./data.ts";
import { words } from "./words.ts";

const text = words.form;
export type Role = keyof typeof words.loan.roles;
const given = (amount: string | null, currency: string): boolean => amount !== null && isPositive(money(amount, currency));

interface ThingProps { clientId: string | null; currency: string; onTake: (thing: Collateral, part: string) => Promise<unknown> | void; onClose: () => void; without?: string[] }

/** Registers a thing with its valuation, or takes one already known, and hands it to who asked, with the part that backs. */
export function AddThing({ clientId, currency, onTake, onClose, without = [] }: ThingProps) {
  const { country } = useActingBranch();
  const today = useBusinessDate();
  const [fresh, setFresh] = useState(true);
  const [known, setKnown] = useState<string | null>(null);
  const [entered, setEntered] = useState<Collateral | null>(null);
  const [owner, setOwner] = useState<string | null>(clientId);
  const [kind, setKind] = useState<CollateralKind>("property");
  const [told, setTold] = useState({ description: "", registration: "", office: "", cadastre: "", appraiser: "" });
  const [amount, setAmount] = useState<string | null>(null);
  const [on, setOn] = useState<string | null>(today);
  const [part, setPart] = useState<string | null>("1");
  const list = useCollaterals("", !fresh);
  const [registration, office, cadastre] = words.registry[kind]?.[country] ?? words.registryElse;
  const ready = part !== null && (fresh ? owner !== null && told.description.trim().length > 2 && told.appraiser.trim().length > 1 && given(amount, currency) : known !== null);
  const line = (id: keyof typeof told, label: string, required = false, hint?: string) => (
    <Field id={`thing-${id}`} label={label} required={required} hint={hint}><Input id={`thing-${id}`} value={told[id]} maxLength={id === "description" ? 300 : 60} autoComplete="off" onChange={(event) => { setTold({ ...told, [id]: event.target.value }); }} /></Field>
  );
  const choices = (list.data?.items ?? []).filter((c) => c.currency === currency && c.free !== "0" && !without.includes(c.id));
  /** Entered once: if what follows is refused, trying again goes on from there. */
  async function register(): Promise<Collateral> {
    const { appraiser, ...registry } = told;
    const thing = entered ?? (await enter({ client_id: owner ?? "", kind, ...registry }));
    setEntered(thing);
    return value(thing.id, { amount: money(amount ?? "0", currency), appraiser, ...(on && on !== today ? { valued_on: on } : {}) });
  }
  async function run(): Promise<void> {
    const thing = fresh ? await register() : choices.find((c) => c.id === known);
    if (thing) await onTake(thing, part ?? "1");
  }
  return (
    <ActModal title={text.add} action={text.add} ready={ready} done={text.done} onClose={onClose} run={run}>
      <Segmented<string> aria-label={text.add} value={fresh ? "fresh" : "known"} options={[{ value: "fresh", label: text.fresh }, { value: "known", label: text.existing }]} onChange={(next) => { setFresh(next === "fresh"); }} />
      {fresh ? (
        <>
          <Field id="thing-owner" label={text.owner}><ClientPicker id="thing-owner" label={text.owner} value={owner} onChange={setOwner} /></Field>
          <Field id="thing-kind" label={text.kind}><Select id="thing-kind" value={kind} options={Object.entries(words.kinds).map(([key, label]) => ({ value: key as CollateralKind, label }))} onChange={setKind} /></Field>
          {line("description", text.description, true, text.descriptionHint)}
          {line("registration", registration)}{line("office", office)}{line("cadastre", cadastre)}
          <Field id="thing-amount" label={text.value}><MoneyField id="thing-amount" value={amount} currency={currency} onChange={setAmount} /></Field>
          {line("appraiser", text.appraiser, true)}
          <Field id="thing-on" label={text.valuedOn}><DateField id="thing-on" value={on} onChange={setOn} /></Field>
        </>
      ) : (
        <Field id="thing-known" label={text.which}>
          <Select id="thing-known" value={known} showSearch optionFilterProp="label" onChange={setKnown} options={choices.map((c) => ({ value: c.id, label: `${c.folio} · ${c.description} · ${c.owner.name}` }))} />
        </Field>
      )}
      <Field id="thing-part" label={text.part}><RateField id="thing-part" value={part} onChange={setPart} /></Field>
    </ActModal>
  );
}

/** What an appraiser says it is worth; earlier valuations stay. */
export function AddValue({ of, onClose }: { of: Collateral; onClose: () => void }) {
  const today = useBusinessDate();
  const [amount, setAmount] = useState<string | null>(null);
  const [appraiser, setAppraiser] = useState("");
  const [on, setOn] = useState<string | null>(today);
  const [until, setUntil] = useState<string | null>(null);
  const ready = given(amount, of.currency) && appraiser.trim().length > 1 && on !== null;
  return (
    <ActModal
      title={text.valueTitle(of.folio)} action={text.valueDo} ready={ready} done={text.valueDone} onClose={onClose}
      run={() => value(of.id, { amount: money(amount ?? "0", of.currency), appraiser, ...(on && on !== today ? { valued_on: on } : {}), ...(until ? { valid_until: until } : {}) })}
    >
      <Field id="value-amount" label={text.value}><MoneyField id="value-amount" autoFocus value={amount} currency={of.currency} onChange={setAmount} /></Field>
      <Field id="value-who" label={text.appraiser}><Input id="value-who" value={appraiser} maxLength={120} autoComplete="off" onChange={(event) => { setAppraiser(event.target.value); }} /></Field>
      <Field id="value-on" label={text.valuedOn}><DateField id="value-on" value={on} onChange={setOn} /></Field>
      <Field id="value-until" label={text.validUntil} required={false} hint={text.validHint}><DateField id="value-until" value={until} onChange={setUntil} /></Field>
    </ActModal>
  );
}

/** An insurance of it; a renewal is another one. */
export function AddPolicy({ of, onClose }: { of: Collateral; onClose: () => void }) {
  const today = useBusinessDate();
  const [told, setTold] = useState({ insurer: "", policy: "", covers: "" });
  const [amount, setAmount] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(today);
  const [to, setTo] = useState<string | null>(null);
  const ready = told.insurer.trim().length > 1 && told.policy.trim() !== "" && told.covers.trim().length > 1 && from !== null && to !== null;
  const line = (id: keyof typeof told, label: string) => (
    <Field id={`policy-${id}`} label={label}><Input id={`policy-${id}`} value={told[id]} maxLength={60} autoComplete="off" onChange={(event) => { setTold({ ...told, [id]: event.target.value }); }} /></Field>
  );
  return (
    <ActModal
      title={text.insureTitle(of.folio)} action={text.insureDo} ready={ready} done={text.insureDone} onClose={onClose}
      run={() => insure(of.id, { ...told, from_on: from ?? today, to_on: to ?? today, ...(given(amount, of.currency) ? { amount: money(amount ?? "0", of.currency) } : {}) })}
    >
      {line("insurer", text.insurer)}{line("policy", text.policy)}{line("covers", text.covers)}
      <Field id="policy-amount" label={text.insured} required={false}><MoneyField id="policy-amount" value={amount} currency={of.currency} onChange={setAmount} /></Field>
      <Field id="policy-from" label={text.from}><DateField id="policy-from" value={from} onChange={setFrom} /></Field>
      <Field id="policy-to" label={text.to}><DateField id="policy-to" value={to} onChange={setTo} /></Field>
    </ActModal>
  );
}

/** Where the lien was written in its public registry. */
export function Register({ of, onClose }: { of: Lien; onClose: () => void }) {
  const today = useBusinessDate();
  const [notary, setNotary] = useState("");
  const [entry, setEntry] = useState("");
  const [on, setOn] = useState<string | null>(today);
  return (
    <ActModal
      title={text.registerTitle(of.collateral)} action={text.registerDo} ready={notary.trim().length > 1 && entry.trim() !== "" && on !== null} done={text.registerDone} onClose={onClose}
      run={() => inscribe(of.id, { notary, entry, ...(on && on !== today ? { on } : {}) })}
    >
      <Field id="lien-notary" label={text.notary}><Input id="lien-notary" autoFocus value={notary} maxLength={120} autoComplete="off" onChange={(event) => { setNotary(event.target.value); }} /></Field>
      <Field id="lien-entry" label={text.entry}><Input id="lien-entry" value={entry} maxLength={60} autoComplete="off" onChange={(event) => { setEntry(event.target.value); }} /></Field>
      <Field id="lien-on" label={text.on}><DateField id="lien-on" value={on} onChange={setOn} /></Field>
    </ActModal>
  );
}

/** Who else answers for the loan. */
export function AddSurety({ onTake, onClose }: { onTake: (person: Client, role: Role) => Promise<unknown> | void; onClose: () => void }) {
  const [who, setWho] = useState<Client | null>(null);
  const [role, setRole] = useState<Role>("codebtor");
  return (
    <ActModal title={words.loan.addSurety} action={words.loan.surety} ready={who !== null} done={words.loan.suretyDone} onClose={onClose} run={async () => { if (who) await onTake(who, role); }}>
      <Field id="surety-who" label={words.loan.person}><ClientPicker id="surety-who" label={words.loan.person} value={who?.id ?? null} onChange={(_, person) => { setWho(person ?? null); }} /></Field>
      <Field id="surety-role" label={words.loan.role}><Select id="surety-role" value={role} options={Object.entries(words.loan.roles).map(([key, label]) => ({ value: key as Role, label }))} onChange={setRole} /></Field>
    </ActModal>
  );
}
