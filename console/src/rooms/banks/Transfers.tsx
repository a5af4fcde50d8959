import { App, Button, Input, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { uuid7, useIdempotencyKey } from "@/api/keys.ts";
import { useBranchQuery, useCommand } from "@/api/query.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { money } from "@/kit/money.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { useAccounts } from "./data.ts";
import type { Transfer } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

const text = words.transfers;
const TONES: Record<string, Tone> = { asked: "wait", authorised: "info", executed: "ok", rejected: "bad", sent_back: "wait", withdrawn: "off" };

/** Money between accounts and branches: one asks, another authorises, a third one executes. */
export default function Transfers() {
  const { message } = App.useApp();
  const may = useCan("banks.transfer");
  const branch = useBranchQuery();
  const [asking, setAsking] = useState(false);
  const [doing, setDoing] = useState<Transfer | null>(null);
  const act = useCommand((of: Transfer) => api.post(`/bank-transfers/${of.request_id}/execution`, undefined, { key: uuid7() }));
  const columns: Column<Transfer>[] = [
    { key: "folio", title: text.folio, width: 110, narrow: "sub", cell: (t) => t.folio },
    { key: "summary", title: text.summary, flex: 1, width: 260, narrow: "title", cell: (t) => t.summary },
    { key: "amount", title: words.columns.amount, width: 150, end: true, narrow: "end", cell: (t) => <Money value={t.amount} /> },
    { key: "state", title: text.state, width: 160, narrow: "endSub", cell: (t) => <StateTag tone={TONES[t.state] ?? "off"}>{t.state_label}</StateTag> },
    { key: "asked", title: text.asked, width: 150, cell: (t) => t.asked_by },
    { key: "authorised", title: text.authorised, width: 150, cell: (t) => t.authorised_by ?? "" },
    { key: "executed", title: text.executed, width: 150, cell: (t) => t.executed_by ?? "" },
    ...(may ? [{ key: "act", title: "", width: 120, cell: (t: Transfer) => (t.state === "authorised" ? <Button size="small" type="primary" onClick={() => { setDoing(t); }}>{text.execute}</Button> : "") }] : []),
  ];
  return (
    <Frame section="transfers" actions={may ? <Button type="primary" onClick={() => { setAsking(true); }}>{text.add}</Button> : undefined}>
      <Grid<Transfer> id="bank-transfers" label={words.sections.transfers} path="/bank-transfers" query={branch} columns={columns} rowKey={(t) => t.id} empty={<EmptyState>{text.empty}</EmptyState>} />
      {asking ? <AskTransfer onClose={() => { setAsking(false); }} /> : null}
      {doing ? (
        <ConfirmWithReason
          open title={`${text.execute} ${doing.folio}`} action={text.execute} withReason={false} onClose={() => { setDoing(null); }}
          effect={<><p><strong>{doing.summary}</strong> · <Money value={doing.amount} /></p><p>{text.executeEffect}</p></>}
          onConfirm={async () => { await act.mutateAsync(doing); void message.success(text.executedDone); }}
        />
      ) : null}
    </Frame>
  );
}

function AskTransfer({ onClose }: { onClose: () => void }) {
  const { key } = useIdempotencyKey();
  const { data } = useAccounts();
  const all = data?.items ?? [];
  const mine = all.filter((a) => a.balance !== null);
  const [from, setFrom] = useState<number | null>(mine[0]?.id ?? null);
  const source = all.find((a) => a.id === from);
  const others = all.filter((a) => a.id !== from && a.currency === source?.currency);
  const [to, setTo] = useState<number | null>(null);
  const [amount, setAmount] = useState<string | null>(null);
  const [concept, setConcept] = useState("");
  const [reference, setReference] = useState("");
  const currency = source?.currency ?? "MXN";
  const ask = { from_account_id: from, to_account_id: to, amount: amount === null ? null : money(amount, currency), concept, reference };
  const ready = from !== null && to !== null && amount !== null && concept.trim().length >= 3;
  return (
    <ActModal title={text.title} action={text.submit} ready={ready} run={() => api.post("/bank-transfers", ask, { key })} done={text.done} onClose={onClose}>
      <Field id="tr-from" label={text.from}><Select id="tr-from" value={from} onChange={(next: number) => { setFrom(next); setTo(null); }} options={mine.map((a) => ({ value: a.id, label: `${a.name} · ${a.branch}` }))} /></Field>
      <Field id="tr-to" label={text.to}><Select id="tr-to" value={to} onChange={setTo} options={others.map((a) => ({ value: a.id, label: `${a.name} · ${a.branch}` }))} /></Field>
      <Field id="tr-amount" label={`${words.columns.amount} (${currency})`}><MoneyField id="tr-amount" value={amount} currency={currency} onChange={setAmount} /></Field>
      <Field id="tr-concept" label={text.concept}><Input id="tr-concept" value={concept} maxLength={120} onChange={(e) => { setConcept(e.target.value); }} /></Field>
      <Field id="tr-reference" label={text.reference} required={false}><Input id="tr-reference" value={reference} maxLength={60} onChange={(e) => { setReference(e.target.value); }} /></Field>
    </ActModal>
  );
}
