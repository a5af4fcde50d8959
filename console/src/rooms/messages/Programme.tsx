import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, InputNumber, Select, Switch } from "antd";
import { useState } from "react";
import { useCommand } from "@/api/query.ts";
import type { Programme as Saved, ReminderStep, Template } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { saveProgramme, useProgramme, useTemplates } from "./data.ts";
import { FARTHEST, added, changed, clashes, movedTo, ordered, whenOf } from "./programme.ts";
import type { When } from "./programme.ts";
import { Today } from "./Today.tsx";
import { words } from "./words.ts";

const text = words.programme;

/** When each reminder leaves, and what would leave today. */
export default function Programme() {
  const { data, error, refetch } = useProgramme();
  const templates = useTemplates();
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return (
    <div className="two">
      {data && (templates.data ?? templates.error) ? <Editor key={JSON.stringify(data.steps)} saved={data} templates={templates.data?.items ?? []} /> : <Skeleton height={320} />}
      <Today />
    </div>
  );
}

function Editor({ saved, templates }: { saved: Saved; templates: Template[] }) {
  const { message } = App.useApp();
  const may = useCan("reminders.write");
  const [steps, setSteps] = useState<ReminderStep[]>(() => ordered(saved.steps));
  const save = useCommand(() => saveProgramme(ordered(steps)));
  const twice = clashes(steps);
  const lacking = steps.some((s) => !s.template);
  const dirty = changed(saved.steps, steps);
  const set = (i: number, step: ReminderStep): void => { setSteps(steps.map((s, j) => (j === i ? step : s))); };
  return (
    <section className="card stack" aria-label={text.title}>
      <div><h2>{text.title}</h2><p className="second">{text.explain}</p></div>
      {saved.next_run_at ? <p>{text.next}: <strong><InstantText value={saved.next_run_at} /></strong></p> : null}
      {steps.length === 0 ? <p className="second">{text.empty}</p> : (
        <ol className="programme">
          {steps.map((step, i) => (
            <StepRow
              key={i} of={step} templates={templates} readOnly={!may} clash={twice.includes(i)}
              onChange={(next) => { set(i, next); }} onRemove={() => { setSteps(steps.filter((_, j) => j !== i)); }}
            />
          ))}
        </ol>
      )}
      <div role="status">{twice.length > 0 ? <p className="error">{text.clash}</p> : lacking ? <p className="error">{text.needsTemplate}</p> : null}</div>
      {save.error ? <ProblemNotice error={save.error} /> : null}
      {may ? (
        <div className="row">
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => { setSteps(added(steps, templates[0]?.code ?? "")); }}>{text.add}</Button>
          <span className="grow" />
          {dirty ? <><span className="second">{text.unsaved}</span><Button type="text" onClick={() => { setSteps(ordered(saved.steps)); }}>{text.undo}</Button></> : null}
          <Button type="primary" disabled={!dirty || twice.length > 0 || lacking} loading={save.isPending} onClick={() => { save.mutate(undefined, { onSuccess: () => void message.success(text.saved) }); }}>{text.save}</Button>
        </div>
      ) : null}
    </section>
  );
}

interface RowProps { of: ReminderStep; templates: Template[]; readOnly: boolean; clash: boolean; onChange: (step: ReminderStep) => void; onRemove: () => void }

function StepRow({ of, templates, readOnly, clash, onChange, onRemove }: RowProps) {
  const when = whenOf(of);
  const name = text.sentence(of.offset_days);
  const days = Math.abs(of.offset_days);
  const options = templates.some((t) => t.code === of.template) ? templates : [...templates, { code: of.template, label: of.template }];
  return (
    <li className={`${of.active ? "" : "off"} ${clash ? "clash" : ""}`} aria-label={name}>
      <InputNumber aria-label={`${text.days}: ${name}`} min={1} max={when === "before" ? FARTHEST.before : FARTHEST.after} precision={0} value={when === "on" ? null : days} disabled={readOnly || when === "on"} style={{ width: "100%" }} onChange={(n) => { onChange(movedTo(of, when, n ?? 1)); }} />
      <Select<When> className="when" aria-label={`${text.when}: ${name}`} value={when} disabled={readOnly} onChange={(next) => { onChange(movedTo(of, next, days || 1)); }} options={(Object.keys(text.whens) as When[]).map((value) => ({ value, label: text.whens[value] }))} />
      <Select className="wide" aria-label={`${text.template}: ${name}`} value={of.template || undefined} disabled={readOnly} placeholder={text.template} status={of.template ? undefined : "error"} options={options.map((t) => ({ value: t.code, label: t.label }))} onChange={(template: string) => { onChange({ ...of, template }); }} />
      <Select className="channel" aria-label={`${text.channel}: ${name}`} value={of.channel} disabled={readOnly} options={[...new Set(["whatsapp", of.channel])].map((value) => ({ value, label: words.channels[value] ?? value }))} onChange={(channel: string) => { onChange({ ...of, channel }); }} />
      <Switch size="small" title={text.active} aria-label={`${text.active}: ${name}`} checked={of.active} disabled={readOnly} onChange={(active) => { onChange({ ...of, active }); }} />
      {readOnly ? <span /> : <Button type="text" danger icon={<DeleteOutlined aria-hidden />} aria-label={`${text.remove}: ${name}`} onClick={onRemove} />}
    </li>
  );
}
