import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { href } from "@/kit/useUrlState.ts";
import { useAccounts } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

/** Plan de cuentas, each account with its balance and its entries one click away. */
export default function Accounts() {
  const { data, error, refetch } = useAccounts();
  return (
    <Frame section="accounts">
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="card stack"><Skeleton height={20} /><Skeleton height={20} /></div> : null}
      {data ? (
        <section className="card">
          <PlainTable
            cards caption={words.sections.accounts} rows={data.items} rowKey={(a) => `${a.id}-${a.currency}`} empty={<EmptyState>{words.emptyAccounts}</EmptyState>}
            columns={[
              { key: "c", title: words.columns.account, cell: (a) => <Go to={href("/libros/asientos", { account: a.code })}><span className="num">{a.code}</span></Go> },
              { key: "n", title: words.columns.name, lead: true, cell: (a) => a.name },
              { key: "k", title: words.columns.kind, cell: (a) => (a.kind ? (words.kinds[a.kind] ?? a.kind) : "") },
              { key: "m", title: words.columns.currency, cell: (a) => a.currency },
              { key: "b", title: words.columns.balance, end: true, cell: (a) => <Money value={a.balance} code={false} quietZero /> },
            ]}
          />
        </section>
      ) : null}
    </Frame>
  );
}
