import { App, Button } from "antd";
import { useState } from "react";
import { useIdempotencyKey, uuid7 } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import type { Dues } from "@/api/types.ts";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Money } from "@/kit/Money.tsx";
import { useQuery } from "@tanstack/react-query";
import { applyCredit } from "./data.ts";
import { applied, creditIn, itemsIn } from "./till.ts";
import type { Draft } from "./till.ts";
import { words } from "./words.ts";

const text = words.credit;

/** What the person already paid in excess, put on what they owe. No money enters the till. */
export function Credit({ dues, draft, disabled }: { dues: Dues; draft: Draft; disabled: boolean }) {
  const { message } = App.useApp();
  const { key, renew } = useIdempotencyKey();
  const [open, setOpen] = useState(false);
  const credit = creditIn(dues, draft.currency);
  const ask = { currency: draft.currency, ...(draft.chosen.length > 0 ? { apply_to: draft.chosen } : {}) };
  const apply = useCommand(() => applyCredit(dues.client.id, ask, key));
  const preview = useQuery({
    queryKey: ["/credit-applications", dues.client.id, ask], queryFn: () => applyCredit(dues.client.id, ask, uuid7(), true), enabled: open, retry: false, staleTime: 0,
  });
  if (!credit || itemsIn(dues, draft.currency).length === 0) return null;
  const shares = applied(dues.items, preview.data?.allocations ?? []);
  return (
    <section className="card row between" aria-label={text.has}>
      <span>{text.has}: <strong><Money value={credit} /></strong></span>
      <Button disabled={disabled} onClick={() => { setOpen(true); }}>{text.apply}</Button>
      <ConfirmWithReason
        open={open} title={text.title} action={text.apply} withReason={false} disabled={preview.isFetching} onClose={() => { setOpen(false); renew(); }}
        onConfirm={async () => { await apply.mutateAsync(undefined); void message.success(text.done); }}
        effect={(
          <div className="stack">
            <p>{text.effect(formatMoney(credit))} {draft.chosen.length > 0 ? text.marked : text.oldest}</p>
            {shares.length > 0 ? (
              <ul className="applied">{shares.map((row) => <li key={row.id}><span>{row.folio} · {row.concept}</span><strong className="end"><Money value={row.amount} /></strong></li>)}</ul>
            ) : null}
            {preview.data?.entry?.length ? <EntriesPreview lines={preview.data.entry} /> : null}
          </div>
        )}
      />
    </section>
  );
}
