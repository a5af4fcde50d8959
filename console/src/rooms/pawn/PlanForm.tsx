import { App, Checkbox, Form, Input, InputNumber, Modal, Select } from "antd";
import { useState } from "react";
import type { NewPlan, Plan } from "@/api/pawn.ts";
import { useCommand } from "@/api/query.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { RateField } from "@/kit/RateField.tsx";
import { es } from "@/words/es.ts";
import { savePlan } from "./acts.ts";
import { codeOf, planDraft, planOf, wrongPlan } from "./tabling.ts";
import type { PlanDraft } from "./tabling.ts";
import { tables } from "./tableWords.ts";
import { words } from "./words.ts";

const text = tables.plans;

/** A plan, or another version of one: those who have a ticket keep theirs. */
export function PlanForm({ from, onClose }: { from: Plan | null; onClose: () => void }) {
  const { message } = App.useApp();
  const home = useActingBranch().currency;
  const currencies = [...new Set(useUser().branches.map((b) => b.currency))];
  const [draft, setDraft] = useState<PlanDraft>(() => planDraft(from, home));
  const [tried, setTried] = useState(false);
  const save = useCommand((ask: NewPlan) => savePlan(ask));
  const wrong = wrongPlan(draft);
  const set = (patch: Partial<PlanDraft>): void => { setDraft((before) => ({ ...before, ...patch })); };
  const mark = (field: keyof PlanDraft): object => {
    const told = (tried ? wrong[field] : undefined) ?? save.error?.at(`/${field}`);
    return { style: { marginBottom: 12 }, ...(told ? { validateStatus: "error", help: told } : {}) };
  };
  function submit(): void {
    setTried(true);
    const ask = planOf(draft);
    if (!ask) return;
    save.mutate(ask, { onSuccess: (made) => { void message.success(text.done(made.name, made.version)); onClose(); } });
  }
  return (
    <Modal open title={from ? text.titleEdit(from.name, from.version + 1) : text.title} okText={from ? text.saveVersion : text.save} cancelText={es.common.cancel} onCancel={onClose} onOk={submit} okButtonProps={{ loading: save.isPending }} width={640} destroyOnHidden>
      <Form layout="vertical" requiredMark={false} onFinish={submit}>
        {save.error ? <div style={{ marginBottom: 12 }}><ProblemNotice error={save.error} /></div> : null}
        <div className="kit-form-grid">
          <Form.Item label={text.name} htmlFor="plan-name" {...mark("name")}>
            <Input id="plan-name" autoFocus value={draft.name} maxLength={80} onChange={(event) => { set({ name: event.target.value, ...(from || draft.code !== codeOf(draft.name) ? {} : { code: codeOf(event.target.value) }) }); }} />
          </Form.Item>
          <Form.Item label={text.code} htmlFor="plan-code" extra={from ? undefined : text.codeHint} {...mark("code")}>
            <Input id="plan-code" disabled={from !== null} value={draft.code} maxLength={40} onChange={(event) => { set({ code: event.target.value }); }} />
          </Form.Item>
          <Form.Item label={text.currency} htmlFor="plan-currency" {...mark("currency")}>
            <Select id="plan-currency" disabled={from !== null} value={draft.currency} options={currencies.map((value) => ({ value, label: value }))} onChange={(currency: string) => { set({ currency }); }} />
          </Form.Item>
          <Form.Item label={text.period} htmlFor="plan-period" {...mark("period")}>
            <Select id="plan-period" value={draft.period} options={(["week", "month"] as const).map((value) => ({ value, label: text.periods[value] }))} onChange={(period) => { set({ period }); }} />
          </Form.Item>
          <Form.Item label={text.rate} htmlFor="plan-rate" {...mark("rate")}><RateField id="plan-rate" value={draft.rate} onChange={(rate) => { set({ rate }); }} /></Form.Item>
          <Form.Item label={text.storage} htmlFor="plan-storage" {...mark("storage_rate")}><RateField id="plan-storage" value={draft.storage_rate} onChange={(storage_rate) => { set({ storage_rate }); }} /></Form.Item>
          <Form.Item label={text.term} htmlFor="plan-term" extra={draft.term ? words.periods[draft.period](draft.term) : undefined} {...mark("term")}>
            <InputNumber id="plan-term" value={draft.term} min={1} max={260} precision={0} style={{ width: "100%" }} onChange={(term) => { set({ term }); }} />
          </Form.Item>
          <Form.Item label={text.grace} htmlFor="plan-grace" {...mark("grace_days")}>
            <InputNumber id="plan-grace" value={draft.grace_days} min={0} max={180} precision={0} style={{ width: "100%" }} onChange={(grace_days) => { set({ grace_days }); }} />
          </Form.Item>
          <Form.Item className="full" {...mark("grace_interest")}>
            <Checkbox checked={draft.grace_interest} disabled={draft.grace_days === 0} onChange={(event) => { set({ grace_interest: event.target.checked }); }}>{text.graceInterest}</Checkbox>
          </Form.Item>
          <Form.Item className="full" {...mark("taxed")}>
            <Checkbox checked={draft.taxed} onChange={(event) => { set({ taxed: event.target.checked }); }}>{text.taxed}</Checkbox>
          </Form.Item>
          <Form.Item label={text.sale} htmlFor="plan-sale" extra={text.saleHint} {...mark("sale_cost_rate")}><RateField id="plan-sale" value={draft.sale_cost_rate} onChange={(sale_cost_rate) => { set({ sale_cost_rate }); }} /></Form.Item>
          <Form.Item label={text.surplusDays} htmlFor="plan-days" {...mark("surplus_days")}>
            <InputNumber id="plan-days" disabled={!draft.surplus} value={draft.surplus_days} min={1} max={3650} precision={0} style={{ width: "100%" }} onChange={(surplus_days) => { set({ surplus_days }); }} />
          </Form.Item>
          <Form.Item className="full" {...mark("surplus")}>
            <Checkbox checked={draft.surplus} onChange={(event) => { set({ surplus: event.target.checked }); }}>{text.surplus}</Checkbox>
          </Form.Item>
        </div>
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden>{text.save}</button>
      </Form>
    </Modal>
  );
}
