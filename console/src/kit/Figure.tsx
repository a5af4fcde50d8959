import type { ReactNode } from "react";
import type { MoneyValue } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { formatCount } from "./formats.ts";
import { Go } from "./Go.tsx";
import { Money } from "./Money.tsx";

interface Props {
  label: ReactNode;
  /** Money, a count or any text; undefined = could not be computed («—», never 0). */
  amount?: MoneyValue | null;
  /** False where the currency is already written beside. */
  code?: boolean;
  value?: ReactNode;
  count?: number;
  /** What is counted, where it is not accounts. */
  counted?: (n: number) => string;
  foot?: ReactNode;
  /** The exact rows that make the figure. */
  link?: string | null;
  tone?: "bad" | "warn" | "good";
  failed?: boolean;
}

/** A figure that is a door: it opens the rows that add up to it. */
export function Figure({ label, amount, code, value, count, counted, foot, link, tone, failed }: Props) {
  const shown = failed ? es.common.missing : (value ?? <Money value={amount} code={code} />);
  const under = failed ? es.figure.failed : (foot ?? (count === undefined ? null : (counted ?? es.figure.rows)(count)));
  const body = (
    <>
      <div className="label">{label}</div>
      <div className="value">{typeof shown === "number" ? formatCount(shown) : shown}</div>
      {under ? <div className="foot">{under}</div> : null}
    </>
  );
  const name = `kit-figure ${tone ?? ""}`;
  return link && !failed ? <Go to={link} className={name}>{body}</Go> : <div className={name}>{body}</div>;
}
