import { CheckCircleFilled, FilePdfOutlined, PrinterOutlined, WhatsAppOutlined } from "@ant-design/icons";
import { Button, Checkbox, Segmented } from "antd";
import { useEffect, useRef, useState } from "react";
import { openFile } from "@/api/client.ts";
import type { Payment } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive, isZero } from "@/kit/money.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { printFile, rememberPaper, usualPaper } from "@/kit/printing.ts";
import type { Paper } from "@/kit/printing.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { sendReceipt, useDues } from "./data.ts";
import type { QueuedMessage } from "./data.ts";
import { words } from "./words.ts";

const text = words.done;
const AUTO = "caudal.print";

/** The payment is registered: the change in big digits, the receipt, and the next person. */
export function Receipt({ of, onAnother, onSame }: { of: Payment; onAnother: () => void; onSame: () => void }) {
  const [auto, setAuto] = useState(() => localStorage.getItem(AUTO) === "1");
  const [paper, setPaper] = useState(usualPaper);
  const [problem, setProblem] = useState<unknown>(null);
  const [queued, setQueued] = useState<QueuedMessage | null>(null);
  const reads = useCan("payments.read");
  const started = useRef(false);
  const { data: dues } = useDues(of.client_id);
  function print(): void {
    setProblem(null);
    printFile(`/payments/${of.id}/receipt.pdf`, { paper }).catch(setProblem);
  }
  function send(): void {
    setProblem(null);
    sendReceipt(of.id).then(setQueued, setProblem);
  }
  useShortcut("F9", words.keys.print, print);
  useShortcut("F10", words.keys.send, send);
  useShortcut("n", words.keys.another, onAnother);
  useShortcut("Escape", words.keys.another, onAnother);
  useEffect(() => {
    if (!auto || started.current) return;
    started.current = true;
    printFile(`/payments/${of.id}/receipt.pdf`, { paper }).catch(setProblem);
  }, [auto, of.id, paper]);
  const left = dues?.totals.map((t) => t.settle).filter((m) => !isZero(m)) ?? [];
  return (
    <div className="page narrow stack">
      <PageHeader title={text.title} subtitle={of.client.name} />
      <section className="card stack">
        <div className="receipt-big" role="status">
          <CheckCircleFilled style={{ color: "var(--success)", fontSize: 34 }} aria-hidden />
          <span className="second">{text.receipt}</span>
          <span className="folio num">{of.folio}</span>
          <span><strong><Money value={of.amount} /></strong> · {of.method_label} {of.reference ?? ""} · {of.account.name}</span>
        </div>
        {of.change && isPositive(of.change) ? <div className="change-box"><strong>{words.form.change}</strong><span className="digits"><Money value={of.change} /></span></div> : null}
        <div className="row" style={{ justifyContent: "center" }}>
          <Button type="primary" size="large" autoFocus onClick={onAnother}>{text.another}</Button>
          <Button size="large" icon={<PrinterOutlined aria-hidden />} aria-keyshortcuts="F9" onClick={print}>{text.print} <kbd aria-hidden>F9</kbd></Button>
          <Button size="large" icon={<FilePdfOutlined aria-hidden />} onClick={() => { setProblem(null); openFile(`/payments/${of.id}/receipt.pdf`, { paper }).catch(setProblem); }}>{text.pdf}</Button>
          <Button size="large" icon={<WhatsAppOutlined aria-hidden />} aria-keyshortcuts="F10" disabled={queued !== null} onClick={send}>{text.send} <kbd aria-hidden>F10</kbd></Button>
        </div>
        {queued ? <p role="status" style={{ textAlign: "center" }}>{text.sent[queued.status] ?? text.sentOther}{queued.cause ? ` · ${queued.cause}` : ""}</p> : null}
        {problem ? <ProblemNotice error={problem} /> : null}
        <div className="row" style={{ justifyContent: "center", gap: 18 }}>
          <Segmented<Paper> size="small" aria-label={text.paper} value={paper} options={[{ value: "ticket", label: text.ticket }, { value: "carta", label: text.letter }]} onChange={(next) => { rememberPaper(next); setPaper(next); }} />
          <Checkbox checked={auto} onChange={(event) => { localStorage.setItem(AUTO, event.target.checked ? "1" : "0"); started.current = true; setAuto(event.target.checked); }}>{text.auto}</Checkbox>
        </div>
      </section>
      <section className="card" aria-label={text.applied}>
        <h2>{text.applied}</h2>
        <ul className="applied">
          {of.allocations.map((a) => <li key={a.receivable_id}><span className="clip text"><Go to={`/cxc/${a.receivable_id}`}>{a.folio}</Go> · {a.concept}</span><strong className="end"><Money value={a.amount} /></strong></li>)}
          {(of.charges ?? []).map((one) => <li key={one.contract_id + one.concept}><span className="clip">{one.folio} · {one.concept}</span><strong className="end"><Money value={one.amount} /></strong></li>)}
          {isPositive(of.credit) ? <li><span>{text.credit}</span><strong className="end"><Money value={of.credit} /></strong></li> : null}
        </ul>
        <p className="row between" style={{ marginTop: 10 }}>
          {dues ? <span>{left.length === 0 ? text.leftNone : <>{text.left}: {left.map((m) => <strong key={m.currency}><Money value={m} /> </strong>)}</>}</span> : <span />}
          <span className="row" style={{ gap: 16 }}>
            {left.length > 0 ? <Button type="link" style={{ padding: 0 }} onClick={onSame}>{text.same}</Button> : null}
            {reads ? <Go to={`/pagos/${of.id}`}>{text.file}</Go> : null}
          </span>
        </p>
      </section>
    </div>
  );
}
