import { BankOutlined, CreditCardOutlined, InboxOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Till } from "@/api/types.ts";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { href } from "@/kit/useUrlState.ts";
import { useTills } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

const ICONS: Record<string, ReactNode> = { cash: <InboxOutlined aria-hidden />, bank: <BankOutlined aria-hidden />, card: <CreditCardOutlined aria-hidden /> };

const ORDER = ["cash", "bank", "card"];
const place = (till: Till): number => (ORDER.includes(till.kind) ? ORDER.indexOf(till.kind) : ORDER.length);

/** Where the money is: tills and bank accounts, by branch, with what each one holds. */
export default function Tills() {
  const { data, error, refetch } = useTills();
  const branches = [...new Set(data?.items.map((t) => t.branch) ?? [])];
  return (
    <Frame section="tills">
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="figures"><Skeleton height={84} /><Skeleton height={84} /><Skeleton height={84} /></div> : null}
      {data?.items.length === 0 ? <div className="card"><EmptyState>{words.emptyTills}</EmptyState></div> : null}
      <div className="stack wide">
        {branches.map((branch) => (
          <section key={branch} className="stack tight" aria-label={branch}>
            <h2>{branch}</h2>
            <div className="figures fixed">{data?.items.filter((t) => t.branch === branch).sort((a, b) => place(a) - place(b)).map((t) => <TillFigure key={t.id} of={t} />)}</div>
          </section>
        ))}
      </div>
    </Frame>
  );
}

function TillFigure({ of }: { of: Till }) {
  return (
    <Figure
      label={<><span aria-hidden>{ICONS[of.kind]}</span> {of.name}</>} amount={of.balance} foot={of.shift ? `${of.shift.state_label} · ${of.shift.opened_by}` : (words.tillKinds[of.kind] ?? of.kind)}
      link={of.account ? href("/libros/asientos", { account: of.account }) : href("/pagos", { till: of.id })}
    />
  );
}
