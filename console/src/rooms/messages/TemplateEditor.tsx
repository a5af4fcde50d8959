import { App, Button, Form, Input, Select, Switch } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useRef, useState } from "react";
import { useCommand, useRead } from "@/api/query.ts";
import type { Page, Receivable, Template } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useQuery } from "@tanstack/react-query";
import { Bubble } from "./Bubble.tsx";
import { MAX_LENGTH, filled, slips } from "./bubble.ts";
import { previewTemplate, saveTemplate } from "./data.ts";
import type { TemplateEdit } from "./data.ts";
import { words } from "./words.ts";

const text = words.templates;

/** One text: written on the left, seen as it arrives on the right. */
export function TemplateEditor({ of, variables }: { of: Template; variables: Record<string, string> }) {
  const { message } = App.useApp();
  const may = useCan("reminders.write");
  const [draft, setDraft] = useState<TemplateEdit>({ body: of.body, provider_name: of.provider_name, language: of.language, active: of.active });
  const area = useRef<TextAreaRef>(null);
  const save = useCommand(() => saveTemplate(of.code, draft));
  const wrong = slips(draft.body, Object.keys(variables));
  const dirty = (Object.keys(draft) as (keyof TemplateEdit)[]).some((key) => draft[key] !== of[key]);
  const set = (patch: Partial<TemplateEdit>): void => { setDraft({ ...draft, ...patch }); };

  function insert(name: string): void {
    const box = area.current?.resizableTextArea?.textArea;
    const [from, to] = [box?.selectionStart ?? draft.body.length, box?.selectionEnd ?? draft.body.length];
    set({ body: `${draft.body.slice(0, from)}{${name}}${draft.body.slice(to)}` });
    window.setTimeout(() => { box?.focus(); box?.setSelectionRange(from + name.length + 2, from + name.length + 2); }, 0);
  }
  return (
    <div className="half">
      <Form layout="vertical" component="section" className="card" aria-label={of.label}>
        <h2>{of.label}</h2>
        <Form.Item label={text.body} htmlFor="template-body" extra={<>{text.bold} <span className="num">{text.length(draft.body.length, MAX_LENGTH)}</span></>} {...(wrong.length > 0 ? { validateStatus: "error", help: wrong.map((w) => text.slips[w]).join(" ") } : {})}>
          <Input.TextArea id="template-body" ref={area} autoSize={{ minRows: 5, maxRows: 14 }} value={draft.body} readOnly={!may} onChange={(event) => { set({ body: event.target.value }); }} />
        </Form.Item>
        {may ? (
          <Form.Item label={text.variables}>
            <div className="row" style={{ gap: 6 }}>{Object.entries(variables).map(([name, label]) => <Button key={name} size="small" title={label} onClick={() => { insert(name); }}>{`{${name}}`}</Button>)}</div>
          </Form.Item>
        ) : null}
        <div className="kit-form-grid">
          <Form.Item label={text.provider} htmlFor="template-provider" extra={text.providerHint}>
            <Input id="template-provider" value={draft.provider_name} readOnly={!may} spellCheck={false} onChange={(event) => { set({ provider_name: event.target.value }); }} />
          </Form.Item>
          <Form.Item label={text.language} htmlFor="template-language">
            <Select id="template-language" value={draft.language} disabled={!may} options={[...new Set(["es", "es_CO", "es_MX", "en", draft.language])].map((value) => ({ value, label: value }))} onChange={(language: string) => { set({ language }); }} />
          </Form.Item>
        </div>
        <label className="row" style={{ marginBottom: 16 }}><Switch checked={draft.active} disabled={!may} onChange={(active) => { set({ active }); }} /> {draft.active ? text.active : text.inactive}</label>
        {save.error ? <div style={{ marginBottom: 16 }}><ProblemNotice error={save.error} /></div> : null}
        {may ? <Button type="primary" disabled={!dirty || wrong.length > 0} loading={save.isPending} onClick={() => { save.mutate(undefined, { onSuccess: () => void message.success(text.saved) }); }}>{text.save}</Button> : null}
      </Form>
      <div className="stack">
        <section className="card stack tight" aria-label={text.preview}><h2>{text.preview}</h2><span className="hint">{text.example}</span><Bubble text={filled(draft.body, text.sample)} /></section>
        <Real code={of.code} version={of.version} />
      </div>
    </div>
  );
}

/** The saved text with the data of a true debt, as the server would send it. */
function Real({ code, version }: { code: string; version: number }) {
  const [typed, setTyped] = useState("");
  const [folio, setFolio] = useState("");
  const found = useRead<Page<Receivable>>("/receivables", { q: folio, limit: 1 }, { enabled: folio !== "" });
  const debt = found.data?.items[0];
  const shown = useQuery({ queryKey: ["/templates", code, version, debt?.id], queryFn: () => previewTemplate(code, debt?.id ?? ""), enabled: folio !== "" && debt !== undefined, retry: false });
  const problem = found.error ?? shown.error;
  return (
    <section className="card stack tight" aria-label={text.real}>
      <h2>{text.real}</h2>
      <Input.Search
        aria-label={text.realHint} placeholder={text.realHint} enterButton={text.preview} value={typed} loading={found.isFetching || shown.isFetching}
        onChange={(event) => { setTyped(event.target.value); }} onSearch={(value) => { setFolio(value.trim()); }}
      />
      <span className="hint">{text.realSaved}</span>
      {problem ? <ProblemNotice error={problem} /> : null}
      {folio && found.isSuccess && !debt ? <p role="status" className="second">{text.realNone}</p> : null}
      {shown.data ? <Bubble text={shown.data.text} foot={debt ? `${debt.folio} · ${debt.client.name}` : undefined} /> : null}
    </section>
  );
}
