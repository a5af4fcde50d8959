import type { LoanDetail, LoanPayment } from "@/api/loans.ts";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { sumOf } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import type { PlainColumn } from "@/kit/PlainTable.tsx";
import { PaymentTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const text = words.payments;
const PARTS = ["principal", "interest", "arrears", "charge", "insurance", "advance"] as const;

/** Each payment and what it went to: capital, interest, arrears, charges. */
export function Payments({ of }: { of: LoanDetail }) {
  const rows = of.payments;
  if (rows.length === 0) return <div className="card"><EmptyState>{text.none}</EmptyState></div>;
  const { currency } = of.principal;
  const good = rows.filter((p) => !p.reversed);
  const parts = PARTS.filter((part) => rows.some((p) => p.parts[part]));
  const columns: PlainColumn<LoanPayment>[] = [
    { key: "folio", title: text.folio, lead: true, cell: (p) => <Go to={`/pagos/${p.id}`}>{p.folio}</Go>, total: es.common.total },
    { key: "on", title: text.on, cell: (p) => <DateText value={p.received_on} /> },
    ...parts.map((part): PlainColumn<LoanPayment> => ({
      key: part, title: es.loan.part[part] ?? part, end: true, cell: (p) => (p.parts[part] ? <Money value={p.parts[part]} code={false} /> : ""),
      total: <Money value={sumOf(good.flatMap((p) => p.parts[part] ?? []), currency)} code={false} />,
    })),
    { key: "amount", title: text.amount, end: true, cell: (p) => <strong><Money value={p.amount} code={false} /></strong>, total: <Money value={sumOf(good.map((p) => p.amount), currency)} code={false} /> },
    { key: "state", title: text.state, cell: (p) => <PaymentTag reversed={p.reversed} /> },
  ];
  return <div className="card"><PlainTable cards caption={text.title} rows={rows} rowKey={(p) => p.id} columns={columns} totals /></div>;
}
