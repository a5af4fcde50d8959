import { MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Form, Select } from "antd";
import { useState } from "react";
import type { ComponentType } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import type { LoanDetail } from "@/api/loans.ts";
import { useCommand } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { Into } from "@/kit/Into.tsx";
import { outOf } from "@/kit/receiving.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { useGo } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { isZero, minus } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { es } from "@/words/es.ts";
import { acts } from "./actWords.ts";
import { AskFavour } from "./AskFavour.tsx";
import { cancel, decide, disburse, takeBack, useRenewal } from "./data.ts";
import type { HandOver } from "./data.ts";
import { decisionsOf } from "./change.ts";
import type { Decision } from "./change.ts";
import { AccelerateAct, ChargeAct, FreezeAct, RateAct, UnfreezeAct } from "./decisions.tsx";
import type { DecisionProps } from "./decisions.tsx";
import { words } from "./words.ts";

const text = words.file;
type Doing = "approve" | "reject" | "disburse" | "cancel" | "waiver" | "write_off" | "takeBack" | Decision | null;
/** What is decided on a screen of its own, and what in a dialog. */
const SCREENS: Partial<Record<string, string>> = { renew: "renovar", restructure: "reestructurar" };
const DIALOGS: Partial<Record<string, ComponentType<DecisionProps>>> = { charge: ChargeAct, freeze: FreezeAct, unfreeze: UnfreezeAct, rate: RateAct, accelerate: AccelerateAct };

/** What this person may do with the loan as it stands. What they may not is absent. */
export function Actions({ of }: { of: LoanDetail }) {
  const { message } = App.useApp();
  const go = useGo();
  const [doing, setDoing] = useState<Doing>(null);
  const asked = of.status === "applied";
  const approved = of.status === "approved";
  const mayDecide = useCan("loans.approve") && asked;
  const mayDeliver = useCan("loans.disburse") && approved;
  const mayCancel = useCan("loans.write") && (asked || approved);
  const running = of.status === "active";
  const mayAsk = useCan("loans.write") && running;
  const mayTakeBack = useCan("loans.manage") && running && of.payments.every((p) => p.reversed);
  const me = useUser().name;
  const mine = me === of.decided_by;
  const own = me === of.applied_by;
  const decision = useCommand(({ approve, reason }: { approve: boolean; reason: string }) => decide(of, approve, reason));
  const give = useCommand((reason: string) => cancel(of, reason));
  const close = (): void => { setDoing(null); };
  const may = decisionsOf(of, mayAsk, useCan("loans.manage"));
  const open = (what: string): void => {
    if (SCREENS[what]) go(`/prestamos/${of.id}/${SCREENS[what]}`);
    else setDoing(what as Doing);
  };
  useShortcut("r", acts.menu.renew, () => { open("renew"); }, "page", may.includes("renew"));
  const Dialog = DIALOGS[doing ?? ""];
  const more = [
    ...may.map((key) => ({ key, label: acts.menu[key] })), ...(may.length > 0 ? [{ type: "divider" as const }] : []),
    ...(mayAsk ? [{ key: "waiver", label: text.actions.waive }] : []), ...(mayAsk && of.days_past_due > 0 ? [{ key: "write_off", label: text.actions.writeOff }] : []),
    ...(mayTakeBack ? [{ key: "takeBack", label: text.actions.takeBack, danger: true }] : []), ...(mayCancel ? [{ key: "cancel", label: text.actions.cancel, danger: true }] : []),
  ];
  return (
    <>
      {mayDecide && !own ? <Button type="primary" onClick={() => { setDoing("approve"); }}>{text.actions.approve}</Button> : null}
      {mayDecide && !own ? <Button danger onClick={() => { setDoing("reject"); }}>{text.actions.reject}</Button> : null}
      {mayDecide && own ? <span className="hint">{text.notYours}</span> : null}
      {mayDeliver ? <Button type="primary" disabled={mine} title={mine ? text.notYou : undefined} onClick={() => { setDoing("disburse"); }}>{text.actions.disburse}</Button> : null}
      {mayDeliver && mine ? <span className="hint">{text.notYou}</span> : null}
      {more.length > 0 ? (
        <Dropdown trigger={["click"]} menu={{ items: more, onClick: ({ key }) => { open(key); } }}>
          <Button icon={<MoreOutlined aria-hidden />} aria-label={es.common.more} />
        </Dropdown>
      ) : null}
      <ConfirmWithReason
        open={doing === "approve"} title={text.approveTitle(of.folio)} action={text.approveTitle(of.folio)} withReason={false} onClose={close} effect={<Terms of={of} />}
        onConfirm={async () => { await decision.mutateAsync({ approve: true, reason: "" }); void message.success(text.saidApproved(of.folio)); }}
      />
      <ConfirmWithReason
        open={doing === "reject"} danger title={text.rejectTitle(of.folio)} action={text.rejectTitle(of.folio)} onClose={close} effect={<Terms of={of} />}
        onConfirm={async (reason) => { await decision.mutateAsync({ approve: false, reason }); void message.success(text.saidRejected(of.folio)); }}
      />
      <ConfirmWithReason
        open={doing === "cancel"} danger title={text.cancelTitle(of.folio)} action={text.cancelTitle(of.folio)} onClose={close} effect={<p>{text.cancelEffect}</p>}
        onConfirm={async (reason) => { await give.mutateAsync(reason); void message.success(text.saidCancelled(of.folio)); }}
      />
      {doing === "disburse" ? <Deliver of={of} onClose={close} /> : null}
      {doing === "waiver" || doing === "write_off" ? <AskFavour of={of} kind={doing} onClose={close} /> : null}
      {Dialog ? <Dialog of={of} onClose={close} /> : null}
      {doing === "takeBack" ? <TakeBack of={of} onClose={close} /> : null}
    </>
  );
}

function TakeBack({ of, onClose }: { of: LoanDetail; onClose: () => void }) {
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const send = useCommand((reason: string) => takeBack(of, reason, key));
  return (
    <ConfirmWithReason
      open danger title={text.takeBackTitle(of.folio)} action={text.takeBackTitle(of.folio)} onClose={onClose}
      effect={<div className="stack tight"><p>{text.gets}: <strong><Money value={of.handed} /></strong></p><p className="second">{text.takeBackEffect}{of.renews ? ` ${text.takeBackRenewal(of.renews.folio)}` : ""}</p></div>}
      onConfirm={async (reason) => { await send.mutateAsync(reason); void message.success(text.tookBack(of.folio)); }}
    />
  );
}

function Terms({ of }: { of: LoanDetail }) {
  const first = of.schedule[0];
  return (
    <dl className="facts">
      <dt>{words.form.client}</dt><dd>{of.client.name}</dd>
      <dt>{text.figures.principal}</dt><dd className="num"><strong><Money value={of.principal} /></strong></dd>
      {first ? <><dt>{es.loan.quote.instalments(of.installments, es.loan.plural[of.terms.frequency])}</dt><dd className="num"><Money value={first.due.total} /></dd></> : null}
      <dt>{text.figures.planned}</dt><dd className="num"><Money value={of.planned} /></dd>
      <dt>{es.loan.quote.cat}</dt><dd className="num">{formatRate(of.rates.cat, 1)}</dd>
      {of.purpose ? <><dt>{text.purpose}</dt><dd>{of.purpose}</dd></> : null}
    </dl>
  );
}

/** The money leaves the till: how, when and how much of it the client gets. */
function Deliver({ of, onClose }: { of: LoanDetail; onClose: () => void }) {
  const { message } = App.useApp();
  const today = useBusinessDate();
  const { key, renew } = useIdempotencyKey();
  const [method, setMethod] = useState<HandOver["method"]>("cash");
  const [on, setOn] = useState<string | null>(today);
  const [account, setAccount] = useState<number | null>(null);
  const give = useCommand(() => disburse(of, { method, ...outOf(method, account), ...(on && on !== today ? { on } : {}) }, key));
  const renewal = useRenewal(of);
  const kept = minus(of.principal, of.handed);
  const unknown = of.renews !== null && !renewal.data;
  return (
    <ConfirmWithReason
      open title={text.disburseTitle(of.folio)} action={text.disburseTitle(of.folio)} withReason={false} disabled={!on || unknown} onClose={onClose}
      onConfirm={async () => { await give.mutateAsync(undefined); void message.success(text.saidDisbursed(of.folio)); }}
      effect={(
        <div className="stack">
          {renewal.error ? <ProblemNotice error={renewal.error} /> : null}
          <div className="hand-over"><strong>{text.gets}</strong><Money value={unknown ? null : (renewal.data?.net ?? of.handed)} /></div>
          <p className="second">{of.client.name} · {text.lends} <Money value={of.principal} />{isZero(kept) ? "" : <> · {text.kept} <Money value={kept} /></>}{renewal.data ? <> · {acts.renewal.pays(renewal.data.renews_folio)} <Money value={renewal.data.payoff} /></> : null}</p>
          <Form layout="vertical" component="div" className="deliver">
            <Form.Item label={text.method} htmlFor="deliver-method" style={{ marginBottom: 0 }}>
              <Select id="deliver-method" value={method} options={Object.entries(text.methods).map(([value, label]) => ({ value: value as HandOver["method"], label }))} onChange={(next) => { setMethod(next); setAccount(null); renew(); }} />
            </Form.Item>
            <Into out method={method} currency={of.principal.currency} branchId={of.branch_id} account={account} onPick={(next) => { setAccount(next); renew(); }} />
            <Form.Item label={text.when} htmlFor="deliver-on" style={{ marginBottom: 0 }}>
              <DateField id="deliver-on" value={on} onChange={(next) => { setOn(next); renew(); }} />
            </Form.Item>
          </Form>
          <p className="hint">{text.from}</p>
        </div>
      )}
    />
  );
}
