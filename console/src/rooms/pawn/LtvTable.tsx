import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Input } from "antd";
import { useState } from "react";
import type { Condition } from "@/api/pawn.ts";
import { useCommand } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { RateField } from "@/kit/RateField.tsx";
import { formatRate } from "@/kit/rates.ts";
import { saveLtv } from "./acts.ts";
import { useLtv } from "./data.ts";
import { CONDITIONS, categoriesOf, cellKey, changesOf, ltvOf, plainKey, titled } from "./tabling.ts";
import type { Cells } from "./tabling.ts";
import { tables } from "./tableWords.ts";
import { words } from "./words.ts";

const text = tables.ltv;

/** How much of an appraisal is lent: a row per category, a column per condition, each from a day on. */
export function LtvTable() {
  const { message } = App.useApp();
  const today = useBusinessDate();
  const may = useCan("pawn.tables");
  const { data, error, refetch } = useLtv();
  const [cells, setCells] = useState<Cells>({});
  const [extra, setExtra] = useState<string[]>([]);
  const [name, setName] = useState("");
  const [since, setSince] = useState<string | null>(null);
  const rows = data?.items ?? [];
  const changes = changesOf(cells, rows, since);
  const save = useCommand(async () => { for (const one of changes) await saveLtv(one); });
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton figures={0} />;
  const categories = [...categoriesOf(rows), ...extra.filter((one) => !rows.some((row) => row.category === one))];
  const bad = Object.values(cells).some((ltv) => ltv !== null && Number(ltv) > 1);

  function add(): void {
    const key = plainKey(name);
    if (key.length < 2 || categories.includes(key)) return;
    setExtra([...extra, key]);
    setName("");
  }
  const cell = (category: string, condition: Condition) => {
    const kept = ltvOf(rows, category, condition);
    if (!may) return kept === null ? <span className="second">{text.none}</span> : formatRate(kept);
    const at = cellKey(category, condition);
    return <RateField label={text.cell(titled(category), words.condition[condition])} size="small" placeholder={text.none} value={at in cells ? (cells[at] ?? null) : kept} onChange={(ltv) => { setCells((before) => ({ ...before, [at]: ltv })); }} />;
  };
  return (
    <section className="card stack" aria-label={tables.tabs.ltv}>
      {categories.length === 0 ? <EmptyState action={may ? undefined : <span>{tables.who}</span>}>{text.empty}</EmptyState> : (
        <PlainTable
          cards caption={tables.tabs.ltv} rows={categories} rowKey={(category) => category}
          columns={[
            { key: "category", title: text.category, lead: true, cell: (category) => <strong>{titled(category)}</strong> },
            ...CONDITIONS.map((condition) => ({ key: condition, title: words.condition[condition], cell: (category: string) => cell(category, condition) })),
          ]}
        />
      )}
      {may ? (
        <div className="row between">
          <form className="row" onSubmit={(event) => { event.preventDefault(); add(); }}>
            <Input aria-label={text.category} value={name} maxLength={40} placeholder={text.addHint} style={{ width: 240 }} onChange={(event) => { setName(event.target.value); }} />
            <Button htmlType="submit" icon={<PlusOutlined aria-hidden />} disabled={plainKey(name).length < 2}>{text.add}</Button>
          </form>
          {changes.length > 0 || bad ? (
            <div className="row">
              {bad ? <span className="error" role="alert">{text.over}</span> : <span className="second" role="status">{text.changed(changes.length)}</span>}
              <label className="pawn-asof">{text.since} <DateField value={since ?? today} label={text.since} onChange={(on) => { setSince(on === today ? null : on); }} /></label>
              <Button type="primary" loading={save.isPending} disabled={bad || changes.length === 0} onClick={() => { const n = changes.length; save.mutate(undefined, { onSuccess: () => { setCells({}); void message.success(text.saved(n)); } }); }}>{text.save}</Button>
            </div>
          ) : null}
        </div>
      ) : null}
      {save.error ? <ProblemNotice error={save.error} /> : null}
    </section>
  );
}
