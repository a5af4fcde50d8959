import { Button } from "antd";
import { useBranchQuery, useRead } from "@/api/query.ts";
import { useSession, useUser } from "@/api/session.ts";
import type { Summary, SummaryFigure } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { isZero } from "@/kit/money.ts";
import { es } from "@/words/es.ts";
import { BranchCards } from "./BranchCard.tsx";
import { Charts } from "./Charts.tsx";
import { Checklist } from "./Checklist.tsx";
import { Recent } from "./Recent.tsx";
import { words } from "./words.ts";
import "./home.css";

/** Inicio: how the branch is doing today. Every figure opens the rows that make it. */
export default function Home() {
  const { branchId } = useSession();
  const user = useUser();
  const may = useCan("summary.read");
  const summary = useRead<Summary>("/summary", useBranchQuery(), { enabled: may, pollMs: 60_000, keep: true });
  const place = user.branches.find((b) => b.id === branchId)?.name ?? words.all;

  if (!may) return <div className="page"><PageHeader title={words.hello(user.name)} /><EmptyState>{words.noSummary} {words.noSummaryDo}</EmptyState></div>;
  if (!summary.data) {
    return summary.error
      ? <div className="page stack"><PageHeader title={words.title} /><ProblemNotice error={summary.error} onRetry={() => void summary.refetch()} /></div>
      : <PageSkeleton />;
  }
  const data = summary.data;
  const pending = data.checklist?.some((step) => !step.done) ?? false;
  return (
    <div className="page stack wide">
      <PageHeader title={words.title} subtitle={`${data.company} · ${place}`} />
      {summary.error ? <ProblemNotice error={summary.error} onRetry={() => void summary.refetch()} /> : null}
      {pending && data.checklist ? <Checklist steps={data.checklist} /> : null}
      <BranchCards branchId={branchId ?? user.branch_id} />
      {data.currencies.map((group) => (
        <section key={group.currency} className="money-row" aria-label={`${words.title} ${group.currency}`}>
          {data.currencies.length > 1 ? <h2 className="second" title={words.currencyName(group.currency)}>{group.currency}</h2> : null}
          <div className="figures">{group.figures.map((figure) => <Door key={figure.key} figure={figure} titled={data.currencies.length > 1} />)}</div>
        </section>
      ))}
      <Messages today={data.messages_today} />
      {data.ageing.length > 0 || data.upcoming.length > 0 ? <Charts data={data} /> : null}
      <Recent items={data.recent} />
    </div>
  );
}

/** One figure with what can be done about it. */
function Door({ figure, titled }: { figure: SummaryFigure; titled: boolean }) {
  const go = useGo();
  const charge = useCan("payments.take");
  const some = !isZero(figure.amount);
  const late = figure.key === "overdue" && some;
  return (
    <div className="door">
      <Figure
        label={<>{figure.label}{late ? <StateTag tone="bad">{words.urgent}</StateTag> : null}</>}
        amount={figure.amount} code={titled ? false : undefined} count={figure.count} counted={figure.key === "collected_today" ? es.figure.payments : undefined} link={figure.link} tone={late ? "bad" : figure.key === "due_today" && some ? "warn" : undefined}
      />
      {figure.key === "due_today" && some && charge ? (
        <Button size="small" type="primary" className="no-print" onClick={() => { go(figure.link); }}>
          {words.collectNow}
        </Button>
      ) : null}
    </div>
  );
}

function Messages({ today }: { today: Summary["messages_today"] }) {
  const states = (["queued", "sending", "sent", "delivered", "read", "deferred", "blocked", "failed", "cancelled", "expired"] as const).filter((s) => (today[s] ?? 0) > 0);
  const total = states.reduce((sum, s) => sum + (today[s] ?? 0), 0);
  return (
    <section className="card row between" aria-label={words.messages}>
      <span><Go to={today.link}><strong>{words.messages}: <span className="num">{total}</span></strong></Go></span>
      <span className="row" style={{ gap: 14 }}>
        {states.map((s) => (
          <span key={s} className={s === "failed" ? "error num" : "second num"}><Go to={`${today.link}&status=${s}`}>{today[s]} {(today[s] === 1 ? words.messageStatesOne[s] : undefined) ?? words.messageStates[s]}</Go></span>
        ))}
      </span>
    </section>
  );
}
