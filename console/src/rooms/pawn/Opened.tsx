import { CheckCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import type { TicketDetail } from "@/api/pawn.ts";
import { touch } from "@/api/query.ts";
import { DateText } from "@/kit/DateText.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { Papers } from "./After.tsx";
import { addPhoto } from "./acts.ts";
import { counter as text } from "./counterWords.ts";
import { ticketPath } from "./data.ts";
import { articlesOf } from "./shown.ts";
import { words } from "./words.ts";

/** Keeps the photographs of a ticket just written, one after another. */
function useUpload(of: TicketDetail, photos: File[][]): { done: number; total: number; failed: number } {
  const all = photos.flatMap((files, i) => files.map((file) => ({ file, item: of.items[i]?.id ?? "" })));
  const [done, setDone] = useState(0);
  const [failed, setFailed] = useState(0);
  const started = useRef(false);
  useEffect(() => {
    if (started.current || all.length === 0) return;
    started.current = true;
    void (async () => {
      for (const { file, item } of all) {
        await addPhoto(item, file).then(() => { setDone((n) => n + 1); }, () => { setFailed((n) => n + 1); });
      }
      touch();
    })();
  });
  return { done, total: all.length, failed };
}

/** The ticket is written: what to hand over, its papers, and the next person. */
export function Opened({ of, photos, onAnother }: { of: TicketDetail; photos: File[][]; onAnother: () => void }) {
  const go = useGo();
  const upload = useUpload(of, photos);
  const handed = of.handed_on !== null;
  const saving = upload.done + upload.failed < upload.total;
  useShortcut("n", words.after.another, onAnother);
  return (
    <div className="page narrow stack">
      <PageHeader title={`${words.after.opened}: ${of.folio}`} subtitle={<><Go to={`/clientes/${of.client_id}`}>{of.client.name}</Go> · {articlesOf(of.items)}</>} />
      <section className="card stack wide" aria-label={words.after.opened} style={{ textAlign: "center" }}>
        <div><CheckCircleFilled aria-hidden style={{ fontSize: 34, color: "var(--success)" }} /></div>
        <div className="pawn-pay"><strong>{handed ? words.after.handed : words.file.lent}</strong><Money value={of.principal} /></div>
        {handed ? null : <p className="pawn-note" role="status">{words.after.notHanded} <Go to={ticketPath(of.id)}>{words.after.see}</Go></p>}
        <p>{words.after.due} <strong><DateText value={of.due_on} /></strong>. {text.signed}</p>
        <Papers id={of.id} primary />
        {upload.total > 0 ? <p className="second" role="status">{saving ? text.saving(upload.done, upload.total) : null}{!saving && upload.failed > 0 ? <span className="error">{words.after.photosFailed}</span> : null}</p> : null}
        <div className="row" style={{ justifyContent: "center" }}>
          <Button onClick={() => { go(ticketPath(of.id)); }}>{words.after.see}</Button>
          <Button aria-keyshortcuts="N" onClick={onAnother}>{words.after.another} <kbd aria-hidden>N</kbd></Button>
        </div>
      </section>
    </div>
  );
}
