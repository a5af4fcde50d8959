import { Collapse } from "antd";
import { Fragment } from "react";
import type { Problem } from "@/api/problem.ts";
import type { Dues, Payment } from "@/api/types.ts";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { applied, settles } from "./till.ts";
import { words } from "./words.ts";

const text = words.preview;

interface Props { dues: Dues; payment: Payment | undefined; waiting: boolean; problem: Problem | null; empty: boolean; onRetry: () => void }

/** What will be registered, before it is: allocation, credit and entry, as the server computes them. */
export function Preview({ dues, payment, waiting, problem, empty, onRetry }: Props) {
  return (
    <section className="stack tight" aria-label={text.title} aria-busy={waiting}>
      <h2>{text.title}</h2>
      {empty ? <p className="second">{text.empty}</p> : null}
      {problem && !waiting ? <ProblemNotice error={problem} onRetry={problem.retryable ? onRetry : undefined} /> : null}
      {waiting && !payment ? <Skeleton height={44} /> : null}
      {payment && !empty && !problem ? <Shared dues={dues} payment={payment} /> : null}
    </section>
  );
}

/** More than is owed is not a mistake of the till: it is said what becomes of it. */
export function Excess({ payment, name }: { payment: Payment | undefined; name: string }) {
  if (!payment || !isPositive(payment.credit)) return null;
  return <p className="collect-note" role="status">{text.creditWhy(formatMoney(payment.credit), name)}</p>;
}

/** As the accounts are listed beside: the oldest first. */
function inOrder(dues: Dues, payment: Payment): Payment["allocations"] {
  const place = (id: string): number => dues.items.findIndex((r) => r.id === id);
  return [...payment.allocations].sort((a, b) => place(a.receivable_id) - place(b.receivable_id));
}

const PARTS = ["arrears", "interest", "charge", "insurance", "principal", "advance"];

/** Of what goes to loans: how much is arrears, interest, charges and capital. */
function Parts({ of }: { of: Payment }) {
  const parts = PARTS.flatMap((name) => (of.parts?.[name] && isPositive(of.parts[name]) ? [[name, of.parts[name]] as const] : []));
  if (parts.length === 0) return null;
  return (
    <p className="second" aria-label={text.parts}>
      {parts.map(([name, value], i) => <Fragment key={name}>{i > 0 ? " · " : ""}{es.loan.part[name] ?? name} <Money value={value} code={false} /></Fragment>)}
    </p>
  );
}

function Shared({ dues, payment }: { dues: Dues; payment: Payment }) {
  const over = isPositive(payment.credit);
  return (
    <div className="stack" aria-live="polite">
      <ul className="applied">
        {applied(dues.items, inOrder(dues, payment)).map((row) => (
          <li key={row.id}>
            <span className="clip">{row.folio} · {row.concept}</span>
            <strong className="end"><Money value={row.amount} /></strong>
            <span className="second">{settles(row) ? <StateTag tone="ok">{text.settled}</StateTag> : row.left ? <>{text.left} <Money value={row.left} /></> : null}</span>
          </li>
        ))}
        {(payment.charges ?? []).map((one) => <li key={one.contract_id + one.concept}><span className="clip">{one.folio} · {one.concept}</span><strong className="end"><Money value={one.amount} /></strong></li>)}
        {over ? <li><span>{text.credit}</span><strong className="end"><Money value={payment.credit} /></strong></li> : null}
      </ul>
      <Parts of={payment} />
      {payment.entry?.length ? (
        <Collapse ghost size="small" items={[{ key: "entry", label: text.entry, children: <EntriesPreview lines={payment.entry} /> }]} />
      ) : null}
    </div>
  );
}
