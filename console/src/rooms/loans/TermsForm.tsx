import { Form, Input, Select } from "antd";
import type { Product } from "@/api/loans.ts";
import type { Problem } from "@/api/problem.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import { DateField } from "@/kit/DateField.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { RateField } from "@/kit/RateField.tsx";
import { formatRate } from "@/kit/rates.ts";
import { es } from "@/words/es.ts";
import { CUSTOM, amountRange, rateIsFree } from "./ask.ts";
import type { Draft, Wrong } from "./ask.ts";
import { words } from "./words.ts";

const text = words.form;
const options = (table: Record<string, string>, without: string[] = []) => Object.entries(table).filter(([value]) => !without.includes(value)).map(([value, label]) => ({ value, label }));

interface Props {
  draft: Draft; onChange: (patch: Partial<Draft>) => void; products: Product[]; wrong: Wrong; problem: Problem | null;
  /** Whether to complain of what is still empty. */
  tried: boolean;
  /** Terms by hand may be asked for (only to quote). */
  custom?: boolean; autoFocus?: boolean;
}

/** Product, amount, instalments, rate and dates: the same for quoting and for asking. */
export function TermsForm({ draft, onChange, products, wrong, problem, tried, custom, autoFocus }: Props) {
  const home = useActingBranch().currency;
  const product = products.find((p) => p.code === draft.product);
  const own = draft.product === CUSTOM;
  const mark = (field: keyof Wrong, pointer: string, hint?: string): object => {
    const refused = problem?.at(pointer) ?? problem?.at(`/wish${pointer}`);
    const told = wrong[field] && (tried || wrong[field] !== text.missing) ? wrong[field] : refused;
    return { style: { marginBottom: 14 }, ...(told ? { validateStatus: "error", help: told } : hint ? { extra: hint } : {}) };
  };
  const mine = [...products].sort((a, b) => Number(b.currency === home) - Number(a.currency === home) || a.name.localeCompare(b.name));
  const many = new Set(products.map((p) => p.currency)).size > 1;
  return (
    <div className="kit-form-grid">
      <Form.Item className="full" label={text.product} htmlFor="product" required {...mark("product", "/product")}>
        <Select
          id="product" value={draft.product ?? undefined} showSearch={{ optionFilterProp: "label" }} autoFocus={autoFocus}
          options={[...mine.map((p) => ({ value: p.code, label: many ? `${p.name} · ${p.currency}` : p.name })), ...(custom ? [{ value: CUSTOM, label: text.custom }] : [])]}
          onChange={(code: string) => {
            const next = products.find((p) => p.code === code);
            onChange({ product: code, periods: next ? String(next.periods) : draft.periods, rate: null, first: null, currency: next?.currency ?? draft.currency });
          }}
        />
      </Form.Item>
      <Form.Item label={text.amount} htmlFor="amount" required {...mark("amount", "/principal", product ? amountRange(product) : undefined)}>
        <MoneyField key={draft.currency} id="amount" value={draft.amount} currency={draft.currency} onChange={(amount) => { onChange({ amount }); }} />
      </Form.Item>
      <Form.Item label={text.periods} htmlFor="periods" required={own} {...mark("periods", "/periods", product ? `${text.periodsRange(product.fewest, product.most)} · ${es.loan.frequency[product.frequency].toLowerCase()}` : undefined)}>
        <Input id="periods" className="num" inputMode="numeric" autoComplete="off" value={draft.periods} placeholder={product ? String(product.periods) : undefined} disabled={product?.fewest === product?.most && product !== undefined} onFocus={(event) => { event.target.select(); }} onChange={(event) => { onChange({ periods: event.target.value.trim() }); }} />
      </Form.Item>
      {own ? <ByHand draft={draft} onChange={onChange} mark={mark} /> : null}
      {product && rateIsFree(product) ? (
        <Form.Item label={`${text.rate} ${product.definition.rate.kind === "periodic" ? es.loan.per[product.definition.rate.period ?? product.frequency] : es.loan.rateKind[product.definition.rate.kind].toLowerCase()}`} htmlFor="rate" {...mark("rate", "/rate", text.rateRange(formatRate(product.definition.lowest_rate ?? product.definition.rate.value), formatRate(product.definition.highest_rate ?? product.definition.rate.value)))}>
          <RateField key={product.code} id="rate" value={draft.rate ?? product.definition.rate.value} onChange={(rate) => { onChange({ rate }); }} />
        </Form.Item>
      ) : null}
      <Form.Item label={text.on} htmlFor="on" style={{ marginBottom: 14 }} {...dated(problem, "/disbursed_on")}>
        <DateField id="on" value={draft.on} onChange={(on) => { onChange({ on }); }} />
      </Form.Item>
      <Form.Item label={text.first} htmlFor="first" style={{ marginBottom: 14 }} {...dated(problem, "/first_due_on", text.firstAuto)}>
        <DateField id="first" value={draft.first} onChange={(first) => { onChange({ first }); }} />
      </Form.Item>
    </div>
  );
}

function dated(problem: Problem | null, pointer: string, hint?: string): object {
  const told = problem?.at(pointer);
  return told ? { validateStatus: "error", help: told } : hint ? { extra: hint } : {};
}

function ByHand({ draft, onChange, mark }: Pick<Props, "draft" | "onChange"> & { mark: (field: keyof Wrong, pointer: string) => object }) {
  const { branches } = useUser();
  const currencies = [...new Set(branches.map((b) => b.currency))];
  return (
    <>
      <Form.Item label={text.method} htmlFor="method" style={{ marginBottom: 14 }}>
        <Select id="method" value={draft.method} options={options(es.loan.method, ["custom", "balloon", "line"])} onChange={(method) => { onChange({ method }); }} />
      </Form.Item>
      <Form.Item label={text.frequency} htmlFor="frequency" style={{ marginBottom: 14 }}>
        <Select id="frequency" value={draft.frequency} options={options(es.loan.frequency)} onChange={(frequency) => { onChange({ frequency }); }} />
      </Form.Item>
      {draft.method === "san" ? (
        <Form.Item label={text.installment} htmlFor="installment" required {...mark("installment", "/installment")}>
          <MoneyField key={draft.currency} id="installment" value={draft.installment} currency={draft.currency} onChange={(installment) => { onChange({ installment }); }} />
        </Form.Item>
      ) : (
        <>
          <Form.Item label={text.rate} htmlFor="rate" required {...mark("rate", "/rate")}>
            <RateField id="rate" value={draft.rate} onChange={(rate) => { onChange({ rate }); }} />
          </Form.Item>
          <Form.Item label={text.rateKind} htmlFor="kind" style={{ marginBottom: 14 }}>
            <Select id="kind" value={draft.kind} options={options(es.loan.rateKind)} onChange={(kind) => { onChange({ kind }); }} />
          </Form.Item>
        </>
      )}
      <Form.Item label={text.discount} htmlFor="discount" style={{ marginBottom: 14 }}>
        <MoneyField key={draft.currency} id="discount" value={draft.discount} currency={draft.currency} onChange={(discount) => { onChange({ discount }); }} />
      </Form.Item>
      {currencies.length > 1 ? (
        <Form.Item label={text.currency} htmlFor="currency" style={{ marginBottom: 14 }}>
          <Select id="currency" value={draft.currency} options={currencies.map((value) => ({ value, label: value }))} onChange={(currency: string) => { onChange({ currency }); }} />
        </Form.Item>
      ) : null}
    </>
  );
}
