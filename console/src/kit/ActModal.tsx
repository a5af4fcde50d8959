import { App, Form, Modal } from "antd";
import { useState } from "react";
import type { ReactNode } from "react";
import { useCommand } from "@/api/query.ts";
import { es } from "@/words/es.ts";
import { ProblemNotice } from "./ProblemNotice.tsx";

interface Props { title: string; action: string; ready: boolean; run: () => Promise<unknown>; done: string; onClose: () => void; children: ReactNode }

/** An act with fields of its own: runs it, says so, and keeps a refusal on screen. */
export function ActModal({ title, action, ready, run, done, onClose, children }: Props) {
  const { message } = App.useApp();
  const [tried, setTried] = useState(false);
  const act = useCommand(run);
  function confirm(): void {
    setTried(true);
    if (ready) act.mutate(undefined, { onSuccess: () => { void message.success(done); onClose(); } });
  }
  return (
    <Modal open title={title} okText={action} cancelText={es.common.cancel} onCancel={onClose} onOk={confirm} okButtonProps={{ loading: act.isPending }} width={560} destroyOnHidden>
      <Form layout="vertical" component="div" className="stack">
        {children}
        {tried && !ready ? <p className="error" role="alert">{es.common.incomplete}</p> : null}
        {act.error ? <ProblemNotice error={act.error} /> : null}
      </Form>
    </Modal>
  );
}

/** One field of an act. */
export function Field({ id, label, hint, required = true, children }: { id: string; label: string; hint?: ReactNode; required?: boolean; children: ReactNode }) {
  return <Form.Item label={label} htmlFor={id} extra={hint} required={required} style={{ marginBottom: 0 }}>{children}</Form.Item>;
}
