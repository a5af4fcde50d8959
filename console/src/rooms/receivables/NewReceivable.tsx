import { App, Button, Form, Input, Select } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import { ClientPicker } from "@/kit/ClientPicker.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { addDays } from "@/kit/dates.ts";
import { useGo } from "@/kit/Go.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money } from "@/kit/money.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { create } from "./data.ts";
import { words } from "./words.ts";

interface Draft { client: string | null; concept: string; currency: string; amount: string | null; issued: string | null; due: string | null; branch: number }

/** A new receivable: who, for what, how much and until when. */
export default function NewReceivable() {
  const [url] = useUrlState();
  const today = useBusinessDate();
  const branch = useActingBranch();
  const { branches } = useUser();
  const { message } = App.useApp();
  const go = useGo();
  const { key, renew } = useIdempotencyKey();
  const fresh = (client: string | null): Draft => ({ client, concept: "", currency: branch.currency, amount: null, issued: today, due: addDays(today, 30), branch: branch.id });
  const [draft, setDraft] = useState(() => fresh(url["client_id"] ?? null));
  const [tried, setTried] = useState(false);
  const save = useCommand((ask: Draft) => create(
    { client_id: ask.client ?? "", concept: ask.concept.trim(), amount: money(ask.amount ?? "0", ask.currency), issued_on: ask.issued ?? "", due_on: ask.due ?? "" }, key, ask.branch,
  ));
  const currencies = [...new Set(branches.map((b) => b.currency))];
  const set = (patch: Partial<Draft>): void => { setDraft({ ...draft, ...patch }); };

  const problem = save.error;
  const wrong = {
    client: !draft.client ? words.form.missing : problem?.at("/client_id"),
    concept: !draft.concept.trim() ? words.form.missing : problem?.at("/concept"),
    amount: !draft.amount ? words.form.missing : !isPositive(money(draft.amount, draft.currency)) ? es.money.positive : problem?.at("/amount"),
    issued: !draft.issued ? words.form.missing : problem?.at("/issued_on"),
    due: !draft.due ? words.form.missing : draft.issued && draft.due < draft.issued ? words.form.dueBefore : problem?.at("/due_on"),
  };
  const local = !draft.client || !draft.concept.trim() || !draft.amount || !draft.issued || !draft.due || draft.due < draft.issued || !isPositive(money(draft.amount, draft.currency));
  const show = (text: string | undefined): object => (text && (tried || problem) ? { validateStatus: "error", help: text } : {});

  async function submit(another: boolean): Promise<void> {
    setTried(true);
    if (local) return;
    const made = await save.mutateAsync(draft).catch(() => null);
    if (!made) return;
    void message.success(words.form.done(made.folio));
    if (!another) { go(`/cxc/${made.id}`); return; }
    renew();
    setTried(false);
    setDraft(fresh(null));
  }
  return (
    <div className="page narrow">
      <PageHeader title={words.form.title} />
      <Form layout="vertical" className="card" onFinish={() => void submit(false)}>
        {problem ? <div style={{ marginBottom: 16 }}><ProblemNotice error={problem} onRetry={problem.retryable ? () => void submit(false) : undefined} /></div> : null}
        <div className="kit-form-grid">
          <Form.Item className="full" label={words.form.client} htmlFor="client" required {...show(wrong.client)}>
            <ClientPicker
              id="client" value={draft.client} autoFocus={!draft.client}
              onChange={(client, found) => {
                const own = branches.find((b) => b.id === found?.branch_id);
                set({ client, ...(own ? { currency: own.currency, branch: own.id } : {}) });
              }}
            />
          </Form.Item>
          <Form.Item className="full" label={words.form.concept} htmlFor="concept" required extra={words.form.conceptHint} {...show(wrong.concept)}>
            <Input id="concept" value={draft.concept} maxLength={140} onChange={(event) => { set({ concept: event.target.value }); }} />
          </Form.Item>
          <Form.Item label={es.money.amount} htmlFor="amount" required {...show(wrong.amount)}>
            <MoneyField key={draft.currency} id="amount" value={draft.amount} currency={draft.currency} onChange={(amount) => { set({ amount }); }} />
          </Form.Item>
          <Form.Item label={words.form.currency} htmlFor="currency">
            <Select id="currency" value={draft.currency} disabled={currencies.length < 2} options={currencies.map((value) => ({ value, label: value }))} onChange={(currency: string) => { set({ currency }); }} />
          </Form.Item>
          <Form.Item label={words.form.issued} htmlFor="issued" required {...show(wrong.issued)}>
            <DateField id="issued" value={draft.issued} onChange={(issued) => { set({ issued }); }} />
          </Form.Item>
          <Form.Item label={words.form.due} htmlFor="due" required extra={es.dates.hint} {...show(wrong.due)}>
            <DateField id="due" value={draft.due} onChange={(due) => { set({ due }); }} />
          </Form.Item>
        </div>
        <div className="row">
          <Button type="primary" htmlType="submit" loading={save.isPending}>{words.form.save}</Button>
          <Button loading={save.isPending} onClick={() => void submit(true)}>{words.form.saveAnother}</Button>
          <Button type="text" onClick={() => { window.history.back(); }}>{es.common.cancel}</Button>
        </div>
      </Form>
    </div>
  );
}
