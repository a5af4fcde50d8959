import { App, Checkbox, Form, Input, Modal, Segmented } from "antd";
import { useState } from "react";
import type { BookingDetail, HowBack, Way, Worth } from "@/api/bookings.ts";
import { useCommand } from "@/api/query.ts";
import { Field } from "@/kit/ActModal.tsx";
import { CancellationSum } from "@/kit/CancellationSum.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, isZero, money } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { askRefund, cancel, useWorth } from "./data.ts";
import { words } from "./words.ts";

const text = words.cancelForm;
const WAYS = Object.keys(text.methods) as Way[];

/** Cancelling, seeing first the row of the policy that applies, what goes back and what is kept. */
export function Cancel({ of, onClose }: { of: BookingDetail; onClose: () => void }) {
  const worth = useWorth(of.id, true);
  if (worth.data) return <CancelForm of={of} worth={worth.data} onClose={onClose} />;
  return (
    <Modal open title={text.title(of.folio)} onCancel={onClose} footer={null} width={640}>
      {worth.error ? <ProblemNotice error={worth.error} onRetry={() => void worth.refetch()} /> : <Skeleton height={160} />}
    </Modal>
  );
}

function CancelForm({ of, worth, onClose }: { of: BookingDetail; worth: Worth; onClose: () => void }) {
  const { message } = App.useApp();
  const sum = worth.calculation;
  const nothing = isZero(sum.paid);
  const [method, setMethod] = useState<Way | null>(worth.method);
  const [payTo, setPayTo] = useState("");
  const [other, setOther] = useState(false);
  const [amount, setAmount] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const again = of.state === "cancelled";
  const send = useCommand(async (ask: HowBack) => (again ? { refund: await askRefund(of.id, ask) } : cancel(of.id, ask)));
  const wanted = other && amount !== null ? money(amount, sum.refund.currency) : null;
  const refund = wanted ?? sum.refund;
  const goesBack = !nothing && isPositive(refund);
  const ready = reason.trim().length >= 3 && (!goesBack || method !== null) && (!other || (wanted !== null && isPositive(wanted)));

  async function submit(): Promise<void> {
    setTried(true);
    if (!ready) return;
    const done = await send.mutateAsync({ method, pay_to: payTo.trim(), amount: wanted, reason: reason.trim() }).catch(() => null);
    if (!done) return;
    void message.success(done.refund && done.refund.state === "asked" ? text.asked(done.refund.folio) : text.done(of.folio));
    onClose();
  }
  return (
    <Modal
      open title={again ? words.askRefund : text.title(of.folio)} cancelText={text.back} onCancel={onClose} onOk={() => void submit()} width={640} destroyOnHidden
      okText={goesBack ? text.action(formatMoney(refund)) : nothing ? text.only : text.keep} okButtonProps={{ danger: true, loading: send.isPending }}
    >
      <Form layout="vertical" component="div" className="stack">
        {nothing ? <p>{text.nothing}</p> : <><p><strong>{text.days(sum.days)}</strong></p><CancellationSum of={sum} /></>}
        {isZero(worth.unpaid) ? null : <p>{text.unpaid}: <strong><Money value={worth.unpaid} /></strong></p>}
        {goesBack ? (
          <>
            <Field id="cancel-method" label={text.method} hint={`${text.ways}: ${Object.entries(worth.ways).map(([way, paid]) => `${text.other_method[way] ?? way} ${formatMoney(paid)}`).join(" · ")}`}>
              <Segmented<Way> block id="cancel-method" aria-label={text.method} {...(method ? { value: method } : { value: "" as Way })} options={WAYS.map((way) => ({ value: way, label: text.methods[way] }))} onChange={setMethod} />
            </Field>
            {method === "transfer" ? (
              <Field id="cancel-pay-to" label={text.payTo} hint={text.payToHint} required={false}>
                <Input id="cancel-pay-to" value={payTo} maxLength={80} autoComplete="off" onChange={(event) => { setPayTo(event.target.value); }} />
              </Field>
            ) : null}
            <p className="second">{text.due} <DateText value={worth.due_on} /></p>
          </>
        ) : null}
        {nothing ? null : <Checkbox checked={other} onChange={(event) => { setOther(event.target.checked); }}>{text.other}</Checkbox>}
        {other ? <Field id="cancel-amount" label={text.amount} hint={text.otherHint}><MoneyField id="cancel-amount" value={amount} currency={sum.refund.currency} onChange={setAmount} /></Field> : null}
        <Field id="cancel-reason" label={text.reason}>
          <Input.TextArea id="cancel-reason" rows={2} maxLength={300} value={reason} autoFocus onChange={(event) => { setReason(event.target.value); }} />
        </Field>
        {nothing || other || worth.entry.length === 0 ? null : <EntriesPreview lines={worth.entry} title={goesBack ? text.entry : es.entry.title} />}
        {tried && !ready ? <p className="error" role="alert">{es.common.incomplete}</p> : null}
        {send.error ? <ProblemNotice error={send.error} /> : null}
      </Form>
    </Modal>
  );
}
