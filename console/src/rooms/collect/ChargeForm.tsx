import { Button, Form, Input, Segmented } from "antd";
import type { InputRef } from "antd";
import { useRef, useState } from "react";
import type { ReactNode } from "react";
import type { Problem } from "@/api/problem.ts";
import type { Dues, PaymentMethod } from "@/api/types.ts";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Into } from "@/kit/Into.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { compareMoney, isPositive, money } from "@/kit/money.ts";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { es } from "@/words/es.ts";
import { QUICK, REFERENCE, changeOf, likelyTendered, quickAmount, wrongIn } from "./till.ts";
import type { Draft, Quick } from "./till.ts";
import { words } from "./words.ts";

const text = words.form;

interface Props {
  dues: Dues; draft: Draft; branchId: number | null; onChange: (draft: Draft) => void; problem: Problem | null; busy: boolean;
  /** False while the preview is on its way or was refused. */
  ready: boolean; notes: ReactNode; children: ReactNode; onSubmit: () => void;
}

/** Amount, how it is paid and the change. Entrar moves on and, at the end, charges. */
export function ChargeForm({ dues, draft, branchId, onChange, problem, busy, ready, notes, children, onSubmit }: Props) {
  const [tried, setTried] = useState(false);
  const [dated, setDated] = useState(draft.receivedOn !== null);
  const today = useBusinessDate();
  const next = useRef<InputRef>(null);
  const set = (patch: Partial<Draft>): void => { onChange({ ...draft, again: false, ...patch }); };
  const wrong = wrongIn(draft);
  const amount = draft.amount === null ? null : money(draft.amount, draft.currency);
  const change = changeOf(draft);
  const rule = REFERENCE[draft.method];

  function quick(which: Quick): void {
    const value = quickAmount(dues, draft.currency, which);
    if (!isPositive(value)) return;
    set({ amount: value.amount, chosen: [], typed: false });
  }
  function submit(): void {
    setTried(true);
    if (Object.keys(wrong).length === 0 && ready && !busy) onSubmit();
  }
  function onward(): void {
    if (draft.method === "card" || !next.current) submit();
    else next.current.focus();
  }
  const mark = (field: keyof typeof wrong, pointer: string): object => {
    const own = wrong[field];
    const help = (own && (tried || own === "short") ? text.wrong[own] : undefined) ?? problem?.at(pointer);
    return help ? { validateStatus: "error", help } : {};
  };
  return (
    <Form layout="vertical" className="card stack till" component="section" aria-label={text.title}>
      <QuickAmounts dues={dues} draft={draft} onPick={quick} />
      <Form.Item label={text.amount} htmlFor="amount" required style={{ marginBottom: 0 }} {...mark("amount", "/amount")}>
        <MoneyField
          key={draft.currency} id="amount" size="large" autoFocus value={draft.amount} currency={draft.currency}
          onChange={(next_) => { set({ amount: next_, typed: true }); }} onEnter={onward} disabled={busy}
        />
      </Form.Item>
      <Form.Item label={text.method} style={{ marginBottom: 0 }}>
        <Segmented<PaymentMethod>
          block aria-label={text.method} value={draft.method} disabled={busy} onChange={(method) => { set({ method, tendered: null, account: null }); }}
          options={(Object.keys(es.states.method) as PaymentMethod[]).map((value) => ({ value, label: es.states.method[value] }))}
        />
      </Form.Item>
      {draft.method === "cash" ? (
        <Form.Item label={text.tendered} htmlFor="tendered" extra={text.tenderedHint} style={{ marginBottom: 0 }} {...mark("tendered", "/tendered")}>
          <MoneyField
            key={draft.currency} id="tendered" size="large" inputRef={next} value={draft.tendered} currency={draft.currency}
            onChange={(tendered) => { set({ tendered }); }} onEnter={submit} disabled={busy}
          />
          <Bills draft={draft} disabled={busy} onPick={(tendered) => { set({ tendered }); }} />
        </Form.Item>
      ) : (
        <Form.Item label={text.reference[draft.method]} htmlFor="reference" required={rule === "required"} style={{ marginBottom: 0 }} {...mark("reference", "/reference")}>
          <Input
            id="reference" size="large" ref={next} value={draft.reference} maxLength={80} autoComplete="off" disabled={busy}
            onChange={(event) => { set({ reference: event.target.value }); }} onKeyDown={(event) => { if (event.key === "Enter") submit(); }}
          />
        </Form.Item>
      )}
      <Into large method={draft.method} currency={draft.currency} branchId={branchId} account={draft.account} disabled={busy} error={problem?.at("/account_id")} onPick={(account) => { set({ account }); }} />
      {change && isPositive(change) ? (
        <div className="change-box" role="status"><strong>{text.change}</strong><span className="digits"><Money value={change} /></span></div>
      ) : null}
      {dated ? (
        <Form.Item label={text.received} htmlFor="received" style={{ marginBottom: 0 }} {...(problem?.at("/received_on") ? { validateStatus: "error", help: problem.at("/received_on") } : {})}>
          <DateField id="received" value={draft.receivedOn ?? today} disabled={busy} onChange={(on) => { set({ receivedOn: on === today ? null : on }); }} />
        </Form.Item>
      ) : <div><Button type="link" size="small" style={{ paddingInline: 0 }} onClick={() => { setDated(true); }}>{text.received}: {text.receivedToday}. {text.receivedChange}</Button></div>}
      {notes}
      <Button type="primary" size="large" block loading={busy} disabled={!ready} onClick={submit}>{amount && isPositive(amount) ? text.submit(formatMoney(amount)) : text.submitEmpty}</Button>
      {children}
    </Form>
  );
}

function QuickAmounts({ dues, draft, onPick }: { dues: Dues; draft: Draft; onPick: (which: Quick) => void }) {
  useShortcut("F2", words.quick.today, () => { onPick("today"); });
  useShortcut("F4", words.quick.catch_up, () => { onPick("catch_up"); });
  useShortcut("F8", words.quick.settle, () => { onPick("settle"); });
  const amount = draft.amount === null || draft.chosen.length > 0 ? null : money(draft.amount, draft.currency);
  const chosen = QUICK.find(({ key }) => amount !== null && isPositive(amount) && compareMoney(quickAmount(dues, draft.currency, key), amount) === 0)?.key;
  return (
    <div className="quick" role="group" aria-label={words.quickLabel}>
      {QUICK.map(({ key, keys }) => {
        const value = quickAmount(dues, draft.currency, key);
        return (
          <button key={key} type="button" disabled={!isPositive(value)} aria-pressed={key === chosen} aria-keyshortcuts={keys} onClick={() => { onPick(key); }}>
            <span className="label">{words.quick[key]} <kbd aria-hidden>{keys}</kbd></span><strong><Money value={value} code={false} /></strong>
          </button>
        );
      })}
    </div>
  );
}

function Bills({ draft, disabled, onPick }: { draft: Draft; disabled: boolean; onPick: (amount: string) => void }) {
  const likely = likelyTendered(draft.amount, draft.currency);
  if (likely.length === 0) return null;
  return (
    <div className="bills" role="group" aria-label={text.likely}>
      {likely.map((amount, i) => (
        <Button key={amount} size="small" disabled={disabled} aria-pressed={draft.tendered === amount} onClick={() => { onPick(amount); }}>
          {i === 0 ? text.exact : formatMoney({ amount, currency: draft.currency })}
        </Button>
      ))}
    </div>
  );
}
