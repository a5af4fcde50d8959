import { App, Button, Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import { ClientPicker } from "@/kit/ClientPicker.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { useGo } from "@/kit/Go.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money, toMinor } from "@/kit/money.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { create } from "./acts.ts";
import type { NewRosca as Ask } from "./acts.ts";
import type { FeeKind, Frequency } from "./data.ts";
import { words } from "./words.ts";

const text = words.form;
const options = (labels: Record<string, string>): { value: string; label: string }[] => Object.entries(labels).map(([value, label]) => ({ value, label }));

interface Draft {
  name: string; amount: string | null; places: number; frequency: Frequency; starts: string | null; fee: FeeKind; fixed: string | null; percent: number | null;
  organiser: string | null; branch: number;
}

/** A new san: how many numbers, how much and how often. Its members and turns come after, in its file. */
export default function NewRosca() {
  const today = useBusinessDate();
  const acting = useActingBranch();
  const { branches } = useUser();
  const { message } = App.useApp();
  const go = useGo();
  const { key } = useIdempotencyKey();
  const [draft, setDraft] = useState<Draft>({
    name: "", amount: null, places: 8, frequency: "weekly", starts: today, fee: "none", fixed: null, percent: null, organiser: null, branch: acting.id,
  });
  const [tried, setTried] = useState(false);
  const save = useCommand((ask: Ask) => create(ask, key));
  const set = (patch: Partial<Draft>): void => { setDraft((before) => ({ ...before, ...patch })); };
  const currency = branches.find((b) => b.id === draft.branch)?.currency ?? acting.currency;
  const fixed = draft.fee === "fixed";
  const share = draft.fee === "percent";
  const first = draft.fee === "first_turn";
  const problem = save.error;
  const positive = (amount: string | null): boolean => amount !== null && isPositive(money(amount, currency));
  const wrong = {
    name: draft.name.trim().length < 2 ? words.missingField : problem?.at("/name"),
    amount: !positive(draft.amount) ? es.money.positive : problem?.at("/contribution"),
    starts: !draft.starts ? words.missingField : problem?.at("/starts_on"),
    fee: (fixed && !positive(draft.fixed)) || (share && !draft.percent) ? words.missingField : problem?.at("/fee"),
    organiser: first && !draft.organiser ? words.missingField : problem?.at("/organiser_id"),
  };
  const ready = draft.name.trim().length >= 2 && positive(draft.amount) && draft.starts && !(fixed && !positive(draft.fixed)) && !(share && !draft.percent) && !(first && !draft.organiser);
  const show = (told: string | undefined): object => (told && (tried || problem) ? { validateStatus: "error", help: told } : {});
  const pot = positive(draft.amount) ? money(toMinor(draft.amount ?? "0") * BigInt(draft.places), currency) : null;

  async function submit(): Promise<void> {
    setTried(true);
    if (!ready) return;
    const made = await save.mutateAsync({
      name: draft.name.trim(), contribution: money(draft.amount ?? "0", currency), places: draft.places, frequency: draft.frequency, starts_on: draft.starts ?? "",
      organiser_id: draft.organiser, branch_id: draft.branch,
      fee: { kind: draft.fee, amount: fixed ? money(draft.fixed ?? "0", currency) : null, share: share ? ((draft.percent ?? 0) / 100).toFixed(8) : null },
    }).catch(() => null);
    if (!made) return;
    void message.success(text.done(made.folio));
    go(`/sanes/${made.id}`, { replace: true });
  }
  return (
    <div className="page narrow">
      <PageHeader title={text.title} subtitle={text.subtitle} />
      <Form layout="vertical" className="card" onFinish={() => void submit()}>
        {problem ? <div style={{ marginBottom: 16 }}><ProblemNotice error={problem} onRetry={problem.retryable ? () => void submit() : undefined} /></div> : null}
        <div className="kit-form-grid">
          <Form.Item className="full" label={text.name} htmlFor="name" required {...show(wrong.name)}>
            <Input id="name" value={draft.name} maxLength={80} autoFocus onChange={(event) => { set({ name: event.target.value }); }} />
          </Form.Item>
          {branches.length > 1 ? (
            <Form.Item className="full" label={words.columns.branch} htmlFor="branch">
              <Select id="branch" value={draft.branch} options={branches.map((b) => ({ value: b.id, label: `${b.name} · ${b.currency}` }))} onChange={(branch: number) => { set({ branch }); }} />
            </Form.Item>
          ) : null}
          <Form.Item label={words.columns.contribution} htmlFor="amount" required extra={text.amountHint} {...show(wrong.amount)}>
            <MoneyField key={currency} id="amount" value={draft.amount} currency={currency} onChange={(amount) => { set({ amount }); }} />
          </Form.Item>
          <Form.Item label={words.columns.places} htmlFor="places" required extra={pot ? text.pot(formatMoney(pot), draft.places) : text.placesHint} {...show(problem?.at("/places"))}>
            <InputNumber id="places" value={draft.places} min={2} max={100} precision={0} style={{ width: "100%" }} onChange={(places) => { set({ places: places ?? 2 }); }} />
          </Form.Item>
          <Form.Item label={text.frequency} htmlFor="frequency">
            <Select id="frequency" value={draft.frequency} options={options(words.frequency)} onChange={(frequency: Frequency) => { set({ frequency }); }} />
          </Form.Item>
          <Form.Item label={text.starts} htmlFor="starts" required extra={es.dates.hint} {...show(wrong.starts)}>
            <DateField id="starts" value={draft.starts} onChange={(starts) => { set({ starts }); }} />
          </Form.Item>
          <Form.Item label={text.fee} htmlFor="fee" extra={text.feeHint} {...(fixed || share ? {} : show(wrong.fee))}>
            <Select id="fee" value={draft.fee} options={options(words.fee)} onChange={(fee: FeeKind) => { set({ fee }); }} />
          </Form.Item>
          {fixed ? (
            <Form.Item label={text.fixed} htmlFor="fixed" required {...show(wrong.fee)}>
              <MoneyField key={currency} id="fixed" value={draft.fixed} currency={currency} onChange={(amount) => { set({ fixed: amount }); }} />
            </Form.Item>
          ) : null}
          {share ? (
            <Form.Item label={text.percent} htmlFor="percent" required {...show(wrong.fee)}>
              <InputNumber id="percent" value={draft.percent} min={0.01} max={99} suffix="%" style={{ width: "100%" }} onChange={(percent) => { set({ percent }); }} />
            </Form.Item>
          ) : null}
          {first ? (
            <Form.Item label={text.organiser} htmlFor="organiser" required {...show(wrong.organiser)}>
              <ClientPicker id="organiser" value={draft.organiser} onChange={(organiser) => { set({ organiser }); }} />
            </Form.Item>
          ) : null}
        </div>
        <div className="row">
          <Button type="primary" htmlType="submit" loading={save.isPending}>{words.new}</Button>
          <Button type="text" onClick={() => { window.history.back(); }}>{es.common.cancel}</Button>
        </div>
      </Form>
    </div>
  );
}
