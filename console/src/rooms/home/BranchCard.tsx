import { CopyOutlined, DollarOutlined, RiseOutlined, SendOutlined, SwapOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import type { ReactNode } from "react";
import type { BoardCard, BoardLine, BranchBoard } from "@/api/books.ts";
import { api } from "@/api/client.ts";
import { useRead } from "@/api/query.ts";
import { dateText } from "@/kit/dates.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { href } from "@/kit/useUrlState.ts";
import type { Tone } from "@/kit/StateTag.tsx";
import { words } from "./words.ts";
import "./home.css";

const ICONS: Record<string, ReactNode> = { receivable: <DollarOutlined aria-hidden />, payable: <SendOutlined aria-hidden />, refund: <SwapOutlined aria-hidden /> };
const TONES: Record<string, Tone> = { good: "ok", fair: "wait", bad: "bad" };

/** «Mi Sucursal – Resumen Hoy»: what is owed, what is to be paid and given back, and what the month earns. */
export function BranchCards({ branchId }: { branchId: number }) {
  const { data, error, refetch } = useRead<BranchBoard>("/dashboards/branch", { branch_id: branchId }, { keep: true, pollMs: 60_000 });
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <div className="card"><Skeleton height={220} /></div>;
  return (
    <div className="board">
      {data.cards.map((card) => <BranchCard key={card.currency} of={card} board={data} first={card === data.cards[0]} />)}
      <Beside of={data} />
    </div>
  );
}

function BranchCard({ of, board, first }: { of: BoardCard; board: BranchBoard; first: boolean }) {
  const text = words.board;
  return (
    <section className="card board-card" aria-label={`${text.title} ${of.currency}`}>
      <div className="row between"><h2>{text.title}</h2>{first ? <Copy branchId={board.branch_id} /> : <span className="second">{of.currency}</span>}</div>
      <p className="second">{board.branch} · {dateText(board.business_date)}</p>
      <ul>
        {of.blocks.map((block) => (
          <li key={block.whole.key} className="block">
            <div className="whole"><span className="mark">{ICONS[block.whole.key]}</span><Go to={block.whole.link}>{block.whole.label}</Go><strong><Money value={block.whole.amount} code={false} /></strong><span /></div>
            {block.parts.map((line) => <Part key={line.key} of={line} />)}
          </li>
        ))}
        {of.utility ? (
          <li className="block">
            <div className="whole">
              <span className="mark"><RiseOutlined aria-hidden /></span><Go to={of.utility.link}>{text.utility}</Go><strong><Money value={of.utility.amount} code={false} /></strong>
              <span>{of.utility.margin ? <StateTag tone={TONES[of.utility.tone] ?? "off"}>{formatRate(of.utility.margin, 1)}</StateTag> : null}</span>
            </div>
            {of.utility.target ? <p className="second target">{text.target(formatRate(of.utility.target, 0))}</p> : null}
          </li>
        ) : null}
      </ul>
    </section>
  );
}

/** A line of a block, its button for who may and a word for who may not. */
function Part({ of }: { of: BoardLine }) {
  const go = useGo();
  const link = of.action?.link ?? null;
  return (
    <div className="part">
      <span className="mark" aria-hidden />
      <Go to={of.link}>{of.label}</Go>
      <span className="num"><Money value={of.amount} code={false} quietZero /></span>
      <span>
        {of.urgent ? <StateTag tone="bad">{words.urgent}</StateTag> : null}
        {of.action && link ? <Button size="small" onClick={() => { go(link); }}>{of.action.label}</Button> : null}
        {of.action && !link ? <span className="second">{of.action.label}</span> : null}
      </span>
    </div>
  );
}

function Copy({ branchId }: { branchId: number }) {
  const { message } = App.useApp();
  async function copy(): Promise<void> {
    const { text } = await api.get<{ text: string }>("/dashboards/branch/text", { branch_id: branchId });
    await navigator.clipboard.writeText(text);
    void message.success(words.board.copied);
  }
  return <Button size="small" type="text" className="no-print" icon={<CopyOutlined aria-hidden />} onClick={() => { void copy(); }}>{words.board.copy}</Button>;
}

/** Where the money of the branch is, and what warns. */
function Beside({ of }: { of: BranchBoard }) {
  const text = words.board;
  const held = of.tills.filter((till) => till.held.amount !== "0.00" || till.shift !== null);
  return (
    <div className="stack">
      {of.critical + of.attention > 0 ? (
        <section className="card row between" aria-label={text.alerts}>
          <Go to={href("/alertas", { branch_id: of.branch_id })}><strong>{text.alerts}</strong></Go>
          <span className="row">
            {of.critical > 0 ? <Go to={href("/alertas", { branch_id: of.branch_id, urgency: "critical,high" })}><StateTag tone="bad">{text.critical(of.critical)}</StateTag></Go> : null}
            {of.attention > 0 ? <Go to={href("/alertas", { branch_id: of.branch_id, urgency: "medium" })}><StateTag tone="wait">{text.attention(of.attention)}</StateTag></Go> : null}
          </span>
        </section>
      ) : null}
      {held.length > 0 ? (
        <section className="card" aria-label={text.tills}>
          <h2>{text.tills}</h2>
          <ul className="tills">
            {held.map((till) => (
              <li key={till.name + till.held.currency}>
                <span>{till.name}<br /><span className="second">{till.shift ? text.shift : till.counted_on ? text.counted(dateText(till.counted_on)) : ""}</span></span>
                <span className="num"><Money value={till.held} /></span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
