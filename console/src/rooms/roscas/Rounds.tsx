import { FilePdfOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { openFile } from "@/api/client.ts";
import { DateText } from "@/kit/DateText.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import type { RoscaDetail } from "./data.ts";
import { RoundTag } from "./tags.tsx";
import { words } from "./words.ts";

/** The rounds: who receives, what is gathered, and the act of each pot that was handed over. */
export function Rounds({ of }: { of: RoscaDetail }) {
  const [problem, setProblem] = useState<unknown>(null);
  const c = words.roundColumns;
  return (
    <section className="card" aria-label={words.rounds}>
      <h2>{words.rounds}</h2>
      {problem ? <ProblemNotice error={problem} /> : null}
      <PlainTable
        cards caption={words.rounds} rows={of.rounds} rowKey={(r) => r.round}
        columns={[
          { key: "r", title: c.round, cell: (r) => <strong>{r.round}</strong> },
          { key: "d", title: c.due, cell: (r) => <DateText value={r.due_on} /> },
          { key: "w", title: c.who, cell: (r) => (r.client ? `${r.number ?? ""}. ${r.client.name}` : es.common.missing) },
          { key: "c", title: c.collected, end: true, cell: (r) => <Money value={r.collected} quietZero /> },
          { key: "m", title: c.missing, end: true, cell: (r) => <Money value={r.missing} quietZero /> },
          { key: "s", title: c.state, cell: (r) => <RoundTag of={r} /> },
          { key: "e", title: c.delivered, end: true, cell: (r) => (r.delivery ? <><Money value={r.delivery.net} /><div className="hint"><DateText value={r.delivery.on} /></div></> : "") },
          {
            key: "a", title: c.act,
            cell: (r) => (r.delivery ? (
              <Button
                size="small" icon={<FilePdfOutlined aria-hidden />} aria-label={`${words.act}, ${words.round(r.round)}`}
                onClick={() => { setProblem(null); openFile(`/roscas/${of.id}/rounds/${r.round}/delivery.pdf`).catch(setProblem); }}
              >PDF</Button>
            ) : ""),
          },
        ]}
      />
    </section>
  );
}
