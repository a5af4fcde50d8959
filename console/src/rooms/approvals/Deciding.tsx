import { CheckCircleFilled, CloseCircleFilled } from "@ant-design/icons";
import { App, Form, Input, Modal } from "antd";
import { useState } from "react";
import { usePreview } from "@/api/query.ts";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { Money } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { es } from "@/words/es.ts";
import { isOurs, pathOf } from "./data.ts";
import type { Approval, ApprovalDetail, Doing, Door } from "./data.ts";
import { words } from "./words.ts";

const text = words.ask;
const SAMPLE = "se comprueba antes de decidir";

/** What is sent: where a reason is asked for it is the reason; elsewhere, a note of ours. */
function askOf(of: Approval, door: Door, said: string): Record<string, boolean | string> {
  if (door.reason) return { ...door.body, reason: said };
  return isOurs(of) ? { ...door.body, note: said } : door.body;
}

/** Signing one request: what will happen, tried beforehand, and why. */
export function Deciding({ of, doing, onClose }: { of: Approval; doing: Doing; onClose: () => void }) {
  const { message } = App.useApp();
  const door = of.may[doing] ?? { path: "", body: {}, reason: false };
  const kept = useKept<ApprovalDetail>(`autorizaciones.${of.source}.${of.id}.${doing}`);
  const [said, setSaid] = useState("");
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState(false);
  const preview = usePreview<Partial<ApprovalDetail>>(pathOf(door), askOf(of, door, door.reason ? SAMPLE : ""), of.branch_id, door.path !== "" && !sent && kept.unsure === null, true);
  const short = door.reason && said.trim().length < 3;
  const field = door.reason || isOurs(of);
  function done(): void {
    void message.success(text.done[doing](of.folio));
    onClose();
  }
  async function confirm(): Promise<void> {
    setTried(true);
    if (short) return;
    setSent(true);
    const answer = await kept.send(pathOf(door), askOf(of, door, said.trim()), text.told[doing](of.folio), of.branch_id);
    if (answer === null) setSent(false);
    else done();
  }
  const entry = preview.data?.entry ?? [];
  const problem = kept.problem ?? preview.error;
  return (
    <Modal
      open title={text.title[doing](of.folio)} onCancel={onClose} width={600} destroyOnHidden okText={words.actions[doing]} cancelText={es.common.cancel} onOk={() => void confirm()}
      okButtonProps={{ autoFocus: !field, danger: doing === "reject", loading: kept.busy, disabled: kept.unsure !== null || Boolean(preview.error) }}
    >
      <div className="stack">
        <Unsure of={kept} onDone={done} />
        <div aria-label={es.common.effect} className="stack tight">
          <div className="row between"><span>{of.kind_label} · {of.summary}</span><strong><Money value={of.money} /></strong></div>
          <span className="second">{doing === "authorise" && !isOurs(of) ? text.effect.elsewhere : text.effect[doing]}</span>
        </div>
        {doing === "authorise" ? (
          <ul className="checks">
            {of.policy.map((check) => <li key={check.key} className={check.ok ? "ok" : "bad"}>{check.ok ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />}<span>{check.text}</span></li>)}
          </ul>
        ) : null}
        {preview.isFetching && !preview.data ? <p className="second">{text.checking}</p> : null}
        {entry.length > 0 && doing === "authorise" ? <EntriesPreview lines={entry} title={text.posts} /> : null}
        {preview.data && entry.length === 0 && doing === "authorise" && isOurs(of) ? <p className="second">{words.detail.entryNone}</p> : null}
        {field ? (
          <Form layout="vertical" component="div">
            <Form.Item
              label={door.reason ? text.reason : text.note} htmlFor="deciding-said" required={door.reason} style={{ marginBottom: 0 }} validateStatus={tried && short ? "error" : undefined}
              help={tried && short ? text.reasonMissing : door.reason ? text.reasonHint : text.noteHint}
            >
              <Input.TextArea id="deciding-said" rows={2} maxLength={300} autoFocus value={said} onChange={(event) => { setSaid(event.target.value); }} />
            </Form.Item>
          </Form>
        ) : null}
        {problem && !kept.unsure ? <ProblemNotice error={problem} /> : null}
      </div>
    </Modal>
  );
}
