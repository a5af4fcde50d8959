import { App, Button, Form, Input, Select } from "antd";
import { useState } from "react";
import type { ServiceKind } from "@/api/bookings.ts";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { ClientPicker } from "@/kit/ClientPicker.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { useGo } from "@/kit/Go.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money } from "@/kit/money.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { book, useContracts, usePolicies } from "./data.ts";
import { words } from "./words.ts";

const text = words.form;
const TIME = /^([01]?\d|2[0-3]):[0-5]\d$/;
interface Draft { client: string | null; kind: ServiceKind; service: string; on: string | null; time: string; amount: string | null; currency: string; due: string | null; notes: string; contract: string | null; branch: number }

/** Sells a service in one form: who, what, when and for how much. Its receivable is born with it. */
export default function NewBooking() {
  const [url] = useUrlState();
  const today = useBusinessDate();
  const branch = useActingBranch();
  const { branches } = useUser();
  const { message } = App.useApp();
  const go = useGo();
  const { key, renew } = useIdempotencyKey();
  const fresh = (client: string | null): Draft => ({ client, kind: "tour", service: "", on: null, time: "", amount: null, currency: branch.currency, due: null, notes: "", contract: null, branch: branch.id });
  const [draft, setDraft] = useState(() => fresh(url["client_id"] ?? null));
  const [tried, setTried] = useState(false);
  const save = useCommand((ask: Draft) => book(
    { client_id: ask.client ?? "", kind: ask.kind, service: ask.service.trim(), service_on: ask.on ?? "", service_time: ask.time || null,
      price: money(ask.amount ?? "0", ask.currency), due_on: ask.due, notes: ask.notes.trim(), contract_id: ask.contract }, key, ask.branch,
  ));
  const contracts = useContracts(useCan("payables.read")).data?.items ?? [];
  const set = (patch: Partial<Draft>): void => { setDraft({ ...draft, ...patch }); };
  const problem = save.error;
  const local = {
    client: !draft.client ? text.missing : undefined,
    service: draft.service.trim().length < 2 ? text.missing : undefined,
    on: !draft.on ? text.missing : draft.on < today ? text.past : undefined,
    time: draft.time && !TIME.test(draft.time) ? text.badTime : undefined,
    price: !draft.amount ? text.missing : !isPositive(money(draft.amount, draft.currency)) ? es.money.positive : undefined,
  };
  const show = (name: keyof typeof local, pointer: string): object => {
    const told = tried ? local[name] ?? problem?.at(pointer) : problem?.at(pointer);
    return told ? { validateStatus: "error", help: told } : {};
  };
  async function submit(another: boolean): Promise<void> {
    setTried(true);
    if (Object.values(local).some(Boolean)) return;
    const made = await save.mutateAsync(draft).catch(() => null);
    if (!made) return;
    void message.success(text.done(made.folio, made.receivable));
    if (!another) { go(`/reservas/${made.id}`); return; }
    renew();
    setTried(false);
    setDraft(fresh(null));
  }
  return (
    <div className="page narrow">
      <PageHeader title={text.title} />
      <Form layout="vertical" className="card" onFinish={() => void submit(false)}>
        {problem ? <div style={{ marginBottom: 16 }}><ProblemNotice error={problem} onRetry={problem.retryable ? () => void submit(false) : undefined} /></div> : null}
        <div className="kit-form-grid">
          <Form.Item className="full" label={text.client} htmlFor="client" required {...show("client", "/client_id")}>
            <ClientPicker
              id="client" value={draft.client} autoFocus={!draft.client}
              onChange={(client, found) => {
                const own = branches.find((b) => b.id === found?.branch_id);
                set({ client, ...(own ? { currency: own.currency, branch: own.id } : {}) });
              }}
            />
          </Form.Item>
          <Form.Item label={text.kind} htmlFor="kind">
            <Select id="kind" value={draft.kind} options={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))} onChange={(kind: ServiceKind) => { set({ kind }); }} />
          </Form.Item>
          <Form.Item label={text.service} htmlFor="service" required extra={text.serviceHint} {...show("service", "/service")}>
            <Input id="service" value={draft.service} maxLength={160} autoComplete="off" onChange={(event) => { set({ service: event.target.value }); }} />
          </Form.Item>
          <Form.Item label={text.on} htmlFor="on" required extra={es.dates.hint} {...show("on", "/service_on")}>
            <DateField id="on" value={draft.on} onChange={(on) => { set({ on }); }} />
          </Form.Item>
          <Form.Item label={text.time} htmlFor="time" extra={text.timeHint} {...show("time", "/service_time")}>
            <Input id="time" value={draft.time} maxLength={5} autoComplete="off" onChange={(event) => { set({ time: event.target.value }); }} />
          </Form.Item>
          <Form.Item label={text.price} htmlFor="price" required {...show("price", "/price")}>
            <MoneyField key={draft.currency} id="price" value={draft.amount} currency={draft.currency} onChange={(amount) => { set({ amount }); }} />
          </Form.Item>
          <Form.Item label={text.due} htmlFor="due" extra={text.dueHint}>
            <DateField id="due" value={draft.due} onChange={(due) => { set({ due }); }} />
          </Form.Item>
          {contracts.length > 0 ? (
            <Form.Item className="full" label={text.contract} htmlFor="contract" extra={text.contractHint}>
              <Select
                id="contract" allowClear showSearch optionFilterProp="label" value={draft.contract} placeholder={text.house}
                options={contracts.map((each) => ({ value: each.id, label: `${each.supplier.name} · ${each.title}` }))} onChange={(contract?: string) => { set({ contract: contract ?? null }); }}
              />
            </Form.Item>
          ) : null}
          <Form.Item className="full" label={text.notes} htmlFor="notes">
            <Input.TextArea id="notes" rows={2} maxLength={300} value={draft.notes} onChange={(event) => { set({ notes: event.target.value }); }} />
          </Form.Item>
        </div>
        <Terms kind={draft.kind} />
        <div className="row">
          <Button type="primary" htmlType="submit" loading={save.isPending}>{text.save}</Button>
          <Button loading={save.isPending} onClick={() => void submit(true)}>{text.saveAnother}</Button>
          <Button type="text" onClick={() => { window.history.back(); }}>{es.common.cancel}</Button>
        </div>
      </Form>
    </div>
  );
}

/** What the client is told of cancelling, by the policy in force today. */
function Terms({ kind }: { kind: ServiceKind }) {
  const today = useBusinessDate();
  const { data } = usePolicies(useCan("refunds.read"));
  const running = (data?.items ?? []).filter((p) => p.from_on <= today);
  const found = running.find((p) => p.kind === kind) ?? running.find((p) => p.kind === null);
  if (!found) return null;
  return (
    <p className="second" style={{ marginBottom: 16 }}>
      <strong>{text.policy}:</strong> {found.bands.map((band) => `${band.label} ${band.percent} %`).join(" · ")}. {text.policyHint}
    </p>
  );
}
