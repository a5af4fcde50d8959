import type { ReactNode } from "react";
import { DateText } from "@/kit/DateText.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Money } from "@/kit/Money.tsx";
import { isZero } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import type { Summary } from "./data.ts";
import { words } from "./words.ts";

const text = words.import;

/** What would happen if the statement entered: its balances, what is new, what can't be read and why. */
export function SummaryCard({ of, children }: { of: Summary; children: ReactNode }) {
  return (
    <section className="card stack" aria-label={text.summary}>
      <h2>{text.summary}</h2>
      {of.since ? <p className="second">{text.period}: <DateText value={of.since} /> – <DateText value={of.until} /></p> : null}
      {of.entered ? (
        <div className="figures">
          <Figure label={text.lines} value={of.lines - (of.repeated ?? 0)} foot={of.repeated ? `${text.repeated}: ${of.repeated}` : undefined} />
          <Figure label={text.opening} amount={of.opening ?? null} />
          <Figure label={text.entered} amount={of.entered} />
          <Figure label={text.gone} amount={of.gone ?? null} />
          <Figure label={text.closing} amount={of.closing ?? null} />
          {of.gap && !isZero(of.gap) ? <Figure label={text.gap} amount={of.gap} tone="bad" /> : null}
          {of.uneven && !isZero(of.uneven) ? <Figure label={text.uneven} amount={of.uneven} tone="bad" /> : null}
        </div>
      ) : null}
      {of.problems.map((p) => (
        <p key={p.title + p.detail} className="error" role="alert">{text.problem}: {p.detail || p.title}{p.errors.length ? ` (${p.errors.map((e) => e.detail).join("; ")})` : ""}</p>
      ))}
      {of.broken && of.broken.length > 0 ? (
        <PlainTable
          caption={text.broken} rows={of.broken} rowKey={(b) => b.row} cards
          columns={[{ key: "r", title: text.row, cell: (b) => b.row }, { key: "w", title: text.why, cell: (b) => b.why }, { key: "s", title: text.shown, cell: (b) => b.shown }]}
        />
      ) : null}
      {of.sample && of.sample.length > 0 ? (
        <PlainTable
          caption={text.sample10} rows={of.sample} rowKey={(l) => l.row} cards
          columns={[
            { key: "o", title: words.columns.on, cell: (l) => <DateText value={l.on} /> }, { key: "t", title: words.columns.text, cell: (l) => l.text },
            { key: "f", title: words.columns.reference, cell: (l) => l.reference }, { key: "a", title: words.columns.amount, end: true, cell: (l) => <Money value={l.amount} /> },
          ]}
        />
      ) : null}
      {children}
    </section>
  );
}
