import { Drawer } from "antd";
import { Fragment } from "react";
import type { ReactNode } from "react";
import { useUser } from "@/api/session.ts";
import type { AuditDetail } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateText, InstantText, useZone } from "@/kit/DateText.tsx";
import { localInstant } from "@/kit/dates.ts";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { href } from "@/kit/useUrlState.ts";
import { askedOf, commandLabel, opLabel, problemText, rowsOf, tableLabel } from "./acts.ts";
import { useAct } from "./data.ts";
import { words } from "./words.ts";

const text = words.detail;

/** One act, whole: what was asked, why, each field before and after, and what it wrote and sent. */
export function ActDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useAct(id);
  const refused = data?.outcome === "refused";
  return (
    <Drawer open title={data ? commandLabel(data) : text.title} size={600} onClose={onClose} extra={data ? <StateTag tone={refused ? "bad" : "ok"}>{words.outcomes[data.outcome]}</StateTag> : null}>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data ? <Body of={data} /> : null}
    </Drawer>
  );
}

function Body({ of }: { of: AuditDetail }) {
  const zone = useZone();
  const asked = askedOf(of, zone, useUser().branches);
  const books = useCan("books.read");
  const otherDay = localInstant(of.at, zone).date !== of.business_date;
  return (
    <div className="stack wide">
      <dl className="facts">
        <dt>{words.columns.actor}</dt><dd><strong>{of.actor.name}</strong> · <Go to={href("/bitacora", { actor: of.actor.id })}>{text.sameActor}</Go></dd>
        <dt>{words.columns.at}</dt><dd><InstantText value={of.at} />{otherDay ? <span className="second"> ({words.columns.day.toLowerCase()} <DateText value={of.business_date} />)</span> : null}</dd>
        <dt>{words.columns.ip}</dt><dd className="num">{of.ip || "—"} · {words.doors[of.door] ?? of.door}</dd>
        {of.reason ? <><dt>{text.why}</dt><dd>«{of.reason}»</dd></> : null}
        {of.link ? <><dt>{words.columns.about}</dt><dd><Go to={of.link}>{text.open}</Go></dd></> : null}
      </dl>
      {of.outcome === "refused" ? <section className="kit-problem"><div><strong>{text.refused}</strong>{of.problem ? <div>{problemText(of.problem)}</div> : null}</div></section> : null}
      <section>
        <h2>{text.asked}</h2>
        {asked.length === 0 ? <p className="second">{text.nothingAsked}</p> : <dl className="facts" style={{ marginTop: 8 }}>{asked.map((a) => <Fact key={a.key} label={a.label}>{a.links.length === 0 ? a.text : a.links.map((to, i) => <Fragment key={to}>{i > 0 ? " · " : ""}<Go to={to}>{words.see(i + 1, a.links.length)}</Go></Fragment>)}</Fact>)}</dl>}
        <p className="hint" style={{ marginTop: 6 }}>{text.masked}</p>
      </section>
      {of.outcome === "done" ? <Changes of={of} /> : null}
      {of.entries.length > 0 ? (
        <section><h2>{text.entries}</h2><p className="row" style={{ gap: 14 }}>{of.entries.map((id) => (books ? <Go key={id} to={`/libros/asientos/${id}`}>{text.entry(String(id))}</Go> : <span key={id}>{text.entry(String(id))}</span>))}</p></section>
      ) : null}
      {of.messages.length > 0 ? (
        <section>
          <h2>{text.messages}</h2>
          <p className="row" style={{ gap: 14 }}>{of.messages.slice(0, 10).map((id, i) => <Go key={id} to={href("/notificaciones", { message: id })}>{`${text.messages.slice(0, -1)} ${i + 1}`}</Go>)}{of.messages.length > 10 ? <span className="second">{text.message(of.messages.length)}</span> : null}</p>
        </section>
      ) : null}
      <p className="hint num">{text.id}: {of.act_id}</p>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return <><dt>{label}</dt><dd>{children}</dd></>;
}

function Changes({ of }: { of: AuditDetail }) {
  const zone = useZone();
  const changes = of.changes.map((change) => ({ change, rows: rowsOf(change, zone) })).filter((c) => c.rows.length > 0);
  return (
    <section className="stack">
      <h2>{text.changes}</h2>
      {changes.length === 0 ? <p className="second">{text.noChanges}</p> : null}
      {changes.map(({ change, rows }) => (
        <div key={`${change.table}-${change.key}-${change.op}`} className="scroll-x">
          <table className="diff">
            <caption style={{ textAlign: "start", paddingBottom: 4 }}><strong>{change.table_label ?? tableLabel(change.table)}</strong> {change.key.length > 12 ? null : <span className="hint num">{change.key} </span>}<span className="second">· {opLabel(change.op)}</span></caption>
            <thead><tr><th scope="col">{text.field}</th><th scope="col">{text.old}</th><th scope="col">{text.now}</th></tr></thead>
            <tbody>{rows.map((r) => <tr key={r.field}><td>{r.label}</td><td className="old">{r.old}</td><td className="now">{r.now}</td></tr>)}</tbody>
          </table>
        </div>
      ))}
    </section>
  );
}
