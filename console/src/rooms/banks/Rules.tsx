import { App, Button, Input, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { touch, useBranchQuery } from "@/api/query.ts";
import { useActingBranch } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { ClientPicker } from "@/kit/ClientPicker.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { useAccounts } from "./data.ts";
import type { Outcome, Rule } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

const text = words.rules;
const OUTCOMES = (Object.keys(text.outcomes) as Outcome[]).map((value) => ({ value, label: text.outcomes[value] }));

/** Reglas: what a text of the bank always is, written and ended by whoever reconciles. */
export default function Rules() {
  const { message } = App.useApp();
  const branch = useBranchQuery();
  const may = useCan("banks.reconcile");
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Rule | null>(null);
  const add = may ? <Button type="primary" onClick={() => { setAdding(true); }}>{text.add}</Button> : undefined;
  const columns: Column<Rule>[] = [
    { key: "needle", title: text.needle, width: 240, flex: 1, narrow: "title", cell: (r) => <strong>{r.needle}</strong> },
    { key: "is", title: text.is, width: 240, narrow: "sub", cell: (r) => (r.client ? <>{text.outcomes[r.outcome]}: <Go to={`/clientes/${r.client.id}`}>{r.client.name}</Go></> : text.outcomes[r.outcome]) },
    { key: "where", title: text.where, width: 240, cell: (r) => r.account ?? text.everywhere(r.branch) },
    { key: "by", title: text.by, width: 150, cell: (r) => r.created_by },
    { key: "at", title: text.at, width: 180, narrow: "endSub", cell: (r) => <InstantText value={r.created_at} /> },
    ...(may ? [{ key: "act", title: "", width: 110, narrow: "end" as const, cell: (r: Rule) => <Button size="small" aria-label={text.endTitle(r.needle)} onClick={() => { setEnding(r); }}>{text.end}</Button> }] : []),
  ];
  return (
    <Frame section="rules" actions={add}>
      <p className="second" style={{ marginBottom: 12 }}>{text.explain}</p>
      <Grid<Rule> id="bank-rules" label={words.sections.rules} path="/bank-rules" query={branch} columns={columns} rowKey={(r) => String(r.id)} empty={<EmptyState action={add}>{text.empty}</EmptyState>} />
      {adding ? <Add onClose={() => { setAdding(false); }} /> : null}
      <ConfirmWithReason
        open={ending !== null} title={text.endTitle(ending?.needle ?? "")} effect={text.endEffect} action={text.end} withReason={false} onClose={() => { setEnding(null); }}
        onConfirm={async () => { await api.delete(`/bank-rules/${ending?.id ?? 0}`); touch(); void message.success(text.ended); }}
      />
    </Frame>
  );
}

/** A rule of one account, or of every account of the branch. */
function Add({ onClose }: { onClose: () => void }) {
  const here = useActingBranch();
  const { data } = useAccounts();
  const [needle, setNeedle] = useState("");
  const [outcome, setOutcome] = useState<Outcome>("fee");
  const [account, setAccount] = useState(0);
  const [who, setWho] = useState<string | null>(null);
  const mine = (data?.items ?? []).filter((a) => a.balance !== null);
  const ask = { needle, outcome, ...(account ? { account_id: account } : { branch_id: here.id }), client_id: outcome === "payer" ? who : null };
  return (
    <ActModal title={text.title} action={words.match.ruleSubmit} ready={needle.trim().length >= 3 && (outcome !== "payer" || who !== null)} run={() => api.post("/bank-rules", ask)} done={words.match.ruleDone} onClose={onClose}>
      <Field id="rule-needle" label={text.needle} hint={text.needleHint}><Input id="rule-needle" value={needle} maxLength={60} autoFocus onChange={(e) => { setNeedle(e.target.value); }} /></Field>
      <Field id="rule-outcome" label={text.is}><Select id="rule-outcome" value={outcome} options={OUTCOMES} onChange={setOutcome} /></Field>
      {outcome === "payer" ? <Field id="rule-client" label={words.columns.client}><ClientPicker id="rule-client" value={who} onChange={setWho} /></Field> : null}
      <Field id="rule-where" label={text.where}><Select id="rule-where" value={account} options={[{ value: 0, label: text.everywhere(here.name) }, ...mine.map((a) => ({ value: a.id, label: a.name }))]} onChange={setAccount} /></Field>
    </ActModal>
  );
}
