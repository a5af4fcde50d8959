import type { ReceivableDetail } from "@/api/types.ts";
import { dateShort } from "@/kit/dates.ts";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive } from "@/kit/money.ts";
import { PaymentTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

/** «Pago 1: $5,000 · 5 oct · Transferencia BBVA», then «Estado: COBRADO TOTAL». */
export function Payments({ of }: { of: ReceivableDetail }) {
  const year = of.issued_on.slice(0, 4);
  return (
    <section className="card" aria-label={words.payments}>
      <h2>{words.payments}</h2>
      {of.payments.length === 0 ? <p className="second">{words.noPayments}</p> : (
        <ol className="stack tight">
          {of.payments.map((p, i) => (
            <li key={p.id} className="row between" style={p.reversed ? { textDecoration: "line-through", color: "var(--second)" } : undefined}>
              <span className="text">
                <Go to={`/pagos/${p.id}`}>{words.paymentN(i + 1)}</Go>: <strong><Money value={p.amount} /></strong> · {dateShort(p.received_on, year)} · {es.states.method[p.method]} {p.reference ?? ""}
              </span>
              <span className="second num">{p.reversed ? <PaymentTag reversed /> : p.folio}</span>
            </li>
          ))}
        </ol>
      )}
      <p style={{ marginTop: 12, paddingTop: 10, borderTop: "1px solid var(--rule)" }}>
        {words.statusLine}: <strong>{words.status[of.status]}</strong>
        {of.refunded && isPositive(of.refunded) ? <span className="second"> · {words.refunded} <Money value={of.refunded} /></span> : null}
        {of.status === "partial" || of.status === "overdue" ? <span className="second"> · {words.figures.balance} <Money value={of.balance} /></span> : null}
      </p>
    </section>
  );
}
