import { Button, Segmented, Select, Tag } from "antd";
import { useState } from "react";
import { useCommand } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { Act } from "./Act.tsx";
import type { Doing } from "./Act.tsx";
import { LIGHTS, VIEWS, among, grouped, isOpen, see, together, useAlerts, useCounts, useRules, useWhere } from "./data.ts";
import type { Alert, Count } from "./data.ts";
import { Detail } from "./Detail.tsx";
import { Frame } from "./Frame.tsx";
import { List } from "./List.tsx";
import { words } from "./words.ts";

type Shown = keyof typeof VIEWS & keyof typeof words.empty;

/** Alertas: what the house warns of, identical ones together, the most pressing first. */
export default function Alerts() {
  const [url, update] = useUrlState();
  const user = useUser();
  const view = url["view"] && url["view"] in VIEWS ? url["view"] : "open";
  const rule = url["rule"];
  const urgency = url["urgency"];
  const where = useWhere(url["branch_id"]);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAlerts({ view, rule, urgency, ...where }, user.id);
  const counted = useCounts(where).data?.groups;
  const shown = view === "open" && counted ? among(counted, rule, urgency) : null;
  const rules = useRules(null);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const ordered = grouped(items).flatMap((group) => group.items);
  const current = items.find((of) => of.id === url["item"]) ?? null;
  const [doing, setDoing] = useState<Doing | null>(null);
  const seeing = useCommand((of: Alert) => see(of.id));
  const open = (of: Alert | null): void => { update({ item: of?.id ?? null }); };
  function move(step: number): void {
    const at = current ? ordered.indexOf(current) + step : 0;
    const next = ordered[Math.min(Math.max(at, 0), ordered.length - 1)];
    if (next) open(next);
  }
  const live = current !== null && isOpen(current);
  useShortcut("j", words.keys.next, () => { move(1); }, "page", items.length > 0);
  useShortcut("k", words.keys.previous, () => { move(-1); }, "page", items.length > 0);
  useShortcut("v", words.keys.see, () => { if (current) seeing.mutate(current); }, "page", current?.state === "new");
  useShortcut("s", words.keys.resolve, () => { setDoing("resolve"); }, "page", live);
  useShortcut("t", words.keys.take, () => { setDoing("take"); }, "page", live);
  useShortcut("x", words.keys.dismiss, () => { setDoing("dismiss"); }, "page", live);
  return (
    <Frame section="alerts">
      <div className="row between alerts-head">
        <Views
          label={words.views.label} current={view}
          views={(Object.keys(VIEWS) as Shown[]).map((key) => ({ key: String(key), label: words.views[key as "open"], href: href("/alertas", { view: key === "open" ? null : String(key), rule, urgency, branch_id: url["branch_id"] }) }))}
        />
        <Select
          aria-label={words.rule} allowClear placeholder={words.anyRule} value={rule} style={{ width: 250 }} popupMatchSelectWidth={280}
          options={(rules.data?.items ?? []).map((each) => ({ value: each.rule, label: each.name }))} onChange={(next: string | undefined) => { update({ rule: next ?? null, item: null }); }}
        />
      </div>
      <Lights counted={view === "open" ? counted : undefined} rule={rule} urgency={urgency} onPick={(next) => { update({ urgency: next, item: null }); }} />
      {url["branch_id"] && user.branches.length > 1 ? (
        <p className="row alerts-count"><Tag closable={{ "aria-label": words.where.leave }} onClose={() => { update({ branch_id: null, item: null }); }}>{called(url["branch_id"], user.branches)}</Tag></p>
      ) : null}
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="card stack">{Array.from({ length: 6 }, (_, i) => <Skeleton key={i} height={24} />)}</div> : null}
      {data && items.length === 0 ? (
        <div className="card"><EmptyState action={rule || urgency ? <Button onClick={() => { update({ rule: null, urgency: null }); }}>{words.clear}</Button> : view === "open" ? <Go to="/alertas/reglas">{words.rules}</Go> : <Go to="/alertas">{words.views.open}</Go>}>{rule || urgency ? words.emptyFilter : words.empty[view]}</EmptyState></div>
      ) : null}
      {items.length > 0 ? (
        <>
          <p className="second num alerts-count">{shown ? words.count(formatCount(together(shown))) : `${words.count(formatCount(items.length))}${hasNextPage ? "+" : ""}`}</p>
          <div className={current ? "alerts-page open" : "alerts-page"}>
            <div>
              <List groups={grouped(items)} totals={shown ? totals(shown) : null} current={current?.id ?? null} onOpen={open} />
              {hasNextPage ? <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{words.more}</Button> : null}
            </div>
            {current ? <Detail key={current.id} id={current.id} onDo={setDoing} onBack={() => { open(null); }} /> : <aside className="card alert-detail none"><p className="second">{words.pickOne}</p></aside>}
          </div>
        </>
      ) : null}
      {doing && current ? <Act of={current} doing={doing} onClose={() => { setDoing(null); }} /> : null}
    </Frame>
  );
}

/** Red, yellow or green alone, with how many there are of each: the figures of the boards. */
function Lights({ counted, rule, urgency, onPick }: { counted: Count[] | undefined; rule: string | undefined; urgency: string | undefined; onPick: (urgency: string | null) => void }) {
  const number = (which: string): string => (counted ? ` ${formatCount(together(among(counted, rule, which)))}` : "");
  const lights = Object.entries(LIGHTS).map(([key, value]) => ({ value, label: <span>{words.lights[key as keyof typeof LIGHTS]}<span className="num">{number(value)}</span></span> }));
  return <div className="scroll-x alerts-lights"><Segmented aria-label={words.lights.label} value={urgency ?? ""} options={[{ value: "", label: words.lights.all }, ...lights]} onChange={(next) => { onPick(next === "" ? null : next); }} /></div>;
}

function totals(found: Count[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const each of found) sums.set(`${each.rule}:${each.branch_id}`, (sums.get(`${each.rule}:${each.branch_id}`) ?? 0) + each.count);
  return sums;
}

function called(told: string, branches: { id: number; name: string }[]): string {
  const one = branches.find((each) => String(each.id) === told);
  return one ? words.where.one(one.name) : words.where.all;
}
