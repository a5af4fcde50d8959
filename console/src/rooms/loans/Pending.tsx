import type { Query } from "@/api/client.ts";
import { useZone } from "@/kit/DateText.tsx";
import { dateText, localInstant } from "@/kit/dates.ts";
import { Go } from "@/kit/Go.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { href } from "@/kit/useUrlState.ts";
import { usePending } from "./data.ts";
import { favourText } from "./Favours.tsx";
import { words } from "./words.ts";

const text = words.charges;

/** Waivers and write-offs that somebody asked for and nobody decided yet, in every loan. */
export function Pending({ branch }: { branch: Query }) {
  const zone = useZone();
  const { data } = usePending(branch);
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card stack" aria-label={text.waiting} style={{ marginBottom: 12 }}>
      <h2>{text.waiting}</h2>
      <PlainTable
        cards caption={text.waiting} rows={data.items} rowKey={(f) => f.id}
        columns={[
          { key: "loan", title: words.columns.folio, lead: true, cell: (f) => <Go to={href(`/prestamos/${f.loan_id}`, { tab: "charges" })}>{f.folio}</Go> },
          { key: "client", title: words.columns.client, cell: (f) => f.client.name },
          { key: "what", title: text.what, cell: (f) => favourText(f) },
          { key: "asked", title: text.askedBy, cell: (f) => `${f.asked_by} · ${dateText(localInstant(f.asked_at, zone).date)}` },
          { key: "why", title: text.why, cell: (f) => f.reason },
        ]}
      />
    </section>
  );
}
