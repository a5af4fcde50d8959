import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import type { Branch, NewBranch } from "@/api/types.ts";
import { Can, useCan } from "@/kit/Can.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { createBranch, useBranches } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { PLACES, sameName } from "./people.ts";
import { words } from "./words.ts";

const text = words.branches;

/** «America/Mexico_City» → «Mexico City (America)»: the city is what people know. */
function zoneText(zone: string): string {
  const [place = "", ...city] = zone.replace(/_/g, " ").split("/");
  return city.length > 0 ? `${city.join(", ")} (${place})` : place;
}

/** Where the company works: country, currency and clock of each branch. */
export function Branches() {
  const { data, error, refetch } = useBranches();
  const may = useCan("branches.write");
  const [open, setOpen] = useState(false);
  useShortcut("n", text.new, () => { setOpen(true); }, "page", may);
  return (
    <Frame section="branches" actions={<Can permission="branches.write"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { setOpen(true); }}>{text.new}</Button></Can>}>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={200} /> : null}
      {data ? (
        <section className="card">
          <PlainTable<Branch>
            cards caption={words.sections.branches} rows={data.items} rowKey={(b) => b.id} empty={text.empty}
            columns={[
              { key: "n", title: text.name, cell: (b) => <strong>{b.name}</strong> },
              { key: "c", title: words.columns.country, cell: (b) => es.countries[b.country] ?? b.country },
              { key: "m", title: words.columns.currency, cell: (b) => b.currency },
              { key: "z", title: words.columns.zone, cell: (b) => zoneText(b.time_zone) },
              { key: "s", title: words.columns.state, cell: (b) => (b.active === false ? <StateTag tone="off">{text.off}</StateTag> : <StateTag tone="ok">{text.on}</StateTag>) },
            ]}
          />
        </section>
      ) : null}
      {open ? <New known={data?.items ?? []} onClose={() => { setOpen(false); }} /> : null}
    </Frame>
  );
}

function New({ known, onClose }: { known: Branch[]; onClose: () => void }) {
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const first = known[0]?.country ?? "MX";
  const [draft, setDraft] = useState<NewBranch>({ name: "", country: first, currency: PLACES[first]?.currency ?? "MXN", time_zone: PLACES[first]?.zones[0] ?? "America/Mexico_City" });
  const save = useCommand((ask: NewBranch) => createBranch({ ...ask, name: ask.name.trim() }, key));
  const twice = sameName(known, draft.name);
  const help = twice ? text.repeated : save.error?.at("/name");
  return (
    <Modal
      open title={text.new} okText={text.create} cancelText={es.common.cancel} onCancel={onClose} okButtonProps={{ loading: save.isPending, disabled: !draft.name.trim() || twice }}
      onOk={() => { save.mutate(draft, { onSuccess: (made) => { void message.success(text.created(made.name)); onClose(); } }); }}
    >
      {save.error ? <ProblemNotice error={save.error} /> : null}
      <Form layout="vertical" component="div">
        <Form.Item label={text.name} htmlFor="branch-name" required {...(help ? { validateStatus: "error", help } : {})}>
          <Input id="branch-name" autoFocus value={draft.name} maxLength={80} onChange={(event) => { setDraft({ ...draft, name: event.target.value }); }} />
        </Form.Item>
        <div className="kit-form-grid">
          <Form.Item label={text.country} htmlFor="branch-country">
            <Select
              id="branch-country" value={draft.country} options={Object.keys(PLACES).map((value) => ({ value, label: es.countries[value] ?? value }))}
              onChange={(country: string) => { setDraft({ ...draft, country, currency: PLACES[country]?.currency ?? draft.currency, time_zone: PLACES[country]?.zones[0] ?? draft.time_zone }); }}
            />
          </Form.Item>
          <Form.Item label={text.zone} htmlFor="branch-zone">
            <Select id="branch-zone" value={draft.time_zone} options={(PLACES[draft.country]?.zones ?? [draft.time_zone]).map((value) => ({ value, label: value.replace(/_/g, " ") }))} onChange={(time_zone: string) => { setDraft({ ...draft, time_zone }); }} />
          </Form.Item>
          <Form.Item className="full" label={text.currency} htmlFor="branch-currency" extra={text.currencyHint} style={{ marginBottom: 0 }}>
            <Select id="branch-currency" value={draft.currency} options={[...new Set([...Object.values(PLACES).map((p) => p.currency), "USD"])].map((value) => ({ value, label: value }))} onChange={(currency: string) => { setDraft({ ...draft, currency }); }} />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
