import { App, Form, Modal } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { useSession } from "@/api/session.ts";
import type { BranchDay } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { dateText } from "@/kit/dates.ts";
import { formatCount } from "@/kit/formats.ts";
import { trackJob } from "@/kit/jobs.ts";
import { Go } from "@/kit/Go.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { closingNow, daysClosed } from "./closing.ts";
import { closeDay, usePreview } from "./data.ts";
import { words } from "./words.ts";

/** Closing the day: says which branches, from which date, what would be sent, and leaves the work in the tray. */
export default function CloseDay({ days, date, onClose }: { days: BranchDay[]; date: string; onClose: () => void }) {
  const { branchId } = useSession();
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const [chosen, setChosen] = useState<string | null>(date);
  const preview = usePreview(chosen ?? "", useCan("messages.read"));
  const close = useCommand(() => closeDay(chosen ?? "", branchId, key));
  const closing = closingNow(days, branchId);
  const openIn = closing.filter((d) => (d.open_tills ?? 0) > 0).map((d) => d.branch);

  async function submit(): Promise<void> {
    const job = chosen ? await close.mutateAsync(undefined).catch(() => null) : null;
    if (!job || !chosen) return;
    trackJob(job, `${es.jobs.kinds["close_day"] ?? ""} ${dateText(chosen)}`);
    void message.success(es.day.queued);
    onClose();
  }
  return (
    <Modal open title={es.day.title} okText={es.day.submit} cancelText={es.common.cancel} onCancel={onClose} onOk={() => void submit()} okButtonProps={{ loading: close.isPending, disabled: !chosen }} width={600}>
      <div className="stack">
        <p>{es.day.what} {es.day.blocks}</p>
        <Form layout="vertical" component="div">
          <Form.Item label={es.day.chooseDate} htmlFor="close-date" style={{ marginBottom: 0, maxWidth: 200 }}>
            <DateField id="close-date" autoFocus value={chosen} onChange={setChosen} today={date} />
          </Form.Item>
        </Form>
        <PlainTable
          cards
          caption={es.day.branches} rows={closing} rowKey={(d) => d.branch_id}
          columns={[
            { key: "b", title: es.day.branches, cell: (d) => d.branch },
            { key: "d", title: es.day.today, cell: (d) => <span className="num">{dateText(d.business_date)}</span> },
            { key: "l", title: es.day.lastClosed, cell: (d) => <span className="num">{d.last_closed ? dateText(d.last_closed) : es.day.never}</span> },
            { key: "m", title: es.day.pending, cell: (d) => (chosen ? words.closes(daysClosed(d, chosen)) : null) },
          ]}
        />
        {openIn.length > 0 ? <div className="kit-problem" role="alert"><div className="grow">{words.openTills(openIn.join(", "))} <Go to="/caja/cierres?live=true">{words.seeTills}</Go></div></div> : null}
        {preview.data ? <p role="status">{es.day.preview}: <strong className="num">{formatCount(preview.data.count)}</strong></p> : null}
        {close.error ? <ProblemNotice error={close.error} /> : null}
      </div>
    </Modal>
  );
}
