import { Form, Input, Modal } from "antd";
import type { ReactNode } from "react";
import { useId, useState } from "react";
import { es } from "@/words/es.ts";
import { ProblemNotice } from "./ProblemNotice.tsx";

interface Props {
  open: boolean;
  title: string;
  /** Effect in money and entries: never a bare «¿está seguro?». */
  effect: ReactNode;
  /** Verb and object: «Reversar pago R-000123». */
  action: string;
  danger?: boolean;
  /** False for acts that are not audited with a reason. */
  withReason?: boolean;
  disabled?: boolean;
  onConfirm: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

/** A dangerous act: shows what will happen, asks why, and keeps the refusal on screen. */
export function ConfirmWithReason({ open, title, effect, action, danger, withReason = true, disabled, onConfirm, onClose }: Props) {
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const id = useId();
  const short = withReason && reason.trim().length < 5;

  function close(): void {
    setReason("");
    setTried(false);
    setProblem(null);
    onClose();
  }
  async function confirm(): Promise<void> {
    setTried(true);
    if (short) return;
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm(reason.trim());
      close();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal
      open={open} title={title} okText={action} cancelText={es.common.cancel} onCancel={close} onOk={() => void confirm()}
      okButtonProps={{ danger, loading: busy, disabled }} destroyOnHidden width={560}
    >
      <div className="stack">
        <div aria-label={es.common.effect}>{effect}</div>
        {withReason ? (
          <Form layout="vertical" component="div">
            <Form.Item
              label={es.common.reason} htmlFor={id} required style={{ marginBottom: 0 }}
              validateStatus={tried && short ? "error" : undefined} help={tried && short ? es.common.reasonRequired : es.common.reasonHint}
            >
              <Input.TextArea id={id} value={reason} rows={2} maxLength={500} autoFocus onChange={(event) => { setReason(event.target.value); }} />
            </Form.Item>
          </Form>
        ) : null}
        {problem ? <ProblemNotice error={problem} /> : null}
      </div>
    </Modal>
  );
}
