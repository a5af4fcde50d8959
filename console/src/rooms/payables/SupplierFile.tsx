import { Button } from "antd";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Can, useCan } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money, MoneyList } from "@/kit/Money.tsx";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { plainState, useSupplier } from "./data.ts";
import type { Account, Contract, Price, SupplierDetail } from "./data.ts";
import { AskAccount, EndContract, NewContract, NewPrice } from "./SupplierActs.tsx";
import { words } from "./words.ts";

const s = words.sellers;

/** A supplier: where they are paid, what was agreed with them and what is owed. */
export default function SupplierFile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useSupplier(id);
  if (!data) return error ? <NoFile list="/cxp/proveedores" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <File of={data} />;
}

function File({ of }: { of: SupplierDetail }) {
  const go = useGo();
  const writes = useCan("suppliers.write");
  const [form, setForm] = useState<"account" | "contract" | null>(null);
  const [pricing, setPricing] = useState<Contract | null>(null);
  const [ending, setEnding] = useState<Contract | null>(null);
  return (
    <div className="page">
      <PageHeader
        title={of.name} tag={<StateTag tone={of.active ? "ok" : "off"}>{of.active ? s.active : s.gone}</StateTag>} subtitle={<>{of.folio} · {of.tax_id ?? "—"} · <Go to={`/clientes/${of.client_id}`}>{s.client}</Go></>}
        actions={<><Go to={`/cxp?view=all&supplier_id=${of.id}`}>{s.payables}</Go><Can permission="payables.write"><Button type="primary" onClick={() => { go(`/cxp/nueva?supplier_id=${of.id}`); }}>{words.new}</Button></Can></>}
      />
      <div className="stack">
      <div className="figures">
        <Figure label={s.owed} value={<MoneyList values={of.owed.map((o) => o.balance)} />} count={of.owed.reduce((n, o) => n + o.count, 0)} counted={(n) => words.count(String(n))} link={`/cxp?view=all&open=true&supplier_id=${of.id}`} />
        <Figure label={s.terms} value={words.sides.days(of.terms_days)} />
        <Figure label={s.requires} value={of.invoice_required ? words.form.yes : words.form.no} />
      </div>
      <section className="card stack">
        <div className="row between"><h2>{s.accounts}</h2>{writes ? <Button onClick={() => { setForm("account"); }}>{s.askAccount}</Button> : null}</div>
        {of.accounts.length === 0 ? <p className="second">{s.noAccounts}</p> : (
          <PlainTable<Account>
            caption={s.accounts} rows={of.accounts} rowKey={(a) => a.id} cards
            columns={[
              { key: "b", title: words.form.bank, lead: true, cell: (a) => a.bank }, { key: "n", title: words.form.account, cell: (a) => <span className="num">{a.number}</span> }, { key: "h", title: words.form.holder, cell: (a) => a.holder },
              { key: "c", title: words.form.currency, cell: (a) => a.currency },
              { key: "s", title: s.state, cell: (a) => <StateTag tone={a.in_force ? "ok" : a.state === "asked" ? "wait" : "off"}>{a.in_force ? s.inForce : plainState(a.state_label)}</StateTag> },
              { key: "u", title: s.usable, cell: (a) => <DateText value={a.usable_from} /> }, { key: "w", title: words.columns.authorised, cell: (a) => a.decided_by ?? (a.request_id ? <Go to="/autorizaciones">{a.asked_by}</Go> : a.asked_by) },
            ]}
          />
        )}
        <p className="second">{s.cooling}</p>
      </section>
      <section className="card stack" aria-label={s.contracts}>
        <div className="row between"><h2>{s.contracts}</h2>{writes ? <Button onClick={() => { setForm("contract"); }}>{s.newContract}</Button> : null}</div>
        {of.contracts.length === 0 ? <p className="second">{s.noContracts}</p> : of.contracts.map((c) => (
          <div key={c.id} className="stack tight">
            <div className="row between">
              <span><strong>{c.folio} · {c.title}</strong> <span className="second">{c.branch} · {words.sides.days(c.terms_days)} · {c.includes_tax ? words.sides.withTax : words.sides.beforeTax} · <DateText value={c.from_on} /> – {c.to_on ? <DateText value={c.to_on} /> : words.sides.open}</span></span>
              <span className="row"><StateTag tone={c.live ? "ok" : "off"}>{c.live ? s.live : s.ended}</StateTag>{writes && c.live ? <><Button size="small" onClick={() => { setPricing(c); }}>{s.newPrice}</Button><Button size="small" onClick={() => { setEnding(c); }}>{s.endContract}</Button></> : null}</span>
            </div>
            {c.ended_reason ? <p className="second">{s.endedBy(c.ended_by)} {c.ended_reason}</p> : null}
            <PlainTable<Price>
              caption={c.title} rows={c.prices} rowKey={(p) => p.id}
              columns={[
                { key: "s", title: words.form.service, cell: (p) => p.service }, { key: "f", title: words.form.from, cell: (p) => <DateText value={p.from_on} /> },
                { key: "a", title: words.form.price, end: true, cell: (p) => (p.current ? <strong><Money value={p.amount} /></strong> : <span className="second"><Money value={p.amount} /></span>) },
              ]}
            />
          </div>
        ))}
      </section>
      </div>
      {form === "account" ? <AskAccount of={of} onClose={() => { setForm(null); }} /> : null}
      {form === "contract" ? <NewContract of={of} onClose={() => { setForm(null); }} /> : null}
      {pricing ? <NewPrice contract={pricing} onClose={() => { setPricing(null); }} /> : null}
      {ending ? <EndContract contract={ending} onClose={() => { setEnding(null); }} /> : null}
    </div>
  );
}
