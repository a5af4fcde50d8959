import { Button, Checkbox, Segmented } from "antd";
import { useState } from "react";
import type { Problem } from "@/api/problem.ts";
import { useRevision } from "@/api/query.ts";
import { useActingBranch, useSession, useUser } from "@/api/session.ts";
import type { Dues, NewPayment, Payment } from "@/api/types.ts";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { phoneScreen } from "@/kit/phones.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { unanswered } from "./attempt.ts";
import { ChargeForm } from "./ChargeForm.tsx";
import { Credit } from "./Credit.tsx";
import { useDues, usePreview } from "./data.ts";
import { Debts } from "./Debts.tsx";
import { Excess, Preview } from "./Preview.tsx";
import { TillTag } from "./TillTag.tsx";
import { askOf, currenciesOf, draftFor, draftOf, toggled, twinOf, withCurrency, wrongIn } from "./till.ts";
import type { Draft } from "./till.ts";
import type { Charge } from "./useCharge.ts";
import { words } from "./words.ts";

interface Props { clientId: string; receivableId: string | undefined; charge: Charge; onBack: () => void }

/** One client at the counter: what they owe on the left, what they pay on the right. */
export function Desk(props: Props) {
  const { data, error, refetch } = useDues(props.clientId);
  useShortcut("Escape", words.keys.back, props.onBack);
  if (!data) return error ? <div className="page"><ProblemNotice error={error} onRetry={() => void refetch()} /></div> : <PageSkeleton figures={3} />;
  return <Counter {...props} dues={data} />;
}

/** Where the money enters: the branch on top, or else the client's own. */
function useTillBranch(dues: Dues): { id: number | null; name: string } {
  const { branchId } = useSession();
  const { branches } = useUser();
  const acting = useActingBranch();
  const own = branchId === null ? branches.find((b) => b.id === dues.client.branch_id) : undefined;
  return own ? { id: own.id, name: own.name } : { id: acting.id, name: acting.name };
}

function previewable(draft: Draft, clientId: string): NewPayment | null {
  return Object.keys(wrongIn(draft)).length === 0 ? askOf(draft, clientId) : null;
}

function Counter({ dues, clientId, receivableId, charge, onBack }: Props & { dues: Dues }) {
  const till = useTillBranch(dues);
  const home = useActingBranch().currency;
  const { phase } = charge;
  const [draft, setDraft] = useState<Draft>(() => (
    phase.kind === "refused" && phase.attempt.ask.client_id === clientId ? draftOf(phase.attempt.ask) : draftFor(dues, home, receivableId)
  ));
  const busy = phase.kind === "sending";
  const current = useSettled(draft, 220);
  const ask = previewable(draft, clientId);
  const preview = usePreview(previewable(current, clientId), till.id, useRevision());
  const waiting = current !== draft || preview.isFetching;
  const refusal: Problem | null = phase.kind === "refused" ? phase.problem : null;
  const twin = twinOf(dues.recent_payments, draft);
  /* A preview that could not be computed does not stop the counter: the payment itself has its key. */
  const seen = !waiting && (preview.isSuccess || (preview.error !== null && unanswered(preview.error)));
  const currencies = currenciesOf(dues);

  return (
    <div className="page">
      <PageHeader
        title={`${words.title}: ${dues.client.name}`} tag={dues.client.max_days_past_due > 0 ? <StateTag tone="bad">{words.late(es.common.days(dues.client.max_days_past_due))}</StateTag> : null}
        subtitle={<span className="num"><Go to={`/clientes/${clientId}`}>{dues.client.folio}</Go>{dues.client.document ? ` · ${dues.client.document.number}` : ""}{dues.client.phones[0] ? ` · ${phoneScreen(dues.client.phones[0])}` : ""} · {words.form.enters} {till.name}{" "}<TillTag branchId={till.id} currency={draft.currency} /></span>}
        actions={<Button onClick={onBack} disabled={busy} aria-keyshortcuts="Escape">{words.change} <kbd aria-hidden>Esc</kbd></Button>}
      />
      <div className="collect">
        <div className="stack">
          {currencies.length > 1 ? (
            <div className="row"><Segmented aria-label={words.currency} disabled={busy} value={draft.currency} options={currencies} onChange={(next) => { setDraft(withCurrency(dues, draft, next)); }} /></div>
          ) : null}
          <Debts dues={dues} draft={draft} disabled={busy} onToggle={(id) => { setDraft(toggled(dues, draft, id)); }} />
          <Credit dues={dues} draft={draft} disabled={busy} />
        </div>
        <ChargeForm
          dues={dues} draft={draft} branchId={till.id} onChange={setDraft} problem={refusal} busy={busy} ready={ask !== null && seen && (!twin || draft.again)}
          onSubmit={() => { if (ask) charge.send({ ask, client: dues.client.name, branchId: till.id }); }}
          notes={(
            <>
              {refusal ? <ProblemNotice error={refusal} /> : null}
              {twin ? <Twin of={twin} again={draft.again} onAgain={(again) => { setDraft({ ...draft, again }); }} /> : null}
              {ask && !preview.error ? <Excess payment={preview.data} name={dues.client.name} /> : null}
            </>
          )}
        >
          <Preview dues={dues} payment={preview.data} waiting={waiting && ask !== null} problem={ask ? preview.error : null} empty={ask === null} onRetry={() => void preview.refetch()} />
        </ChargeForm>
      </div>
    </div>
  );
}

function Twin({ of, again, onAgain }: { of: Payment; again: boolean; onAgain: (again: boolean) => void }) {
  return (
    <div className="collect-note stack tight" role="alert">
      <strong>{words.twin.title}</strong>
      <span>{words.twin.text(formatMoney(of.amount))} {of.folio}, <InstantText value={of.created_at} only="time" />. <Go to={`/pagos/${of.id}`}>{words.twin.see}</Go></span>
      <Checkbox checked={again} onChange={(event) => { onAgain(event.target.checked); }}>{words.twin.confirm}</Checkbox>
    </div>
  );
}
