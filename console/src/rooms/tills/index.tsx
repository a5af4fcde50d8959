import { PrinterOutlined } from "@ant-design/icons";
import { App, Button, Select } from "antd";
import { useState } from "react";
import { openFile } from "@/api/client.ts";
import { asProblem } from "@/api/problem.ts";
import type { Desk, Movement, Shift } from "@/api/tills.ts";
import { useCan } from "@/kit/Can.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { BranchTills } from "./BranchTills.tsx";
import { CloseTill, Uneven } from "./CloseTill.tsx";
import { useDesks, useLatest } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { MoveCash } from "./MoveCash.tsx";
import { OpenTill } from "./OpenTill.tsx";
import { DifferenceText, ShiftTag } from "./ShiftTag.tsx";
import { words } from "./words.ts";

/** Caja: open it, see it, take money out, count it blind. */
export default function Tills() {
  const { data, error, refetch } = useDesks();
  const [url, setUrl] = useUrlState();
  const watches = useCan("tills.watch");
  if (!data) return error ? <div className="page"><ProblemNotice error={error} onRetry={() => void refetch()} /></div> : <PageSkeleton figures={3} />;
  const wanted = data.items.find((d) => String(d.id ?? d.currency) === url["till"]);
  const desk = wanted ?? data.items.find((d) => d.receives) ?? data.items[0];
  if (!desk) return <Frame section="desk"><EmptyState>{words.closed}</EmptyState></Frame>;
  return (
    <Frame section="desk" tag={desk.shift ? <ShiftTag of={desk.shift} /> : null} subtitle={desk.required ? words.required : null}>
      <div className="stack wide">
        {data.items.length > 1 ? (
          <div className="row">
            <Select
              aria-label={words.whichTill} value={String(desk.id ?? desk.currency)} style={{ minWidth: 260 }} onChange={(till: string) => { setUrl({ till }); }}
              options={data.items.map((d) => ({ value: String(d.id ?? d.currency), label: d.receives ? `${d.name} · ${words.receives}` : d.name }))}
            />
          </div>
        ) : null}
        <Counter key={`${desk.id ?? desk.currency}-${desk.shift?.id ?? ""}`} desk={desk} desks={data.items} />
        {watches ? <BranchTills /> : null}
      </div>
    </Frame>
  );
}

/** One till: closed, open, being counted or waiting for another person. */
function Counter({ desk, desks }: { desk: Desk; desks: Desk[] }) {
  const [doing, setDoing] = useState<"open" | "count" | "move" | null>(null);
  const { message } = App.useApp();
  const { shift } = desk;
  const may = shift?.may;
  useShortcut("n", shift ? words.closing.action : words.open, () => { setDoing(shift ? "count" : "open"); }, "page", shift ? may?.count ?? false : doing === null);
  if (!shift) return doing === "open" ? <OpenTill of={desk} onDone={() => { setDoing(null); }} /> : <Closed desk={desk} onOpen={() => { setDoing("open"); }} />;
  if (doing === "count" && may?.count) {
    return <CloseTill of={shift} denominations={desk.denominations} onBack={() => { setDoing(null); }} onSent={() => { setDoing(null); }} />;
  }
  return (
    <div className="till-desk">
      <div className="stack">
        {shift.state === "counted" ? <Uneven of={shift} onAgain={() => { setDoing("count"); }} onSettled={() => { void message.info(words.closing.closedDone); }} /> : null}
        {shift.state === "waiting" ? <div className="till-note" role="status">{words.closing.waits}</div> : null}
        {shift.state === "opening" ? <div className="till-note" role="status">{words.opening.waits}</div> : null}
        <Latest of={shift} />
      </div>
      <aside className="card stack" aria-label={shift.till.name}>
        <h2>{shift.till.name} · <Go to={`/caja/cierres/${shift.id}`}>{shift.folio}</Go></h2>
        <Standing of={shift} />
        {shift.state === "open" && may?.count ? <Button type="primary" size="large" block onClick={() => { setDoing("count"); }}>{words.closing.action}</Button> : null}
        {may?.move ? <Button block onClick={() => { setDoing("move"); }}>{words.move.action}</Button> : null}
        <PrintCut of={shift} kind="x" />
      </aside>
      {doing === "move" ? <MoveCash of={shift} desks={desks} onClose={() => { setDoing(null); }} /> : null}
    </div>
  );
}

function Closed({ desk, onOpen }: { desk: Desk; onOpen: () => void }) {
  return (
    <div className="card">
      <EmptyState action={<Button type="primary" size="large" onClick={onOpen}>{words.open}</Button>}>
        <strong>{words.closed}</strong>
        <br />
        {desk.last ? <>{words.last(desk.last.folio)} <InstantText value={desk.last.closed_at} /> · {words.counted.toLowerCase()} <Money value={desk.last.counted} /> · <DifferenceText value={desk.last.difference} /></> : desk.name}
      </EmptyState>
    </div>
  );
}

/** Who has it and, for who may know, what has to be in it. */
function Standing({ of }: { of: Shift }) {
  return (
    <>
      <dl className="facts">
        <dt>{words.by}</dt><dd>{of.opened_by.name}</dd>
        <dt>{words.since}</dt><dd><InstantText value={of.opened_at} /></dd>
        <dt>{words.fund}</dt><dd><Money value={of.fund} /></dd>
        <dt>{words.moves}</dt><dd className="num">{of.moves}</dd>
        {of.blind ? null : <><dt>{words.entered}</dt><dd><Money value={of.entered} /></dd><dt>{words.gone}</dt><dd><Money value={of.gone} /></dd><dt>{words.expected}</dt><dd><strong><Money value={of.expected} /></strong></dd></>}
        {of.counted ? <><dt>{words.counted}</dt><dd><Money value={of.counted} /></dd></> : null}
        {of.difference ? <><dt>{words.difference}</dt><dd><DifferenceText value={of.difference} /></dd></> : null}
      </dl>
      {of.blind ? <p className="hint">{words.blindNote}</p> : null}
    </>
  );
}

function Latest({ of }: { of: Shift }) {
  const { data, error, refetch } = useLatest(of.id);
  return (
    <section className="card" aria-label={words.movements}>
      <div className="row between"><h2>{words.movements}</h2><Go to={href("/caja/movimientos", { shift_id: of.id })}>{words.seeAll}</Go></div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      <PlainTable<Movement>
        caption={words.movements} rows={data?.items ?? []} rowKey={(m) => m.id} cards empty={data ? <span className="second">{words.movementsEmpty}</span> : null}
        columns={[
          { key: "c", title: words.columns.concept, lead: true, cell: (m) => <>{m.link ? <Go to={m.link}>{m.folio}</Go> : m.folio} · {m.client?.name ?? m.concept}</> },
          { key: "t", title: words.columns.at, cell: (m) => <InstantText value={m.at} only="time" /> },
          { key: "i", title: words.columns.entered, end: true, cell: (m) => (m.entered ? <Money value={m.entered} /> : null) },
          { key: "o", title: words.columns.gone, end: true, cell: (m) => (m.gone ? <Money value={m.gone} /> : null) },
        ]}
      />
    </section>
  );
}

/** Prints the cut: X while it is open, Z once closed. */
export function PrintCut({ of, kind }: { of: Shift; kind: "x" | "z" }) {
  const { notification } = App.useApp();
  return (
    <Button
      block icon={<PrinterOutlined aria-hidden />}
      onClick={() => { openFile(`/till-shifts/${of.id}/${kind}.pdf`).catch((failed: unknown) => { notification.error({ title: asProblem(failed).title }); }); }}
    >
      {kind === "x" ? words.printX : words.printZ}
    </Button>
  );
}
