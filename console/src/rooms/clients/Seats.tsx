import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import type { Seat } from "./data.ts";
import { words } from "./words.ts";

const text = words.seatColumns;
const TONES: Record<string, Tone> = { reserved: "wait", waiting: "ok", late: "bad", received: "info", received_late: "bad", closed: "off" };
const COLUMNS: Column<Seat>[] = [
  { key: "folio", title: text.folio, width: 104, narrow: "sub", cell: (s) => <Go to={`/sanes/${s.rosca_id}`}>{s.folio}</Go> },
  { key: "name", title: text.name, flex: 1, width: 150, narrow: "title", cell: (s) => s.name },
  { key: "number", title: text.number, width: 92, end: true, cell: (s) => s.number },
  { key: "turn", title: text.turn, width: 160, narrow: "sub", cell: (s) => (s.turn ? <>{words.seatTurn(s.turn)}, <DateText value={s.received_on ?? s.turn_on} /></> : "") },
  { key: "contribution", title: text.contribution, width: 130, end: true, cell: (s) => <Money value={s.contribution} /> },
  { key: "overdue", title: text.overdue, width: 130, end: true, cell: (s) => <Money value={s.overdue} quietZero /> },
  { key: "position", title: text.position, width: 150, end: true, narrow: "end", cell: (s) => <strong title={words.positionHint}><Money value={s.position} quietZero /></strong> },
  { key: "state", title: text.state, width: 212, narrow: "endSub", cell: (s) => <StateTag tone={TONES[s.state] ?? "off"}>{s.state_label}</StateTag> },
];

/** The numbers the client has in sanes: when each one is paid the pot, and what the group owes or is owed. */
export function OwnSeats({ id }: { id: string }) {
  const go = useGo();
  return (
    <Grid<Seat>
      id="client-seats" label={words.tabs.roscas} path={`/clients/${id}/seats`} query={{}} columns={COLUMNS} rowKey={(s) => `${s.rosca_id}-${s.number}`}
      onOpen={(s) => { go(`/sanes/${s.rosca_id}`); }} empty={<EmptyState>{words.noSeats}</EmptyState>}
    />
  );
}
