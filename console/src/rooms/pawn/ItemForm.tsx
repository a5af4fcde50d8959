import { CloseOutlined } from "@ant-design/icons";
import { Button, Form, Input, Segmented, Select } from "antd";
import type { Condition, Ltv, Price, Quote } from "@/api/pawn.ts";
import type { Problem } from "@/api/problem.ts";
import { formatMoney } from "@/kit/formats.ts";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { compareMoney } from "@/kit/money.ts";
import { formatRate } from "@/kit/rates.ts";
import { useObjectUrl } from "@/kit/useObjectUrl.ts";
import { pricesFor, wrongItem } from "./counter.ts";
import type { ItemDraft } from "./counter.ts";
import { counter as text } from "./counterWords.ts";
import { PhotoButton } from "./Photos.tsx";
import { CONDITIONS, categoriesOf, ltvOf, titled } from "./tabling.ts";
import { words } from "./words.ts";

/** Once something is chosen the cursor is at what comes next: nobody reaches for the mouse. */
export function focusOn(id: string): void {
  requestAnimationFrame(() => { document.getElementById(id)?.focus(); });
}

interface Props {
  of: ItemDraft; number: number; only: boolean; currency: string; ltv: Ltv[]; prices: Price[]; photos: File[]; quoted: Quote["items"][number] | undefined; problem: Problem | null; tried: boolean;
  onChange: (patch: Partial<ItemDraft>) => void; onPhotos: (photos: File[]) => void; onRemove: () => void;
}

/** An article: what it is, what the table says of it, what it is valued at. */
export function ItemForm({ of, number, only, currency, ltv, prices, photos, quoted, problem, tried, onChange, onPhotos, onRemove }: Props) {
  const wrong = wrongItem(of, prices, currency);
  const id = (name: string): string => `item-${of.key}-${name}`;
  const mark = (field: keyof typeof wrong): object => {
    const told = (tried ? wrong[field] : undefined) ?? problem?.at(`/items/${number - 1}/${field}`);
    return { style: { marginBottom: 10 }, ...(told ? { validateStatus: "error", help: told } : {}) };
  };
  const known = pricesFor(of.category, prices, currency);
  const conditions = CONDITIONS.filter((condition) => of.category === null || ltvOf(ltv, of.category, condition) !== null);
  const above = quoted?.reference ? compareMoney(quoted.appraisal, quoted.reference) > 0 : false;

  function choose(category: string): void {
    const fits = ltvOf(ltv, category, of.condition) !== null;
    focusOn(pricesFor(category, prices, currency).length > 0 ? id("price") : id("description"));
    onChange({ category, priceName: null, ...(fits ? {} : { condition: CONDITIONS.find((one) => ltvOf(ltv, category, one) !== null) ?? "good" }) });
  }
  function price(name: string | null): void {
    focusOn(prices.some((row) => row.name === name && row.category === of.category && row.unit === "gram") ? id("weight") : id("description"));
    onChange({ priceName: name, appraisal: null, ...(name && !of.description.trim() ? { description: titled(name) } : {}) });
  }
  return (
    <fieldset className="pawn-item" aria-label={text.article(number)}>
      <div className="row between">
        <strong>{text.article(number)}</strong>
        {only ? null : <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={text.remove(number)} onClick={onRemove} />}
      </div>
      <div className="pawn-item-grid">
        <Form.Item label={text.category} htmlFor={id("category")} {...mark("category")}>
          <Select id={id("category")} value={of.category ?? undefined} showSearch={{ optionFilterProp: "label" }} options={categoriesOf(ltv).map((value) => ({ value, label: titled(value) }))} onChange={choose} />
        </Form.Item>
        <Form.Item className="wide" label={text.condition} style={{ marginBottom: 10 }}>
          <Segmented<Condition> block aria-label={text.condition} value={of.condition} options={conditions.map((value) => ({ value, label: words.condition[value] }))} onChange={(condition) => { onChange({ condition }); }} />
        </Form.Item>
        {known.length > 0 ? (
          <Form.Item label={text.price} htmlFor={id("price")} style={{ marginBottom: 10 }}>
            <Select id={id("price")} allowClear value={of.priceName ?? undefined} placeholder={text.priceNone} showSearch={{ optionFilterProp: "label" }} options={known.map((row) => ({ value: row.name, label: titled(row.name) }))} onChange={(name: string | undefined) => { price(name ?? null); }} />
          </Form.Item>
        ) : null}
        {known.some((row) => row.unit === "gram") ? (
          <Form.Item label={text.weight} htmlFor={id("weight")} {...mark("weight")}>
            <Input id={id("weight")} inputMode="decimal" className="num" autoComplete="off" value={of.weight} suffix={<span className="hint">g</span>} onChange={(event) => { onChange({ weight: event.target.value }); }} />
          </Form.Item>
        ) : null}
        <Form.Item className="wide" label={text.description} htmlFor={id("description")} {...mark("description")}>
          <Input id={id("description")} autoComplete="off" value={of.description} maxLength={200} onChange={(event) => { onChange({ description: event.target.value }); }} />
        </Form.Item>
        <Text id={id("brand")} label={text.brand} value={of.brand} onChange={(brand) => { onChange({ brand }); }} />
        <Text id={id("model")} label={text.model} value={of.model} onChange={(model) => { onChange({ model }); }} />
        <Text id={id("serial")} label={text.serial} value={of.serial} onChange={(serial) => { onChange({ serial }); }} />
        <Form.Item label={text.appraisal} htmlFor={id("appraisal")} {...mark("appraisal")} extra={quoted?.reference && above ? <span className="error">{text.above}: {text.reference(formatMoney(quoted.reference)).toLowerCase()}</span> : undefined}>
          <MoneyField key={currency} id={id("appraisal")} value={of.appraisal ?? (of.priceName ? (quoted?.appraisal.amount ?? null) : null)} currency={currency} onChange={(appraisal) => { onChange({ appraisal }); }} />
        </Form.Item>
        <Text id={id("seal")} label={text.seal} value={of.seal} max={40} onChange={(seal) => { onChange({ seal }); }} />
      </div>
      <div className="row between">
        <div className="pawn-photos">
          {photos.map((photo, i) => <Taken key={`${photo.name}-${photo.lastModified}-${i}`} of={photo} label={text.removePhoto(i + 1)} onRemove={() => { onPhotos(photos.filter((one) => one !== photo)); }} />)}
          {photos.length < 6 ? <PhotoButton label={text.photo} onFiles={(files) => { onPhotos([...photos, ...files].slice(0, 6)); }} /> : null}
        </div>
        {quoted ? <p className="second pawn-lends">{quoted.reference ? `${text.reference(formatMoney(quoted.reference))} · ` : ""}{text.lends(formatRate(quoted.ltv), formatMoney(quoted.allowed))}</p> : null}
      </div>
    </fieldset>
  );
}

function Text({ id, label, value, max = 80, onChange }: { id: string; label: string; value: string; max?: number; onChange: (value: string) => void }) {
  return <Form.Item label={label} htmlFor={id} style={{ marginBottom: 10 }}><Input id={id} autoComplete="off" value={value} maxLength={max} onChange={(event) => { onChange(event.target.value); }} /></Form.Item>;
}

/** A photograph taken, before there is a ticket to keep it in. */
function Taken({ of, label, onRemove }: { of: File; label: string; onRemove: () => void }) {
  const url = useObjectUrl(of);
  return (
    <span className="photo taken">
      {url ? <img src={url} alt="" /> : null}
      <Button size="small" shape="circle" icon={<CloseOutlined aria-hidden />} aria-label={label} onClick={onRemove} />
    </span>
  );
}
