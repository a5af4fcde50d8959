import { DownloadOutlined, ImportOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import type { ImportCheck, ImportFile, Job } from "@/api/types.ts";
import { Can } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { formatCount, formatMoney } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { asMoney, isZero, money, toMinor } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { corrected, run } from "./data.ts";
import { Findings } from "./Findings.tsx";
import { absolute, askOf, difference, previewText } from "./plan.ts";
import type { Plan } from "./plan.ts";
import { words } from "./words.ts";

const text = words.check;

interface Props { file: ImportFile; plan: Plan; of: ImportCheck; onRun: (job: Job) => void; onBack: () => void }

/** What the file says, before anything is written: totals to tie, every error, and how it will look. */
export function Check({ file, plan, of, onRun, onBack }: Props) {
  const errors = of.errors_total ?? of.errors.length;
  const fields = file.fields ?? [];
  const debts = file.kind === "debts";
  return (
    <div className="stack">
      <div className="figures">
        <Figure label={text.rows} value={formatCount(of.rows)} foot={`${formatCount(of.valid)} ${text.valid.toLowerCase()}`} />
        <Figure label={text.errors} value={formatCount(errors)} foot={errors > 0 ? text.inRows(of.rows - of.valid, formatCount(of.rows - of.valid)) : null} tone={errors > 0 ? "bad" : "good"} />
        <Figure label={text.newClients} value={formatCount(of.totals.clients_new)} foot={`${text.knownClients}: ${formatCount(of.totals.clients_existing)}`} />
        {debts ? of.totals.by_currency.map((t) => (
          <Figure
            key={t.currency} label={text.total(t.currency)} amount={asMoney(t.amount, t.currency)} code={false}
            foot={t.overdue !== undefined ? <>{text.overdue} <Money value={asMoney(t.overdue, t.currency)} code={false} /></> : null}
          />
        )) : null}
      </div>
      <Tie of={of} plan={plan} />
      <div className={`notice ${errors > 0 ? "bad" : "ok"}`} role="status">
        <div className="row between">
          <strong>{errors > 0 ? text.dirty(errors, formatCount(errors)) : text.clean}</strong>
          <span className="row">
            <Button onClick={onBack}>{text.back}</Button>
            {errors === 0 ? <Can permission="imports.run"><RunButton file={file} plan={plan} of={of} onRun={onRun} /></Can> : <Corrected file={file} />}
          </span>
        </div>
      </div>
      {of.errors.length > 0 ? (
        <section className="card stack">
          <h2>{text.findings}</h2>
          {errors > of.errors.length ? <p className="second">{text.more_errors(formatCount(of.errors.length), formatCount(errors))}</p> : null}
          <Findings title={text.findings} findings={of.errors} fields={fields} />
          <p className="second">{text.downloadWhat} <Go to={`/importar/nueva?kind=${file.kind}`}>{text.reupload}</Go></p>
        </section>
      ) : null}
      {of.warnings.length > 0 ? (
        <section className="card stack"><div><h2>{text.warnings}</h2><p className="second">{text.warningsWhat}</p></div><Findings title={text.warnings} findings={of.warnings} fields={fields} /></section>
      ) : null}
      {of.preview.length > 0 ? <Preview of={of} file={file} /> : null}
    </div>
  );
}

function Tie({ of, plan }: { of: ImportCheck; plan: Plan }) {
  const diff = difference(of.totals, plan);
  if (!diff || plan.expected === null) return null;
  const expected = formatMoney(money(plan.expected, plan.formats.currency));
  if (isZero(diff)) return <p className="notice ok" role="status">{text.fits}</p>;
  return <p className="notice warn" role="status">{toMinor(diff.amount) > 0n ? text.lacks(expected, formatMoney(diff)) : text.exceeds(expected, formatMoney(absolute(diff)))}</p>;
}

function Corrected({ file }: { file: ImportFile }) {
  const [problem, setProblem] = useState<unknown>(null);
  return (
    <>
      <Button type="primary" icon={<DownloadOutlined aria-hidden />} onClick={() => { setProblem(null); corrected(file.id, file.filename).catch(setProblem); }}>{text.download}</Button>
      {problem ? <ProblemNotice error={problem} /> : null}
    </>
  );
}

function RunButton({ file, plan, of, onRun }: { file: ImportFile; plan: Plan; of: ImportCheck; onRun: (job: Job) => void }) {
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const [asking, setAsking] = useState(false);
  const debts = file.kind === "debts";
  const go = useCommand(() => run(file, askOf(plan, debts), key));
  return (
    <>
      <Button type="primary" icon={<ImportOutlined aria-hidden />} onClick={() => { setAsking(true); }}>{words.run.action(formatCount(of.rows))}</Button>
      <ConfirmWithReason
        open={asking} title={words.run.action(formatCount(of.rows))} action={words.run.confirm} withReason={false} onClose={() => { setAsking(false); }}
        onConfirm={async () => { const job = await go.mutateAsync(undefined); void message.success(words.run.running); onRun(job); }}
        effect={(
          <div className="stack tight">
            <strong>{words.run.effect}:</strong>
            <ul>
              <li>{words.run.clients(formatCount(of.totals.clients_new))}</li>
              {debts ? of.totals.by_currency.map((t) => <li key={t.currency}>{words.run.debts(formatCount(of.totals.debts ?? of.rows))} <Money value={asMoney(t.amount, t.currency)} code /></li>) : null}
            </ul>
            {debts ? <p>{plan.mode === "opening" ? words.mode.openingWhat : words.mode.saleWhat}</p> : null}
            <p className="second">{words.run.all}</p>
          </div>
        )}
      />
    </>
  );
}

function Preview({ of, file }: { of: ImportCheck; file: ImportFile }) {
  const fields = file.fields ?? [];
  const { branches } = useUser();
  const named = (id: unknown): unknown => branches.find((b) => b.id === id)?.name ?? id;
  const keys = [...new Set(of.preview.flatMap((row) => Object.keys(row)))].filter((key) => of.preview.some((row) => row[key] !== null && row[key] !== ""));
  return (
    <section className="card preview">
      <h2>{text.preview}</h2>
      <PlainTable<Record<string, unknown>>
        caption={text.preview} rows={of.preview} rowKey={(_, i) => i}
        columns={keys.map((key) => ({ key, end: key === "amount" || key === "paid", title: words.previewColumns[key] ?? fields.find((f) => f.key === key)?.label ?? key, cell: (row) => previewText(key === "branch" ? named(row[key]) : row[key]) }))}
      />
    </section>
  );
}
