import { CheckOutlined, ClockCircleOutlined, CloseOutlined, EyeOutlined, InboxOutlined, RedoOutlined, SendOutlined } from "@ant-design/icons";
import { App, Button, Drawer } from "antd";
import type { ReactNode } from "react";
import { useCommand } from "@/api/query.ts";
import type { Message, MessageDetail } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { MessageTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { Bubble } from "./Bubble.tsx";
import { retry, useMessage, useRules } from "./data.ts";
import { clientOf, momentsOf, repeatable } from "./history.ts";
import type { Moment } from "./history.ts";
import { words } from "./words.ts";

const text = words.detail;
const ICONS: Record<Moment["key"], ReactNode> = {
  queued: <InboxOutlined aria-hidden />, waits: <ClockCircleOutlined aria-hidden />, sent: <SendOutlined aria-hidden />, delivered: <CheckOutlined aria-hidden />, read: <EyeOutlined aria-hidden />, ended: <CloseOutlined aria-hidden />,
};

interface Props { id: string; row: Message | null; labels: Record<string, string>; onClose: () => void }

/** One message: as the person sees it, what happened to it, why and by which norm. */
export function MessageDrawer({ id, row, labels, onClose }: Props) {
  const { data, error } = useMessage(id, true);
  const of: MessageDetail | null = data ?? row;
  return (
    <Drawer open title={text.title} size={520} onClose={onClose} styles={{ body: { paddingBlock: 16 } }} extra={of ? <MessageTag status={of.status} /> : null}>
      {of ? <Body of={of} labels={labels} /> : error ? <ProblemNotice error={error} /> : <Skeleton height={200} />}
    </Drawer>
  );
}

/** The norm by its name, where the law page knows it. */
function Rule({ id }: { id: string }) {
  const rule = useRules().data?.items.find((r) => r.id === id);
  return <div className="hint">{text.rule}: {rule ? <>{rule.norm}{rule.article ? `, ${rule.article}` : ""}. {rule.summary}</> : id}</div>;
}

function Body({ of, labels }: { of: MessageDetail; labels: Record<string, string> }) {
  const { message } = App.useApp();
  const may = useCan("messages.send");
  const again = useCommand(() => retry(of.id));
  const who = clientOf(of);
  return (
    <div className="stack wide">
      <p><Go to={`/clientes/${of.client_id}`} aria-label={`${text.file}: ${who.name}`}><strong>{who.name}</strong></Go> · {words.channels[of.channel] ?? of.channel} <span className="num">{of.to_masked}</span></p>
      <Bubble text={of.text} foot={<InstantText value={of.sent_at ?? of.due_at ?? of.created_at} />} />
      {of.cause ? (
        <section className="kit-problem" style={of.status === "deferred" ? { borderColor: "var(--warning)", background: "var(--warningSoft)" } : undefined}>
          <div><strong>{text.cause}</strong><div>{of.cause}</div>{of.rule ? <Rule id={of.rule} /> : null}</div>
        </section>
      ) : null}
      {may && repeatable(of) ? (
        <div className="stack tight">
          <div><Button icon={<RedoOutlined aria-hidden />} loading={again.isPending} onClick={() => { again.mutate(undefined, { onSuccess: () => void message.success(text.retryDone) }); }}>{text.retry}</Button></div>
          <span className="hint">{text.retryWhat}</span>
          {again.error ? <ProblemNotice error={again.error} /> : null}
        </div>
      ) : null}
      <section>
        <h2>{text.life}</h2>
        <ol className="kit-timeline" style={{ marginTop: 10 }}>
          {momentsOf(of).map((m) => (
            <li key={m.key}>
              <span className={`dot ${m.tone}`} aria-hidden>{ICONS[m.key]}</span>
              <div><div className="what">{m.key === "ended" ? es.states.message[of.status] : text.moments[m.key]}</div>{m.at ? <div className="who"><InstantText value={m.at} /></div> : null}</div>
            </li>
          ))}
        </ol>
      </section>
      <dl className="facts">
        {of.receivable_id ? <><dt>{text.about}</dt><dd><Go to={`/cxc/${of.receivable_id}`}>{of.folio ?? of.receivable_id}</Go></dd></> : null}
        {of.template ? <><dt>{text.template}</dt><dd>{labels[of.template] ?? of.template}</dd></> : null}
        <dt>{text.attempts}</dt><dd className="num">{of.attempts}</dd>
        {of.provider ? <><dt>{text.provider}</dt><dd>{text.providers[of.provider] ?? of.provider}</dd></> : null}
      </dl>
      {of.events?.length ? (
        <section>
          <h2>{text.events}</h2>
          <ul className="stack tight" style={{ marginTop: 8 }}>
            {of.events.map((e, i) => <li key={`${e.at}-${i}`}><InstantText value={e.at} /> · {text.kinds[e.kind] ?? e.kind}{e.code ? ` · ${text.code} ${e.code}` : ""}{e.detail ? <span className="second"> · {e.detail}</span> : null}</li>)}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
