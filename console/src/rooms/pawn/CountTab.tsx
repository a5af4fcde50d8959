import { BarcodeOutlined, CloseOutlined } from "@ant-design/icons";
import { App, Button, Input, Modal, Select } from "antd";
import type { InputRef } from "antd";
import { useRef, useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import type { CountAsk, Kept, Location, VaultCount } from "@/api/pawn.ts";
import { useCommand } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { scannedOf } from "@/kit/pawn.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { saveCount } from "./acts.ts";
import { itemCalled, useCounts } from "./data.ts";
import { Named } from "./MovesTab.tsx";
import { keptName } from "./shown.ts";
import { differences, keepTally, labelled, recallTally, tallied } from "./vaulting.ts";
import type { Reading, Tally } from "./vaulting.ts";
import { vault } from "./vaultWords.ts";

const words = vault.count;
interface Props { items: Kept[]; places: Location[] }

/** Counts a place with the reader: what is there, what is missing, what is of another place. */
export function CountTab({ items, places }: Props) {
  const { id } = useUser();
  const may = useCan("pawn.custody");
  const [tally, setTally] = useState<Tally | null>(() => recallTally(localStorage, id));
  const [result, setResult] = useState<VaultCount | null>(null);
  function keep(next: Tally | null): void {
    keepTally(localStorage, id, next);
    setTally(next);
  }
  return (
    <>
      {result ? <section className="card stack" aria-label={words.result(result.location)}><h2>{words.result(result.location)}</h2><Outcome of={result} items={items} /></section> : null}
      {may && tally ? <Counting tally={tally} items={items} places={places} onChange={keep} onSaved={(made) => { keep(null); setResult(made); }} /> : null}
      {may && !tally ? <Start items={items} places={places} onStart={(location) => { setResult(null); keep({ location, found: [], unknown: [] }); }} /> : null}
      <Before items={items} />
    </>
  );
}

function Start({ items, places, onStart }: Props & { onStart: (location: number) => void }) {
  const [place, setPlace] = useState<number | null>(places.find((one) => items.some((item) => item.location_id === one.id))?.id ?? null);
  return (
    <section className="card row" aria-label={words.start}>
      <Select aria-label={words.place} value={place} style={{ minWidth: 240 }} placeholder={words.place} onChange={setPlace} options={places.map((one) => ({ value: one.id, label: `${one.name} · ${one.branch} · ${vault.items(items.filter((item) => item.location_id === one.id).length)}` }))} />
      <Button type="primary" icon={<BarcodeOutlined aria-hidden />} disabled={place === null} onClick={() => { if (place !== null) onStart(place); }}>{words.start}</Button>
    </section>
  );
}

function Counting({ tally, items, places, onChange, onSaved }: Props & { tally: Tally; onChange: (next: Tally | null) => void; onSaved: (made: VaultCount) => void }) {
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const [text, setText] = useState("");
  const [last, setLast] = useState<Reading | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [ending, setEnding] = useState(false);
  const [note, setNote] = useState("");
  const field = useRef<InputRef>(null);
  const latest = useRef(tally);
  const save = useCommand((ask: CountAsk) => saveCount(ask, key));
  const place = places.find((one) => one.id === tally.location);
  const { missing, misplaced, expected } = differences(tally, items);

  function put(read: string, item: Kept | null): void {
    const next = tallied(latest.current, read, item);
    latest.current = next.tally;
    onChange(next.tally);
    setLast(next);
  }
  /* A bag keeps the label of its first ticket, whatever the last one: the server knows which article it is. */
  async function read(): Promise<void> {
    const told = text.trim();
    setText("");
    field.current?.focus();
    if (!told) return;
    setProblem(null);
    const known = labelled(told, items);
    const code = scannedOf(told);
    if (known || !code) { put(told, known); return; }
    try {
      const id = await itemCalled(code);
      put(told, items.find((item) => item.item_id === id) ?? null);
    } catch (error) {
      setProblem(error);
      setText(told);
    }
  }
  const said = last && (last.item ? (last.kind === "elsewhere" ? words.said.elsewhere(keptName(last.item), last.item.location ?? words.transit) : last.kind === "again" ? words.said.again(keptName(last.item)) : words.said.found(keptName(last.item))) : words.said.unknown(last.text));
  return (
    <section className="card stack" aria-label={words.scan}>
      <div className="row between">
        <h2>{place?.name} · <span className="num">{words.progress(expected - missing.length, expected)}</span></h2>
        <span className="row"><Button type="primary" onClick={() => { setEnding(true); }}>{words.save}</Button><Button type="text" danger onClick={() => { onChange(null); }}>{words.drop}</Button></span>
      </div>
      <Input
        ref={field} autoFocus size="large" value={text} prefix={<BarcodeOutlined aria-hidden />} aria-label={words.scan} placeholder={words.scanHint} autoComplete="off" spellCheck={false} maxLength={80}
        onChange={(event) => { setText(event.target.value); }} onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); void read(); } }}
      />
      <div role="status" aria-live="assertive" style={{ minHeight: 24 }}>{last ? <StateTag tone={last.kind === "found" ? "ok" : last.kind === "again" ? "info" : "bad"}>{said}</StateTag> : null}</div>
      {problem ? <ProblemNotice error={problem} /> : null}
      <div className="half">
        <List title={`${words.left} (${missing.length})`} items={missing} />
        <div className="stack">
          {misplaced.length > 0 ? <List title={`${words.elsewhere} (${misplaced.length})`} items={misplaced} places /> : null}
          {tally.unknown.length > 0 ? (
            <section aria-label={words.unknown}>
              <h3>{words.unknown} ({tally.unknown.length})</h3>
              <ul>{tally.unknown.map((one) => <li key={one} className="row between"><span className="num">{one}</span><Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={words.remove(one)} onClick={() => { latest.current = { ...tally, unknown: tally.unknown.filter((other) => other !== one) }; onChange(latest.current); }} /></li>)}</ul>
            </section>
          ) : null}
          <List title={`${words.seen} (${expected - missing.length})`} items={items.filter((item) => item.location_id === tally.location && tally.found.includes(item.item_id))} />
        </div>
      </div>
      <ConfirmWithReason
        open={ending} title={`${words.save} · ${place?.name ?? ""}`} action={words.save} withReason={false} onClose={() => { setEnding(false); }}
        onConfirm={async () => { const made = await save.mutateAsync({ location_id: tally.location, found: tally.found, unknown: tally.unknown, note: note.trim() }); void message.success(words.done); onSaved(made); }}
        effect={(
          <div className="stack">
            <p>{missing.length === 0 ? words.fine : words.confirmLeft(missing.length)}</p>
            <Input aria-label={words.note} placeholder={words.note} value={note} maxLength={200} onChange={(event) => { setNote(event.target.value); }} />
          </div>
        )}
      />
    </section>
  );
}

function List({ title, items, places = false }: { title: string; items: Kept[]; places?: boolean }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className="pawn-tally">{items.slice(0, 200).map((item) => <li key={item.item_id}><span className="num">{item.label}</span> · {keptName(item)}{places ? <span className="second"> · {item.location ?? words.transit}</span> : null}</li>)}</ul>
    </section>
  );
}

/** What a count found, article by article. */
function Outcome({ of, items }: { of: VaultCount; items: Kept[] }) {
  const fine = of.missing.length + of.misplaced.length + of.unknown.length === 0;
  return (
    <div className="stack">
      <p className="num">{words.columns.expected}: <strong>{of.expected}</strong> · {words.columns.found.toLowerCase()}: <strong>{of.found}</strong></p>
      {fine ? <StateTag tone="ok">{words.fine}</StateTag> : null}
      {of.missing.length > 0 ? <div><h3 className="error">{words.missing} ({of.missing.length})</h3><ul>{of.missing.map((id) => <li key={id}><Named id={id} items={items} /></li>)}</ul></div> : null}
      {of.misplaced.length > 0 ? <div><h3>{words.misplaced} ({of.misplaced.length})</h3><ul>{of.misplaced.map((id) => <li key={id}><Named id={id} items={items} /></li>)}</ul></div> : null}
      {of.unknown.length > 0 ? <div><h3>{words.unknown} ({of.unknown.length})</h3><p className="num">{of.unknown.join(", ")}</p></div> : null}
      {of.note ? <p className="second">{of.note}</p> : null}
    </div>
  );
}

function Before({ items }: { items: Kept[] }) {
  const { data, error, refetch } = useCounts();
  const { branches } = useUser();
  const [open, setOpen] = useState<VaultCount | null>(null);
  return (
    <section className="card stack" aria-label={words.before}>
      <h2>{words.before}</h2>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data?.items.length === 0 ? <p className="second">{words.none}</p> : null}
      {data && data.items.length > 0 ? (
        <PlainTable
          cards caption={words.before} rows={data.items} rowKey={(one) => one.id}
          columns={[
            { key: "place", title: words.columns.place, lead: true, cell: (one) => <><strong>{one.location}</strong>{branches.length > 1 ? <span className="second"> · {branches.find((b) => b.id === one.branch_id)?.name}</span> : null}</> },
            { key: "at", title: words.columns.at, cell: (one) => <InstantText value={one.at} /> },
            { key: "expected", title: words.columns.expected, end: true, cell: (one) => one.expected },
            { key: "found", title: words.columns.found, end: true, cell: (one) => one.found },
            { key: "differences", title: words.columns.differences, cell: (one) => {
              const told = words.differences(one.missing.length, one.misplaced.length, one.unknown.length);
              return told ? <Button type="link" size="small" style={{ paddingInline: 0 }} onClick={() => { setOpen(one); }}>{told}</Button> : <StateTag tone="ok">{words.ok}</StateTag>;
            } },
            { key: "who", title: words.columns.who, cell: (one) => one.counted_by },
          ]}
        />
      ) : null}
      <Modal open={open !== null} footer={null} title={open ? words.result(open.location) : ""} onCancel={() => { setOpen(null); }}>{open ? <Outcome of={open} items={items} /> : null}</Modal>
    </section>
  );
}
