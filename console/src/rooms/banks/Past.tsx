import { App, Button } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useCommand, useRead } from "@/api/query.ts";
import type { Page } from "@/api/types.ts";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { Money } from "@/kit/Money.tsx";
import { isZero } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Statement } from "./data.ts";
import { words } from "./words.ts";

const text = words.import;

/** Statements that entered in an account, with the gaps between them. */
export function Past({ account }: { account: number }) {
  const { message } = App.useApp();
  const { data } = useRead<Page<Statement>>("/bank-statements", { account_id: account, limit: 20 }, { keep: true });
  const [gone, setGone] = useState<Statement | null>(null);
  const act = useCommand((reason: string) => api.post(`/bank-statements/${gone?.id ?? ""}/withdrawal`, { reason }));
  return (
    <section className="card" aria-label={text.past}>
      <h2>{text.past}</h2>
      <PlainTable<Statement>
        caption={text.past} rows={data?.items ?? []} rowKey={(s) => s.id} cards empty={<span className="second">{text.pastEmpty}</span>}
        columns={[
          { key: "f", title: text.folio, lead: true, cell: (s) => <>{s.folio} <span className="second">{s.filename}</span></> },
          { key: "p", title: text.period, cell: (s) => <><DateText value={s.since} /> – <DateText value={s.until} /></> },
          { key: "l", title: text.lines, end: true, cell: (s) => s.lines - s.repeated },
          { key: "r", title: text.repeated, end: true, cell: (s) => s.repeated },
          { key: "c", title: text.closing, end: true, cell: (s) => <Money value={s.closing} /> },
          { key: "g", title: text.gap, end: true, cell: (s) => (s.gap && !isZero(s.gap) ? <Money value={s.gap} /> : "") },
          { key: "s", title: text.state, cell: (s) => <StateTag tone={s.state === "entered" ? "ok" : "off"}>{text.states[s.state]}</StateTag> },
          { key: "w", title: "", cell: (s) => (s.state === "entered" ? <Button size="small" onClick={() => { setGone(s); }}>{text.withdraw}</Button> : "") },
        ]}
      />
      <ConfirmWithReason
        open={gone !== null} title={`${text.withdraw} ${gone?.folio ?? ""}`} effect={text.withdrawEffect} action={text.withdraw} danger onClose={() => { setGone(null); }}
        onConfirm={async (reason) => { await act.mutateAsync(reason); void message.success(text.states.withdrawn); }}
      />
    </section>
  );
}
