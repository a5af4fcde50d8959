import { App, Button, Modal, Progress } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { uuid7 } from "@/api/keys.ts";
import { asProblem } from "@/api/problem.ts";
import { touch } from "@/api/query.ts";
import { formatCount } from "@/kit/formats.ts";
import { Money } from "@/kit/Money.tsx";
import { money, toMinor } from "@/kit/money.ts";
import { es } from "@/words/es.ts";
import { keyOf, pathOf } from "./data.ts";
import type { Approval } from "./data.ts";
import { words } from "./words.ts";

const text = words.batch;

/** What is picked adds up by currency; currencies are never added together. */
export function sumsOf(items: Approval[]): { currency: string; minor: bigint }[] {
  const found = new Map<string, bigint>();
  for (const { money: value } of items) if (value) found.set(value.currency, (found.get(value.currency) ?? 0n) + toMinor(value.amount));
  return [...found].map(([currency, minor]) => ({ currency, minor }));
}

export function Sums({ items }: { items: Approval[] }) {
  return <>{sumsOf(items).map(({ currency, minor }) => <strong key={currency}><Money value={money(minor, currency)} /></strong>)}</>;
}

/** The bar of what is picked. */
export function BatchBar({ items, onClear, onAct }: { items: Approval[]; onClear: () => void; onAct: () => void }) {
  return (
    <div className="batch row" role="region" aria-label={text.picked(formatCount(items.length))}>
      <span className="grow row">{text.picked(formatCount(items.length))} · {items[0]?.kind_label} · <Sums items={items} /><span className="hint">{text.only}</span></span>
      <Button onClick={onClear}>{text.clear}</Button>
      <Button type="primary" onClick={onAct}>{text.act(formatCount(items.length))}</Button>
    </div>
  );
}

/** Authorising several of the same kind: each with a signature and a key of its own; one that can't doesn't stop the rest. */
export function Batch({ items, onClose }: { items: Approval[]; onClose: (left: Set<string>) => void }) {
  const { message } = App.useApp();
  const [keys] = useState(() => new Map(items.map((of) => [keyOf(of), uuid7()])));
  const [done, setDone] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<{ of: Approval; why: string }[]>([]);
  async function run(): Promise<void> {
    setBusy(true);
    const bad: { of: Approval; why: string }[] = [];
    for (const [index, of] of items.entries()) {
      const door = of.may.authorise;
      if (!door) continue;
      try {
        await api.post(pathOf(door), door.body, { key: keys.get(keyOf(of)), branchId: of.branch_id });
      } catch (error) {
        bad.push({ of, why: asProblem(error).message });
      }
      setDone(index + 1);
    }
    setBusy(false);
    touch();
    if (items.length > bad.length) void message.success(text.done(formatCount(items.length - bad.length)));
    if (bad.length === 0) onClose(new Set());
    else setFailed(bad);
  }
  const close = (): void => { onClose(new Set(failed.map(({ of }) => keyOf(of)))); };
  return (
    <Modal
      open title={text.title(formatCount(items.length), items[0]?.kind_label ?? "")} onCancel={close} width={560} destroyOnHidden mask={{ closable: !busy }}
      footer={failed.length > 0 ? [<Button key="close" type="primary" onClick={close}>{es.common.close}</Button>] : [
        <Button key="no" disabled={busy} onClick={close}>{es.common.cancel}</Button>,
        <Button key="yes" type="primary" loading={busy} onClick={() => void run()}>{text.act(formatCount(items.length))}</Button>,
      ]}
    >
      <div className="stack">
        <p>{text.effect}</p>
        <ul className="picked">{items.map((of) => <li key={keyOf(of)} className="row between"><span>{of.folio} · {of.summary}</span><Money value={of.money} /></li>)}</ul>
        <div className="row between"><span>{es.common.total}</span><Sums items={items} /></div>
        {busy || done > 0 ? <Progress percent={Math.round((done / items.length) * 100)} format={() => text.running(done, items.length)} /> : null}
        {failed.length > 0 ? <div className="kit-problem" role="alert"><div><strong>{text.failed}</strong><ul>{failed.map(({ of, why }) => <li key={keyOf(of)}>{of.folio}: {why}</li>)}</ul></div></div> : null}
      </div>
    </Modal>
  );
}
