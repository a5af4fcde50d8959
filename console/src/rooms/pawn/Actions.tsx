import { MoreOutlined, PrinterOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Input, Select } from "antd";
import { useState } from "react";
import { openFile } from "@/api/client.ts";
import type { PaysOut, TicketDetail } from "@/api/pawn.ts";
import { useCommand } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { Into } from "@/kit/Into.tsx";
import { outOf } from "@/kit/receiving.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { useGo } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { money } from "@/kit/money.ts";
import { es } from "@/words/es.ts";
import { adjudicate, cancel, deliver, reissue, release, reportLost, retain, surrender } from "./acts.ts";
import { lotPath } from "./data.ts";
import { KeptModal } from "./KeptModal.tsx";
import { words } from "./words.ts";

const acts = words.acts;
type Doing = "handOver" | "deliver" | "cancel" | "lost" | "reissue" | "retain" | "release" | "surrender" | "adjudicate";

/** What this person may do with the ticket as it stands, besides charging it. What they may not is absent. */
export function useActs(of: TicketDetail): { may: Record<Doing, boolean> } {
  const [opens, sells, hands] = [useCan("pawn.open"), useCan("pawn.sell"), useCan("pawn.custody")];
  const open = ["live", "grace", "expired"].includes(of.status);
  const here = of.items.some((item) => item.gone === null);
  const redeemed = of.status === "redeemed" && here;
  return {
    may: {
      handOver: opens && of.status === "quoted", cancel: opens && of.status === "quoted", deliver: hands && redeemed && !of.lost_on && !of.retained_on,
      lost: opens && (open || redeemed) && !of.lost_on, reissue: opens && of.lost_on !== null, retain: sells && (open || redeemed) && !of.retained_on,
      release: sells && of.retained_on !== null, surrender: sells && open, adjudicate: sells && of.status === "expired" && !of.retained_on,
    },
  };
}

export function Actions({ of }: { of: TicketDetail }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const { may } = useActs(of);
  const mine = useUser().name === of.override?.by;
  const main = (["handOver", "deliver", "adjudicate", "reissue"] as const).filter((key) => may[key]);
  const more = (["lost", "retain", "release", "cancel", "surrender"] as const).filter((key) => may[key]);
  const stop = (): void => { setDoing(null); };
  return (
    <>
      {main.map((key) => <Button key={key} type="primary" disabled={key === "handOver" && mine} title={key === "handOver" && mine ? words.file.sameHands : undefined} onClick={() => { setDoing(key); }}>{acts[key]}</Button>)}
      {of.status === "cancelled" ? null : <Print of={of} />}
      {more.length > 0 ? (
        <Dropdown trigger={["click"]} menu={{ items: more.map((key) => ({ key, label: acts[key], danger: key === "cancel" || key === "surrender" })), onClick: ({ key }) => { setDoing(key as Doing); } }}>
          <Button icon={<MoreOutlined aria-hidden />} aria-label={es.common.more} />
        </Dropdown>
      ) : null}
      {doing === "handOver" ? <HandOver of={of} onClose={stop} /> : null}
      {doing === "deliver" ? <DeliverModal of={of} onClose={stop} /> : null}
      {doing === "lost" ? <LostModal of={of} onClose={stop} /> : null}
      {doing === "adjudicate" ? <AdjudicateModal of={of} onClose={stop} /> : null}
      {doing === "cancel" || doing === "reissue" || doing === "retain" || doing === "release" || doing === "surrender" ? <Ending of={of} what={doing} onClose={stop} /> : null}
    </>
  );
}

function Print({ of }: { of: TicketDetail }) {
  const { message } = App.useApp();
  const here = of.items.some((item) => item.gone === null);
  const open = (key: string): Promise<void> => (key === "labels" ? openFile(`/pawn-tickets/${of.id}/labels.pdf`) : openFile(`/pawn-tickets/${of.id}/ticket.pdf`, { paper: key }));
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [{ key: "ticket", label: words.print.ticket }, { key: "carta", label: words.print.carta }, ...(here ? [{ key: "labels", label: words.print.labels }] : [])],
        onClick: ({ key }) => { open(key).catch(() => { void message.error(es.problems.unexpected); }); },
      }}
    >
      <Button icon={<PrinterOutlined aria-hidden />}>{words.print.label}</Button>
    </Dropdown>
  );
}

interface Props { of: TicketDetail; onClose: () => void }

/** The money leaves the till, once. */
function HandOver({ of, onClose }: Props) {
  const [method, setMethod] = useState<PaysOut>("cash");
  const [account, setAccount] = useState<number | null>(null);
  return (
    <KeptModal<TicketDetail>
      name={`entrega.${of.id}`} title={words.hand.title(of.folio)} action={`${acts.handOver} ${formatMoney(of.principal)}`} path={`/pawn-tickets/${of.id}/hand-over`} ask={{ method, ...outOf(method, account) }} branchId={of.branch_id} ready
      told={words.hand.told(of.folio, formatMoney(of.principal))} done={words.hand.done(of.folio)} onClose={onClose}
    >
      <div className="pawn-pay"><strong>{words.hand.gets}</strong><Money value={of.principal} /></div>
      <p className="second">{of.client.name}. {words.hand.effect}</p>
      <Field id="hand-method" label={words.methodOut}>
        <Select<PaysOut> id="hand-method" value={method} onChange={(next) => { setMethod(next); setAccount(null); }} options={[{ value: "cash", label: words.hand.cash }, { value: "transfer", label: words.hand.transfer }]} />
      </Field>
      <Into out method={method} currency={of.principal.currency} branchId={of.branch_id} account={account} onPick={setAccount} />
    </KeptModal>
  );
}

function DeliverModal({ of, onClose }: Props) {
  const [to, setTo] = useState("");
  return (
    <ActModal title={`${acts.deliver} · ${of.folio}`} action={acts.deliver} ready run={() => deliver(of.id, to.trim())} done={words.ends.deliver.done} onClose={onClose}>
      <p>{words.ends.deliver.effect} {of.client.name}.</p>
      <Field id="to" label={words.pay.to} hint={words.pay.toHint} required={false}><Input id="to" value={to} maxLength={120} onChange={(event) => { setTo(event.target.value); }} /></Field>
    </ActModal>
  );
}

function LostModal({ of, onClose }: Props) {
  const [said, setSaid] = useState("");
  return (
    <ActModal title={`${acts.lost} · ${of.folio}`} action={acts.lost} ready={said.trim().length >= 10} run={() => reportLost(of.id, said.trim())} done={words.ends.lost.done} onClose={onClose}>
      <p>{words.ends.lost.effect}</p>
      <Field id="said" label={words.ends.lost.declare} hint={words.ends.lost.declareHint}><Input.TextArea id="said" autoFocus rows={3} value={said} maxLength={2000} onChange={(event) => { setSaid(event.target.value); }} /></Field>
    </ActModal>
  );
}

function AdjudicateModal({ of, onClose }: Props) {
  const { message } = App.useApp();
  const go = useGo();
  const [value, setValue] = useState<string | null>(null);
  const { currency } = of.principal;
  return (
    <ActModal
      title={`${acts.adjudicate} · ${of.folio}`} action={acts.adjudicate} ready done={acts.adjudicate} onClose={onClose}
      run={async () => {
        const lot = await adjudicate(of.id, value ? money(value, currency) : null);
        void message.success(words.ends.adjudicate.done(lot.folio));
        go(lotPath(lot.id));
      }}
    >
      <p>{words.ends.adjudicate.effect}</p>
      <dl className="facts">
        <dt>{words.file.redeem}</dt><dd><Money value={of.owed.redeem} /></dd>
        <dt>{words.file.appraisal}</dt><dd><Money value={of.appraisal} /></dd>
      </dl>
      <Field id="value" label={words.ends.adjudicate.value} hint={words.ends.adjudicate.valueHint} required={false}><MoneyField id="value" value={value} currency={currency} onChange={setValue} /></Field>
    </ActModal>
  );
}

type Reasoned = "cancel" | "reissue" | "retain" | "release" | "surrender";

function Ending({ of, what, onClose }: Props & { what: Reasoned }) {
  const { message } = App.useApp();
  const runs: Record<Reasoned, (reason: string) => Promise<TicketDetail>> = {
    cancel: (reason) => cancel(of.id, reason), reissue: () => reissue(of.id), retain: (reason) => retain(of.id, reason), release: (reason) => release(of.id, reason), surrender: (reason) => surrender(of.id, reason),
  };
  const act = useCommand(runs[what]);
  const effect = what === "surrender" ? words.ends.surrender.effect(formatMoney(of.owed.capital)) : words.ends[what].effect;
  return (
    <ConfirmWithReason
      open title={`${acts[what]} · ${of.folio}`} action={acts[what]} danger={what === "cancel" || what === "surrender"} withReason={what !== "reissue"} onClose={onClose} effect={<p>{effect}</p>}
      onConfirm={async (reason) => { await act.mutateAsync(reason); void message.success(words.ends[what].done); }}
    />
  );
}
