import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { App, Button, Checkbox, Form, Select } from "antd";
import { useRef, useState } from "react";
import { api } from "@/api/client.ts";
import { uuid7 } from "@/api/keys.ts";
import type { Problem } from "@/api/problem.ts";
import { ASKED_ONCE, useCommand } from "@/api/query.ts";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { useAccount, upload } from "./data.ts";
import type { Plan, Preview, Summary } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { Mapping } from "./Mapping.tsx";
import { Past } from "./Past.tsx";
import { SummaryCard } from "./SummaryCard.tsx";
import { words } from "./words.ts";

const text = words.import;
interface Entered { statement: { lines: number; repeated: number }; matched: { total: number } }

/** K1: a statement of the bank, from its file to its lines; nothing enters until a person says so. */
export default function Import() {
  const { message } = App.useApp();
  const [url, update] = useUrlState();
  const { accounts, account, problem, retry } = useAccount(url["account"]);
  const input = useRef<HTMLInputElement>(null);
  const [came, setCame] = useState<Preview | null>(null);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [done, setDone] = useState<Entered | null>(null);
  const send = useCommand((file: File) => upload(account?.id ?? 0, file));
  const enter = useCommand((ask: Plan) => api.post<Entered>(`/bank-statements/${came?.statement.id ?? ""}/entry`, ask, { key: uuid7() }));
  const checked = useChecked(came, plan);
  const summary = checked.data ?? came?.summary ?? null;

  async function take(file: File | undefined): Promise<void> {
    if (!file || !account) return;
    setDone(null);
    setCame(null);
    const opened = await send.mutateAsync(file).catch(() => null);
    if (!opened) return;
    setCame(opened);
    setPlan({ columns: opened.layout?.columns ?? null, decimal: opened.layout?.decimal ?? ".", dates: opened.layout?.dates ?? "dmy", opening: null, closing: null, leave_out: false });
  }
  async function confirm(): Promise<void> {
    if (!plan) return;
    const entered = await enter.mutateAsync(plan).catch(() => null);
    if (!entered) return;
    setDone(entered);
    setCame(null);
    void message.success(text.done(entered.matched.total, entered.statement.lines - entered.statement.repeated));
  }
  const fresh = summary ? summary.lines - (summary.repeated ?? 0) : 0;
  const broken = summary?.broken_total ?? 0;
  const ready = summary !== null && summary.problems.length === 0 && summary.lines > 0 && (broken === 0 || plan?.leave_out === true);
  return (
    <Frame section="import">
      {problem ? <ProblemNotice error={problem} onRetry={retry} /> : null}
      {accounts?.length === 0 ? <EmptyState action={<Go to="/bancos">{words.accounts.add}</Go>}>{words.accounts.empty}</EmptyState> : null}
      {account && accounts ? (
        <div className="stack">
          <section className="card stack" aria-label={text.file}>
            <Form layout="vertical" component="div">
              <Form.Item label={text.account} htmlFor="import-account" style={{ marginBottom: 0, maxWidth: 360 }}>
                <Select id="import-account" value={account.id} options={accounts.map((a) => ({ value: a.id, label: `${a.name} · ${a.currency}` }))} onChange={(next: number) => { update({ account: next }); setCame(null); setDone(null); }} />
              </Form.Item>
            </Form>
            <p className="second">{text.drop}</p>
            <div>
              <Button type={came ? "default" : "primary"} loading={send.isPending} onClick={() => input.current?.click()}>{send.isPending ? text.reading : came ? text.again : text.choose}</Button>
              <input ref={input} type="file" hidden aria-hidden tabIndex={-1} data-testid="statement" accept=".csv,.txt,.xlsx,.xls,.ods,.ofx,.qfx,.sta,.mt940,.940,.xml" onChange={(e) => { void take(e.target.files?.[0]); e.target.value = ""; }} />
            </div>
            {send.error ? <ProblemNotice error={send.error} /> : null}
            {done ? <p role="status">{text.done(done.matched.total, done.statement.lines - done.statement.repeated)} <Go to={href("/bancos/emparejar", { account: account.id })}>{text.goMatch}</Go></p> : null}
          </section>
          {came && plan && came.analysis.columns ? <Mapping of={came} plan={plan} currency={account.currency} onChange={setPlan} /> : null}
          {checked.error ? <ProblemNotice error={checked.error} /> : null}
          {came && !summary ? <Skeleton height={160} /> : null}
          {came && plan && summary ? (
            <SummaryCard of={summary}>
              {broken > 0 ? <Checkbox checked={plan.leave_out} onChange={(e) => { setPlan({ ...plan, leave_out: e.target.checked }); }}>{text.leaveOut(broken)}</Checkbox> : null}
              {enter.error ? <ProblemNotice error={enter.error} /> : null}
              <div><Button type="primary" disabled={!ready} loading={enter.isPending} onClick={() => void confirm()}>{text.enter(fresh)}</Button></div>
            </SummaryCard>
          ) : null}
          <Past account={account.id} />
        </div>
      ) : null}
    </Frame>
  );
}

/** What would happen with what is on screen, asked again as it changes. */
function useChecked(came: Preview | null, plan: Plan | null): { data: Summary | null; error: unknown } {
  const first = came?.layout ?? null;
  const same = plan !== null && plan.opening === null && plan.closing === null && JSON.stringify(plan.columns) === JSON.stringify(first?.columns ?? null) && (first === null || (plan.decimal === first.decimal && plan.dates === first.dates));
  const asked = came && plan && !same ? JSON.stringify({ ...plan, leave_out: false }) : null;
  const read = useQuery<Preview, Problem>({
    queryKey: ["/bank-statements/check", came?.statement.id, asked], enabled: asked !== null, retry: false, meta: ASKED_ONCE, placeholderData: keepPreviousData,
    queryFn: () => api.post<Preview>(`/bank-statements/${came?.statement.id ?? ""}/check`, JSON.parse(asked ?? "{}")),
  });
  return { data: asked ? (read.data?.summary ?? null) : null, error: asked ? read.error : null };
}
