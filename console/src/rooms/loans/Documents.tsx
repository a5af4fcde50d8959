import { FilePdfOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { openFile } from "@/api/client.ts";
import type { LoanDetail } from "@/api/loans.ts";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const text = words.documents;

/** What is printed of a loan: the contract, its calendar and the letter of what closes it. */
export function Documents({ of }: { of: LoanDetail }) {
  const { message } = App.useApp();
  const today = useBusinessDate();
  const [on, setOn] = useState<string | null>(today);
  const show = (file: string, query?: Record<string, string>): void => { openFile(`/loans/${of.id}/${file}`, query).catch(() => { void message.error(es.problems.unexpected); }); };
  const open = of.status === "active" || of.status === "written_off";
  return (
    <section className="card stack" aria-label={text.title}>
      <Paper name={text.contract} why={text.contractWhy} onOpen={() => { show("contract.pdf"); }} />
      <Paper name={text.schedule} why={text.scheduleWhy} onOpen={() => { show("schedule.pdf"); }} />
      {open ? (
        <Paper name={text.payoff} why={text.payoffWhy} onOpen={() => { show("payoff-letter.pdf", on && on !== today ? { on } : {}); }}>
          <label className="loan-asof">{text.on} <DateField value={on} label={text.on} onChange={setOn} /></label>
        </Paper>
      ) : null}
      <p className="hint">{text.receipts}</p>
    </section>
  );
}

function Paper({ name, why, onOpen, children }: { name: string; why: string; onOpen: () => void; children?: React.ReactNode }) {
  return (
    <div className="row between">
      <div><strong>{name}</strong><div className="second">{why}</div></div>
      <div className="row">{children}<Button icon={<FilePdfOutlined aria-hidden />} aria-label={`${text.open}: ${name}`} onClick={onOpen}>{text.open}</Button></div>
    </div>
  );
}
