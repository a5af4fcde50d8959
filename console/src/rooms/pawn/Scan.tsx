import { BarcodeOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useState } from "react";
import { useGo } from "@/kit/Go.tsx";
import { scannedOf } from "@/kit/pawn.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useScan } from "@/kit/useScan.ts";
import { ticketCalled, ticketPath } from "./data.ts";
import { words } from "./words.ts";

/** Every code of the room begins so: the rest of the keys of a reader are its own. */
export const CODES = /^emp/i;

/** Opens the ticket a code names; says so when there is none. */
export function useOpenTicket(): { open: (text: string) => void; told: string | null; problem: unknown } {
  const go = useGo();
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  function open(text: string): void {
    const code = scannedOf(text);
    setProblem(null);
    setTold(code ? null : words.scanBad);
    if (!code) return;
    ticketCalled(code.folio).then((id) => { if (id) go(ticketPath(id)); else setTold(words.scanNone(code.folio)); }, setProblem);
  }
  return { open, told, problem };
}

/** The field of the code reader, and the reader itself wherever the cursor is not in a field. */
export function ScanBox() {
  const { open, told, problem } = useOpenTicket();
  const [text, setText] = useState("");
  useScan(CODES, open);
  return (
    <div className="pawn-scan">
      <Input
        value={text} prefix={<BarcodeOutlined aria-hidden />} aria-label={words.scan} placeholder={words.scanHint} autoComplete="off" spellCheck={false} status={told ? "error" : undefined}
        onChange={(event) => { setText(event.target.value); }} onKeyDown={(event) => { if (event.key === "Enter" && text.trim()) { open(text); setText(""); } }}
      />
      {told ? <span className="error" role="alert">{told}</span> : null}
      {problem ? <ProblemNotice error={problem} /> : null}
    </div>
  );
}
