import { LockOutlined, UnlockOutlined } from "@ant-design/icons";
import { App, Button, Select } from "antd";
import { useState } from "react";
import type { ReactNode } from "react";
import type { CloseItem, Periods } from "@/api/books.ts";
import { api } from "@/api/client.ts";
import { touch, useRead } from "@/api/query.ts";
import type { Page } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";
import "./books.css";

const text = words.closing;
const TONES: Record<string, Tone> = { O: "info", S: "wait", C: "ok", done: "ok", pending: "bad", ask: "wait", warning: "off" };
type Act = { path: string; title: string; effect: ReactNode; action: string; danger?: boolean };

/** Cierre: the months of a year, the list of what is missing of one, and opening again with another hand. */
export default function Closing() {
  const [url, update] = useUrlState();
  const today = useBusinessDate();
  const year = url["year"] ?? today.slice(0, 4);
  const { data, error, refetch } = useRead<Periods>(`/books/years/${year}`, undefined, { keep: true, enabled: year !== "" });
  const [act, setAct] = useState<Act | null>(null);
  const { message } = App.useApp();
  const may = useCan("books.close");
  const years = [-2, -1, 0].map((n) => String(Number(today.slice(0, 4)) + n));
  const chosen = data?.months.find((m) => String(m.ym) === url["month"]) ?? data?.months.findLast((m) => m.over && m.status !== "C") ?? data?.months.findLast((m) => m.over);
  const name = (ym: number): string => `${text.months[(ym % 100) - 1] ?? ""} ${String(Math.trunc(ym / 100))}`;
  return (
    <Frame section="closing">
      <div className="kit-filters open">
        <div className="fl"><span aria-hidden>{text.year}</span><Select aria-label={text.year} value={year} style={{ width: 100 }} options={years.map((y) => ({ value: y, label: y }))} onChange={(next: string) => { update({ year: next, month: null }); }} /></div>
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data ? <div className="card stack"><Skeleton height={20} /><Skeleton height={20} /></div> : (
        <div className="half">
          <section className="card" aria-label={text.ofYear(year)}>
            <div className="row between"><h2>{text.ofYear(year)}</h2><StateTag tone={data.year_closed ? "ok" : "info"}>{data.year_closed ? text.yearClosed : text.yearOpen}</StateTag></div>
            <PlainTable
              caption={text.ofYear(year)} rows={data.months} rowKey={(m) => m.ym}
              columns={[
                { key: "m", title: text.month, cell: (m) => (m.over ? <Go to={`/libros/cierre?year=${year}&month=${m.ym}`}>{name(m.ym)}</Go> : <span className="second">{name(m.ym)}</span>) },
                { key: "s", title: text.state, cell: (m) => (m.over || m.status !== "O" ? <StateTag tone={TONES[m.status] ?? "off"}>{text.states[m.status]}</StateTag> : <span className="second">{text.going}</span>) },
                { key: "a", title: "", end: true, cell: (m) => (may && m.status === "C" && !data.year_closed ? <Button size="small" icon={<UnlockOutlined aria-hidden />} onClick={() => { setAct({ path: `/books/months/${m.ym}/reopening`, title: text.reopenTitle(name(m.ym)), effect: text.reopenEffect, action: text.askReopen }); }}>{text.reopen}</Button> : null) },
              ]}
            />
            {may && data.year_over ? (
              <div className="row" style={{ marginTop: 12 }}>
                {data.year_closed
                  ? <Button icon={<UnlockOutlined aria-hidden />} onClick={() => { setAct({ path: `/books/years/${year}/reopening`, title: text.reopenTitle(year), effect: text.reopenYearEffect, action: text.askReopen }); }}>{text.reopenYear(year)}</Button>
                  : <Button type="primary" icon={<LockOutlined aria-hidden />} onClick={() => { setAct({ path: `/books/years/${year}/close`, title: text.closeYear(year), effect: text.closeYearEffect, action: text.closeYear(year), danger: true }); }}>{text.closeYear(year)}</Button>}
                {data.entries.map((entry) => <Go key={entry} to={`/libros/asientos/${entry}`}>{words.entry(String(entry))}</Go>)}
              </div>
            ) : null}
            {data.reopenings.length > 0 ? (
              <ul className="stack tight" style={{ marginTop: 12 }}>
                {data.reopenings.map((one) => <li key={one.id} className="row"><StateTag tone={one.state === "done" ? "ok" : one.state === "asked" ? "wait" : "off"}>{one.state_label}</StateTag><span>{one.month ? name(one.year * 100 + one.month) : one.year} · {one.asked_by}: {one.reason}</span></li>)}
              </ul>
            ) : null}
          </section>
          {chosen ? <Checklist key={chosen.ym} ym={chosen.ym} name={name(chosen.ym)} closed={chosen.status === "C"} onClose={setAct} /> : <p className="second">{text.none}</p>}
        </div>
      )}
      <ConfirmWithReason
        open={act !== null} title={act?.title ?? ""} effect={act?.effect} action={act?.action ?? ""} danger={act?.danger} onClose={() => { setAct(null); }}
        onConfirm={async (reason) => { await api.post(act?.path ?? "", { reason }); touch(); void message.success(text.done); }}
      />
    </Frame>
  );
}

/** What there is to see before a month closes, each thing with its state and its door. */
function Checklist({ ym, name, closed, onClose }: { ym: number; name: string; closed: boolean; onClose: (act: Act) => void }) {
  const { data, error, refetch } = useRead<Page<CloseItem>>(`/books/months/${ym}/checklist`, undefined, { keep: true });
  const may = useCan("books.close");
  const left = data?.items.filter((item) => item.state === "pending").length ?? 0;
  const asks = data?.items.filter((item) => item.state === "ask") ?? [];
  return (
    <section className="card" aria-label={text.list(name)}>
      <h2>{text.list(name)}</h2>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      <ul className="close-list">
        {data?.items.map((item) => (
          <li key={item.key}>
            <StateTag tone={TONES[item.state] ?? "off"}>{text.itemStates[item.state]}</StateTag>
            <span><strong>{item.label}</strong><br /><span className="second">{item.detail}</span></span>
            {item.state === "done" ? <span /> : <Go to={item.link}>{text.see}</Go>}
          </li>
        ))}
      </ul>
      {may && data && !closed ? (
        <div className="row" style={{ marginTop: 12 }}>
          <Button type="primary" icon={<LockOutlined aria-hidden />} disabled={left > 0} onClick={() => { onClose({ path: `/books/months/${ym}/close`, title: text.closeTitle(name), effect: <Effect asks={asks} />, action: text.close, danger: true }); }}>{text.close}</Button>
          {left > 0 ? <span className="second">{text.left(left)}</span> : null}
        </div>
      ) : null}
      {closed ? <p className="second" style={{ marginTop: 12 }}>{text.isClosed}</p> : null}
    </section>
  );
}

/** What closing does, and what it is closed with. */
function Effect({ asks }: { asks: CloseItem[] }) {
  return (
    <div className="stack tight">
      <p>{text.closeEffect}</p>
      {asks.length > 0 ? <p role="alert"><strong>{text.asks}</strong></p> : null}
      {asks.length > 0 ? <ul>{asks.map((item) => <li key={item.key}>{item.label}: {item.detail}</li>)}</ul> : null}
    </div>
  );
}
