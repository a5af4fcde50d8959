import { App, Button } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import type { Favour, LoanDetail } from "@/api/loans.ts";
import { useCommand, usePreview } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { useZone } from "@/kit/DateText.tsx";
import { dateText, localInstant } from "@/kit/dates.ts";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { overcharge } from "@/words/overcharge.ts";
import { decideFavour, useFavours } from "./data.ts";
import { words } from "./words.ts";

const text = words.charges;
const TONES = { pending: "wait", approved: "ok", refused: "off" } as const;

/** «Condonación de mora: 120.00»; everything due of it when no amount was asked. */
export function favourText(of: Favour): string {
  if (of.kind === "write_off") return of.kind_label;
  if (of.kind === "overcharge") return of.amount ? `${of.kind_label}: ${formatMoney(of.amount)}` : of.kind_label;
  return `${of.kind_label} · ${es.loan.part[of.component ?? ""] ?? ""}: ${of.amount ? formatMoney(of.amount) : text.all}`;
}

/** What somebody asked to give up of the loan; another person decides it here. */
export function Favours({ of }: { of: LoanDetail }) {
  const zone = useZone();
  const me = useUser().name;
  const may = useCan("loans.manage");
  const { data } = useFavours(of.id, of.disbursed_on !== null);
  const [deciding, setDeciding] = useState<{ favour: Favour; approve: boolean } | null>(null);
  const rows = data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="card stack" aria-label={text.asked}>
      <h2>{text.asked}</h2>
      <PlainTable
        cards caption={text.asked} rows={rows} rowKey={(f) => f.id}
        columns={[
          { key: "what", title: text.what, lead: true, cell: (f) => <strong>{favourText(f)}</strong> },
          { key: "state", title: text.state, cell: (f) => <StateTag tone={TONES[f.status]}>{f.status_label}</StateTag> },
          { key: "asked", title: text.askedBy, cell: (f) => `${f.asked_by} · ${dateText(localInstant(f.asked_at, zone).date)}` },
          { key: "why", title: text.why, cell: (f) => f.reason },
          { key: "decided", title: text.decidedBy, cell: (f) => [f.decided_by, f.decision_reason].filter(Boolean).join(" · ") },
          {
            key: "do", title: "", cell: (f) => {
              if (f.status !== "pending" || !may) return "";
              if (f.asked_by === me) return <span className="hint">{text.mine}</span>;
              return (
                <span className="row">
                  <Button size="small" type="primary" onClick={() => { setDeciding({ favour: f, approve: true }); }}>{text.approve}</Button>
                  <Button size="small" danger onClick={() => { setDeciding({ favour: f, approve: false }); }}>{text.refuse}</Button>
                </span>
              );
            },
          },
        ]}
      />
      {deciding ? <Decide {...deciding} onClose={() => { setDeciding(null); }} /> : null}
    </section>
  );
}

function Decide({ favour, approve, onClose }: { favour: Favour; approve: boolean; onClose: () => void }) {
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const send = useCommand((reason: string) => decideFavour(favour, approve, reason, key));
  const title = (approve ? text.approveTitle : text.refuseTitle)(favourText(favour));
  return (
    <ConfirmWithReason
      open danger={!approve} withReason={!approve} title={title} action={approve ? text.approve : text.refuse} onClose={onClose}
      effect={<div className="stack tight"><p>{text.askedBy}: <strong>{favour.asked_by}</strong></p><p>«{favour.reason}»</p>{favour.kind === "write_off" ? <p className="second">{text.writeOffEffect}</p> : null}{approve && favour.kind === "overcharge" ? <Entry of={favour} /> : null}</div>}
      onConfirm={async (reason) => { await send.mutateAsync(reason); void message.success(approve ? text.approved : text.refused); }}
    />
  );
}

/** What giving it back would write in the books. */
function Entry({ of }: { of: Favour }) {
  const { data, error } = usePreview<Favour>(`/loan-requests/${of.id}/decision`, { approve: true, reason: of.reason }, of.branch_id, true);
  if (error) return <ProblemNotice error={error} />;
  return <><p className="second">{overcharge.effect}</p>{data ? <EntriesPreview lines={data.entry} /> : null}</>;
}
