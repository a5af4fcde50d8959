import { Checkbox, Input, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useUser } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import type { Matrix } from "./data.ts";
import { words } from "./words.ts";

const text = words.matrix.form;

/** Up to how much a role authorises, from a date on, for one or several kinds. */
export function LimitForm({ of, onClose }: { of: Matrix; onClose: () => void }) {
  const user = useUser();
  const currencies = [...new Set(user.branches.map((b) => b.currency))];
  const today = useBusinessDate();
  const [kinds, setKinds] = useState<string[]>([of.kinds[0]?.kind ?? ""]);
  const [role, setRole] = useState<string>();
  const [currency, setCurrency] = useState(currencies[0] ?? "MXN");
  const [amount, setAmount] = useState<string | null>(null);
  const [free, setFree] = useState(false);
  const [since, setSince] = useState<string | null>(today);
  const [reason, setReason] = useState("");
  const roles = new Map<string, string>();
  for (const kind of of.kinds) for (const row of kind.rows) if (row.authorise && kinds.includes(kind.kind) && row.role !== of.own_role) roles.set(row.role, row.role_name);
  const ready = kinds.length > 0 && role !== undefined && roles.has(role) && (free || amount !== null) && since !== null && reason.trim().length >= 3;
  const send = (): Promise<unknown> => api.put("/approvals/matrix", {
    limits: kinds.map((kind) => ({ kind, role, currency, amount: free || amount === null ? null : { amount, currency } })), from: since, reason: reason.trim(),
  });
  return (
    <ActModal title={words.matrix.change} action={text.action} ready={ready} run={send} done={text.done} onClose={onClose}>
      <Field id="limit-kinds" label={text.kinds}>
        <Select id="limit-kinds" mode="multiple" value={kinds} onChange={(next: string[]) => { setKinds(next); }} options={of.kinds.map((k) => ({ value: k.kind, label: k.label }))} style={{ width: "100%" }} />
      </Field>
      <Field id="limit-role" label={text.role} hint={text.own}>
        <Select id="limit-role" value={role ?? null} onChange={(next: string) => { setRole(next); }} options={[...roles].map(([value, label]) => ({ value, label }))} style={{ width: "100%" }} />
      </Field>
      <div className="kit-form-grid">
        <Field id="limit-currency" label={text.currency}>
          <Select id="limit-currency" value={currency} onChange={(next: string) => { setCurrency(next); setAmount(null); }} options={currencies.map((value) => ({ value, label: value }))} style={{ width: "100%" }} />
        </Field>
        <Field id="limit-amount" label={text.amount} required={!free}>
          <MoneyField id="limit-amount" currency={currency} value={amount} onChange={setAmount} disabled={free} />
          <Checkbox checked={free} onChange={(event) => { setFree(event.target.checked); }}>{text.free}</Checkbox>
        </Field>
      </div>
      <Field id="limit-since" label={text.since}><DateField id="limit-since" value={since} onChange={setSince} /></Field>
      <Field id="limit-reason" label={text.reason}><Input.TextArea id="limit-reason" rows={2} maxLength={300} value={reason} onChange={(event) => { setReason(event.target.value); }} /></Field>
    </ActModal>
  );
}
