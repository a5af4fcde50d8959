import { Button } from "antd";
import { useEffect } from "react";
import { DateText } from "@/kit/DateText.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useSuggestions } from "./data.ts";
import type { BankLine, Suggestion } from "./data.ts";
import { words } from "./words.ts";

const text = words.match;

interface Props {
  line: BankLine; may: boolean; busy: boolean; onBest: (best: Suggestion | null) => void; onAccept: (of: Suggestion) => void; onExplain: (outcome: string) => void; onClient: () => void; onRule: () => void;
}

/** What could explain a line, the likeliest first with its reason; and what to do when it is in no books. */
export function Proposals({ line, may, busy, onBest, onAccept, onExplain, onClient, onRule }: Props) {
  const { data, error, refetch } = useSuggestions(line.id);
  const best = data?.items[0] ?? null;
  useEffect(() => { onBest(best); }, [best, onBest]);
  const comes = isPositive(line.open);
  return (
    <div className="stack">
      <div className="row between"><strong className="told">{line.text}</strong><strong className="num"><Money value={line.open} /></strong></div>
      {!data ? (error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Skeleton height={48} />) : null}
      {data?.items.length === 0 ? <p className="second">{text.noSuggestion}</p> : null}
      <div>
        {data?.items.map((s, index) => (
          <div key={s.id} className="proposal">
            <div>
              <div>{s.outcome_label ?? (s.movements.map((m) => m.client?.name ?? m.memo ?? m.kind).join(" + ") || text.movements)}{s.outcome && s.client ? ` · ${s.client.name}` : ""}</div>
              <div className="second">{s.reason} · {s.score} %{s.movements[0] ? <> · <DateText value={s.movements[0].on} /></> : null}</div>
            </div>
            {may ? <Button type={index === 0 ? "primary" : "default"} size="small" disabled={busy} onClick={() => { onAccept(s); }}>{s.outcome_label ? text.outcome(s.outcome_label) : text.accept}</Button> : null}
          </div>
        ))}
      </div>
      {may ? (
        <div className="row">
          {comes ? <>
            <Button size="small" disabled={busy} onClick={onClient}>{text.client}</Button>
            <Button size="small" disabled={busy} onClick={() => { onExplain("unidentified"); }}>{text.unidentified}</Button>
            <Button size="small" disabled={busy} onClick={() => { onExplain("interest"); }}>{text.interest}</Button>
          </> : <>
            <Button size="small" disabled={busy} onClick={() => { onExplain("fee"); }}>{text.fee}</Button>
            <Button size="small" disabled={busy} onClick={() => { onExplain("fee_tax"); }}>{text.feeTax}</Button>
          </>}
          <Button size="small" disabled={busy} onClick={onRule}>{text.rule}</Button>
        </div>
      ) : null}
    </div>
  );
}
