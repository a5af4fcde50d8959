import { App, Form, Modal } from "antd";
import { useState } from "react";
import type { ReactNode } from "react";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { es } from "@/words/es.ts";

interface Props {
  /** Under which an unanswered request is kept. */
  name: string;
  title: string; action: string; path: string; ask: unknown;
  /** What it is, should nobody answer. */
  told: string;
  branchId?: number; ready: boolean; done: string; onClose: () => void; children: ReactNode;
  /** True while it is asked for, and from then on if it was done. */
  onSend?: (sent: boolean) => void;
}

/** An act that moves money: its request keeps its key until somebody answers. */
export function KeptModal<Answer>({ name, title, action, path, ask, told, branchId, ready, done, onClose, onSend, children }: Props) {
  const { message } = App.useApp();
  const kept = useKept<Answer>(`empeno.${name}`);
  const [tried, setTried] = useState(false);
  function finished(): void { void message.success(done); onClose(); }
  async function confirm(): Promise<void> {
    setTried(true);
    if (!ready || kept.busy || kept.unsure) return;
    onSend?.(true);
    if (await kept.send(path, ask, told, branchId)) finished();
    else onSend?.(false);
  }
  return (
    <Modal open title={title} okText={action} cancelText={es.common.cancel} onCancel={onClose} onOk={() => void confirm()} okButtonProps={{ loading: kept.busy, disabled: kept.unsure !== null }} width={560} destroyOnHidden>
      <Form layout="vertical" className="stack" requiredMark={false} onFinish={() => void confirm()}>
        <Unsure of={kept} onDone={finished} />
        {children}
        {tried && !ready ? <p className="error" role="alert">{es.common.incomplete}</p> : null}
        {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden>{action}</button>
      </Form>
    </Modal>
  );
}
