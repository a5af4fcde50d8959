import { Input, Select } from "antd";
import { useState } from "react";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { ClientPicker } from "@/kit/ClientPicker.tsx";
import { es } from "@/words/es.ts";
import { postpone, replace, swap } from "./acts.ts";
import { lateOf, whoOf } from "./data.ts";
import type { Numbered, RoscaDetail } from "./data.ts";
import { words } from "./words.ts";

const text = words.changes;

interface Props { of: RoscaDetail; onClose: () => void }

export const waitingOf = (of: RoscaDetail): Numbered[] => of.numbers.filter((n) => n.received_on === null && n.client_id !== null);
export const postponable = (of: RoscaDetail): Numbered[] => lateOf(of).filter((n) => n.received_on === null);

function Pick({ id, value, from, onChange }: { id: string; value: number | null; from: Numbered[]; onChange: (value: number) => void }) {
  const options = from.map((n) => ({ value: n.number, label: text.option(n.number, whoOf(n), n.turn) }));
  return <Select id={id} value={value} options={options} onChange={onChange} showSearch={{ optionFilterProp: "label" }} />;
}
function Proof({ id, label, value, onChange }: { id: string; label: string; value: string; onChange: (value: string) => void }) {
  return <Field id={id} label={label} hint={text.proofHint}><Input id={id} value={value} maxLength={300} onChange={(event) => { onChange(event.target.value); }} /></Field>;
}

/** Two numbers exchange their turns, both agreeing. */
export function SwapModal({ of, onClose }: Props) {
  const [pair, setPair] = useState<[number | null, number | null]>([null, null]);
  const [proofs, setProofs] = useState<[string, string]>(["", ""]);
  const [one, other] = pair;
  const from = waitingOf(of);
  const ready = one !== null && other !== null && one !== other && proofs.every((p) => p.trim().length >= 3);
  return (
    <ActModal
      title={text.swapTitle} action={text.swap} ready={ready} done={text.swapped} onClose={onClose}
      run={() => swap(of.id, [one ?? 0, other ?? 0], [{ number: one ?? 0, evidence: proofs[0] }, { number: other ?? 0, evidence: proofs[1] }])}
    >
      <Field id="one" label={text.one}><Pick id="one" value={one} from={from} onChange={(n) => { setPair([n, other]); }} /></Field>
      <Proof id="proof-one" label={text.consent} value={proofs[0]} onChange={(p) => { setProofs([p, proofs[1]]); }} />
      <Field id="other" label={text.other}><Pick id="other" value={other} from={from.filter((n) => n.number !== one)} onChange={(n) => { setPair([one, n]); }} /></Field>
      <Proof id="proof-other" label={text.consent} value={proofs[1]} onChange={(p) => { setProofs([proofs[0], p]); }} />
    </ActModal>
  );
}

/** A number that fell behind goes last. */
export function PostponeModal({ of, onClose }: Props) {
  const from = postponable(of);
  const [number, setNumber] = useState<number | null>(from[0]?.number ?? null);
  const [reason, setReason] = useState("");
  return (
    <ActModal title={text.postponeTitle} action={text.postpone} ready={number !== null && reason.trim().length >= 5} done={text.postponed} onClose={onClose} run={() => postpone(of.id, number ?? 0, reason.trim())}>
      <p className="second">{text.postponeEffect}</p>
      <Field id="number" label={text.number}><Pick id="number" value={number} from={from} onChange={setNumber} /></Field>
      <Field id="reason" label={es.common.reason} hint={es.common.reasonHint}><Input.TextArea id="reason" rows={2} maxLength={500} value={reason} onChange={(event) => { setReason(event.target.value); }} /></Field>
    </ActModal>
  );
}

/** Somebody else takes a number that has not received. */
export function ReplaceModal({ of, onClose }: Props) {
  const [number, setNumber] = useState<number | null>(null);
  const [client, setClient] = useState<string | null>(null);
  const [proof, setProof] = useState("");
  const ready = number !== null && client !== null && proof.trim().length >= 3;
  return (
    <ActModal title={text.replaceTitle} action={text.replace} ready={ready} done={text.replaced} onClose={onClose} run={() => replace(of.id, number ?? 0, client ?? "", proof.trim())}>
      <p className="second">{text.replaceEffect}</p>
      <Field id="number" label={text.number}><Pick id="number" value={number} from={waitingOf(of)} onChange={setNumber} /></Field>
      <Field id="client" label={text.comes}><ClientPicker id="client" value={client} onChange={(id) => { setClient(id); }} /></Field>
      <Proof id="proof" label={text.consent} value={proof} onChange={setProof} />
    </ActModal>
  );
}
