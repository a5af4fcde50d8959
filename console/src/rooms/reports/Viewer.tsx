import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { App, Button, Select } from "antd";
import { useState } from "react";
import { download } from "@/api/client.ts";
import { asProblem } from "@/api/problem.ts";
import { useSession, useUser } from "@/api/session.ts";
import { DateField } from "@/kit/DateField.tsx";
import { InstantText, useBusinessDate } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { shifted, useReport } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

const text = words.viewer;

/** A report as it goes out on a day: each figure leads to its place. */
export function Viewer({ report }: { report: "daily" | "weekly" }) {
  const [url, update] = useUrlState();
  const user = useUser();
  const { branchId } = useSession();
  const today = useBusinessDate();
  const daily = report === "daily";
  const on = url["on"] ?? today;
  const branch = daily ? Number(url["branch_id"] ?? branchId ?? user.branch_id) : null;
  const { data, error, refetch } = useReport(report, branch, on);
  const { notification } = App.useApp();
  const [busy, setBusy] = useState("");
  const step = daily ? 1 : 7;
  async function save(format: "xlsx" | "pdf"): Promise<void> {
    setBusy(format);
    try {
      await download(`/reports/${report}/file`, { branch_id: branch, on, format }, `${report}-${on}.${format}`);
    } catch (problem) {
      notification.error({ title: asProblem(problem).title, description: <ProblemNotice error={problem} /> });
    } finally {
      setBusy("");
    }
  }
  useShortcut("e", text.excel, () => void save("xlsx"));
  useShortcut("p", text.pdf, () => void save("pdf"));
  const actions = (
    <>
      <Button loading={busy === "xlsx"} onClick={() => void save("xlsx")}>{text.excel}</Button>
      <Button loading={busy === "pdf"} onClick={() => void save("pdf")}>{text.pdf}</Button>
      <Button onClick={() => { window.print(); }}>{text.print}</Button>
    </>
  );
  return (
    <Frame section={report} actions={actions}>
      <div className="row report-bar no-print">
        {daily ? (
          <label className="row"><span className="second">{text.branch}</span>
            <Select aria-label={text.branch} value={branch ?? 0} style={{ width: 200 }} options={user.branches.map((b) => ({ value: b.id, label: b.name }))} onChange={(next: number) => { update({ branch_id: next }); }} />
          </label>
        ) : null}
        <div className="row report-day">
          <label className="second" htmlFor="report-on">{text.on}</label>
          <Button aria-label={text.back} icon={<LeftOutlined aria-hidden />} onClick={() => { update({ on: shifted(on, -step) }); }} />
          <div className="date"><DateField id="report-on" value={on} onChange={(next) => { if (next) update({ on: next }); }} /></div>
          <Button aria-label={text.next} icon={<RightOutlined aria-hidden />} disabled={on >= today} onClick={() => { update({ on: shifted(on, step) }); }} />
        </div>
        <span className="second">{daily ? text.about(dateText(shifted(on, -1))) : text.week}</span>
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="card stack">{Array.from({ length: 10 }, (_, i) => <Skeleton key={i} height={20} />)}</div> : null}
      {data ? (
        <article className="card report-text" aria-label={data.title}>
          {data.lines.map((line, i) => (line.text === "" ? <br key={i} /> : <p key={i}>{line.link ? <Go to={line.link}>{line.text}</Go> : line.text}</p>))}
          <footer className="second">{data.sent_at ? <>{text.sent} <InstantText value={data.sent_at} /> · </> : <>{text.never} </>}{data.empty ? `${text.empty} ` : ""}<Go to="/reportes/programados">{text.schedule}</Go></footer>
        </article>
      ) : null}
    </Frame>
  );
}
