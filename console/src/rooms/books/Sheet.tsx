import { StatementScreen } from "./Statement.tsx";

/** Balance general. */
export default function BalanceSheet() {
  return <StatementScreen which="balance" section="sheet" />;
}
