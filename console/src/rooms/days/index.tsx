import { CalendarOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useSession } from "@/api/session.ts";
import type { BranchDay, DayRun } from "@/api/types.ts";
import { Problem } from "@/api/problem.ts";
import { Can, useCan } from "@/kit/Can.tsx";
import { DateText, InstantText, useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { formatCount } from "@/kit/formats.ts";
import { JobBar } from "@/kit/JobBar.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import CloseDay from "./CloseDay.tsx";
import { cellsOf, closingNow, lasted, proposedDate, secondsText, toneOf, underWay } from "./closing.ts";
import { useDays, useJobs, useRuns } from "./data.ts";
import { words } from "./words.ts";
import "./days.css";

/** Cierre del día: how each branch stands, what is closing now and what each closing did. */
export default function Days() {
  const { branchId } = useSession();
  const today = useBusinessDate();
  const days = useDays();
  const runs = useRuns();
  const jobs = useJobs();
  const may = useCan("days.close");
  const [closing, setClosing] = useState(false);
  const shown = closingNow(days.data?.items ?? [], branchId);
  const active = underWay(jobs.data?.items ?? []);
  useShortcut("n", es.day.close, () => { setClosing(true); }, "page", may);
  return (
    <div className="page">
      <PageHeader
        title={words.title} subtitle={words.explain}
        actions={<Can permission="days.close"><Button type="primary" icon={<CalendarOutlined aria-hidden />} onClick={() => { setClosing(true); }}>{es.day.close}</Button></Can>}
      />
      <div className="stack wide">
        {days.error && !days.data ? <ProblemNotice error={days.error} onRetry={() => void days.refetch()} /> : null}
        {!days.data && !days.error ? <Skeleton height={110} /> : null}
        {shown.length > 0 ? <ul className="branch-days" aria-label={words.branches}>{shown.map((d) => <BranchCard key={d.branch_id} of={d} />)}</ul> : null}
        {active.length > 0 ? (
          <section className="card stack" aria-label={words.running}>
            <h2>{words.running}</h2>
            {active.map((job) => <JobBar key={job.id} id={job.id} onDone={() => void jobs.refetch()} />)}
          </section>
        ) : null}
        <section className="card" aria-label={words.past}>
          <h2>{words.past}</h2>
          <p className="second">{words.pastWhat}</p>
          {runs.error && !runs.data ? <ProblemNotice error={runs.error} onRetry={() => void runs.refetch()} /> : null}
          {!runs.data && !runs.error ? <Skeleton height={160} /> : null}
          {runs.data?.items.length === 0 ? <EmptyState action={may ? <Button type="link" onClick={() => { setClosing(true); }}>{es.day.close}</Button> : null}>{words.empty}</EmptyState> : null}
          {runs.data?.items.map((run) => <RunRow key={run.id} of={run} />)}
        </section>
      </div>
      {closing ? <CloseDay days={days.data?.items ?? []} date={proposedDate(shown, today)} onClose={() => { setClosing(false); }} /> : null}
    </div>
  );
}

function BranchCard({ of }: { of: BranchDay }) {
  return (
    <li className="card">
      <div className="row between">
        <strong>{of.branch}</strong>
        <StateTag tone={toneOf(of)}>{of.state === "closing" ? words.state["closing"] : of.missing_days > 0 ? es.day.missing(of.missing_days) : words.upToDate}</StateTag>
      </div>
      <dl className="facts">
        <dt>{words.today}</dt><dd><DateText value={of.business_date} /></dd>
        <dt>{words.lastClosed}</dt><dd>{of.last_closed ? <DateText value={of.last_closed} /> : <span className="second">{words.never}</span>}</dd>
      </dl>
    </li>
  );
}

const TONES = { queued: "wait", running: "info", done: "ok", failed: "bad" } as const;

function RunRow({ of }: { of: DayRun }) {
  const [open, setOpen] = useState(false);
  const cells = of.state === "done" ? cellsOf(of) : [];
  const steps = of.steps ?? [];
  const who = typeof of.actor === "string" ? of.actor : of.actor?.name;
  const time = lasted(of);
  return (
    <div className="run">
      <div className="which">
        <strong><DateText value={of.business_date} /></strong> <StateTag tone={TONES[of.state]}>{words.states[of.state] ?? of.state}</StateTag>
        <div>{of.branch ?? words.allBranches}</div>
      </div>
      <div className="did">
        <dl>{cells.map((c) => <div key={c.key}><dt>{c.label}</dt><dd><strong className="num">{c.text}</strong>{c.under ? <span className="hint num">{c.under}</span> : null}</dd></div>)}</dl>
        <span className="hint">{of.started_at ? <InstantText value={of.started_at} /> : null}{time ? ` · ${words.columns.lasted.toLowerCase()} ${time}` : ""} · {who ?? words.automatic}</span>
      </div>
      {steps.length > 0 ? <Button type="link" size="small" aria-expanded={open} onClick={() => { setOpen(!open); }}>{open ? words.hide : words.see}</Button> : <span />}
      {of.problem ? <div className="steps-of"><ProblemNotice error={new Problem(of.problem)} /></div> : null}
      {open ? (
        <div className="steps-of">
          <PlainTable
            caption={words.see} rows={steps} rowKey={(s, i) => `${s.name}-${i}`}
            columns={[
              { key: "s", title: words.columns.step, cell: (s) => s.label ?? s.name },
              { key: "n", title: words.columns.count, end: true, cell: (s) => (typeof s.count === "number" ? formatCount(s.count) : "") },
              { key: "t", title: words.columns.lasted, end: true, cell: (s) => (typeof s.seconds === "number" ? secondsText(s.seconds) : "") },
            ]}
          />
        </div>
      ) : null}
    </div>
  );
}
