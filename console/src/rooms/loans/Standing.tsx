import type { LoanDetail, LoanTerms } from "@/api/loans.ts";
import { dateText } from "@/kit/dates.ts";
import { Go } from "@/kit/Go.tsx";
import { formatRate } from "@/kit/rates.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { acts } from "./actWords.ts";
import { words } from "./words.ts";

const text = words.file;

function termsText(terms: LoanTerms): string {
  const rate = terms.rate.kind === "periodic" ? es.loan.per[terms.frequency] : es.loan.rateKind[terms.rate.kind].toLowerCase();
  return `${es.loan.method[terms.method] ?? terms.method}, ${es.loan.quote.instalments(terms.periods, es.loan.plural[terms.frequency])}, ${formatRate(terms.rate.value)} ${rate}`;
}

/** What must not be forgotten of a loan: that its terms are others now, what it renewed, and the arrears it keeps. */
export function Standing({ of }: { of: LoanDetail }) {
  if (!of.restructured_on && !of.renews && !of.renewed_by && of.days_kept === 0 && !of.frozen && !of.agreed && of.status !== "recovered") return null;
  return (
    <div className="card stack tight">
      {of.frozen ? <p><strong>{acts.frozen(dateText(of.frozen.until))}.</strong> {acts.frozenWhat[of.frozen.interest ? "both" : "arrears"]}</p> : null}
      {of.restructured_on ? <p><StateTag tone="wait">{text.restructured(dateText(of.restructured_on))}</StateTag></p> : null}
      {of.agreed ? <p className="second">{text.before}: {termsText(of.agreed)} · <strong>{text.now}: {termsText(of.terms)}</strong></p> : null}
      {of.renews ? <p>{of.disbursed_on ? text.renews : text.willRenew} <Go to={`/prestamos/${of.renews.id}`}>{of.renews.folio}</Go> ({of.renews.status_label})</p> : null}
      {of.renewed_by ? <p>{of.status === "renewed" ? text.renewedBy : text.beingRenewed} <Go to={`/prestamos/${of.renewed_by.id}`}>{of.renewed_by.folio}</Go> ({of.renewed_by.status_label})</p> : null}
      {of.days_kept > 0 ? <p><StateTag tone="bad">{text.keptDays(es.common.days(of.days_kept))}</StateTag></p> : null}
      {of.status === "recovered" ? <p className="second">{text.recovered}</p> : null}
    </div>
  );
}
