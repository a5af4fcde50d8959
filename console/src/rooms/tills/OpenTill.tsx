import { App, Button, Form, Input } from "antd";
import { useState } from "react";
import type { Desk } from "@/api/tills.ts";
import { formatMoney } from "@/kit/formats.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { CountGrid } from "./CountGrid.tsx";
import { askOf, totalOf } from "./counting.ts";
import type { Pieces } from "./counting.ts";
import { words } from "./words.ts";

const text = words.opening;

/** Counts what is in the drawer and opens the till with it. */
export function OpenTill({ of, onDone }: { of: Desk; onDone: () => void }) {
  const { message } = App.useApp();
  const kept = useKept<{ id: string }>(`caja.abrir.${of.id ?? of.currency}`);
  const [pieces, setPieces] = useState<Pieces>({});
  const [reason, setReason] = useState("");
  const ask = askOf(pieces, of.denominations);
  const total = formatMoney(totalOf(pieces, of.denominations, of.currency));
  function done(): void {
    void message.success(text.done);
    onDone();
  }
  async function submit(): Promise<void> {
    if (!ask) return;
    const body = { pieces: ask, till_id: of.id, currency: of.id ? null : of.currency, reason: reason.trim() };
    if (await kept.send("/till-shifts", body, text.told(total, of.name))) done();
  }
  return (
    <Form layout="vertical" className="card stack count-card" aria-label={words.openTitle(of.name)} onFinish={() => void submit()}>
      <h2>{words.openTitle(of.name)}</h2>
      <p className="second">{text.explain}</p>
      <Unsure of={kept} onDone={done} />
      <CountGrid denominations={of.denominations} currency={of.currency} value={pieces} onChange={setPieces} disabled={kept.busy} autoFocus />
      <Form.Item label={text.reason} htmlFor="opening-reason" extra={text.reasonHint} style={{ marginBottom: 0 }}>
        <Input id="opening-reason" value={reason} maxLength={300} autoComplete="off" onChange={(event) => { setReason(event.target.value); }} />
      </Form.Item>
      {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
      <Button type="primary" size="large" block htmlType="submit" className="after-count" loading={kept.busy} disabled={!ask || kept.unsure !== null}>{text.action(total)}</Button>
    </Form>
  );
}
