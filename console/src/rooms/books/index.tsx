import { StatementScreen } from "./Statement.tsx";

/** Balanza: what each account brought, was charged and credited, and is left with, each balance on its own side. */
export default function TrialBalance() {
  return <StatementScreen which="trial-balance" section="balance" />;
}
