import { App, Button, Form, Input, InputNumber, Select, Switch } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { useActingBranch } from "@/api/session.ts";
import { Field } from "@/kit/ActModal.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { useGo } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { money } from "@/kit/money.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { InvoiceFields, emptyInvoice, invoiceBody, invoiceReady } from "./Acts.tsx";
import { askAdvance, serve, useContracts, useSuppliers } from "./data.ts";
import { words } from "./words.ts";

const f = words.form;

/** A service done, by its contract or for what was agreed; or an advance that a supplier asks for. */
export default function NewPayable() {
  const [url, update] = useUrlState();
  const today = useBusinessDate();
  const branch = useActingBranch();
  const { message } = App.useApp();
  const go = useGo();
  const { key } = useIdempotencyKey();
  const suppliers = useSuppliers();
  const [supplier, setSupplier] = useState<string | null>(url["supplier_id"] ?? null);
  const contracts = useContracts(supplier);
  const [priced, setPriced] = useState<string | null>(null);
  const [service, setService] = useState("");
  const [served, setServed] = useState<string | null>(today);
  const [quantity, setQuantity] = useState(1);
  const [agreed, setAgreed] = useState<string | null>(null);
  const [invoiced, setInvoiced] = useState(false);
  const [invoice, setInvoice] = useState(() => emptyInvoice(today));
  const advance = url["kind"] === "advance";
  const prices = (contracts.data?.items ?? []).filter((c) => c.branch_id === null || c.branch_id === branch.id).flatMap((c) => c.prices.filter((p) => p.current).map((p) => ({ contract: c, price: p })));
  const chosen = prices.find(({ price }) => price.id === priced);
  const currency = chosen?.price.amount.currency ?? branch.currency;
  const known = chosen ? true : Boolean(service.trim() && agreed);
  const ready = Boolean(supplier && (advance ? service.trim() && agreed : served && known && (!invoiced || invoiceReady(invoice))));
  const save = useCommand(() => {
    if (advance) return askAdvance({ supplier_id: supplier, amount: money(agreed ?? "0", currency), concept: service.trim() }, key, branch.id);
    const what = chosen ? { contract_id: chosen.contract.id, service: chosen.price.service, quantity } : { service: service.trim(), agreed: money(agreed ?? "0", currency) };
    return serve({ supplier_id: supplier, served_on: served, ...what, ...(invoiced ? { invoice: invoiceBody(invoice, currency) } : {}) }, key, branch.id);
  });
  async function submit(): Promise<void> {
    const made = ready ? await save.mutateAsync(undefined).catch(() => null) : null;
    if (!made) return;
    void message.success(words.done.served(made.folio));
    go(`/cxp/${made.id}`);
  }
  return (
    <div className="page narrow">
      <PageHeader title={advance ? words.advance : words.new} actions={<Button onClick={() => { update({ kind: advance ? null : "advance" }); }}>{advance ? words.new : words.advance}</Button>} />
      <Form layout="vertical" className="card stack" onFinish={() => void submit()}>
        {save.error ? <ProblemNotice error={save.error} /> : null}
        <Field id="supplier" label={f.supplier}>
          <Select
            id="supplier" showSearch={{ optionFilterProp: "label" }} value={supplier} autoFocus={!supplier} loading={suppliers.isLoading} options={(suppliers.data?.items ?? []).map((s) => ({ value: s.id, label: s.name }))}
            onChange={(next: string) => { setSupplier(next); setPriced(null); }}
          />
        </Field>
        {advance || prices.length === 0 ? null : (
          <Field id="contract" label={f.contract}>
            <Select
              id="contract" value={priced ?? ""} onChange={(next: string) => { setPriced(next || null); }}
              options={[...prices.map(({ contract, price }) => ({ value: price.id, label: `${price.service} · ${contract.folio} ${contract.title}` })), { value: "", label: f.noContract }]}
            />
          </Field>
        )}
        <div className="kit-form-grid">
          {chosen ? <Field id="quantity" label={f.quantity}><InputNumber id="quantity" min={1} max={100000} value={quantity} style={{ width: "100%" }} onChange={(next) => { setQuantity(next ?? 1); }} /></Field> : (
            <Field id="service" label={advance ? f.concept : f.service}><Input id="service" value={service} maxLength={180} onChange={(event) => { setService(event.target.value); }} /></Field>
          )}
          {advance ? null : <Field id="served" label={f.served}><DateField id="served" value={served} onChange={setServed} /></Field>}
          {chosen ? null : <Field id="agreed" label={advance ? f.amount : f.agreed}><MoneyField id="agreed" currency={currency} value={agreed} onChange={setAgreed} /></Field>}
        </div>
        {chosen ? <p>{f.price}: <strong><Money value={chosen.price.amount} /></strong> × {quantity}</p> : null}
        {advance ? null : (
          <>
            <label className="row" htmlFor="invoiced"><Switch id="invoiced" checked={invoiced} onChange={setInvoiced} /><span>{f.hasInvoice}</span></label>
            {invoiced ? <InvoiceFields draft={invoice} currency={currency} onChange={setInvoice} /> : null}
          </>
        )}
        <div className="row">
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!ready}>{f.register}</Button>
          <Button type="text" onClick={() => { go("/cxp"); }}>{es.common.cancel}</Button>
        </div>
      </Form>
    </div>
  );
}
