import { PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Input, Segmented, Select } from "antd";
import { useState } from "react";
import type { Price } from "@/api/pawn.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { savePrice } from "./acts.ts";
import { useLtv, usePrices } from "./data.ts";
import { categoriesOf, plainKey, titled } from "./tabling.ts";
import { tables } from "./tableWords.ts";

const text = tables.prices;

/** What things are worth today: by the gram or by the piece. */
export function Prices() {
  const may = useCan("pawn.tables");
  const { data, error, refetch } = usePrices();
  const ltv = useLtv();
  const [q, setQ] = useState("");
  const [editing, setEditing] = useState<Price | "new" | null>(null);
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton figures={0} />;
  const rows = data.items.filter((row) => plainKey(`${row.category} ${row.name}`).includes(plainKey(q)));
  const add = may ? <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { setEditing("new"); }}>{text.new}</Button> : null;
  return (
    <section className="card stack" aria-label={tables.tabs.prices}>
      {data.items.length === 0 ? <EmptyState action={add ?? <span>{tables.who}</span>}>{text.empty}</EmptyState> : (
        <>
          <div className="row between">
            <Input allowClear aria-label={text.filter} placeholder={text.filter} value={q} style={{ maxWidth: 280 }} onChange={(event) => { setQ(event.target.value); }} />
            {add}
          </div>
          <PlainTable
            cards caption={tables.tabs.prices} rows={rows} rowKey={(row) => row.id}
            columns={[
              { key: "name", title: text.columns.name, lead: true, cell: (row) => <strong>{titled(row.name)}</strong> },
              { key: "category", title: text.columns.category, cell: (row) => titled(row.category) },
              { key: "price", title: text.columns.price, end: true, cell: (row) => <><Money value={row.price} /> <span className="hint">{text.unit[row.unit]}</span></> },
              { key: "since", title: text.columns.since, cell: (row) => <DateText value={row.valid_from} /> },
              { key: "source", title: text.columns.source, cell: (row) => row.source },
              ...(may ? [{ key: "edit", title: "", cell: (row: Price) => <Button size="small" aria-label={`${text.edit}: ${row.name}`} onClick={() => { setEditing(row); }}>{text.edit}</Button> }] : []),
            ]}
          />
        </>
      )}
      {editing ? <PriceForm key={editing === "new" ? "new" : editing.id} from={editing === "new" ? null : editing} categories={categoriesOf(ltv.data?.items ?? [], data.items)} onClose={() => { setEditing(null); }} /> : null}
    </section>
  );
}

function PriceForm({ from, categories, onClose }: { from: Price | null; categories: string[]; onClose: () => void }) {
  const today = useBusinessDate();
  const home = useActingBranch().currency;
  const currencies = [...new Set(useUser().branches.map((b) => b.currency))];
  const [category, setCategory] = useState(from?.category ?? "");
  const [name, setName] = useState(from?.name ?? "");
  const [unit, setUnit] = useState<Price["unit"]>(from?.unit ?? "gram");
  const [currency, setCurrency] = useState(from?.price.currency ?? home);
  const [price, setPrice] = useState<string | null>(from?.price.amount ?? null);
  const [since, setSince] = useState<string | null>(today);
  const [source, setSource] = useState(from?.source ?? "");
  const ready = plainKey(category).length >= 2 && name.trim() !== "" && price !== null && isPositive(money(price, currency)) && since !== null;
  return (
    <ActModal
      title={from ? text.edit : text.new} action={text.save} ready={ready} done={text.done} onClose={onClose}
      run={() => savePrice({ category: plainKey(category), name: name.trim(), unit, price: money(price ?? "0", currency), valid_from: since === today ? null : since, source: source.trim() })}
    >
      <div className="kit-form-grid" style={{ rowGap: 12 }}>
        <Field id="price-category" label={text.columns.category}>
          <AutoComplete id="price-category" autoFocus={from === null} disabled={from !== null} value={category} onChange={setCategory} options={categories.filter((one) => one.includes(plainKey(category))).map((value) => ({ value, label: titled(value) }))} />
        </Field>
        <Field id="price-name" label={text.name} hint={from ? undefined : text.nameHint}><Input id="price-name" disabled={from !== null} value={name} maxLength={120} onChange={(event) => { setName(event.target.value); }} /></Field>
        <Field id="price-unit" label={text.unitLabel}>
          <Segmented<Price["unit"]> block aria-label={text.unitLabel} disabled={from !== null} value={unit} onChange={setUnit} options={[{ value: "gram", label: text.unit.gram }, { value: "piece", label: text.unit.piece }]} />
        </Field>
        <Field id="price" label={text.price}><MoneyField key={currency} id="price" autoFocus={from !== null} value={price} currency={currency} onChange={setPrice} /></Field>
        {currencies.length > 1 && !from ? <Field id="price-currency" label={tables.plans.currency}><Select id="price-currency" value={currency} onChange={setCurrency} options={currencies.map((value) => ({ value, label: value }))} /></Field> : null}
        <Field id="price-since" label={text.since}><DateField id="price-since" value={since} onChange={setSince} /></Field>
        <div className="full"><Field id="price-source" label={text.source} hint={text.sourceHint} required={false}><Input id="price-source" value={source} maxLength={200} onChange={(event) => { setSource(event.target.value); }} /></Field></div>
      </div>
    </ActModal>
  );
}
