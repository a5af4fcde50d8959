import { App, Form, Select } from "antd";
import { useState } from "react";
import type { Favour, LoanDetail, Part } from "@/api/loans.ts";
import { useCommand } from "@/api/query.ts";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive, money } from "@/kit/money.ts";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { es } from "@/words/es.ts";
import { askFavour } from "./data.ts";
import { words } from "./words.ts";

const text = words.charges;
const PARTS: Part[] = ["arrears", "charge", "insurance", "interest", "principal"];

/** Asks to forgive part of what is due, or to give the loan up: somebody else decides. */
export function AskFavour({ of, kind, onClose }: { of: LoanDetail; kind: Favour["kind"]; onClose: () => void }) {
  const { message } = App.useApp();
  const { currency } = of.principal;
  const owed = PARTS.filter((part) => isPositive(of.due[part]));
  const [component, setComponent] = useState<Part>(owed[0] ?? "arrears");
  const [amount, setAmount] = useState<string | null>(null);
  const waiver = kind === "waiver";
  const send = useCommand((reason: string) => askFavour(of, { kind, reason, ...(waiver ? { component, amount: amount ? money(amount, currency) : null } : {}) }));
  const title = (waiver ? text.waiveTitle : text.writeOffTitle)(of.folio);
  return (
    <ConfirmWithReason
      open danger={!waiver} title={title} action={title} disabled={waiver && owed.length === 0} onClose={onClose}
      onConfirm={async (reason) => { await send.mutateAsync(reason); void message.success(text.sent); }}
      effect={waiver ? (
        <Form layout="vertical" component="div" className="deliver">
          <Form.Item label={text.component} htmlFor="waive-part" style={{ marginBottom: 0 }} help={<>{text.owes} <Money value={of.due[component]} /></>}>
            <Select id="waive-part" value={component} options={PARTS.map((value) => ({ value, label: es.loan.part[value] ?? value, disabled: !owed.includes(value) }))} onChange={setComponent} />
          </Form.Item>
          <Form.Item label={text.amount} htmlFor="waive-amount" style={{ marginBottom: 0 }}><MoneyField id="waive-amount" value={amount} currency={currency} onChange={setAmount} /></Form.Item>
        </Form>
      ) : (
        <div className="stack tight"><p>{es.loan.part["principal"]}: <strong><Money value={of.outstanding} /></strong></p><p className="second">{text.writeOffEffect}</p></div>
      )}
    />
  );
}
