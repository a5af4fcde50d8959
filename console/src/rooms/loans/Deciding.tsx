import { App, Form, Input, Modal } from "antd";
import { useId, useState } from "react";
import type { ReactNode } from "react";
import type { LoanDetail } from "@/api/loans.ts";
import type { Problem } from "@/api/problem.ts";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { acts as words } from "./actWords.ts";
import { Change } from "./Change.tsx";
import { useLoan } from "./data.ts";
import { SHORTEST_REASON, useDecision } from "./useDecision.ts";

interface Props {
  of: LoanDetail; title: string; action: string;
  /** The address of the act under the loan, and what is asked of it; null while something is missing. */
  path: string; ask: object | null;
  done: string; danger?: boolean; hint?: ReactNode;
  /** What else it would do, after today. */
  note?: ReactNode; onClose: () => void;
  /** The fields; what the server said of one of them goes beside it. */
  children?: (told: (pointer: string) => string | undefined) => ReactNode;
}

/** A decision with fields of its own: the loan before and after it while it is written, why, and then the act, once. */
export function Deciding({ of, title, action, path, ask, done, danger, hint, note, onClose, children }: Props) {
  const { message } = App.useApp();
  const id = useId();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  /* The screen may be showing another day. */
  const before = useLoan(of.id, undefined).data ?? of;
  const decision = useDecision<LoanDetail>(of, path, ask, reason);
  const short = reason.trim().length < SHORTEST_REASON;
  const told = (pointer: string): string | undefined => (decision.problem as Problem | null)?.at(pointer);

  async function confirm(): Promise<void> {
    setTried(true);
    if (ask === null || short || decision.busy) return;
    const after = await decision.send();
    if (!after) return;
    void message.success(done);
    onClose();
  }
  return (
    <Modal
      open title={title} okText={action} cancelText={es.common.cancel} onCancel={onClose} onOk={() => void confirm()} width={620} destroyOnHidden
      okButtonProps={{ danger: danger ?? false, loading: decision.busy }}
    >
      <Form layout="vertical" className="stack" requiredMark={false} onFinish={() => void confirm()}>
        {hint ? <p className="second">{hint}</p> : null}
        {children ? <div className="deliver">{children(told)}</div> : null}
        <Form.Item
          label={es.common.reason} htmlFor={id} required style={{ marginBottom: 0 }}
          validateStatus={tried && short ? "error" : undefined} help={tried && short ? es.common.reasonRequired : es.common.reasonHint}
        >
          <Input id={id} value={reason} maxLength={300} autoComplete="off" autoFocus={!children} onChange={(event) => { setReason(event.target.value); }} />
        </Form.Item>
        {tried && ask === null ? <p className="error" role="alert">{es.common.incomplete}</p> : null}
        <section className="loan-effect" aria-label={es.common.effect} aria-busy={decision.waiting} aria-live="polite">
          {decision.problem ? <ProblemNotice error={decision.problem} /> : null}
          {decision.seen ? <Change brief before={before} after={decision.seen} /> : null}
          {decision.seen && note ? <p className="second">{note}</p> : null}
          {!decision.seen && !decision.problem ? (ask === null ? <p className="hint">{words.fill}</p> : <Skeleton height={150} />) : null}
        </section>
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden>{action}</button>
      </Form>
    </Modal>
  );
}
