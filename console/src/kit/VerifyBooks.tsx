import { CopyOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import { App, Button, Modal, Progress } from "antd";
import { useRef, useState } from "react";
import { api } from "@/api/client.ts";
import type { Verification } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { formatCount } from "./formats.ts";
import { PlainTable } from "./PlainTable.tsx";
import { ProblemNotice } from "./ProblemNotice.tsx";
import { StateTag } from "./StateTag.tsx";

const words = es.verify;
const ask = (part: number): Promise<Verification> => api.post<Verification>("/books/verification", {}, { query: { part } });

/** What every part found, together; the head of the chain is that of the last one, read after all of them. */
export function together(found: Verification[]): Verification {
  return {
    ok: found.every((part) => part.ok), checks: found.flatMap((part) => part.checks), seals: found.at(-1)?.seals ?? 0, head: found.at(-1)?.head ?? "", parts: found.at(-1)?.parts ?? found.length,
  };
}

/** Proves the books and the chain of seals part by part, says how far it goes, and gives the head of the chain to keep elsewhere. */
export function VerifyBooks({ label }: { label: string }) {
  const [found, setFound] = useState<Verification[]>([]);
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const turn = useRef(0);
  const parts = found[0]?.parts ?? 0;
  const done = parts > 0 && found.length >= parts;
  async function run(): Promise<void> {
    const mine = (turn.current += 1);
    setOpen(true);
    setFound([]);
    setProblem(null);
    const kept: Verification[] = [];
    try {
      do {
        kept.push(await ask(kept.length));
        if (turn.current !== mine) return;
        setFound([...kept]);
      } while (kept.length < (kept[0]?.parts ?? 0));
    } catch (error) {
      if (turn.current === mine) setProblem(error);
    }
  }
  function close(): void {
    turn.current += 1;
    setOpen(false);
  }
  return (
    <>
      <Button icon={<SafetyCertificateOutlined aria-hidden />} onClick={() => void run()}>{label}</Button>
      <Modal open={open} title={words.title} footer={null} onCancel={close} width={620} styles={{ body: { maxHeight: "calc(100dvh - 260px)", overflowY: "auto" } }}>
        <div className="stack">
          {problem ? <ProblemNotice error={problem} onRetry={() => void run()} /> : null}
          {!done && !problem ? <Progress aria-label={words.running} percent={parts ? Math.round((found.length / parts) * 100) : 0} format={() => (parts ? words.progress(found.length, parts) : words.running)} /> : null}
          {done ? <Result of={together(found)} /> : null}
        </div>
      </Modal>
    </>
  );
}

function Result({ of }: { of: Verification }) {
  return (
    <>
      <div className="row"><StateTag tone={of.ok ? "ok" : "bad"}>{of.ok ? words.ok : words.bad}</StateTag><span className="second num">{words.seals(formatCount(of.seals))}</span></div>
      <Head of={of.head} />
      <PlainTable
        caption={words.title} rows={of.checks} rowKey={(c) => c.name}
        columns={[
          { key: "n", title: words.check, cell: (c) => <>{c.label ?? c.name}{c.findings > 0 && c.sample ? <div className="hint">{JSON.stringify(c.sample).slice(0, 200)}</div> : null}</> },
          { key: "f", title: words.result, end: true, cell: (c) => (c.findings === 0 ? <StateTag tone="ok">{words.none}</StateTag> : <StateTag tone="bad">{words.findings(formatCount(c.findings))}</StateTag>) },
        ]}
      />
    </>
  );
}

/** The head of the chain of seals: a copy of it kept elsewhere dates everything written before. */
function Head({ of }: { of: string }) {
  const { message } = App.useApp();
  const copy = (): void => void navigator.clipboard.writeText(of).then(() => message.success(words.copied), () => message.error(words.notCopied));
  return (
    <div className="stack tight">
      <strong>{words.head}</strong>
      <div className="row"><code className="grow" style={{ overflowWrap: "anywhere" }}>{of}</code><Button size="small" icon={<CopyOutlined aria-hidden />} onClick={copy}>{words.copy}</Button></div>
      <span className="hint">{words.headWhy}</span>
    </div>
  );
}
