import { Segmented } from "antd";
import { useBranchQuery } from "@/api/query.ts";
import type { Shift } from "@/api/tills.ts";
import { InstantText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { Frame } from "./Frame.tsx";
import { DifferenceText, ShiftTag } from "./ShiftTag.tsx";
import { words } from "./words.ts";

const COLUMNS: Column<Shift>[] = [
  { key: "folio", title: words.columns.shift, width: 110, narrow: "sub", cell: (s) => <Go to={`/caja/cierres/${s.id}`}>{s.folio}</Go> },
  { key: "till", title: words.columns.till, flex: 1, width: 160, narrow: "title", cell: (s) => s.till.name },
  { key: "by", title: words.columns.opened, width: 150, narrow: "sub", cell: (s) => s.opened_by.name },
  { key: "opened", title: words.columns.since, width: 180, cell: (s) => <InstantText value={s.opened_at} /> },
  { key: "closed", title: words.columns.closed, width: 180, cell: (s) => <InstantText value={s.closed_at} /> },
  { key: "fund", title: words.columns.fund, width: 140, end: true, cell: (s) => <Money value={s.fund} /> },
  { key: "expected", title: words.columns.expected, width: 140, end: true, cell: (s) => <Money value={s.expected} /> },
  { key: "counted", title: words.columns.counted, width: 140, end: true, cell: (s) => <Money value={s.counted} /> },
  { key: "difference", title: words.columns.difference, width: 190, end: true, narrow: "end", cell: (s) => <DifferenceText value={s.difference} /> },
  { key: "state", title: words.columns.state, width: 190, narrow: "endSub", cell: (s) => <ShiftTag of={s} /> },
];

/** Shifts of tills with their counts and differences, the newest first. */
export default function Closings() {
  const [url, setUrl] = useUrlState();
  const go = useGo();
  const branch = useBranchQuery();
  const shown = url["uneven"] ? "uneven" : url["live"] ? "live" : "all";
  return (
    <Frame section="closings">
      <div className="row" style={{ marginBottom: 12 }}>
        <Segmented
          aria-label={words.columns.state} value={shown} onChange={(next) => { setUrl({ uneven: next === "uneven" ? "true" : null, live: next === "live" ? "true" : null }); }}
          options={[{ value: "all", label: words.allShifts }, { value: "live", label: words.live }, { value: "uneven", label: words.uneven }]}
        />
      </div>
      <Grid<Shift>
        id="till-shifts" label={words.closings} path="/till-shifts" query={{ ...branch, ...url }} columns={COLUMNS} rowKey={(s) => s.id} onOpen={(s) => { go(`/caja/cierres/${s.id}`); }}
        empty={<EmptyState>{words.closingsEmpty}</EmptyState>}
      />
    </Frame>
  );
}
