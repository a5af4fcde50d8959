import { PrinterOutlined, SendOutlined } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { useEffect, useState } from "react";
import { useActingBranch } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { formatMoney } from "@/kit/formats.ts";
import { useGo } from "@/kit/Go.tsx";
import { money } from "@/kit/money.ts";
import { onward } from "@/kit/onward.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { QuotePanel } from "@/kit/QuotePanel.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { CUSTOM, askedOf, draftOf, inCurrency, urlOf, wrongIn } from "./ask.ts";
import type { Draft } from "./ask.ts";
import { useProducts, useQuote } from "./data.ts";
import { TermsForm } from "./TermsForm.tsx";
import { words } from "./words.ts";
import "./loans.css";

const text = words.quote;

/** Quoting at the counter: nothing is kept, everything is in the address, and the sheet prints. */
export default function Quoter() {
  const [url, update] = useUrlState();
  const today = useBusinessDate();
  const branch = useActingBranch();
  const go = useGo();
  const products = useProducts();
  const list = products.data?.items ?? [];
  const [draft, setDraft] = useState<Draft>(() => draftOf(url, today, url["currency"] ?? branch.currency));
  const [name, setName] = useState("");
  const product = list.find((p) => p.code === draft.product);
  const known = inCurrency(draft, product);
  const current = useSettled(known, 220);
  const quote = useQuote(askedOf(current, today, list));
  const asked = askedOf(known, today, list) !== null;
  const mayAsk = useCan("loans.write") && asked && !quote.error && known.product !== CUSTOM;
  const ask = (): void => { go(href("/prestamos/nuevo", { ...urlOf(known, today), currency: known.currency })); };
  const print = (): void => { window.print(); };
  useShortcut("p", text.keys.print, print, "page", asked && !quote.error);
  useShortcut("s", text.keys.ask, ask, "page", mayAsk);
  useEffect(() => { update({ ...urlOf(current, today), currency: current.product === CUSTOM ? current.currency : null }); }, [current, today, update]);

  return (
    <div className="page quoter">
      <PageHeader
        title={text.title} subtitle={<span className="no-print">{text.subtitle}</span>}
        actions={(
          <>
            <Button icon={<PrinterOutlined aria-hidden />} disabled={!asked || Boolean(quote.error)} onClick={print}>{text.print}</Button>
            {mayAsk ? <Button type="primary" icon={<SendOutlined aria-hidden />} onClick={ask}>{text.ask}</Button> : null}
          </>
        )}
      />
      <div className="quoting">
        <Form layout="vertical" className="card no-print" requiredMark={false} onKeyDown={onward} aria-label={text.title}>
          <TermsForm custom autoFocus draft={known} onChange={(patch) => { setDraft({ ...known, ...patch }); }} products={list} wrong={wrongIn(known)} problem={asked ? quote.error : null} tried={false} />
          <Form.Item label={text.forWhom} htmlFor="name" extra={text.forWhomHint} style={{ marginBottom: 0 }}>
            <Input id="name" value={name} maxLength={80} autoComplete="off" onChange={(event) => { setName(event.target.value); }} />
          </Form.Item>
        </Form>
        <div className="stack">
          <div className="print-only">
            <p><strong>{name || null}</strong></p>
            <p>{[product?.name ?? words.form.custom, known.amount ? formatMoney(money(known.amount, known.currency), { code: true }) : null, branch.name, known.on ? dateText(known.on) : null].filter(Boolean).join(" · ")}</p>
          </div>
          <QuotePanel quote={asked ? quote.data : undefined} frequency={product?.frequency ?? known.frequency} waiting={asked && quote.isFetching} problem={asked ? quote.error : null} empty={words.form.fill} />
          <p className="hint print-only">{text.validity}</p>
        </div>
      </div>
    </div>
  );
}
