import { DollarOutlined, FilePdfOutlined, MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useCommand } from "@/api/query.ts";
import type { ReceivableDetail } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { relativeDay } from "@/kit/dates.ts";
import { EntriesPreview, mirrored } from "@/kit/EntriesPreview.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { isZero } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { ReceivableTag } from "@/kit/StateTag.tsx";
import { Timeline } from "@/kit/Timeline.tsx";
import { es } from "@/words/es.ts";
import { cancel, useEntry, useReceivable } from "./data.ts";
import { Payments } from "./Payments.tsx";
import { words } from "./words.ts";

/** «CXC-001»: what is owed, each payment with its number, and everything that happened. */
export default function ReceivableFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useReceivable(id);
  if (!data) return error ? <NoFile list="/cxc" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} />;
}

function File({ of }: { of: ReceivableDetail }) {
  const go = useGo();
  const today = useBusinessDate();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const cancelIt = useCommand((reason: string) => cancel(of.id, reason));
  const open = ["pending", "partial", "overdue"].includes(of.status);
  const charge = useCan("payments.take") && open;
  const mayCancel = useCan("receivables.cancel") && open && isZero(of.paid);
  const [first] = of.entries;
  const contract = of.contract_link;
  const mayRead = useCan("books.read");
  const issued = useEntry(first ?? "", asking && mayRead && first !== undefined);
  const collect = (): void => { go(`/cobrar?client_id=${of.client_id}&receivable_id=${of.id}`); };
  useShortcut("c", words.collect, collect, "page", charge);

  return (
    <div className="page">
      <PageHeader
        title={of.folio} tag={<ReceivableTag of={of} />}
        subtitle={<><Go to={`/clientes/${of.client_id}`}>{of.client.name}</Go> · {of.concept} · {of.branch}{contract ? <> · <Go to={contract}>{words.contract[of.kind ?? ""]}</Go></> : null}</>}
        actions={(
          <>
            {charge ? <Button type="primary" icon={<DollarOutlined aria-hidden />} onClick={collect}>{words.collect}</Button> : null}
            <Proof of={of} />
            {mayCancel ? (
              <Dropdown trigger={["click"]} menu={{ items: [{ key: "cancel", label: words.cancel, danger: true }], onClick: () => { setAsking(true); } }}>
                <Button icon={<MoreOutlined aria-hidden />} aria-label={es.common.more} />
              </Dropdown>
            ) : null}
          </>
        )}
      />
      <div className="two">
        <div className="stack">
          <div className="figures">
            <Figure label={words.figures.amount} amount={of.amount} foot={<DateText value={of.issued_on} />} />
            <Figure label={words.figures.paid} amount={of.paid} foot={words.status[of.status]} />
            <Figure label={words.figures.balance} amount={of.balance} tone={of.status === "overdue" ? "bad" : of.status === "paid" ? "good" : undefined} />
            <Figure label={words.figures.due} value={<DateText value={of.due_on} />} foot={of.days_past_due > 0 ? `${words.figures.late}: ${es.common.days(of.days_past_due)}` : of.status === "paid" || of.status === "cancelled" ? undefined : relativeDay(of.due_on, today)} />
          </div>
          <Payments of={of} />
          <Entries ids={of.entries} />
        </div>
        <aside className="card"><h2>{es.timeline.title}</h2><Timeline events={of.timeline} /></aside>
      </div>
      <ConfirmWithReason
        open={asking} onClose={() => { setAsking(false); }} danger title={words.cancelTitle(of.folio)} action={words.cancelTitle(of.folio)}
        onConfirm={async (reason) => { await cancelIt.mutateAsync(reason); void message.success(words.cancelled(of.folio)); }}
        effect={<div className="stack tight"><p><strong>{words.cancelEffect}: <Money value={of.balance} /></strong></p><p className="second">{words.cancelWhy}</p>{issued.data ? <EntriesPreview lines={mirrored(issued.data.lines)} /> : null}</div>}
      />
    </div>
  );
}

/** Every payment on paper: handed to the client by whatever their device shares with, or kept as a file. */
function Proof({ of }: { of: ReceivableDetail }) {
  const make = useCommand(async () => {
    const { blob } = await api.blob(`/receivables/${of.id}/proof.pdf`);
    const file = new globalThis.File([blob], words.proofName(of.folio), { type: "application/pdf" });
    if (navigator.canShare?.({ files: [file] })) { await navigator.share({ files: [file], title: of.folio }).catch(() => undefined); return; }
    const url = URL.createObjectURL(file);
    const link = document.createElement("a");
    link.href = url;
    link.download = file.name;
    link.click();
    setTimeout(() => { URL.revokeObjectURL(url); }, 60_000);
  });
  return <Button icon={<FilePdfOutlined aria-hidden />} title={words.share} loading={make.isPending} onClick={() => { make.mutate(undefined); }}>{words.proof}</Button>;
}

function Entries({ ids }: { ids: ReceivableDetail["entries"] }) {
  if (!useCan("books.read") || ids.length === 0) return null;
  return (
    <section className="card stack" aria-label={words.entries}>
      <h2>{words.entries}</h2>
      {ids.map((id) => <EntryOf key={id} id={id} />)}
    </section>
  );
}

function EntryOf({ id }: { id: number | string }) {
  const { data } = useEntry(id);
  if (!data) return <Go to={`/libros/asientos/${id}`}>{words.entryN(String(id))}</Go>;
  return <EntriesPreview lines={data.lines} title={`${data.folio} · ${data.kind_label}`} link={`/libros/asientos/${id}`} />;
}
