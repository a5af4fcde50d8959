import { CloudUploadOutlined, DownloadOutlined } from "@ant-design/icons";
import { Button, Form, Select } from "antd";
import { useId, useRef, useState } from "react";
import type { DragEvent } from "react";
import { useCommand } from "@/api/query.ts";
import type { ImportKind } from "@/api/types.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { template, upload } from "./data.ts";
import { Steps } from "./Steps.tsx";
import { refusedFile } from "./files.ts";
import { words } from "./words.ts";

const text = words.upload;

/** First step: which file, dropped or chosen, and what it brings. */
export function Upload() {
  const [url, update] = useUrlState();
  const kind: ImportKind = url["kind"] === "clients" ? "clients" : "debts";
  const go = useGo();
  const may = useCan("imports.run");
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const name = useId();
  const { branches } = useUser();
  const [branch, setBranch] = useState(useActingBranch().id);
  const send = useCommand((file: File) => upload(file, kind, branch));

  async function take(file: File | undefined): Promise<void> {
    if (!file) return;
    const why = refusedFile(file);
    setRefused(why ? text[why] : null);
    if (why) return;
    const opened = await send.mutateAsync(file).catch(() => null);
    if (opened) go(`/importar/${opened.id}`);
  }
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  }
  return (
    <div className="page narrow">
      <PageHeader title={text.title} subtitle={<Go to="/importar">{words.past}</Go>} />
      <Steps at="upload" />
      <div className="stack">
        <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
          <legend style={{ fontWeight: 650, marginBottom: 8 }}>{text.kind}</legend>
          <div className="kinds">
            {(["debts", "clients"] as const).map((k) => (
              <label key={k} className="pick">
                <input type="radio" name={name} value={k} checked={kind === k} onChange={() => { update({ kind: k }); }} /><strong>{words.kinds[k]}</strong>
                <span className="second">{words.kindsWhat[k]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {branches.length > 1 ? (
          <Form layout="vertical" component="div">
            <Form.Item label={text.branch} htmlFor={`${name}-branch`} extra={text.branchHint} style={{ marginBottom: 0, maxWidth: 320 }}>
              <Select id={`${name}-branch`} value={branch} options={branches.map((b) => ({ value: b.id, label: b.name }))} onChange={setBranch} />
            </Form.Item>
          </Form>
        ) : null}
        <div
          className={over ? "drop over" : "drop"} role="group" aria-label={text.title} aria-busy={send.isPending}
          onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => { setOver(false); }} onDrop={drop}
        >
          <CloudUploadOutlined aria-hidden />
          <p>{text.drop}</p>
          <Button type="primary" size="large" loading={send.isPending} disabled={!may} onClick={() => input.current?.click()}>{send.isPending ? text.reading : text.choose}</Button>
          <input
            ref={input} type="file" hidden aria-hidden tabIndex={-1} data-testid="file" accept=".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods"
            onChange={(event) => { void take(event.target.files?.[0]); event.target.value = ""; }}
          />
          <span className="hint">{may ? text.formats : es.common.noPermission}</span>
        </div>
        {refused ? <p className="error" role="alert">{refused}</p> : null}
        {send.error ? <ProblemNotice error={send.error} /> : null}
        <Templates />
      </div>
    </div>
  );
}

/** The files to begin from, with the titles that are understood. */
export function Templates() {
  const [problem, setProblem] = useState<unknown>(null);
  return (
    <section className="card stack tight" aria-label={text.template}>
      <div className="row">
        <span>{text.template}</span>
        {(["debts", "clients"] as const).map((kind) => (
          <Button key={kind} size="small" icon={<DownloadOutlined aria-hidden />} onClick={() => { setProblem(null); template(kind).catch(setProblem); }}>{text.templateOf[kind]}</Button>
        ))}
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
    </section>
  );
}
