import { SwapOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, Select } from "antd";
import { useState } from "react";
import type { Kept, Location } from "@/api/pawn.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import type { PlainColumn } from "@/kit/PlainTable.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { PawnTag } from "@/kit/TicketTag.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { sendItems } from "./acts.ts";
import { PAWN, ticketPath } from "./data.ts";
import { keptName, markOf } from "./shown.ts";
import { GROUPS, filtered, inGroup } from "./vaulting.ts";
import type { Group } from "./vaulting.ts";
import { vault as words } from "./vaultWords.ts";
import { words as room } from "./words.ts";

const STEP = 100;
const TONES: Partial<Record<Group, "warn" | "bad">> = { grace: "warn", expired: "bad" };

/** What is in the house, by place and age; chosen ones go to another place, through two hands. */
export function VaultItems({ items, places }: { items: Kept[]; places: Location[] }) {
  const [url, update] = useUrlState();
  const may = useCan("pawn.custody");
  const opens = useCan("pawn.open");
  const [shown, setShown] = useState(STEP);
  const [chosen, setChosen] = useState<string[]>([]);
  const [moving, setMoving] = useState(false);
  const place = url["lugar"] ? Number(url["lugar"]) : null;
  const group = GROUPS.find((one) => one === url["estado"]) ?? null;
  const here = filtered(items, place, null, "");
  const rows = filtered(items, place, group, url["q"] ?? "");
  const picked = items.filter((item) => chosen.includes(item.item_id));
  const at = (patch: Record<string, string | null>): string => href(`${PAWN}/boveda`, { lugar: url["lugar"] ?? null, ...patch });
  if (items.length === 0) return <div className="card"><EmptyState action={opens ? <Go to={`${PAWN}/nuevo`}>{room.new}</Go> : undefined}>{words.empty}</EmptyState></div>;
  const several = new Set(items.map((item) => item.branch_id)).size > 1;
  const branchOf = (k: Kept): string => (several ? ` · ${places.find((one) => one.id === k.location_id)?.branch ?? ""}` : "");
  const columns: PlainColumn<Kept>[] = [
    ...(may ? [{
      key: "pick", title: "", cell: (k: Kept) => (
        <Checkbox aria-label={words.choose(k.label)} disabled={k.moving} checked={chosen.includes(k.item_id)} onChange={(event) => { setChosen((before) => (event.target.checked ? [...before, k.item_id] : before.filter((id) => id !== k.item_id))); }} />
      ),
    }] : []),
    { key: "label", title: words.columns.label, lead: true, cell: (k) => <Go to={ticketPath(k.ticket_id)}><span className="num">{k.label}</span></Go> },
    { key: "article", title: words.columns.article, lead: true, cell: (k) => <>{keptName(k)}<div className="hint">{k.client.name}</div></> },
    { key: "mark", title: words.columns.mark, cell: (k) => markOf(k) },
    { key: "appraisal", title: words.columns.appraisal, end: true, cell: (k) => <Money value={k.appraisal} code={false} /> },
    { key: "loan", title: words.columns.loan, end: true, cell: (k) => <Money value={k.principal} /> },
    { key: "due", title: words.columns.due, cell: (k) => <DateText value={k.due_on} /> },
    { key: "renewals", title: words.columns.renewals, end: true, cell: (k) => (k.renewals > 0 ? k.renewals : "") },
    { key: "place", title: words.columns.place, cell: (k) => (k.moving ? <StateTag tone="wait">{words.moving}</StateTag> : `${k.location ?? ""}${branchOf(k)}`) },
    { key: "state", title: words.columns.state, cell: (k) => <PawnTag status={k.state} label={k.state_label} /> },
  ];
  return (
    <>
      <div className="figures">
        {GROUPS.map((one) => {
          const n = here.filter((item) => inGroup(item, one)).length;
          return n === 0 && (one === "redeemed" || one === "quoted") ? null : <Figure key={one} label={words.group[one]} value={n} link={at({ estado: one })} tone={n > 0 ? TONES[one] : undefined} foot={words.items(n).replace(/^\d+ /, "")} />;
        })}
      </div>
      <section className="card stack" aria-label={words.tabs.items}>
        <div className="row">
          <Select
            aria-label={words.place} value={place ?? 0} style={{ minWidth: 190 }} onChange={(next: number) => { update({ lugar: next || null }); }}
            options={[{ value: 0, label: words.every }, ...places.map((one) => ({ value: one.id, label: `${one.name} · ${one.branch}` }))]}
          />
          <Select
            aria-label={words.columns.state} value={group ?? "all"} style={{ minWidth: 190 }} onChange={(next: string) => { update({ estado: next === "all" ? null : next }); }}
            options={[{ value: "all", label: words.all }, ...GROUPS.map((one) => ({ value: one as string, label: words.group[one] }))]}
          />
          <Input allowClear aria-label={es.filters.text} placeholder={words.find} value={url["q"] ?? ""} style={{ flex: "1 1 200px", maxWidth: 360 }} onChange={(event) => { update({ q: event.target.value }); }} />
          <span className="second num">{words.items(rows.length)}</span>
        </div>
        {picked.length > 0 ? (
          <div className="pawn-note" role="status">
            <span>{words.chosen(picked.length)}</span>
            <span className="row"><Button type="primary" icon={<SwapOutlined aria-hidden />} onClick={() => { setMoving(true); }}>{words.move.open}</Button><Button type="text" onClick={() => { setChosen([]); }}>{words.clear}</Button></span>
          </div>
        ) : null}
        {rows.length === 0 ? <EmptyState action={<Go to={`${PAWN}/boveda`}>{es.filters.clear}</Go>}>{words.emptyFiltered}</EmptyState> : <PlainTable cards caption={words.tabs.items} rows={rows.slice(0, shown)} rowKey={(k) => k.item_id} columns={columns} />}
        {rows.length > shown ? <Button onClick={() => { setShown(shown + STEP); }}>{words.more(Math.min(STEP, rows.length - shown))}</Button> : null}
      </section>
      {moving ? <MoveModal items={picked} places={places} onClose={() => { setMoving(false); }} onSent={() => { setChosen([]); }} /> : null}
    </>
  );
}

/** The first hand: gives them for another place. */
function MoveModal({ items, places, onClose, onSent }: { items: Kept[]; places: Location[]; onClose: () => void; onSent: () => void }) {
  const [to, setTo] = useState<number | null>(null);
  const [note, setNote] = useState("");
  const branches = new Set(items.map((item) => item.branch_id));
  const options = places.filter((one) => branches.has(one.branch_id) && !items.every((item) => item.location_id === one.id));
  const wrong = branches.size > 1 ? words.move.mixed : options.length === 0 ? words.move.noPlaces : null;
  return (
    <ActModal title={words.move.title(items.length)} action={words.move.open} ready={to !== null && wrong === null} done={words.move.done} onClose={onClose} run={async () => { await sendItems(items, to ?? 0, note.trim()); onSent(); }}>
      <ul className="stack tight">{items.slice(0, 8).map((item) => <li key={item.item_id}><span className="num">{item.label}</span> · {keptName(item)}</li>)}{items.length > 8 ? <li className="second">{room.more(items.length - 8)}</li> : null}</ul>
      <p className="second">{words.move.effect}</p>
      {wrong ? <p className="error" role="alert">{wrong}</p> : null}
      <Field id="to" label={words.move.to}><Select id="to" value={to} onChange={setTo} options={options.map((one) => ({ value: one.id, label: one.name }))} /></Field>
      <Field id="note" label={words.move.note} hint={words.move.noteHint} required={false}><Input id="note" value={note} maxLength={200} onChange={(event) => { setNote(event.target.value); }} /></Field>
    </ActModal>
  );
}
