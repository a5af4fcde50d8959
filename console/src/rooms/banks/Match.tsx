import { App, Button, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { uuid7 } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { sumOf } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { Claim, NewRule } from "./Acts.tsx";
import { useAccount, useLines, useMatches, useMovements, useProgress } from "./data.ts";
import type { BankLine, Match as Matched, Movement, Suggestion } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { History } from "./History.tsx";
import { keyOf } from "./keys.ts";
import { LineList, MoveList } from "./Lists.tsx";
import { Proposals } from "./Proposals.tsx";
import { words } from "./words.ts";

const text = words.match;
type Doing = "claim" | "rule" | "undo" | null;

/** Lines of the bank beside movements of the books: accept what is proposed, or say what is what. */
export default function Match() {
  const { message } = App.useApp();
  const may = useCan("banks.reconcile");
  const [url, update] = useUrlState();
  const { accounts, account, problem, retry } = useAccount(url["account"], url["branch"]);
  const on = url["on"];
  const lines = useLines(account?.id, on);
  const moves = useMovements(account?.id, "");
  const progress = useProgress(account?.id, on);
  const matches = useMatches(account?.id);
  const rows = lines.data?.items ?? [];
  const [at, setAt] = useState<number | null>(null);
  const [picked, setPicked] = useState<Set<string>>(new Set());
  const [doing, setDoing] = useState<Doing>(null);
  const [best, setBest] = useState<Suggestion | null>(null);
  const current = rows.find((l) => l.id === at) ?? rows[0];
  const act = useCommand((send: () => Promise<unknown>) => send());
  const last = matches.data?.items.find((m: Matched) => m.undone_at === null);

  const marked = rows.filter((l) => picked.has(`l${l.id}`));
  const markedMoves = (moves.data?.items ?? []).filter((m) => picked.has(keyOf(m)));
  const chosenLines = marked.length > 0 ? marked : current ? [current] : [];
  const ready = may && chosenLines.length > 0 && markedMoves.length > 0 && !act.isPending;

  function run(send: () => Promise<unknown>, done: string): void {
    act.mutate(send, { onSuccess: () => { setPicked(new Set()); setBest(null); void message.success(done); } });
  }
  function toggle(key: string): void {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    setPicked(next);
  }
  function step(by: number): void {
    const next = rows[Math.min(Math.max(rows.findIndex((l) => l.id === current?.id) + by, 0), rows.length - 1)];
    if (next) { setAt(next.id); setBest(null); document.getElementById(`line-${next.id}`)?.scrollIntoView({ block: "nearest" }); }
  }
  function join(partly: boolean): void {
    const ask = { account_id: account?.id, lines: chosenLines.map((l) => l.id), movements: markedMoves.map((m) => ({ entry_id: m.entry_id, entry_line: m.entry_line })), partly };
    if (ready) run(() => api.post("/matches", ask), text.done);
  }
  function accept(of: Suggestion): void {
    if (of.outcome === "payer") { setBest(of); setDoing("claim"); }
    else if (of.outcome) explain(of.outcome);
    else run(() => api.post("/matches", { suggestion_id: of.id }), text.done);
  }
  function explain(outcome: string): void {
    if (current) run(() => api.post(`/bank-lines/${current.id}/entry`, { outcome }, { key: uuid7() }), text.done);
  }
  useShortcut("j", text.keys.next, () => { step(1); }, "page", rows.length > 0);
  useShortcut("k", text.keys.previous, () => { step(-1); }, "page", rows.length > 0);
  useShortcut("a", text.keys.accept, () => { if (best) accept(best); }, "page", may && best !== null);
  useShortcut("m", text.keys.many, () => { join(false); }, "page", ready);
  useShortcut("s", text.keys.split, () => { join(true); }, "page", ready);
  useShortcut("r", text.keys.rule, () => { setDoing("rule"); }, "page", may && current !== undefined);
  useShortcut("u", text.keys.undo, () => { setDoing("undo"); }, "page", may && last !== undefined);

  const close = (): void => { setDoing(null); };
  const told = progress.data;
  return (
    <Frame section="match">
      {problem ? <ProblemNotice error={problem} onRetry={retry} /> : null}
      {accounts?.length === 0 ? <EmptyState>{words.accounts.empty}</EmptyState> : null}
      <div className="row between" style={{ marginBottom: 12 }}>
        <div className="row">
          {accounts && accounts.length > 0 ? (
            <Select aria-label={words.import.account} value={account?.id} style={{ width: 260 }} options={accounts.map((a) => ({ value: a.id, label: a.name }))} onChange={(next: number) => { update({ account: next, on: null, branch: null }); setAt(null); setPicked(new Set()); }} />
          ) : null}
          {on ? <Button onClick={() => { update({ on: null }); }}>{text.day} <DateText value={on} /> ×</Button> : null}
          {told ? <p className="num" role="status"><strong>{text.progress(String(told.explained), String(told.lines))}</strong> · <Money value={told.left} /> {text.left}</p> : null}
        </div>
        {may && account ? <Button onClick={() => { run(() => api.post<{ total: number }>("/matches/runs", { account_id: account.id }).then((d) => message.info(text.ran(d.total))), text.done); }}>{text.run}</Button> : null}
      </div>
      {act.error ? <ProblemNotice error={act.error} /> : null}
      {account && !lines.data ? (lines.error ? <ProblemNotice error={lines.error} onRetry={() => void lines.refetch()} /> : <PageSkeleton figures={2} />) : null}
      {lines.data && rows.length === 0 ? <div className="card"><EmptyState>{text.empty}</EmptyState></div> : null}
      {current ? (
        <div className="sides">
          <section className="card" aria-label={text.lines}>
            <h2>{text.lines}</h2>
            <LineList rows={rows} current={current} picked={picked} onOpen={(id) => { setAt(id); setBest(null); }} onPick={toggle} />
          </section>
          <div className="stack">
            <section className="card" aria-label={text.suggestions}>
              <h2>{text.suggestions}</h2>
              <Proposals key={current.id} line={current} may={may} busy={act.isPending} onBest={setBest} onAccept={accept} onExplain={explain} onClient={() => { setDoing("claim"); }} onRule={() => { setDoing("rule"); }} />
            </section>
            <section className="card" aria-label={text.movements}>
              <h2>{text.movements}</h2>
              <MoveList rows={moves.data?.items ?? []} picked={picked} onPick={toggle} near={current} />
              {markedMoves.length > 0 ? <Totals lines={chosenLines} moves={markedMoves} /> : null}
              {may ? (
                <div className="row" style={{ marginTop: 8 }}>
                  <Button type="primary" disabled={!ready} loading={act.isPending} onClick={() => { join(false); }}>{text.many}</Button>
                  <Button disabled={!ready} onClick={() => { join(true); }}>{text.split}</Button>
                </div>
              ) : null}
            </section>
          </div>
        </div>
      ) : null}
      {matches.data ? <History rows={matches.data.items} may={may} onUndo={last ? () => { setDoing("undo"); } : undefined} /> : null}
      {doing === "claim" && current ? <Claim line={current} client={best?.client?.id ?? null} onClose={close} /> : null}
      {doing === "rule" && current ? <NewRule line={current} onClose={close} /> : null}
      {last ? (
        <ConfirmWithReason
          open={doing === "undo"} title={text.undoTitle} action={text.undo} danger effect={<><p>{last.reason}</p><p>{text.undoEffect}</p></>} onClose={close}
          onConfirm={async (reason) => { await act.mutateAsync(() => api.post(`/matches/${last.id}/undo`, { reason })); void message.success(text.undone); }}
        />
      ) : null}
    </Frame>
  );
}

function Totals({ lines, moves }: { lines: BankLine[]; moves: Movement[] }) {
  const currency = moves[0]?.open.currency ?? "MXN";
  return <p className="second num" role="status">{text.selected(formatMoney(sumOf(lines.map((l) => l.open), currency)), formatMoney(sumOf(moves.map((m) => m.open), currency)))}</p>;
}
