import { Fragment } from "react";
import { useSession } from "@/api/session.ts";
import type { MoneyValue } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { confusable, formatMoney } from "./formats.ts";
import { isZero } from "./money.ts";

interface Props {
  value: MoneyValue | null | undefined;
  /** Writes «+» before positive amounts. */
  sign?: boolean;
  compact?: boolean;
  /** ISO code after the amount; by default only when the user's currencies can be confused. */
  code?: boolean;
  /** Greys a zero, in columns where most rows are zero. */
  quietZero?: boolean;
}

/** Whether this user must see the code of a currency, because another of theirs looks like it. */
export function useCodes(): (currency: string) => boolean {
  const { user } = useSession();
  return (currency) => confusable(currency, user?.branches.map((b) => b.currency) ?? []);
}

/** Whether some currency of this user needs its code: then those that need none keep its place in a column, so that digits line up. */
function useSomeCodes(): boolean {
  const { user } = useSession();
  const mine = user?.branches.map((b) => b.currency) ?? [];
  return mine.some((currency) => confusable(currency, mine));
}

/** Puts currencies in the order of the person's branches: the one of their own first, everywhere. */
export function useCurrencyOrder(): (currencies: Iterable<string>) => string[] {
  const { user } = useSession();
  const mine = [...new Set(user?.branches.map((b) => b.currency))];
  const place = (currency: string): number => (mine.includes(currency) ? mine.indexOf(currency) : mine.length);
  return (currencies) => [...new Set(currencies)].sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

/** An amount, always with tabular digits and its currency. A missing one is «—», never zero. */
export function Money({ value, sign, compact, code, quietZero }: Props) {
  const codes = useCodes();
  const some = useSomeCodes();
  if (!value) return <span className="second">{es.common.missing}</span>;
  const withCode = code ?? codes(value.currency);
  const text = formatMoney(value, { style: compact ? "compact" : "screen", sign, code: false });
  return (
    <span className={quietZero && isZero(value) ? "money zero" : "money"}>
      {text}
      {withCode && !text.includes(value.currency) ? <span className="code">{value.currency}</span> : null}
      {code === undefined && !withCode && some ? <span className="code slot" aria-hidden /> : null}
    </span>
  );
}

/** Several currencies, one under another; never added up. */
export function MoneyList({ values, ...rest }: Omit<Props, "value"> & { values: MoneyValue[] | undefined }) {
  if (!values?.length) return <span className="second">{es.common.missing}</span>;
  return (
    <>
      {values.map((value, i) => (
        <Fragment key={value.currency}>
          {i > 0 ? <br /> : null}
          <Money value={value} {...rest} />
        </Fragment>
      ))}
    </>
  );
}
