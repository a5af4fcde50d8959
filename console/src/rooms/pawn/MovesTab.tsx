import { App, Button } from "antd";
import type { Kept, Move } from "@/api/pawn.ts";
import { useCommand } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { receiveMove } from "./acts.ts";
import { useMoves } from "./data.ts";
import { keptName } from "./shown.ts";
import { vault } from "./vaultWords.ts";

const words = vault.moves;

/** What one hand gave and another has to receive, and what was received. */
export function MovesTab({ items }: { items: Kept[] }) {
  const { message } = App.useApp();
  const { data, error, refetch } = useMoves(false);
  const me = useUser().name;
  const may = useCan("pawn.custody");
  const receive = useCommand((id: string) => receiveMove(id));
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Skeleton height={120} />;
  const pending = data.items.filter((move) => move.received_at === null);
  const before = data.items.filter((move) => move.received_at !== null);
  return (
    <div className="half">
      <section className="card stack" aria-label={words.pending}>
        <h2>{words.pending}</h2>
        {receive.error ? <ProblemNotice error={receive.error} /> : null}
        {pending.length === 0 ? <p className="second">{words.none}</p> : (
          <ul className="pawn-moves">
            {pending.map((move) => (
              <li key={move.id}>
                <Told of={move} items={items} />
                {may ? (
                  <div className="row">
                    <Button type="primary" disabled={move.sent_by === me} loading={receive.isPending && receive.variables === move.id} onClick={() => { receive.mutate(move.id, { onSuccess: () => { void message.success(words.received); } }); }}>{words.receive}</Button>
                    {move.sent_by === me ? <span className="hint">{words.same}</span> : null}
                  </div>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="card stack" aria-label={words.before}>
        <h2>{words.before}</h2>
        {before.length === 0 ? <p className="second">{words.noneEver}</p> : <ul className="pawn-moves">{before.slice(0, 30).map((move) => <li key={move.id}><Told of={move} items={items} /></li>)}</ul>}
      </section>
    </div>
  );
}

function Told({ of, items }: { of: Move; items: Kept[] }) {
  return (
    <div className="stack tight">
      <strong>{words.to} {of.to_location} · {vault.items(of.items.length)}</strong>
      <ul>{of.items.slice(0, 6).map((id) => <li key={id}><Named id={id} items={items} /></li>)}</ul>
      {of.note ? <span className="second">{of.note}</span> : null}
      <span className="hint"><InstantText value={of.sent_at} /> · {words.sent(of.sent_by)}{of.received_by ? <> · <InstantText value={of.received_at} /> · {words.got(of.received_by)}</> : null}</span>
    </div>
  );
}

/** An article by its label; that it left the house since is said. */
export function Named({ id, items }: { id: string; items: Kept[] }) {
  const item = items.find((one) => one.item_id === id);
  return item ? <span><span className="num">{item.label}</span> · {keptName(item)}</span> : <span className="second">{words.gone}</span>;
}
