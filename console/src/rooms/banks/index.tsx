import { Button } from "antd";
import { useState } from "react";
import { useCan } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { href } from "@/kit/useUrlState.ts";
import { ChangeAccount, OpenAccount } from "./AccountForm.tsx";
import { useAccounts } from "./data.ts";
import type { Account } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

const text = words.accounts;

/** Bank accounts: what the books say, what the bank said, and how much is left to explain. */
export default function Accounts() {
  const { data, error, refetch } = useAccounts();
  const may = useCan("banks.write");
  const [opening, setOpening] = useState<Account | "new" | null>(null);
  const [changing, setChanging] = useState<Account | null>(null);
  const add = may ? <Button type="primary" onClick={() => { setOpening("new"); }}>{text.add}</Button> : undefined;
  return (
    <Frame section="accounts" actions={add}>
      {!data ? (error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton figures={3} />) : null}
      {data?.items.length === 0 ? <EmptyState action={add}>{text.empty}</EmptyState> : null}
      <div className="account-list">
        {data?.items.map((of) => <Card key={of.id} of={of} may={may} onDescribe={() => { setOpening(of); }} onChange={() => { setChanging(of); }} />)}
      </div>
      {opening ? <OpenAccount of={opening === "new" ? null : opening} onClose={() => { setOpening(null); }} /> : null}
      {changing ? <ChangeAccount of={changing} onClose={() => { setChanging(null); }} /> : null}
    </Frame>
  );
}

function Card({ of, may, onDescribe, onChange }: { of: Account; may: boolean; onDescribe: () => void; onChange: () => void }) {
  return (
    <section className="card stack" aria-label={of.name}>
      <div>
        <h2>{of.name}</h2>
        <p className="second num">{[of.bank, of.number, of.branch].filter(Boolean).join(" · ")}</p>
        <div className="row">
          {of.low ? <StateTag tone="bad">{text.low}</StateTag> : null}
          {of.main ? <StateTag tone="info">{text.main}</StateTag> : null}
          {of.shared ? <StateTag tone="off">{text.shared}</StateTag> : null}
        </div>
      </div>
      {of.balance ? (
        <dl>
          <dt>{text.balance}</dt><dd><strong><Money value={of.balance} /></strong></dd>
          <dt>{text.bankSays}{of.last_statement ? <span className="second"> · <DateText value={of.last_statement.until} /></span> : null}</dt>
          <dd>{of.last_statement ? <Money value={of.last_statement.closing} /> : <span className="second">{text.noStatement}</span>}</dd>
          <dt>{text.left}{of.lines ? <span className="second"> · {text.explained(of.explained, of.lines)}</span> : null}</dt><dd><Money value={of.left} quietZero /></dd>
          <dt>{text.toSee}</dt><dd>{of.to_see}</dd>
        </dl>
      ) : null}
      <div className="row">
        {of.balance ? <Go to={`/bancos/cuentas/${of.id}`}>{text.movements}</Go> : null}
        {of.lines > of.explained ? <Go to={href("/bancos/emparejar", { account: of.id })}>{words.sections.match}</Go> : null}
        {may && of.balance ? <Button size="small" onClick={of.described ? onChange : onDescribe}>{of.described ? text.change : text.describe}</Button> : null}
      </div>
    </section>
  );
}
