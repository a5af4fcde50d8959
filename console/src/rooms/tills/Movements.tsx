import type { Movement } from "@/api/tills.ts";
import { InstantText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { useDesks } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

const TONES: Record<Movement["state"], Tone> = { done: "ok", undone: "off", reversal: "bad", difference: "wait" };
const COLUMNS: Column<Movement>[] = [
  { key: "at", title: words.columns.at, width: 180, narrow: "sub", cell: (m) => <InstantText value={m.at} /> },
  { key: "folio", title: words.columns.folio, width: 120, narrow: "sub", cell: (m) => (m.link ? <Go to={m.link}>{m.folio}</Go> : m.folio) },
  { key: "concept", title: words.columns.concept, flex: 2, width: 220, narrow: "title", cell: (m) => m.concept },
  { key: "client", title: words.columns.client, flex: 1, width: 170, cell: (m) => (m.client ? <Go to={`/clientes/${m.client.id}`}>{m.client.name}</Go> : "") },
  { key: "method", title: words.columns.method, width: 100, cell: (m) => m.method_label },
  { key: "entered", title: words.columns.entered, width: 140, end: true, narrow: "end", cell: (m) => (m.entered ? <Money value={m.entered} /> : "") },
  { key: "gone", title: words.columns.gone, width: 140, end: true, narrow: "end", cell: (m) => (m.gone ? <Money value={m.gone} /> : "") },
  { key: "balance", title: words.columns.balance, width: 140, end: true, cell: (m) => <Money value={m.balance} /> },
  { key: "user", title: words.columns.user, width: 140, cell: (m) => m.user },
  { key: "state", title: words.columns.state, width: 150, narrow: "endSub", cell: (m) => <StateTag tone={TONES[m.state]}>{m.state_label}</StateTag> },
];

/** What came in and went out of a shift: the one in the address, or the one open now. */
export default function Movements() {
  const [url] = useUrlState();
  const desks = useDesks();
  const open = desks.data?.items.find((d) => d.receives && d.shift) ?? desks.data?.items.find((d) => d.shift);
  const shift = url["shift_id"] ?? open?.shift?.id;
  if (!shift && desks.isPending) return <PageSkeleton />;
  return (
    <Frame section="movements" subtitle={!url["shift_id"] && open?.shift ? `${open.name} · ${open.shift.folio}` : null}>
      {shift ? (
        <Grid<Movement>
          id="till-movements" label={words.movements} path="/till-movements" query={{ shift_id: shift }} columns={COLUMNS} rowKey={(m) => String(m.id)}
          empty={<EmptyState>{words.movementsEmpty}</EmptyState>}
        />
      ) : <div className="card"><EmptyState action={<Go to="/caja">{words.open}</Go>}>{words.movementsNone}</EmptyState></div>}
    </Frame>
  );
}
