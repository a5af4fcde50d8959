import { Button } from "antd";
import { InstantText } from "@/kit/DateText.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Match } from "./data.ts";
import { words } from "./words.ts";

const text = words.match;

/** The latest things explained, and the way back. */
export function History({ rows, may, onUndo }: { rows: Match[]; may: boolean; onUndo: (() => void) | undefined }) {
  return (
    <section className="card" aria-label={text.history} style={{ marginTop: 16 }}>
      <div className="row between"><h2>{text.history}</h2>{may && onUndo ? <Button size="small" onClick={onUndo}>{text.undo}</Button> : null}</div>
      <PlainTable<Match>
        caption={text.history} rows={rows} rowKey={(m) => m.id} cards empty={<span className="second">{text.nothing}</span>}
        columns={[
          { key: "r", title: text.reason, cell: (m) => <>{m.how_label} <span className="second">· {m.reason}</span></> },
          { key: "b", title: text.by, cell: (m) => <>{m.by} <span className="second">· <InstantText value={m.at} /></span></> },
          { key: "s", title: "", cell: (m) => (m.undone_at ? <StateTag tone="off" title={m.undone_reason ?? undefined}>{text.undone}</StateTag> : "") },
        ]}
      />
    </section>
  );
}
