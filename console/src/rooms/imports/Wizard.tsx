import { Button, Select } from "antd";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { ASKED_ONCE, useCommand } from "@/api/query.ts";
import type { Problem } from "@/api/problem.ts";
import type { ImportCheck, ImportFile } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton, Skeleton } from "@/kit/Loading.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { Check } from "./Check.tsx";
import { check, fileOf, keepPlan, recallPlan, upload, useImport } from "./data.ts";
import { Formats } from "./Formats.tsx";
import { ImportTag } from "./ImportTag.tsx";
import { Mapping } from "./Mapping.tsx";
import { askOf, missing, planOf } from "./plan.ts";
import type { Plan } from "./plan.ts";
import { Result } from "./Result.tsx";
import { Steps } from "./Steps.tsx";
import type { Step } from "./Steps.tsx";
import { words } from "./words.ts";

/** One file, from its columns to its result; the step and the job live in the address. */
export function Wizard({ id }: { id: string }) {
  const { data, error, refetch } = useImport(id);
  if (!data) return error ? <div className="page"><ProblemNotice error={error} onRetry={() => void refetch()} /></div> : <PageSkeleton figures={3} />;
  return <File of={data} onChange={() => void refetch()} />;
}

const OPEN = ["uploaded", "checked"];

function File({ of, onChange }: { of: ImportFile; onChange: () => void }) {
  const [url, update] = useUrlState();
  const [plan, setPlan] = useState<Plan>(() => planOf(of, recallPlan(of.id)));
  const may = useCan("imports.run");
  const job = url["job"] ?? of.job_id ?? null;
  const open = OPEN.includes(of.state ?? "uploaded") && !url["job"];
  const step: Step = !open ? "run" : url["step"] === "check" ? "check" : "map";
  const debts = of.kind === "debts";
  function decide(next: Plan): void {
    setPlan(next);
    keepPlan(of.id, next);
  }
  const fields = of.fields ?? [];
  const columns = of.columns ?? [];
  return (
    <div className="page">
      <PageHeader
        title={of.filename} tag={open ? null : <ImportTag state={of.state} />}
        subtitle={<><Go to="/importar">{words.title}</Go> · {words.kinds[of.kind]} · {es.common.rows(of.rows)}{of.branch ? ` · ${of.branch}` : ""}{of.created_at ? <> · <InstantText value={of.created_at} /></> : null}</>}
      />
      <Steps at={step} />
      {step === "map" && columns.length === 0 ? <p className="notice warn">{words.noFields}</p> : null}
      {step === "map" && columns.length > 0 ? (
        <div className="stack">
          <Reading of={of} />
          <Mapping fields={fields} columns={columns} mapping={plan.mapping} onChange={(mapping) => { decide({ ...plan, mapping }); }} />
          <Formats plan={plan} columns={columns} debts={debts} onChange={decide} />
          <div className="row"><Button type="primary" size="large" disabled={!may || missing(fields, plan.mapping).length > 0} onClick={() => { update({ step: "check" }); }}>{words.map.next}</Button></div>
        </div>
      ) : null}
      {step === "check" ? <Reviewed file={of} plan={plan} onBack={() => { update({ step: null }); }} onRun={(id) => { update({ job: id, step: null }); onChange(); }} /> : null}
      {step === "run" ? <Result file={of} job={job} onDone={onChange} /> : null}
    </div>
  );
}

/** How the file was read: sheet, row of the titles and what the reader noticed. */
function Reading({ of }: { of: ImportFile }) {
  const go = useGo();
  const own = fileOf(of.id);
  const other = useCommand((sheet: string) => (own ? upload(own, of.kind, of.branch_id ?? undefined, sheet) : Promise.reject(new Error(words.map.noFile))));
  const sheets = of.sheets ?? [];
  return (
    <section className="card stack tight" aria-label={words.map.sheet}>
      <div className="row" style={{ gap: 18 }}>
        {sheets.length > 1 ? (
          <label className="row">{words.map.sheet}
            <Select
              aria-label={words.map.sheet} value={of.sheet ?? sheets[0]} disabled={!own || other.isPending} loading={other.isPending} style={{ minWidth: 160 }} options={sheets.map((value) => ({ value, label: value }))}
              onChange={(sheet: string) => { other.mutate(sheet, { onSuccess: (next) => { go(`/importar/${next.id}`, { replace: true }); } }); }}
            />
          </label>
        ) : null}
        <span className="second">{of.header_row ? words.map.header(of.header_row) : words.map.noHeader} · {words.map.columns(formatCount(of.columns?.length ?? 0))}</span>
        {sheets.length > 1 && !own ? <span className="hint">{words.map.noFile}</span> : null}
      </div>
      {of.notes?.map((note) => <p key={note} className="notice warn">{note}</p>)}
      {other.error ? <ProblemNotice error={other.error} /> : null}
    </section>
  );
}

function Reviewed({ file, plan, onBack, onRun }: { file: ImportFile; plan: Plan; onBack: () => void; onRun: (jobId: string) => void }) {
  const ask = askOf(plan, file.kind === "debts");
  const { data, error, isFetching, refetch } = useQuery<ImportCheck, Problem>({
    queryKey: ["imports", "check", file.id, ask], queryFn: () => check(file, ask), retry: false, staleTime: Infinity, gcTime: 60_000, refetchOnWindowFocus: false,
    meta: ASKED_ONCE, // once the rows enter, to check them again is long and refused
  });
  if (isFetching) return <section className="card stack" aria-busy><p role="status">{words.check.checking}</p><Skeleton height={84} /><Skeleton height={220} /></section>;
  if (error) return <div className="stack"><ProblemNotice error={error} onRetry={() => void refetch()} /><div><Button onClick={onBack}>{words.check.back}</Button></div></div>;
  return data ? <Check file={file} plan={plan} of={data} onBack={onBack} onRun={(job) => { onRun(job.id); }} /> : null;
}
