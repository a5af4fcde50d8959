import { StatementScreen } from "./Statement.tsx";

/** Flujo de efectivo, by the direct method. */
export default function CashFlow() {
  return <StatementScreen which="cash-flow" section="flow" />;
}
