import { App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import type { Shift } from "@/api/tills.ts";
import { Money } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { es } from "@/words/es.ts";
import { DifferenceText } from "./ShiftTag.tsx";
import { words } from "./words.ts";

const text = words.decide;

/** The second hand: accepts a difference, or sends it back to be counted. */
export function Decide({ of, onClose }: { of: Shift; onClose: () => void }) {
  const { message } = App.useApp();
  const kept = useKept<Shift>(`caja.decidir.${of.id}`);
  const [reason, setReason] = useState("");
  const waiting = of.differences.find((d) => d.state === "waiting");
  function done(answer: Shift): void {
    void message.success(answer.state === "counted" || answer.state === "discarded" ? text.sentBack : text.accepted);
    onClose();
  }
  async function decide(approve: boolean): Promise<void> {
    const answer = await kept.send(`/till-shifts/${of.id}/decision`, { approve, reason: reason.trim() }, text.told(of.till.name), of.branch_id);
    if (answer) done(answer);
  }
  const ready = reason.trim().length >= 3 && kept.unsure === null;
  return (
    <Modal
      open title={text.title(of.till.name)} onCancel={onClose} width={560} destroyOnHidden
      footer={[
        <Button key="no" onClick={onClose}>{es.common.cancel}</Button>,
        <Button key="back" disabled={!ready} loading={kept.busy} onClick={() => void decide(false)}>{text.back}</Button>,
        <Button key="yes" type="primary" disabled={!ready} loading={kept.busy} onClick={() => void decide(true)}>{text.accept}</Button>,
      ]}
    >
      <div className="stack">
        <Unsure of={kept} onDone={done} />
        <dl className="facts">
          <dt>{words.columns.shift}</dt><dd>{of.folio} · {of.opened_by.name}</dd>
          <dt>{words.columns.difference}</dt><dd><strong><DifferenceText value={waiting?.amount} /></strong></dd>
          <dt>{text.tolerance}</dt><dd><Money value={waiting?.tolerance} /></dd>
          <dt>{text.said}</dt><dd>{waiting?.reason}</dd>
        </dl>
        <Form layout="vertical" component="div">
          <Form.Item label={text.reason} htmlFor="decide-reason" required extra={text.reasonHint} style={{ marginBottom: 0 }}>
            <Input.TextArea id="decide-reason" rows={2} maxLength={300} autoFocus value={reason} onChange={(event) => { setReason(event.target.value); }} />
          </Form.Item>
        </Form>
        {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
      </div>
    </Modal>
  );
}
