import { DollarOutlined, PauseCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useParams } from "@tanstack/react-router";
import type { LoanDetail } from "@/api/loans.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { dateText, relativeDay } from "@/kit/dates.ts";
import { Figure } from "@/kit/Figure.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { OverchargeNotice } from "@/kit/GiveBack.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { LoanTag } from "@/kit/LoanTag.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive, isZero } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { SourceEntries } from "@/kit/SourceEntries.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { acts } from "./actWords.ts";
import { Actions } from "./Actions.tsx";
import { Backing } from "./Backing.tsx";
import { Calendar } from "./Calendar.tsx";
import { Charges } from "./Charges.tsx";
import { useLoan, useRenewal } from "./data.ts";
import { Documents } from "./Documents.tsx";
import { History } from "./History.tsx";
import { LineView } from "./LineView.tsx";
import { Payments } from "./Payments.tsx";
import { Simulate } from "./Simulate.tsx";
import { Standing } from "./Standing.tsx";
import { Steps } from "./Steps.tsx";
import { words } from "./words.ts";
import "./loans.css";

const text = words.file;
type Tab = keyof typeof text.tabs;

/** «LN-0004»: where it stands, what closes it on any day, each instalment, and what may be done now. */
export default function LoanFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const [url] = useUrlState();
  const today = useBusinessDate();
  const asked = url["al"] && url["al"] !== today ? url["al"] : undefined;
  const { data, error, refetch } = useLoan(id, asked);
  if (!data) return error ? <NoFile list="/prestamos" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} problem={error} />;
}

function File({ of, problem }: { of: LoanDetail; problem: unknown }) {
  const [url, update] = useUrlState();
  const go = useGo();
  const today = useBusinessDate();
  const handed = of.disbursed_on !== null;
  const running = of.status === "active";
  const charge = useCan("payments.take") && running;
  const books = useCan("books.read");
  const line = of.terms.method === "line" && handed;
  const may: Record<Tab, boolean> = { line, calendar: !line, backing: true, payments: handed, charges: handed, simulate: running, documents: of.status !== "rejected" && of.status !== "cancelled", history: true, books: books && handed };
  const tabs = (Object.keys(text.tabs) as Tab[]).filter((tab) => may[tab]);
  const tab = tabs.find((t) => t === url["tab"]) ?? (line ? "line" : "calendar");
  const collect = (): void => { go(`/cobrar?client_id=${of.client_id}`); };
  useShortcut("c", text.actions.collect, collect, "page", charge);
  useShortcut("s", text.actions.simulate, () => { update({ tab: "simulate" }); }, "page", running);
  const base = `/prestamos/${of.id}`;
  return (
    <div className="page stack">
      <PageHeader
        title={of.folio} tag={<><LoanTag of={of} />{of.frozen ? <StateTag tone="info" icon={<PauseCircleOutlined aria-hidden />} title={acts.frozenWhat[of.frozen.interest ? "both" : "arrears"]}>{acts.frozen(dateText(of.frozen.until))}</StateTag> : null}</>}
        subtitle={<><Go to={`/clientes/${of.client_id}`}>{of.client.name}</Go> · {of.product_name} · {of.branch}{of.purpose ? ` · ${of.purpose}` : ""}</>}
        actions={(
          <>
            {charge ? <Button type="primary" icon={<DollarOutlined aria-hidden />} onClick={collect}>{text.actions.collect}</Button> : null}
            <Actions of={of} />
          </>
        )}
      />
      {problem ? <ProblemNotice error={problem} /> : null}
      <Steps of={of} />
      {of.decision_reason ? <p className="second">{text.decision}: «{of.decision_reason}»</p> : null}
      <Standing of={of} />
      {of.status === "paid" || of.status === "renewed" ? <OverchargeNotice loanId={of.id} /> : null}
      {line ? null : handed ? <Running of={of} /> : <Agreed of={of} />}
      <div>
        <Views label={text.tabsLabel} current={tab} views={tabs.map((key) => ({ key, label: text.tabs[key], href: href(base, { tab: key, al: url["al"] ?? null }) }))} />
        {handed && (tab === "calendar" || tab === "line" || tab === "backing") ? (
          <div className="row no-print" style={{ marginBottom: 12 }}>
            <label className="loan-asof">{text.asOf} <DateField value={of.as_of} label={text.asOf} onChange={(al) => { update({ al: al === today ? null : al }); }} /></label>
            <span className="second">{of.as_of === today ? text.asOfNow : text.asOfThen(dateText(of.as_of))}</span>
            {of.as_of === today ? null : <Button type="link" size="small" onClick={() => { update({ al: null }); }}>{text.today}</Button>}
          </div>
        ) : null}
        {tab === "calendar" ? <Calendar of={of} /> : null}
        {tab === "line" ? <LineView of={of} /> : null}
        {tab === "backing" ? <Backing of={of} /> : null}
        {tab === "payments" ? <Payments of={of} /> : null}
        {tab === "charges" ? <Charges of={of} /> : null}
        {tab === "documents" ? <Documents of={of} /> : null}
        {tab === "simulate" ? <Simulate of={of} /> : null}
        {tab === "history" ? <History of={of} /> : null}
        {tab === "books" ? <SourceEntries source={`loans:${of.id}`} title={words.books.title} /> : null}
      </div>
    </div>
  );
}

function rateText(of: LoanDetail): string {
  return of.terms.method === "san" ? formatRate(of.rates.periodic_irr) : formatRate(of.terms.rate.value);
}
function ratePer(of: LoanDetail): string {
  return of.terms.rate.kind === "periodic" || of.terms.method === "san" ? es.loan.per[of.terms.frequency] : es.loan.rateKind[of.terms.rate.kind].toLowerCase();
}
function RateFigure({ of }: { of: LoanDetail }) {
  return <Figure label={`${text.figures.rate} ${ratePer(of)}`} value={rateText(of)} foot={`${of.agreed ? `${text.agreed} ` : ""}${es.loan.quote.tea} ${formatRate(of.rates.annual_effective)} · ${es.loan.quote.cat} ${formatRate(of.rates.cat, 1)}`} />;
}

/** Before the money is handed over: what was asked for and what it will be. */
function Agreed({ of }: { of: LoanDetail }) {
  const first = of.schedule[0];
  const net = useRenewal(of).data?.net;
  return (
    <div className="figures">
      <Figure label={text.figures.principal} amount={of.principal} foot={`${text.figures.handed} ${formatMoney(net ?? of.handed)}${net && of.renews ? `, ${acts.renewal.after(of.renews.folio)}` : ""}`} />
      {first ? <Figure label={es.loan.quote.instalments(of.installments, es.loan.plural[of.terms.frequency])} amount={first.due.total} foot={<>{text.figures.first} <DateText value={first.due_on} /></>} /> : null}
      <Figure label={text.figures.planned} amount={of.planned} />
      <RateFigure of={of} />
    </div>
  );
}

function Running({ of }: { of: LoanDetail }) {
  const today = useBusinessDate();
  const late = isPositive(of.due.total) && of.days_past_due > 0;
  const arrears = isZero(of.due.arrears) ? null : `${text.arrearsOf} ${formatMoney(of.due.arrears)}`;
  const next = of.schedule.find((row) => !row.fallen && isPositive(row.left)) ?? null;
  return (
    <div className="figures">
      <Figure label={`${text.figures.payoff} ${of.as_of === today ? es.dates.today : `${text.figures.at} ${dateText(of.as_of)}`}`} amount={of.payoff} foot={`${es.loan.part["principal"] ?? ""} ${formatMoney(of.outstanding)}`} />
      <Figure label={text.figures.overdue} amount={of.due.total} tone={late ? "bad" : undefined} foot={[late ? es.common.days(of.days_past_due) : text.figures.none, arrears].filter(Boolean).join(" · ")} />
      <Figure
        label={text.figures.next} value={next ? <Money value={next.left} /> : undefined} amount={null}
        foot={next ? `${dateText(next.due_on)}${relativeDay(next.due_on, today) ? ` · ${relativeDay(next.due_on, today) ?? ""}` : ""}` : undefined}
      />
      <Figure label={text.figures.paid} value={`${of.paid_installments}/${of.installments}`} foot={isZero(of.advance) ? `${text.figures.last} ${dateText(of.schedule.at(-1)?.due_on ?? of.as_of)}` : `${formatMoney(of.advance)} ${text.figures.ahead}`} />
      <RateFigure of={of} />
    </div>
  );
}
