import { RollbackOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { Problem } from "@/api/problem.ts";
import { useCommand } from "@/api/query.ts";
import type { ImportFile } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { JobBar } from "@/kit/JobBar.tsx";
import { asMoney } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { href } from "@/kit/useUrlState.ts";
import { undo } from "./data.ts";
import { words } from "./words.ts";

/** The import while it runs and what it left, with the way back. */
export function Result({ file, job, onDone }: { file: ImportFile; job: string | null; onDone: () => void }) {
  const { state } = file;
  const over = state === "done" || state === "undone";
  return (
    <div className="stack">
      {job && !over ? <section className="card"><JobBar id={job} label={`${words.run.running}: ${file.filename}`} onDone={onDone} /></section> : null}
      {state === "failed" ? <p className="notice bad">{words.run.failed}</p> : null}
      {file.problem ? <ProblemNotice error={new Problem(file.problem)} /> : null}
      {over ? <Left file={file} /> : null}
    </div>
  );
}

function Left({ file }: { file: ImportFile }) {
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const may = useCan("imports.run");
  const back = useCommand((reason: string) => undo(file.id, reason));
  const { result, undone } = file;
  const debts = file.kind === "debts";
  const links = file.links ?? result?.links ?? [
    ...(debts ? [{ label: words.run.seeReceivables, link: href("/cxc", { view: "all", batch_id: file.id }) }] : []), { label: words.run.seeClients, link: href("/clientes", { batch_id: file.id }) },
  ];
  const [toDebts, toClients] = debts ? links.map((l) => l.link) : [undefined, links[0]?.link];
  const open = undone ? undefined : { debts: toDebts, clients: toClients };
  return (
    <>
      <div className="figures">
        <Figure label={words.check.rows} value={formatCount(result?.rows ?? file.rows)} />
        {result?.clients_new === undefined ? null : <Figure label={words.check.newClients} value={formatCount(result.clients_new)} link={open?.clients} foot={`${words.check.knownClients}: ${formatCount(result.clients_existing ?? 0)}`} />}
        {result?.debts === undefined ? null : <Figure label={words.check.debts} value={formatCount(result.debts)} link={open?.debts} />}
        {debts ? result?.by_currency?.map((t) => <Figure key={t.currency} label={words.check.total(t.currency)} amount={asMoney(t.amount, t.currency)} code={false} link={open?.debts} />) : null}
      </div>
      <section className="card row between">
        {undone ? <span>{words.undo.was}: {undone.by} · <InstantText value={undone.at} /> · «{undone.reason}»</span> : <span className="row" style={{ gap: 18 }}>{links.map((l) => <Go key={l.link} to={l.link}>{l.label}</Go>)}</span>}
        <span className="row">
          {may ? <Go to={`/importar/nueva?kind=${file.kind}`}>{words.run.another}</Go> : null}
          {may && !undone && file.state === "done" && file.can_undo !== false ? <Button danger icon={<RollbackOutlined aria-hidden />} onClick={() => { setAsking(true); }}>{words.undo.action}</Button> : null}
        </span>
      </section>
      <ConfirmWithReason
        open={asking} danger title={words.undo.title(file.filename)} action={words.undo.action} effect={words.undo.effect} onClose={() => { setAsking(false); }}
        onConfirm={async (reason) => { await back.mutateAsync(reason); void message.success(words.undo.done); }}
      />
    </>
  );
}
