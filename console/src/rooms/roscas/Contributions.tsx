import { App, Button, Checkbox, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import type { KeyboardEvent } from "react";
import type { PaymentMethod } from "@/api/types.ts";
import { dateText } from "@/kit/dates.ts";
import { formatMoney } from "@/kit/formats.ts";
import { Into } from "@/kit/Into.tsx";
import { isPositive, sumOf } from "@/kit/money.ts";
import { Money } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { into } from "@/kit/receiving.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { es } from "@/words/es.ts";
import type { Contributed } from "./acts.ts";
import { whoOf } from "./data.ts";
import type { Cell, Numbered, RoscaDetail } from "./data.ts";
import { words } from "./words.ts";

const text = words.contributions;

interface Owing { of: Numbered; cell: Cell }
function owing(of: RoscaDetail, round: number): Owing[] {
  return of.numbers.flatMap((n) => n.cells.filter((c) => c.round === round && c.receivable_id !== null && isPositive(c.balance)).map((cell) => ({ of: n, cell })));
}

/** The sheet of a round: who paid is marked, with Space or at once, and a receipt is made for each number. */
export function Contributions({ of, onClose }: { of: RoscaDetail; onClose: () => void }) {
  const { message } = App.useApp();
  const kept = useKept<Contributed>(`rosca.aportes.${of.id}`);
  const rounds = of.rounds.filter((r) => owing(of, r.round).length > 0);
  const [round, setRound] = useState(() => rounds.find((r) => r.round === of.next?.round)?.round ?? rounds[0]?.round ?? 1);
  const [marked, setMarked] = useState<number[]>([]);
  const [method, setMethod] = useState<PaymentMethod>("cash");
  const [account, setAccount] = useState<number | null>(null);
  const [reference, setReference] = useState("");
  const rows = owing(of, round);
  const chosen = rows.filter((r) => marked.includes(r.of.number));
  const sum = sumOf(chosen.map((r) => r.cell.balance), of.pot.currency);
  const needs = method !== "cash" && reference.trim() === "";

  function done(answer: Contributed): void {
    void message.success(text.done(answer.count, formatMoney(answer.total)));
    onClose();
  }
  async function confirm(): Promise<void> {
    const ask = { numbers: chosen.map((r) => r.of.number), method, reference: reference.trim() || null, ...into(method, account) };
    const answer = await kept.send(`/roscas/${of.id}/rounds/${round}/contributions`, ask, text.told(round, formatMoney(sum)));
    if (answer) done(answer);
  }
  return (
    <Modal
      open title={text.title} width={620} destroyOnHidden onCancel={onClose} cancelText={es.common.cancel} okText={text.confirm(chosen.length)}
      okButtonProps={{ disabled: chosen.length === 0 || needs || kept.unsure !== null, loading: kept.busy }} onOk={() => void confirm()}
    >
      <div className="stack">
        <Unsure of={kept} onDone={done} />
        <div className="row between">
          <Select
            aria-label={words.columns.round} value={round} style={{ minWidth: 220 }} onChange={(value: number) => { setRound(value); setMarked([]); }}
            options={rounds.map((r) => ({ value: r.round, label: `${words.round(r.round)} · ${dateText(r.due_on)}` }))}
          />
          <Button onClick={() => { setMarked(chosen.length === rows.length ? [] : rows.map((r) => r.of.number)); }}>{chosen.length === rows.length ? text.none : text.all}</Button>
        </div>
        <p className="hint keys-hint">{text.keys}</p>
        {chosen.some((r) => r.of.cells.some((c) => c.round < round && isPositive(c.balance))) ? <p className="second">{text.earliest}</p> : null}
        {rows.length === 0 ? <p className="second">{text.empty}</p> : (
          <ul className="san-sheet" aria-label={words.round(round)}>
            {rows.map(({ of: n, cell }, i) => (
              <li key={n.number}>
                <label>
                  <Checkbox
                    autoFocus={i === 0} checked={marked.includes(n.number)} onKeyDown={walk}
                    onChange={(event) => { setMarked((before) => (event.target.checked ? [...before, n.number] : before.filter((m) => m !== n.number))); }}
                  />
                  <span className="grow">{n.number}. {whoOf(n)}</span>
                  <StateTag tone={cell.state === "A" ? "bad" : "wait"}>{cell.state_label}</StateTag>
                  <Money value={cell.balance} />
                </label>
              </li>
            ))}
          </ul>
        )}
        <Form layout="vertical" component="div" className="kit-form-grid" style={{ rowGap: 12 }}>
          <Form.Item label={es.filters.method} htmlFor="method" style={{ marginBottom: 0 }}>
            <Select id="method" value={method} onChange={(value: PaymentMethod) => { setMethod(value); setAccount(null); }} options={Object.entries(es.states.method).map(([value, label]) => ({ value, label }))} />
          </Form.Item>
          <Form.Item label={text.reference} htmlFor="reference" required={method !== "cash"} style={{ marginBottom: 0 }}>
            <Input id="reference" value={reference} maxLength={60} onChange={(event) => { setReference(event.target.value); }} />
          </Form.Item>
          <Into method={method} currency={of.pot.currency} branchId={null} account={account} onPick={setAccount} />
        </Form>
        <p><strong>{text.sum(chosen.length)}: <Money value={sum} /></strong></p>
        {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
      </div>
    </Modal>
  );
}

/** Arrows walk the sheet; Space, as in any box, marks. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const boxes = Array.from(event.currentTarget.closest("ul")?.querySelectorAll<HTMLInputElement>("input[type=checkbox]") ?? []);
  event.preventDefault();
  boxes[boxes.indexOf(event.target as HTMLInputElement) + step]?.focus();
}
