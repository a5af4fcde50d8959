import { CloseOutlined } from "@ant-design/icons";
import { Button, Segmented, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { DateText, InstantText, useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { EVERY_BRANCH, useAskedBranch } from "@/kit/useAskedBranch.ts";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import type { Day } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

const text = words.days;
const TONES: Record<Day["state"], Tone> = { reconciled: "ok", unreconciled: "bad", pending: "wait" };

const COLUMNS: Column<Day>[] = [
  { key: "day", title: text.day, width: 120, narrow: "title", cell: (d) => <DateText value={d.business_date} /> },
  { key: "branch", title: text.branch, width: 150, flex: 1, narrow: "sub", cell: (d) => d.branch },
  { key: "state", title: text.state, width: 150, narrow: "end", cell: (d) => <StateTag tone={TONES[d.state]} title={d.state === "pending" ? text.pendingHint : undefined}>{text.states[d.state]}</StateTag> },
  { key: "system", title: text.system, width: 170, end: true, cell: (d) => <Money value={d.system} quietZero /> },
  { key: "bank", title: text.bank, width: 170, end: true, cell: (d) => <Money value={d.bank} quietZero /> },
  { key: "difference", title: text.difference, width: 170, end: true, narrow: "endSub", cell: (d) => <Money value={d.difference} sign quietZero /> },
  { key: "unmatched", title: text.unmatched, width: 240, narrow: "sub", cell: (d) => text.detail(d.unmatched_bank, d.unmatched_books, d.uneven) },
  { key: "timing", title: text.timing, width: 100, end: true, cell: (d) => d.timing },
  { key: "at", title: text.at, width: 210, cell: (d) => (d.at ? <><InstantText value={d.at} /> <span className="second">· {text.version(d.version)}</span></> : <span className="second">{text.never}</span>) },
];

/** Conciliación diaria: each day of each branch against the bank, item by item. */
export default function Days() {
  const branch = useAskedBranch();
  const go = useGo();
  const [url, update] = useUrlState();
  const left = url["open"] === "true";
  const today = useBusinessDate();
  const may = useCan("banks.reconcile");
  const [asking, setAsking] = useState(false);
  return (
    <Frame section="days" actions={may ? <Button type="primary" onClick={() => { setAsking(true); }}>{text.redo}</Button> : undefined}>
      <div className="kit-filters open">
        <div className="fl"><span aria-hidden>{text.show}</span><Segmented
          aria-label={text.show} value={left ? "left" : "all"} options={[{ value: "all", label: text.all }, { value: "left", label: text.left }]}
          onChange={(next) => { update(next === "left" ? { open: "true", from: `${today.slice(0, 8)}01`, to: today } : { open: null, from: null, to: null }); }}
        /></div>
        <label style={{ width: 122 }}>{text.from}<DateField key={`from-${url["from"] ?? ""}`} value={url["from"] ?? null} onChange={(from) => { update({ from }); }} /></label>
        <label style={{ width: 122 }}>{text.to}<DateField key={`to-${url["to"] ?? ""}`} value={url["to"] ?? null} onChange={(to) => { update({ to }); }} /></label>
        {url["branch_id"] === EVERY_BRANCH ? <div className="fl"><span aria-hidden>{text.branch}</span><Button icon={<CloseOutlined aria-hidden />} aria-label={text.onlyTop} onClick={() => { update({ branch_id: null }); }}>{text.every}</Button></div> : null}
      </div>
      <Grid<Day>
        id="bank-days" label={words.sections.days} path="/reconciliations" query={{ ...branch, open: left ? "true" : undefined, from: url["from"], to: url["to"] }} columns={COLUMNS} rowKey={(d) => `${d.business_date}-${d.branch_id}-${d.currency}`}
        onOpen={(d) => { go(href("/bancos/emparejar", { branch: d.branch_id, on: d.business_date })); }} empty={<EmptyState>{left ? text.emptyLeft : text.empty}</EmptyState>}
      />
      {asking ? <Redo onClose={() => { setAsking(false); }} /> : null}
    </Frame>
  );
}

function Redo({ onClose }: { onClose: () => void }) {
  const { branches } = useUser();
  const [branch, setBranch] = useState(useActingBranch().id);
  const [on, setOn] = useState<string | null>(useBusinessDate());
  return (
    <ActModal title={text.redoTitle} action={text.redo} ready={Boolean(on)} run={() => api.post("/reconciliations", { business_date: on, branch_id: branch })} done={text.redoDone} onClose={onClose}>
      <Field id="redo-branch" label={text.branch}><Select id="redo-branch" value={branch} onChange={setBranch} options={branches.map((b) => ({ value: b.id, label: b.name }))} /></Field>
      <Field id="redo-on" label={text.date}><DateField id="redo-on" value={on} onChange={setOn} /></Field>
    </ActModal>
  );
}
