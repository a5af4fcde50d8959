import { useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import type { Suggested } from "@/api/pawn.ts";
import type { Problem } from "@/api/problem.ts";
import { useCommand, useRevision } from "@/api/query.ts";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { writeSuggested } from "./acts.ts";
import { planText } from "./shown.ts";
import { tables } from "./tableWords.ts";

const text = tables.suggested;

/** A house that begins has something to begin with; what would be written is shown before. */
export function SuggestedButton() {
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const version = useRevision();
  const { data, error } = useQuery<Suggested, Problem>({ queryKey: ["/pawn-tables/suggested", version], queryFn: () => writeSuggested(true), enabled: open, retry: false });
  const write = useCommand(() => writeSuggested(false));
  const nothing = data !== undefined && data.plans.length + data.ltv.length + data.prices.length === 0;
  return (
    <>
      <Button onClick={() => { setOpen(true); }}>{text.open}</Button>
      <ConfirmWithReason
        open={open} title={text.title} action={text.open} withReason={false} disabled={!data || nothing} onClose={() => { setOpen(false); }}
        onConfirm={async () => { await write.mutateAsync(undefined); void message.success(text.done); }}
        effect={(
          <div className="stack">
            <p>{text.effect}</p>
            {error ? <ProblemNotice error={error} /> : null}
            {!data && !error ? <Skeleton height={60} /> : null}
            {nothing ? <p className="second">{text.none}</p> : null}
            {data && !nothing ? (
              <ul className="pawn-rules">
                {data.plans.map((plan) => <li key={plan.id}>{planText(plan)} ({plan.currency})</li>)}
                <li>{text.ltv(data.ltv.length)}</li>
                <li>{text.prices(data.prices.length)}</li>
              </ul>
            ) : null}
          </div>
        )}
      />
    </>
  );
}
