import { App, Button, Form, Input } from "antd";
import { useState } from "react";
import type { Product } from "@/api/loans.ts";
import { useCommand } from "@/api/query.ts";
import { useActingBranch } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText, useZone } from "@/kit/DateText.tsx";
import { localInstant } from "@/kit/dates.ts";
import { useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { money } from "@/kit/money.ts";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { QuotePanel } from "@/kit/QuotePanel.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { retire, save, useProducts, useTrial } from "./data.ts";
import { Fields } from "./Fields.tsx";
import { askOf, draftOf, rateText, sample, templateOf, wrongIn } from "./model.ts";
import type { Draft, Template } from "./model.ts";
import { words } from "./words.ts";

const text = words.form;

/** A product that doesn't exist yet, from a template. */
export function NewProduct() {
  const [url] = useUrlState();
  const { currency } = useActingBranch();
  const template = (url["plantilla"] ?? "personal") in words.templates ? (url["plantilla"] ?? "personal") as Template : "personal";
  return <Sheet key={template} start={templateOf(template, currency)} product={null} versions={[]} />;
}

/** A product in use: what is saved is a new version. */
export function Editor({ code }: { code: string }) {
  const { data, error, refetch } = useProducts(true);
  if (!data) return error ? <div className="page"><ProblemNotice error={error} onRetry={() => void refetch()} /></div> : <PageSkeleton />;
  const versions = data.items.filter((p) => p.code === code).sort((a, b) => b.version - a.version);
  const [product] = versions;
  if (!product) return <NoFile list="/productos" what={words.unknown(code)} />;
  return <Sheet key={product.id} start={draftOf(product)} product={product} versions={versions} />;
}

function Sheet({ start, product, versions }: { start: Draft; product: Product | null; versions: Product[] }) {
  const go = useGo();
  const { message } = App.useApp();
  const may = useCan("products.write");
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const send = useCommand(() => save(draft.code, askOf(draft)));
  const leave = useCommand(() => retire(draft.code));
  const wrong = wrongIn(draft);
  async function submit(): Promise<void> {
    setTried(true);
    if (Object.keys(wrong).length > 0) return;
    const done = await send.mutateAsync(undefined).catch(() => null);
    if (!done) return;
    void message.success(text.saved(done.name, done.version));
    go(`/productos/${done.code}`);
  }
  return (
    <div className="page">
      <PageHeader
        title={product ? product.name : words.new} tag={product ? <StateTag tone={product.active ? "ok" : "off"}>{`${words.versions.version} ${product.version}`}</StateTag> : null}
        subtitle={may ? words.subtitle : words.readOnly}
        actions={may && product?.active ? <Button danger onClick={() => { setLeaving(true); }}>{text.retire}</Button> : null}
      />
      <div className="editing">
        <div className="stack">
          <Form layout="vertical" className="card" requiredMark={false} disabled={!may || send.isPending} onFinish={() => void submit()} aria-label={product?.name ?? words.new}>
            {send.error ? <div style={{ marginBottom: 16 }}><ProblemNotice error={send.error} onRetry={send.error.retryable ? () => void submit() : undefined} /></div> : null}
            <Fields draft={draft} fresh={product === null} onChange={(patch) => { setDraft({ ...draft, ...patch }); }} wrong={tried ? wrong : {}} problem={send.error} />
            {may ? <Button type="primary" htmlType="submit" loading={send.isPending}>{product ? text.saveNew : text.save}</Button> : null}
          </Form>
          {versions.length > 0 ? <Versions of={versions} /> : null}
        </div>
        {may ? <Bench draft={draft} ready={Object.keys(wrong).length === 0} /> : null}
      </div>
      <ConfirmWithReason
        open={leaving} danger withReason={false} title={text.retireTitle(draft.name)} action={text.retire} effect={<p>{text.retireEffect}</p>} onClose={() => { setLeaving(false); }}
        onConfirm={async () => { await leave.mutateAsync(undefined); void message.success(text.retired(draft.name)); go("/productos"); }}
      />
    </div>
  );
}

/** An example loan with what is on screen, before it is kept. */
function Bench({ draft, ready }: { draft: Draft; ready: boolean }) {
  const [amount, setAmount] = useState<string | null>(null);
  const [periods, setPeriods] = useState("");
  const lent = amount ?? sample(draft);
  const asked = ready ? { product: askOf(draft), wish: { principal: money(lent, draft.currency), ...(/^[1-9]\d{0,3}$/.test(periods) ? { periods: Number(periods) } : {}) } } : null;
  const current = useSettled(JSON.stringify(asked), 300);
  const settled = JSON.parse(current) as typeof asked;
  const trial = useTrial(settled?.product ?? null, settled?.wish ?? null);
  return (
    <div className="stack bench">
      <Form layout="vertical" className="card stack tight" component="section" aria-label={words.bench.title}>
        <h2>{words.bench.title}</h2>
        <p className="hint">{words.bench.what}</p>
        <div className="pair">
          <Form.Item label={words.bench.amount} htmlFor="bench-amount" style={{ marginBottom: 0 }}><MoneyField key={draft.currency} id="bench-amount" value={lent} currency={draft.currency} onChange={setAmount} /></Form.Item>
          <Form.Item label={words.bench.periods} htmlFor="bench-periods" style={{ marginBottom: 0 }}><Input id="bench-periods" className="num" inputMode="numeric" autoComplete="off" value={periods} placeholder={draft.periods} onChange={(event) => { setPeriods(event.target.value.trim()); }} /></Form.Item>
        </div>
      </Form>
      <QuotePanel quote={asked ? trial.data : undefined} frequency={draft.frequency} waiting={asked !== null && trial.isFetching} problem={asked ? trial.error : null} empty={words.bench.empty} />
    </div>
  );
}

function Versions({ of }: { of: Product[] }) {
  const zone = useZone();
  return (
    <section className="card" aria-label={words.versions.title}>
      <h2>{words.versions.title}</h2>
      <PlainTable
        caption={words.versions.title} rows={of} rowKey={(p) => p.id}
        columns={[
          { key: "v", title: words.versions.version, cell: (p) => p.version },
          { key: "s", title: words.versions.since, cell: (p) => <DateText value={localInstant(p.created_at, zone).date} /> },
          { key: "r", title: words.versions.rate, cell: (p) => <span className="num">{rateText(p)}</span> },
          { key: "p", title: words.versions.periods, end: true, cell: (p) => p.periods },
          { key: "e", title: words.versions.state, cell: (p) => (p.active ? <StateTag tone="ok">{words.versions.current}</StateTag> : <StateTag tone="off">{words.versions.old}</StateTag>) },
        ]}
      />
    </section>
  );
}
