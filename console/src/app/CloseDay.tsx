import { App, Form, Modal } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useIdempotencyKey } from "@/api/keys.ts";
import { touch } from "@/api/query.ts";
import { useSession } from "@/api/session.ts";
import type { BranchDay, Job } from "@/api/types.ts";
import { DateField } from "@/kit/DateField.tsx";
import { dateText } from "@/kit/dates.ts";
import { trackJob } from "@/kit/jobs.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";

/** Closing the day: says which branches, from which date, and leaves the work in the tray. */
export default function CloseDay({ days, date, onClose }: { days: BranchDay[]; date: string; onClose: () => void }) {
  const { branchId } = useSession();
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const [chosen, setChosen] = useState<string | null>(date);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const closing = branchId ? days.filter((d) => d.branch_id === branchId) : days;

  async function close(): Promise<void> {
    if (!chosen) return;
    setBusy(true);
    setProblem(null);
    try {
      const job = await api.post<Job>("/days/close", { business_date: chosen, ...(branchId ? { branch_id: branchId } : {}) }, { key });
      trackJob(job, `${es.jobs.kinds["close_day"] ?? ""} ${dateText(chosen)}`);
      void message.success(es.day.queued);
      touch();
      onClose();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }
  return (
    <Modal open title={es.day.title} okText={es.day.submit} cancelText={es.common.cancel} onCancel={onClose} onOk={() => void close()} okButtonProps={{ loading: busy, disabled: !chosen }} width={560}>
      <div className="stack">
        <p>{es.day.what} {es.day.blocks}</p>
        <Form layout="vertical" component="div">
          <Form.Item label={es.day.chooseDate} htmlFor="close-date" style={{ marginBottom: 0, maxWidth: 200 }}>
            <DateField id="close-date" value={chosen} onChange={setChosen} today={date} />
          </Form.Item>
        </Form>
        <PlainTable
          caption={es.day.branches} rows={closing} rowKey={(d) => d.branch_id}
          columns={[
            { key: "b", title: es.day.branches, cell: (d) => d.branch },
            { key: "d", title: es.day.today, cell: (d) => <span className="num">{dateText(d.business_date)}</span> },
            { key: "l", title: es.day.lastClosed, cell: (d) => <span className="num">{d.last_closed ? dateText(d.last_closed) : es.day.never}</span> },
            { key: "m", title: es.day.pending, cell: (d) => (d.missing_days > 0 ? es.day.missing(d.missing_days) : null) },
          ]}
        />
        {problem ? <ProblemNotice error={problem} /> : null}
      </div>
    </Modal>
  );
}
