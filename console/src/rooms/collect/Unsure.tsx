import { SyncOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import type { Problem } from "@/api/problem.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { href } from "@/kit/useUrlState.ts";
import type { Attempt } from "./attempt.ts";
import { words } from "./words.ts";

const text = words.unsure;

interface Props { attempt: Attempt; problem: Problem | null; busy: boolean; onRetry: () => void; onDrop: () => void }

/** A payment nobody answered: it is finished before anything else, with its own key. */
export function Unsure({ attempt, problem, busy, onRetry, onDrop }: Props) {
  const [dropping, setDropping] = useState(false);
  const reads = useCan("payments.read");
  return (
    <div className="page narrow">
      <PageHeader title={problem ? text.title : text.recovered} />
      <section className="card stack" role="alert">
        <p>{text.what(formatMoney(attempt.ask.amount), attempt.client || text.someone)}</p>
        <p><strong>{text.safe}</strong></p>
        {problem && !busy ? <ProblemNotice error={problem} /> : null}
        <div className="row">
          <Button type="primary" size="large" autoFocus icon={<SyncOutlined aria-hidden />} loading={busy} onClick={onRetry}>{busy ? text.trying : text.retry}</Button>
          {reads ? <Go to={href("/pagos", { client_id: attempt.ask.client_id })}>{text.check}</Go> : null}
          <Button type="text" danger disabled={busy} onClick={() => { setDropping(true); }}>{text.drop}</Button>
        </div>
      </section>
      <ConfirmWithReason
        open={dropping} title={text.dropTitle} action={text.drop} danger withReason={false} effect={text.dropEffect} onClose={() => { setDropping(false); }}
        onConfirm={() => { onDrop(); return Promise.resolve(); }}
      />
    </div>
  );
}
