import { App, Button, Input, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useCommand } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import type { Delegation, Matrix } from "./data.ts";
import { words } from "./words.ts";

const text = words.matrix;
const TONES: Record<Delegation["state"], Tone> = { in_force: "ok", later: "wait", over: "off", ended: "off" };

/** Who authorises in the place of whom for some days. It ends by itself; until then it may be ended by hand. */
export function Delegations({ of }: { of: Matrix }) {
  const [lending, setLending] = useState(false);
  const [ending, setEnding] = useState<Delegation | null>(null);
  const titles = text.lent;
  return (
    <section className="card">
      <div className="row between">
        <h2>{text.delegations}</h2>
        {of.may_delegate ? <Button onClick={() => { setLending(true); }}>{text.delegate}</Button> : null}
      </div>
      <p className="second" style={{ marginBottom: 8 }}>{text.delegationsHint}</p>
      {of.delegations.length === 0 ? <EmptyState>{text.noDelegations}</EmptyState> : (
        <PlainTable<Delegation>
          caption={text.delegations} rows={of.delegations} rowKey={(row) => String(row.id)} cards
          columns={[
            { key: "from", title: titles.from, cell: (row) => <strong>{row.from_user.name}</strong> },
            { key: "to", title: titles.to, cell: (row) => <strong>{row.to_user.name}</strong> },
            { key: "role", title: titles.role, cell: (row) => row.role_name },
            { key: "days", title: titles.days, cell: (row) => <><DateText value={row.from_on} /> – <DateText value={row.to_on} /></> },
            { key: "why", title: titles.why, cell: (row) => row.reason },
            { key: "signed", title: titles.signed, end: true, cell: (row) => row.signed },
            { key: "state", title: titles.state, cell: (row) => <StateTag tone={TONES[row.state]}>{row.state_label}</StateTag> },
            { key: "end", title: "", cell: (row) => (row.may_end ? <Button type="link" onClick={() => { setEnding(row); }}>{text.end}</Button> : null) },
          ]}
        />
      )}
      {lending ? <Lend of={of} onClose={() => { setLending(false); }} /> : null}
      {ending ? <End of={ending} onClose={() => { setEnding(null); }} /> : null}
    </section>
  );
}

function Lend({ of, onClose }: { of: Matrix; onClose: () => void }) {
  const me = useUser();
  const today = useBusinessDate();
  const own = of.authorisers.some((each) => each.id === me.id);
  const [from, setFrom] = useState<number | undefined>(own ? me.id : undefined);
  const [to, setTo] = useState<number>();
  const [since, setSince] = useState<string | null>(today);
  const [until, setUntil] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const people = of.authorisers.map((each) => ({ value: each.id, label: `${each.name} · ${each.role_name}` }));
  const ready = from !== undefined && to !== undefined && to !== from && since !== null && until !== null && until >= since && reason.trim().length >= 3;
  const send = (): Promise<unknown> => api.post("/approvals/delegations", { from_user: from, to_user: to, from: since, to: until, reason: reason.trim() });
  return (
    <ActModal title={text.lend.title} action={text.lend.action} ready={ready} run={send} done={text.lend.done} onClose={onClose}>
      {of.may_edit ? (
        <Field id="lend-from" label={text.lend.from}>
          <Select id="lend-from" value={from ?? null} onChange={(next: number) => { setFrom(next); }} options={people} showSearch optionFilterProp="label" style={{ width: "100%" }} />
        </Field>
      ) : null}
      <Field id="lend-to" label={text.lend.to} hint={text.lend.toHint}>
        <Select id="lend-to" value={to ?? null} onChange={(next: number) => { setTo(next); }} options={people.filter((each) => each.value !== from && (from === me.id || each.value !== me.id))} showSearch optionFilterProp="label" style={{ width: "100%" }} />
      </Field>
      <div className="kit-form-grid">
        <Field id="lend-since" label={text.lend.since}><DateField id="lend-since" value={since} onChange={setSince} /></Field>
        <Field id="lend-until" label={text.lend.until} hint={text.lend.untilHint}><DateField id="lend-until" value={until} onChange={setUntil} /></Field>
      </div>
      <Field id="lend-reason" label={text.lend.reason}><Input.TextArea id="lend-reason" rows={2} maxLength={300} value={reason} onChange={(event) => { setReason(event.target.value); }} /></Field>
    </ActModal>
  );
}

function End({ of, onClose }: { of: Delegation; onClose: () => void }) {
  const { message } = App.useApp();
  const { mutateAsync } = useCommand((note: string) => api.post(`/approvals/delegations/${String(of.id)}/end`, { note }));
  return (
    <ConfirmWithReason
      open title={text.endTitle} action={text.end} onClose={onClose} effect={<p>{text.endEffect(of.from_user.name, of.to_user.name)}</p>}
      onConfirm={async (reason) => { await mutateAsync(reason); void message.success(text.ended); }}
    />
  );
}
