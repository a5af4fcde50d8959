import { useState } from "react";
import { useGo } from "@/kit/Go.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Desk } from "./Desk.tsx";
import { Finder } from "./Finder.tsx";
import { Receipt } from "./Receipt.tsx";
import { Unsure } from "./Unsure.tsx";
import { useCharge } from "./useCharge.ts";
import { words } from "./words.ts";
import "./collect.css";

/** Cobrar: find who pays, charge, give the receipt, next. Every step by keyboard. */
export default function Collect() {
  const [url] = useUrlState();
  const go = useGo();
  const charge = useCharge();
  const { phase } = charge;
  /* The address changes a moment after the phase does: the desk of what was just paid must not be seen meanwhile. */
  const here = `${url["client_id"] ?? ""}-${url["receivable_id"] ?? ""}`;
  const [left, setLeft] = useState("-");
  if (left !== "-" && left !== here) setLeft("-");
  const client = left === here ? undefined : url["client_id"];
  const at = (clientId: string, receivableId?: string | null): string => href("/cobrar", { client_id: clientId, receivable_id: receivableId });

  if (phase.kind === "done") {
    const { payment } = phase;
    return (
      <Receipt
        of={payment} onAnother={() => { setLeft(here); charge.drop(); go("/cobrar"); }}
        onSame={() => { if (url["receivable_id"]) setLeft(here); charge.drop(); go(at(payment.client_id)); }}
      />
    );
  }
  if (phase.kind === "unsure" || (phase.kind === "sending" && phase.again)) {
    return <Unsure attempt={phase.attempt} problem={phase.kind === "unsure" ? phase.problem : null} busy={phase.kind === "sending"} onRetry={charge.retry} onDrop={charge.drop} />;
  }
  const shown = client ?? (phase.kind === "refused" ? phase.attempt.ask.client_id : undefined);
  if (shown) return <Desk key={`${shown}-${url["receivable_id"] ?? ""}`} clientId={shown} receivableId={url["receivable_id"]} charge={charge} onBack={() => { charge.drop(); go("/cobrar"); }} />;
  return (
    <div className="page narrow">
      <PageHeader title={words.title} />
      <Finder onPick={(clientId, receivableId) => { go(at(clientId, receivableId)); }} />
    </div>
  );
}
