import { App, Button } from "antd";
import { useState } from "react";
import type { LoanOvercharge, Overcharge, Returned } from "@/api/ceilings.ts";
import { api } from "@/api/client.ts";
import { useKeyOf } from "@/api/keys.ts";
import type { Favour } from "@/api/loans.ts";
import { useCommand, usePreview, useRead } from "@/api/query.ts";
import { overcharge as text } from "@/words/overcharge.ts";
import { useCan } from "./Can.tsx";
import { ConfirmWithReason } from "./ConfirmWithReason.tsx";
import { EntriesPreview } from "./EntriesPreview.tsx";
import { Money } from "./Money.tsx";
import { ProblemNotice } from "./ProblemNotice.tsx";
import { StateTag } from "./StateTag.tsx";

/** What a loan that ended is owed back, with the act that gives it: nothing when nothing is owed. */
export function OverchargeNotice({ loanId }: { loanId: string }) {
  const { data } = useRead<LoanOvercharge>(`/loans/${loanId}/overcharge`);
  const owed = data?.overcharge;
  if (!owed) return null;
  return (
    <div className="card stack tight" role="status">
      <p>{text.notice} {text.owed}: <strong><Money value={owed.owed} /></strong>.</p>
      <p><GiveBack of={owed} /></p>
    </div>
  );
}

/** The act, for who may do it or ask for it. */
export function GiveBack({ of }: { of: Overcharge }) {
  const manages = useCan("loans.manage");
  const asks = useCan("loans.write");
  const [open, setOpen] = useState(false);
  if (of.request_id !== null) return <StateTag tone="wait">{text.waiting}</StateTag>;
  if (!manages && !asks) return null;
  return (
    <>
      <Button size="small" type={manages ? "primary" : "default"} onClick={() => { setOpen(true); }}>{manages ? text.act : text.ask}</Button>
      {open ? manages ? <Giving of={of} onClose={() => { setOpen(false); }} /> : <Asking of={of} onClose={() => { setOpen(false); }} /> : null}
    </>
  );
}

function Sums({ of }: { of: Overcharge }) {
  return <p>{text.charged}: <Money value={of.charged} /> · {text.allowed}: <Money value={of.allowed} /> · {text.owed}: <strong><Money value={of.owed} /></strong></p>;
}

function Giving({ of, onClose }: { of: Overcharge; onClose: () => void }) {
  const { message } = App.useApp();
  const keyOf = useKeyOf();
  const path = `/loans/${of.loan_id}/overcharge`;
  const [sent, setSent] = useState(false);
  const { data, error } = usePreview<Returned>(path, { expected: of.owed, reason: text.title(of.folio) }, of.branch_id, !sent);
  const send = useCommand((reason: string) => api.post<Returned>(path, { expected: of.owed, reason }, { key: keyOf(reason), branchId: of.branch_id }));
  return (
    <ConfirmWithReason
      open title={text.title(of.folio)} action={data?.request ? text.ask : text.act} disabled={error !== null} onClose={onClose}
      onConfirm={async (reason) => {
        setSent(true);
        const told = await send.mutateAsync(reason).catch((refused: unknown) => { setSent(false); throw refused; });
        void message.success(told.payment ? text.done(told.payment.folio) : text.asked);
      }}
      effect={(
        <div className="stack tight">
          <Sums of={of} />
          {error ? <ProblemNotice error={error} /> : null}
          {data ? <p className="second">{data.request ? text.over : text.effect}</p> : null}
          {data?.payment?.entry ? <EntriesPreview lines={data.payment.entry} /> : null}
        </div>
      )}
    />
  );
}

function Asking({ of, onClose }: { of: Overcharge; onClose: () => void }) {
  const { message } = App.useApp();
  const send = useCommand((reason: string) => api.post<Favour>(`/loans/${of.loan_id}/requests`, { kind: "overcharge", amount: of.owed, reason }, { branchId: of.branch_id }));
  return (
    <ConfirmWithReason
      open title={text.askTitle(of.folio)} action={text.ask} onClose={onClose}
      onConfirm={async (reason) => { await send.mutateAsync(reason); void message.success(text.asked); }}
      effect={<div className="stack tight"><Sums of={of} /><p className="second">{text.asks}</p></div>}
    />
  );
}
