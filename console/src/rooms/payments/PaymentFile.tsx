import { FilePdfOutlined, UndoOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import type { Payment } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText, InstantText } from "@/kit/DateText.tsx";
import { EntriesPreview, mirrored } from "@/kit/EntriesPreview.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { minus } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { PaymentTag, StateTag } from "@/kit/StateTag.tsx";
import { openReceipt, reverse, useEntry, usePayment } from "./data.ts";
import { words } from "./words.ts";

/** One payment: what it paid, where the money entered, its receipt and its reversal. */
export default function PaymentFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = usePayment(id);
  if (!data) return error ? <NoFile list="/pagos" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} />;
}

function File({ of }: { of: Payment }) {
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const undo = useCommand((reason: string) => reverse(of.id, reason, key));
  const mayRead = useCan("books.read");
  const written = useEntry(of.entry_id, asking && mayRead);
  const mayReverse = useCan("payments.reverse") && of.reversed === null;
  return (
    <div className="page">
      <PageHeader
        title={of.folio} tag={<PaymentTag reversed={of.reversed !== null} />}
        subtitle={<><Go to={`/clientes/${of.client_id}`}>{of.client.name}</Go> · <DateText value={of.received_on} /> · {of.method_label} {of.reference ?? ""}</>}
        actions={(
          <>
            <Button icon={<FilePdfOutlined aria-hidden />} title={words.copyNote} onClick={() => { setProblem(null); openReceipt(of.id).catch(setProblem); }}>{words.receipt}</Button>
            {mayReverse ? <Button danger icon={<UndoOutlined aria-hidden />} onClick={() => { setAsking(true); }}>{words.reverse}</Button> : null}
          </>
        )}
      />
      <div className="stack">
        {problem ? <ProblemNotice error={problem} /> : null}
        {of.reversed ? (
          <section className="card row" style={{ borderColor: "var(--error)" }}>
            <StateTag tone="bad" icon={<UndoOutlined aria-hidden />}>{words.reversedBy}</StateTag>
            <span>{of.reversed.by} · <InstantText value={of.reversed.at} /> · «{of.reversed.reason}»</span>
          </section>
        ) : null}
        <div className="figures">
          <Figure label={words.figures.amount} amount={of.amount} foot={of.cashier} />
          <Figure label={words.figures.applied} amount={minus(of.amount, of.credit)} />
          <Figure label={words.figures.credit} amount={of.credit} />
          <Figure label={words.figures.account} value={<span style={{ fontSize: 16 }}>{of.account.name}</span>} foot={of.method_label} />
        </div>
        <div className="half">
          <section className="card">
            <h2>{words.allocations}</h2>
            {of.allocations.length === 0 ? <p className="second">{words.noAllocations}</p> : (
              <PlainTable
                caption={words.allocations} rows={of.allocations} rowKey={(a) => a.receivable_id}
                columns={[
                  { key: "f", title: words.receivable, cell: (a) => <Go to={`/cxc/${a.receivable_id}`}>{a.folio}</Go> },
                  { key: "c", title: words.concept, cell: (a) => a.concept },
                  { key: "a", title: words.columns.amount, end: true, cell: (a) => <Money value={a.amount} /> },
                ]}
              />
            )}
          </section>
          <div className="stack">
            <EntryOf id={of.entry_id} title={words.entry} />
            {of.reversed ? <EntryOf id={of.reversed.entry_id} title={words.reverseEntry} /> : null}
          </div>
        </div>
      </div>
      <ConfirmWithReason
        open={asking} onClose={() => { setAsking(false); }} danger title={words.reverseTitle(of.folio)} action={words.reverseTitle(of.folio)}
        onConfirm={async (reason) => { await undo.mutateAsync(reason); void message.success(words.reversed(of.folio)); }}
        effect={(
          <div className="stack tight">
            <strong>{words.reverseEffect}:</strong>
            <ul>{of.allocations.map((a) => <li key={a.receivable_id}>{a.folio} · {a.concept}: <Money value={a.amount} /></li>)}</ul>
            <p className="second">{words.reverseWhy}</p>
            {written.data ? <EntriesPreview lines={mirrored(written.data.lines)} /> : null}
          </div>
        )}
      />
    </div>
  );
}

function EntryOf({ id, title }: { id: number | string; title: string }) {
  const may = useCan("books.read");
  const { data } = useEntry(id, may);
  if (!may || !data) return null;
  return <EntriesPreview title={`${title} ${data.folio}`} link={`/libros/asientos/${id}`} lines={data.lines} />;
}
