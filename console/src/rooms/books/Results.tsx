import { StatementScreen } from "./Statement.tsx";

/** Estado de resultados. */
export default function Results() {
  return <StatementScreen which="income" section="results" />;
}
