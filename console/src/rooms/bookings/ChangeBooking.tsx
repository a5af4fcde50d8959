import { Input } from "antd";
import { useState } from "react";
import type { BookingDetail } from "@/api/bookings.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money, toMinor } from "@/kit/money.ts";
import { change } from "./data.ts";
import { words } from "./words.ts";

const text = words.changeForm;

/** Another day or another price, with its reason: the difference is seen before it is written. */
export function ChangeBooking({ of, onClose }: { of: BookingDetail; onClose: () => void }) {
  const [on, setOn] = useState<string | null>(of.service_on);
  const [time, setTime] = useState(of.service_time?.slice(0, 5) ?? "");
  const [amount, setAmount] = useState<string | null>(of.price.amount);
  const [reason, setReason] = useState("");
  const price = amount === null ? null : money(amount, of.price.currency);
  const difference = price ? toMinor(price.amount) - toMinor(of.price.amount) : 0n;
  const moved = on !== null && on !== of.service_on;
  const retimed = time !== (of.service_time?.slice(0, 5) ?? "") && time !== "";
  const ready = (moved || retimed || difference !== 0n) && on !== null && price !== null && isPositive(price) && reason.trim().length >= 3;
  const ask = {
    ...(moved && on ? { service_on: on } : {}), ...(retimed ? { service_time: time } : {}), ...(difference !== 0n && price ? { price } : {}), reason: reason.trim(),
  };
  return (
    <ActModal title={text.title(of.folio)} action={text.action} ready={ready} run={() => change(of.id, ask)} done={text.done(of.folio)} onClose={onClose}>
      <div className="kit-form-grid">
        <Field id="change-on" label={text.on}><DateField id="change-on" value={on} onChange={setOn} /></Field>
        <Field id="change-time" label={text.time} required={false}><Input id="change-time" value={time} maxLength={5} autoComplete="off" onChange={(event) => { setTime(event.target.value); }} /></Field>
      </div>
      <Field id="change-price" label={text.price}><MoneyField id="change-price" value={amount} currency={of.price.currency} onChange={setAmount} /></Field>
      <p role="status">
        {difference === 0n ? <span className="second">{moved || retimed ? text.effect : text.same}</span>
          : <><strong>{difference > 0n ? text.up : text.down} <Money value={money(difference > 0n ? difference : -difference, of.price.currency)} />.</strong> <span className="second">{text.effect}</span></>}
      </p>
      <Field id="change-reason" label={text.reason} hint={text.reasonHint}>
        <Input.TextArea id="change-reason" rows={2} maxLength={300} value={reason} onChange={(event) => { setReason(event.target.value); }} />
      </Field>
    </ActModal>
  );
}
