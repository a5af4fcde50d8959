import { DateText } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { plainState } from "./data.ts";
import type { Invoice, PayableDetail } from "./data.ts";
import { words } from "./words.ts";
import "./payables.css";

const s = words.sides;

/** The invoice beside its contract, with what is compared in the same place of both. */
export function Sides({ of }: { of: PayableDetail }) {
  const { contract, invoice, matches } = of.side_by_side;
  return (
    <section className="card" aria-label={s.title}>
      <div className="sides">
        <div>
          <h2>{s.contract} {contract.folio ? <Go to={`/cxp/proveedores/${of.supplier.id}`}>{contract.folio}</Go> : null}</h2>
          <dl className="facts">
            <dt>{s.service}</dt><dd>{contract.service}</dd>
            <dt>{s.price}</dt><dd className="num"><Money value={contract.price} /> × {contract.quantity}</dd>
            <dt>{s.terms}</dt><dd>{s.days(contract.terms_days)}</dd>
            <dt>{s.valid}</dt><dd>{contract.from_on ? <><DateText value={contract.from_on} /> – {contract.to_on ? <DateText value={contract.to_on} /> : s.open}</> : contract.title}</dd>
            <dt>{s.total}</dt><dd className="big num"><Money value={contract.total} /></dd>
          </dl>
          <p className="second">{contract.includes_tax ? s.withTax : s.beforeTax}</p>
        </div>
        <div>
          <h2>{s.invoice} {invoice?.number ?? ""}</h2>
          {invoice ? <InvoiceFacts of={invoice} bad={matches === false} /> : <p className="second">{s.none}</p>}
        </div>
      </div>
    </section>
  );
}

function InvoiceFacts({ of, bad }: { of: Invoice; bad: boolean }) {
  return (
    <>
      <dl className="facts">
        <dt>{s.issued}</dt><dd><DateText value={of.issued_on} /></dd>
        {of.fiscal_uuid ? <><dt>{s.fiscal}</dt><dd className="wrap">{of.fiscal_uuid}</dd></> : null}
        <dt>{s.subtotal}</dt><dd className="num"><Money value={of.subtotal} /></dd>
        {of.taxes.map((t) => <div key={t.label} className="pair"><dt>{t.label}</dt><dd className="num">{t.kind === "withholding" ? "− " : "+ "}<Money value={t.amount} /></dd></div>)}
        <dt>{s.receives}</dt><dd className="num"><Money value={of.total} /></dd>
        <dt>{s.compared}</dt><dd className={bad ? "big num bad" : "big num"}><Money value={of.compared} /></dd>
      </dl>
      <p className="row"><StateTag tone={bad ? "bad" : of.state === "accepted" ? "ok" : "off"}>{plainState(of.state_label)}</StateTag> <span className="second">{s.received}: {of.received_by}</span></p>
    </>
  );
}
