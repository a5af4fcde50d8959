import { CloseOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useEffect, useRef } from "react";
import { api } from "@/api/client.ts";
import { Problem } from "@/api/problem.ts";
import { touch } from "@/api/query.ts";
import { session } from "@/api/session.ts";
import type { Job, User } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { formatCount } from "./formats.ts";
import { Go } from "./Go.tsx";
import { ProblemNotice } from "./ProblemNotice.tsx";
import { dismissJob, useTrackedJobs } from "./jobs.ts";
import { StateTag } from "./StateTag.tsx";

function finished(job: Job | undefined): boolean {
  return job?.state === "done" || job?.state === "failed";
}

/** A job read every second until it ends; then everything on screen reads again. */
export function useJob(id: string | null): Job | undefined {
  return usePolled(id).data;
}

function usePolled(id: string | null): UseQueryResult<Job, Problem> {
  return useQuery<Job, Problem>({
    queryKey: ["/jobs", id],
    queryFn: ({ signal }) => api.get<Job>(`/jobs/${id ?? ""}`, undefined, signal),
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: (query) => (finished(query.state.data) ? false : 1000),
  });
}

/** A job may have moved the business date, or what the person may do. */
async function refreshUser(): Promise<void> {
  const user = await api.get<User>("/me").catch(() => null);
  if (user && session.get().phase === "in") session.refresh(user);
}

function percent(job: Job): number {
  if (job.state === "done") return 100;
  const phases = job.phases ?? 1;
  const before = Math.max(0, (job.phase_number ?? 1) - 1);
  const inside = job.total ? Math.min(1, (job.done ?? 0) / job.total) : 0;
  return Math.round(((before + inside) / Math.max(1, phases)) * 100);
}

/** Progress of one job: state, phase n of m, count, and its result or its problem. */
export function JobBar({ id, label, onDone, onDismiss }: { id: string; label?: string; onDone?: (job: Job) => void; onDismiss?: () => void }) {
  const over = useRef(false);
  const { data: job, error, refetch } = usePolled(id);
  useEffect(() => {
    if (!job || !finished(job) || over.current) return;
    over.current = true;
    touch();
    void refreshUser();
    onDone?.(job);
  }, [job, onDone]);
  const name = label ?? (job ? (es.jobs.kinds[job.kind] ?? es.jobs.other) : es.jobs.other);
  const tone = job?.state === "done" ? "ok" : job?.state === "failed" ? "bad" : "info";
  return (
    <div className="stack tight">
      <div className="row between" style={{ flexWrap: "nowrap" }}>
        <strong className="clip">{name}</strong>
        <span className="row" style={{ flexWrap: "nowrap", gap: 4 }}>
          {job ? <StateTag tone={tone}>{es.jobs[job.state]}</StateTag> : null}
          {onDismiss ? <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={es.jobs.dismiss} onClick={onDismiss} /> : null}
        </span>
      </div>
      {error && !job ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {job && !finished(job) ? (
        <>
          <Progress percent={percent(job)} size="small" status="active" showInfo={false} aria-label={name} />
          <div className="second num" role="status" style={{ fontSize: 12 }}>
            {job.phase && job.phases ? es.jobs.phase(job.phase_number ?? 1, job.phases, job.phase) : es.jobs[job.state]}
            {job.total ? ` · ${formatCount(job.done ?? 0)} / ${formatCount(job.total)}` : null}
          </div>
        </>
      ) : null}
      {job?.problem ? <ProblemNotice error={new Problem(job.problem)} /> : null}
      {job?.state === "done" && job.link ? <Go to={job.link}>{es.jobs.open}</Go> : null}
    </div>
  );
}

/** What ended well leaves the corner by itself; what failed stays until it is read. */
function leave(job: Job): void {
  if (job.state === "done") window.setTimeout(() => { dismissJob(job.id); }, 20_000);
}

/** The jobs the person started, in a corner, whatever the screen. */
export function JobTray() {
  const jobs = useTrackedJobs();
  if (jobs.length === 0) return null;
  return (
    <section className="kit-tray no-print" aria-label={es.jobs.title}>
      {jobs.map((job) => (
        <div className="kit-job" key={job.id}>
          <JobBar id={job.id} label={job.label} onDismiss={() => { dismissJob(job.id); }} onDone={leave} />
        </div>
      ))}
    </section>
  );
}
