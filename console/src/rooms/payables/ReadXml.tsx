import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled, FileTextOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef } from "react";
import { useCommand } from "@/api/query.ts";
import { Money } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { readCfdi } from "./data.ts";
import type { Cfdi, PayableDetail } from "./data.ts";
import { words } from "./words.ts";

const text = words.cfdi;
/** The file that was read, kept to be attached with the invoice, and what it says. */
export interface Read { file: globalThis.File; said: Cfdi }
interface Props { of: PayableDetail; read: Read | null; onRead: (read: Read) => void; onForget: () => void }

/** The XML of the invoice: chosen, read by the house, compared with the supplier and the contract in words. */
export function ReadXml({ of, read, onRead, onForget }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const { mutate, isPending, error, reset } = useCommand(async (file: globalThis.File) => ({ file, said: await readCfdi(of.id, file) }));
  function chosen(file: globalThis.File | undefined): void {
    onForget();
    reset();
    if (file) mutate(file, { onSuccess: onRead });
    if (input.current) input.current.value = "";
  }
  return (
    <section className="stack tight" aria-label={text.label}>
      <div className="row between">
        <span className="second">{read ? `${read.file.name} · ${read.said.issuer_name || read.said.issuer}` : text.hint}</span>
        <Button icon={<FileTextOutlined aria-hidden />} loading={isPending} onClick={() => input.current?.click()}>{read ? text.other : text.choose}</Button>
      </div>
      <input ref={input} type="file" accept=".xml,text/xml,application/xml" aria-label={text.choose} style={{ display: "none" }} onChange={(event) => { chosen(event.target.files?.[0]); }} />
      {error ? <ProblemNotice error={error} /> : null}
      {read ? (
        <ul className="cfdi-checks">
          {read.said.checks.map((check) => (
            <li key={check.key} className={check.ok ? "ok" : check.blocks ? "bad" : "warn"}>
              {check.ok ? <CheckCircleFilled aria-label={text.ok} /> : check.blocks ? <CloseCircleFilled aria-label={text.bad} /> : <ExclamationCircleFilled aria-label={text.look} />}<span>{check.text}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {read?.said.fits ? <p>{text.total}: <strong><Money value={read.said.total} /></strong>. {text.filled}</p> : null}
      {read && !read.said.fits ? <p className="error" role="alert">{text.stops} <Button type="link" onClick={onForget}>{text.byHand}</Button></p> : null}
    </section>
  );
}
