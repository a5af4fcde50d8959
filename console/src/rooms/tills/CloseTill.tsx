import { Button, Form } from "antd";
import { useState } from "react";
import { useCommand } from "@/api/query.ts";
import type { Shift } from "@/api/tills.ts";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { CountGrid } from "./CountGrid.tsx";
import { askOf, totalOf } from "./counting.ts";
import type { Pieces } from "./counting.ts";
import { count } from "./data.ts";
import { words } from "./words.ts";

const text = words.closing;

/** The blind count: nothing on this screen says what there should be. */
export function CloseTill({ of, denominations, onBack, onSent }: { of: Shift; denominations: string[]; onBack: () => void; onSent: () => void }) {
  const [pieces, setPieces] = useState<Pieces>({});
  const ask = askOf(pieces, denominations);
  const send = useCommand((counted: Record<string, number>) => count(of.id, counted));
  return (
    <Form layout="vertical" className="card stack count-card" aria-label={text.title} onFinish={() => { if (ask) send.mutate(ask, { onSuccess: onSent }); }}>
      <h2>{text.title}</h2>
      <p className="second">{text.explain}</p>
      <CountGrid denominations={denominations} currency={of.currency} value={pieces} onChange={setPieces} disabled={send.isPending} autoFocus />
      {send.error ? <ProblemNotice error={send.error} /> : null}
      <Button type="primary" size="large" block htmlType="submit" className="after-count" loading={send.isPending} disabled={!ask}>{text.send(formatMoney(totalOf(pieces, denominations, of.currency)))}</Button>
      <Button type="text" block onClick={onBack}>{text.back}</Button>
    </Form>
  );
}

/** The count did not match: once more, or stand by it. By how much is not said. */
export function Uneven({ of, onAgain, onSettled }: { of: Shift; onAgain: () => void; onSettled: () => void }) {
  const kept = useKept<{ id: string }>(`caja.cerrar.${of.id}`);
  const [settling, setSettling] = useState(false);
  const counted = of.counted ? formatMoney(of.counted) : "";
  async function settle(reason: string): Promise<void> {
    if (await kept.send(`/till-shifts/${of.id}/settlement`, { reason }, text.told(of.till.name), of.branch_id)) onSettled();
  }
  return (
    <section className="till-note bad" role="alert" aria-label={text.uneven}>
      <strong>{text.uneven}</strong>
      <span>{of.counts_left > 0 ? text.unevenLeft : text.unevenLast}</span>
      <Unsure of={kept} onDone={onSettled} />
      {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
      <div className="row">
        {of.may.count ? <Button type="primary" onClick={onAgain}>{text.again}</Button> : null}
        {of.may.settle ? <Button type={of.may.count ? "default" : "primary"} onClick={() => { setSettling(true); }}>{text.settle}</Button> : null}
      </div>
      <ConfirmWithReason
        open={settling} title={text.settleTitle(counted)} effect={<p>{text.settleEffect}</p>} action={text.settle} onConfirm={settle} onClose={() => { setSettling(false); }}
      />
    </section>
  );
}
