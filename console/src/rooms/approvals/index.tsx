import { Select } from "antd";
import { useState } from "react";
import { formatCount } from "@/kit/formats.ts";
import { Skeleton } from "@/kit/Loading.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { Batch, BatchBar } from "./Batch.tsx";
import { VIEWS, batchable, keyOf, useApart, useInbox } from "./data.ts";
import type { Approval, Doing, InboxPage } from "./data.ts";
import { Deciding } from "./Deciding.tsx";
import { Detail } from "./Detail.tsx";
import { Frame } from "./Frame.tsx";
import { List } from "./List.tsx";
import { words } from "./words.ts";

const KINDS = Object.entries(words.kinds).map(([value, label]) => ({ value, label }));
type Shown = keyof typeof words.views;

/** Autorizaciones: one inbox for everything that waits for a second hand. */
export default function Inbox() {
  const [url, update] = useUrlState();
  const view = url["view"] && url["view"] in VIEWS ? url["view"] : "decide";
  const kind = url["kind"];
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInbox(view, kind);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const listed = items.find((of) => keyOf(of) === url["item"]) ?? null;
  const apart = useApart(url["item"], data !== undefined && listed === null);
  const current = listed ?? apart.data ?? null;
  const [doing, setDoing] = useState<Doing | null>(null);
  const [picked, setPicked] = useState<Set<string>>(new Set());
  const [batching, setBatching] = useState(false);
  const chosen = items.filter((of) => picked.has(keyOf(of)) && batchable(of));
  const may = (what: Doing): boolean => Boolean(current?.may[what]);
  const open = (of: Approval | null): void => { update({ item: of ? keyOf(of) : null }); };
  function move(step: number): void {
    const at = current ? items.indexOf(current) + step : 0;
    const next = items[Math.min(Math.max(at, 0), items.length - 1)];
    if (next) open(next);
  }
  function pick(of: Approval): void {
    const key = keyOf(of);
    const next = new Set(picked);
    if (next.has(key)) next.delete(key);
    else if (batchable(of) && (chosen[0] === undefined || chosen[0].kind === of.kind)) next.add(key);
    setPicked(next);
  }
  useShortcut("j", words.keys.next, () => { move(1); }, "page", items.length > 0);
  useShortcut("k", words.keys.previous, () => { move(-1); }, "page", items.length > 0);
  useShortcut("a", words.keys.authorise, () => { setDoing("authorise"); }, "page", may("authorise"));
  useShortcut("r", words.keys.reject, () => { setDoing("reject"); }, "page", may("reject"));
  useShortcut("d", words.keys.sendBack, () => { setDoing("send_back"); }, "page", may("send_back"));
  useShortcut("x", words.keys.pick, () => { if (current) pick(current); }, "page", current !== null && batchable(current));

  const totals = data?.pages[0]?.totals;
  return (
    <Frame section="inbox">
      <div className="row between inbox-head">
        <Views
          label={words.views.label} current={view}
          views={(Object.keys(VIEWS) as Shown[]).map((key) => ({ key, label: words.views[key], href: href("/autorizaciones", { view: key === "decide" ? null : key, kind }) }))}
        />
        <Select
          aria-label={words.kind} allowClear placeholder={words.kind} value={kind} options={KINDS} style={{ width: 210 }} popupMatchSelectWidth={240}
          onChange={(next: string | undefined) => { update({ kind: next ?? null, item: null }); }}
        />
      </div>
      {totals && totals.count > 0 ? <Totals of={totals} view={view} /> : null}
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="card stack">{Array.from({ length: 6 }, (_, i) => <Skeleton key={i} height={24} />)}</div> : null}
      {apart.error && !current ? <ProblemNotice error={apart.error} onRetry={() => void apart.refetch()} /> : null}
      {data && items.length === 0 && !current ? (
        <div className="card">
          <EmptyState action={view === "decide" ? <Go to="/autorizaciones?view=asked">{words.seeAll}</Go> : kind ? <Go to={href("/autorizaciones", { view })}>{es.filters.clear}</Go> : undefined}>{words.empty[view]}</EmptyState>
        </div>
      ) : null}
      {items.length > 0 || current ? (
        <div className={current ? "two-hands open" : "two-hands"}>
          {items.length > 0 ? (
            <List
              items={items} current={current ? keyOf(current) : null} picked={picked} batching={items.some(batchable)} kind={chosen[0]?.kind ?? null} onOpen={open} onPick={pick}
              more={hasNextPage ? () => void fetchNextPage() : null} loading={isFetchingNextPage}
            />
          ) : <div className="card"><EmptyState>{words.empty[view]}</EmptyState></div>}
          {current ? <Detail key={keyOf(current)} of={current} onDo={setDoing} onBack={() => { open(null); }} /> : <aside className="card detail none"><p className="second">{words.pickOne}</p></aside>}
        </div>
      ) : null}
      {chosen.length > 0 ? <BatchBar items={chosen} onClear={() => { setPicked(new Set()); }} onAct={() => { setBatching(true); }} /> : null}
      {doing && current?.may[doing] ? <Deciding key={keyOf(current) + doing} of={current} doing={doing} onClose={() => { setDoing(null); }} /> : null}
      {batching && chosen.length > 0 ? <Batch items={chosen} onClose={(left) => { setBatching(false); setPicked(left); }} /> : null}
    </Frame>
  );
}

function Totals({ of, view }: { of: InboxPage["totals"]; view: string }) {
  return (
    <p className="totals num">
      {words.count(formatCount(of.count))}
      {of.by_currency.map((sum) => (
        <span key={sum.currency}> · <strong><Money value={sum.amount} /></strong>{view === "asked" && sum.mine > 0 ? <span className="second"> ({words.mineCount(formatCount(sum.mine))}: <Money value={sum.mine_amount} />)</span> : null}</span>
      ))}
    </p>
  );
}
