import { ArrowLeftOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useCommand } from "@/api/query.ts";
import { InstantText } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { AlertTag } from "./AlertTag.tsx";
import type { Doing } from "./Act.tsx";
import { isOpen, see, useAlert } from "./data.ts";
import type { AlertDetail } from "./data.ts";
import { Told } from "./Told.tsx";
import { UrgencyTag } from "./UrgencyTag.tsx";
import { words } from "./words.ts";

const text = words.detail;

/** One alert: what it is about, what to do, who was told and what became of each notice. */
export function Detail({ id, onDo, onBack }: { id: string; onDo: (doing: Doing) => void; onBack?: () => void }) {
  const { data, error, refetch } = useAlert(id);
  const seeing = useCommand(() => see(id));
  return (
    <aside className="card alert-detail" aria-label={text.label}>
      {onBack ? <Button className="back" type="text" icon={<ArrowLeftOutlined aria-hidden />} onClick={onBack}>{words.back}</Button> : null}
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="stack">{Array.from({ length: 5 }, (_, i) => <Skeleton key={i} height={20} />)}</div> : null}
      {data ? (
        <>
          <div className="row between"><span className="row"><UrgencyTag of={data.urgency} /><span className="second num">{data.folio}</span></span><AlertTag state={data.state} label={data.state_label} /></div>
          <h2>{data.rule_name}</h2>
          <p>{data.client ? <Go to={`/clientes/${data.client.id}`}>{data.client.name}</Go> : data.subject}</p>
          {isOpen(data) ? (
            <div className="row acts">
              {data.state === "new" ? <Button type="primary" loading={seeing.isPending} onClick={() => { seeing.mutate(undefined); }}>{words.actions.see}</Button> : null}
              <Button onClick={() => { onDo("take"); }}>{data.assignee ? words.actions.assign : words.actions.take}</Button>
              <Button onClick={() => { onDo("resolve"); }}>{words.actions.resolve}</Button>
              <Button danger onClick={() => { onDo("dismiss"); }}>{words.actions.dismiss}</Button>
            </div>
          ) : null}
          {seeing.error ? <ProblemNotice error={seeing.error} /> : null}
          <Facts of={data} />
          <section><h3>{text.todo}</h3><p>{data.remedy}</p><Go to={data.link}>{text.open}</Go></section>
          <section>
            <h3>{text.story}</h3>
            <ol className="story">{data.timeline.map((each, i) => <li key={i}><InstantText value={each.at} /> · {each.text}{each.actor ? <span className="second"> · {each.actor}</span> : null}</li>)}</ol>
          </section>
          <Told of={data} />
        </>
      ) : null}
    </aside>
  );
}

function Facts({ of }: { of: AlertDetail }) {
  return (
    <dl className="facts">
      {of.amount ? <><dt>{text.amount}</dt><dd><Money value={of.amount} /></dd></> : null}
      {of.facts.days === undefined ? null : <><dt>{text.late}</dt><dd>{text.days(of.facts.days)}</dd></>}
      <dt>{text.branch}</dt><dd>{of.branch}</dd>
      <dt>{text.since}</dt><dd><InstantText value={of.since} />{of.times > 1 ? <span className="second"> · {words.times(of.times)}</span> : null}</dd>
      <dt>{text.assignee}</dt><dd>{of.assignee?.name ?? words.nobody}</dd>
      {of.state === "new" && of.escalate_at && !of.escalated_at ? <><dt>{text.rises}</dt><dd><InstantText value={of.escalate_at} /></dd></> : null}
      {of.escalated_at ? <><dt>{text.rose}</dt><dd><InstantText value={of.escalated_at} /></dd></> : null}
      {of.ended_at ? <><dt>{text.ended}</dt><dd><InstantText value={of.ended_at} />{of.ended_by ? ` · ${of.ended_by.name}` : ` · ${text.gone}`}</dd></> : null}
      {of.end_reason ? <><dt>{text.why}</dt><dd>{of.end_reason}</dd></> : null}
    </dl>
  );
}
