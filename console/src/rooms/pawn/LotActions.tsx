import { MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Input, Select } from "antd";
import { useState } from "react";
import type { Lot, PaysOut } from "@/api/pawn.ts";
import { useCommand, usePreview } from "@/api/query.ts";
import type { PaymentMethod } from "@/api/types.ts";
import { outOf } from "@/kit/receiving.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Into } from "@/kit/Into.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { lapseSurplus, listLot, surrenderLot, writeOffLot } from "./acts.ts";
import { KeptModal } from "./KeptModal.tsx";
import { lots as words } from "./lotWords.ts";
import { belowMinimum, saleAsk } from "./selling.ts";
import type { SaleDraft } from "./selling.ts";
import { words as room } from "./words.ts";

const acts = words.acts;
type Doing = "list" | "sell" | "pay" | "lapse" | "writeOff" | "surrender";
interface Props { of: Lot; onClose: () => void }

/** What may be done with a lot, by who looks and by how it stands. */
export function LotActions({ of }: { of: Lot }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const today = useBusinessDate();
  const may = useCan("pawn.sell");
  const here = of.ended_on === null;
  const due = of.status === "surplus_due";
  const stop = (): void => { setDoing(null); };
  if (!may) return null;
  const more = [
    ...(of.listed_on && here ? [{ key: "list", label: acts.relist }] : []), ...(due && of.surplus_until && today > of.surplus_until ? [{ key: "lapse", label: acts.lapse }] : []),
    ...(here ? [{ key: "writeOff", label: acts.writeOff, danger: true }, { key: "surrender", label: acts.surrender, danger: true }] : []),
  ];
  return (
    <>
      {here && !of.listed_on ? <Button type="primary" onClick={() => { setDoing("list"); }}>{acts.list}</Button> : null}
      {here ? <Button type={of.listed_on ? "primary" : "default"} onClick={() => { setDoing("sell"); }}>{acts.sell}</Button> : null}
      {due ? <Button type="primary" onClick={() => { setDoing("pay"); }}>{acts.pay}</Button> : null}
      {more.length > 0 ? <Dropdown trigger={["click"]} menu={{ items: more, onClick: ({ key }) => { setDoing(key as Doing); } }}><Button icon={<MoreOutlined aria-hidden />} aria-label={es.common.more} /></Dropdown> : null}
      {doing === "list" ? <ListModal of={of} onClose={stop} /> : null}
      {doing === "sell" ? <SellModal of={of} onClose={stop} /> : null}
      {doing === "pay" ? <PayModal of={of} onClose={stop} /> : null}
      {doing === "lapse" || doing === "writeOff" || doing === "surrender" ? <Ending of={of} what={doing} onClose={stop} /> : null}
    </>
  );
}

function ListModal({ of, onClose }: Props) {
  const { currency } = of.debt;
  const [minimum, setMinimum] = useState<string | null>(of.minimum?.amount ?? of.debt.amount);
  const ready = minimum !== null && isPositive(money(minimum, currency));
  return (
    <ActModal title={`${of.listed_on ? acts.relist : acts.list} · ${of.folio}`} action={acts.list} ready={ready} done={words.list.done} onClose={onClose} run={() => listLot(of.id, money(minimum ?? "0", currency))}>
      <p className="second">{words.list.effect(formatMoney(of.debt))} {words.figures.value} {formatMoney(of.value)}.</p>
      <Field id="minimum" label={words.list.minimum} hint={words.list.hint}><MoneyField id="minimum" autoFocus value={minimum} currency={currency} onChange={setMinimum} /></Field>
    </ActModal>
  );
}

function SellModal({ of, onClose }: Props) {
  const { currency } = of.debt;
  const overrides = useCan("pawn.override");
  const [draft, setDraft] = useState<SaleDraft>({ price: of.minimum?.amount ?? null, method: "cash", account: null, buyer: "", cost: null, reason: "" });
  const set = (patch: Partial<SaleDraft>): void => { setDraft((before) => ({ ...before, ...patch })); };
  const below = belowMinimum(draft, of);
  const ask = saleAsk(draft, of);
  const ready = ask !== null && (!below || (overrides && draft.reason.trim().length >= 5));
  const path = `/pawn-lots/${of.id}/sale`;
  const settled = useSettled(JSON.stringify(ready ? ask : null), 250);
  const [sent, setSent] = useState(false);
  const preview = usePreview<Lot>(path, JSON.parse(settled) as unknown, of.branch_id, !sent);
  const sum = formatMoney(money(draft.price ?? "0", currency));
  return (
    <KeptModal<Lot> name={`venta.${of.id}`} title={`${acts.sell} · ${of.folio}`} action={`${acts.sell} ${sum}`} path={path} ask={ask} branchId={of.branch_id} ready={ready} told={words.sell.told(of.folio, sum)} done={words.sell.done(of.folio)} onClose={onClose} onSend={setSent}>
      <div className="kit-form-grid" style={{ rowGap: 12 }}>
        <Field id="price" label={words.sell.price} hint={of.minimum ? `${words.figures.minimum}: ${formatMoney(of.minimum)}` : undefined}><MoneyField id="price" autoFocus value={draft.price} currency={currency} onChange={(price) => { set({ price }); }} /></Field>
        <Field id="sale-method" label={room.method}>
          <Select<PaymentMethod> id="sale-method" value={draft.method} onChange={(method) => { set({ method, account: null }); }} options={(Object.keys(es.states.method) as PaymentMethod[]).map((value) => ({ value, label: es.states.method[value] }))} />
        </Field>
        <Field id="buyer" label={words.sell.buyer} hint={words.sell.buyerHint} required={false}><Input id="buyer" value={draft.buyer} maxLength={120} autoComplete="off" onChange={(event) => { set({ buyer: event.target.value }); }} /></Field>
        <Field id="cost" label={words.sell.cost} hint={words.sell.costHint("")} required={false}><MoneyField id="cost" value={draft.cost} currency={currency} onChange={(cost) => { set({ cost }); }} /></Field>
        <Into method={draft.method} currency={currency} branchId={of.branch_id} account={draft.account} onPick={(account) => { set({ account }); }} />
      </div>
      {below ? (
        <>
          <p className="pawn-note bad" role="alert">{words.sell.below}</p>
          {overrides ? <Field id="sale-reason" label={words.sell.reason}><Input id="sale-reason" value={draft.reason} maxLength={300} onChange={(event) => { set({ reason: event.target.value }); }} /></Field> : null}
        </>
      ) : null}
      <h3>{words.sell.preview}</h3>
      {preview.error ? <ProblemNotice error={preview.error} /> : null}
      {preview.data && ready ? (
        <dl className="facts">
          <dt>{words.sell.debt}</dt><dd><Money value={preview.data.debt} /></dd>
          {preview.data.sale_cost ? <><dt>{words.sell.saleCost}</dt><dd><Money value={preview.data.sale_cost} /></dd></> : null}
          {isPositive(preview.data.shortfall) ? <><dt>{words.sell.short}</dt><dd className="error"><Money value={preview.data.shortfall} /></dd></> : <><dt>{words.sell.left}</dt><dd><strong><Money value={preview.data.surplus} /></strong></dd></>}
        </dl>
      ) : <p className="second">{words.sell.waiting}</p>}
    </KeptModal>
  );
}

/** What was left over leaves the till for whoever pledged, once. */
function PayModal({ of, onClose }: Props) {
  const [method, setMethod] = useState<PaysOut>("cash");
  const [account, setAccount] = useState<number | null>(null);
  const sum = formatMoney(of.surplus);
  return (
    <KeptModal<Lot> name={`demasia.${of.id}`} title={`${acts.pay} · ${of.folio}`} action={`${acts.pay} ${sum}`} path={`/pawn-lots/${of.id}/surplus-payment`} ask={{ method, ...outOf(method, account) }} branchId={of.branch_id} ready told={words.pay.told(of.folio, sum)} done={words.pay.done(sum)} onClose={onClose}>
      <div className="pawn-pay"><strong>{words.pay.gets}</strong><Money value={of.surplus} /></div>
      <p className="second">{words.pay.effect(of.client.name)}</p>
      <Field id="pay-method" label={room.methodOut}><Select<PaysOut> id="pay-method" value={method} onChange={(next) => { setMethod(next); setAccount(null); }} options={[{ value: "cash", label: room.hand.cash }, { value: "transfer", label: room.hand.transfer }]} /></Field>
      <Into out method={method} currency={of.surplus.currency} branchId={of.branch_id} account={account} onPick={setAccount} />
    </KeptModal>
  );
}

type Reasoned = "lapse" | "writeOff" | "surrender";
function Ending({ of, what, onClose }: Props & { what: Reasoned }) {
  const { message } = App.useApp();
  const runs: Record<Reasoned, (reason: string) => Promise<Lot>> = { lapse: (reason) => lapseSurplus(of.id, reason), writeOff: (reason) => writeOffLot(of.id, reason), surrender: (reason) => surrenderLot(of.id, reason) };
  const act = useCommand(runs[what]);
  return (
    <ConfirmWithReason
      open title={`${acts[what]} · ${of.folio}`} action={acts[what]} danger={what !== "lapse"} onClose={onClose} effect={<p>{what === "lapse" ? words.ends.lapse.effect : words.ends[what].effect(formatMoney(of.cost))}</p>}
      onConfirm={async (reason) => { await act.mutateAsync(reason); void message.success(words.ends[what].done); }}
    />
  );
}
