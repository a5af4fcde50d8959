import { BarcodeOutlined, CheckCircleFilled, FilePdfOutlined, PrinterOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useState } from "react";
import { openFile } from "@/api/client.ts";
import type { Counter } from "@/api/pawn.ts";
import { DateText } from "@/kit/DateText.tsx";
import { useGo } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive } from "@/kit/money.ts";
import { printFile } from "@/kit/printing.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { ticketPath } from "./data.ts";
import type { PayKind } from "./paying.ts";
import { words } from "./words.ts";

const text = words.after;

/** The papers of a ticket, printed or opened. */
export function Papers({ id, paymentId, primary = false }: { id: string | null; paymentId?: string | undefined; primary?: boolean }) {
  const [problem, setProblem] = useState<unknown>(null);
  const paper = (run: Promise<void>): void => { setProblem(null); run.catch(setProblem); };
  return (
    <>
      <div className="row" style={{ justifyContent: "center" }}>
        {id ? (
          <>
            <Button type={primary ? "primary" : "default"} autoFocus={primary} icon={<PrinterOutlined aria-hidden />} onClick={() => { paper(printFile(`/pawn-tickets/${id}/ticket.pdf`, { paper: "ticket" })); }}>{words.print.ticket}</Button>
            <Button icon={<FilePdfOutlined aria-hidden />} onClick={() => { paper(openFile(`/pawn-tickets/${id}/ticket.pdf`, { paper: "carta" })); }}>{words.print.carta}</Button>
            <Button icon={<BarcodeOutlined aria-hidden />} onClick={() => { paper(printFile(`/pawn-tickets/${id}/labels.pdf`)); }}>{words.print.labels}</Button>
          </>
        ) : null}
        {paymentId ? <Button icon={<PrinterOutlined aria-hidden />} onClick={() => { paper(printFile(`/payments/${paymentId}/receipt.pdf`, { paper: "ticket" })); }}>{words.print.receipt}</Button> : null}
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
    </>
  );
}

/** What was done at the counter, with its papers at hand. */
export function After({ of, kind, onClose }: { of: Counter; kind: PayKind; onClose: () => void }) {
  const renewed = kind !== "redeem";
  const title = { renew: text.renewed, redeem: text.redeemed, part: text.parted }[kind];
  const go = useGo();
  const { payment, ticket } = of;
  const back = ticket.items.every((item) => item.gone !== null);
  const see = (): void => { onClose(); go(ticketPath(ticket.id)); };
  return (
    <Modal open onCancel={renewed ? see : onClose} title={<><CheckCircleFilled aria-hidden style={{ color: "var(--success)" }} /> {title}</>} width={560} footer={<Button onClick={renewed ? see : onClose}>{text.see}</Button>}>
      <div className="stack">
        {payment?.change && isPositive(payment.change) ? <div className="pawn-pay change" role="status"><strong>{text.change}</strong><Money value={payment.change} /></div> : null}
        <p>
          {renewed ? <>{text.newTicket}: <strong>{ticket.folio}</strong> · {text.due} <strong><DateText value={ticket.due_on} /></strong></> : back ? text.delivered : text.notDelivered}
        </p>
        <Papers id={renewed ? ticket.id : null} paymentId={payment?.id} primary={renewed} />
      </div>
    </Modal>
  );
}
