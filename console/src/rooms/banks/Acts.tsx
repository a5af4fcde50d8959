import { Input, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useIdempotencyKey } from "@/api/keys.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { ClientPicker } from "@/kit/ClientPicker.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive } from "@/kit/money.ts";
import type { BankLine } from "./data.ts";
import { words } from "./words.ts";

const text = words.match;

/** Whose a deposit is: it becomes their payment. */
export function Claim({ line, client, onClose }: { line: BankLine; client: string | null; onClose: () => void }) {
  const { key } = useIdempotencyKey();
  const [who, setWho] = useState<string | null>(client);
  return (
    <ActModal title={text.clientTitle} action={text.clientSubmit} ready={who !== null} run={() => api.post(`/bank-lines/${line.id}/payment`, { client_id: who }, { key })} done={text.clientDone} onClose={onClose}>
      <p>{line.text} · <strong><Money value={line.amount} /></strong></p>
      <Field id="claim-client" label={words.columns.client} hint={text.clientHint}><ClientPicker id="claim-client" value={who} onChange={setWho} autoFocus /></Field>
    </ActModal>
  );
}

/** What a text of the bank always is. */
export function NewRule({ line, onClose }: { line: BankLine; onClose: () => void }) {
  const comes = isPositive(line.open);
  const [needle, setNeedle] = useState(line.text.replace(/\d{3,}/g, " ").replace(/\s+/g, " ").trim().slice(0, 60));
  const [outcome, setOutcome] = useState(comes ? "payer" : "fee");
  const [who, setWho] = useState<string | null>(null);
  const options: { value: string; label: string }[] = comes ? [{ value: "payer", label: text.payer }, { value: "interest", label: text.interest }] : [{ value: "fee", label: text.fee }, { value: "fee_tax", label: text.feeTax }];
  const ask = { needle, outcome, account_id: line.account_id, client_id: outcome === "payer" ? who : null };
  return (
    <ActModal title={text.ruleTitle} action={text.ruleSubmit} ready={needle.trim().length >= 3 && (outcome !== "payer" || who !== null)} run={() => api.post("/bank-rules", ask)} done={text.ruleDone} onClose={onClose}>
      <Field id="rule-needle" label={text.needle}><Input id="rule-needle" value={needle} maxLength={60} autoFocus onChange={(e) => { setNeedle(e.target.value); }} /></Field>
      <Field id="rule-outcome" label={text.ruleOutcome}><Select id="rule-outcome" value={outcome} options={options} onChange={setOutcome} /></Field>
      {outcome === "payer" ? <Field id="rule-client" label={words.columns.client}><ClientPicker id="rule-client" value={who} onChange={setWho} /></Field> : null}
    </ActModal>
  );
}
