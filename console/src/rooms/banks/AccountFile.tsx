import { useParams } from "@tanstack/react-router";
import { Segmented } from "antd";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import { Go } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { useAccounts } from "./data.ts";
import type { Movement } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

const COLUMNS: Column<Movement>[] = [
  { key: "on", title: words.columns.on, width: 120, narrow: "sub", cell: (m) => <DateText value={m.on} /> },
  { key: "text", title: words.columns.text, flex: 1, width: 240, narrow: "title", cell: (m) => (m.paired_with ? <StateTag tone="off">{words.paired}</StateTag> : [m.memo ?? (m.client ? null : m.kind), m.client?.name].filter(Boolean).join(" · ")) },
  { key: "client", title: words.columns.client, width: 200, cell: (m) => (m.client ? <Go to={`/clientes/${m.client.id}`}>{m.client.name}</Go> : "") },
  { key: "reference", title: words.columns.reference, width: 150, cell: (m) => m.reference ?? "" },
  { key: "amount", title: words.columns.amount, width: 150, end: true, narrow: "end", cell: (m) => <Money value={m.amount} /> },
  { key: "open", title: words.columns.open, width: 140, end: true, narrow: "endSub", cell: (m) => <Money value={m.open} quietZero /> },
  { key: "entry", title: words.columns.entry, width: 120, cell: (m) => <Go to={m.link}>{words.columns.entry}</Go> },
];

/** What the books say moved in an account, and what the bank hasn't shown of it. */
export default function AccountFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const [url, update] = useUrlState();
  const { data } = useAccounts();
  const account = data?.items.find((a) => String(a.id) === id);
  return (
    <Frame section="accounts" subtitle={account ? [account.name, account.bank, account.number].filter(Boolean).join(" · ") : undefined}>
      <div className="row" style={{ marginBottom: 12 }}>
        <Segmented
          aria-label={words.columns.open} value={url["open"] === "true" ? "open" : "all"} onChange={(next) => { update({ open: next === "open" ? "true" : null }); }}
          options={[{ value: "all", label: words.allMoves }, { value: "open", label: words.onlyOpen }]}
        />
      </div>
      <FilterBar filters={[{ kind: "text", name: "q" }]} />
      <Grid<Movement> id="bank-movements" label={words.accounts.movements} path={`/bank-accounts/${id}/movements`} query={url} columns={COLUMNS} rowKey={(m) => `${m.entry_id}-${m.entry_line}`} empty={<EmptyState>{words.movementsEmpty}</EmptyState>} />
    </Frame>
  );
}
