import { CopyOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useCommand } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import type { ApiKey } from "@/api/types.ts";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { InstantText, useZone } from "@/kit/DateText.tsx";
import { endOfDay } from "@/kit/dates.ts";
import { Skeleton } from "@/kit/Loading.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { createKey, revokeKey, useKeys, useRoles } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { forKeys, grouped, rolesOf } from "./people.ts";
import { words } from "./words.ts";

const text = words.keys;

/** Keys with which other systems use Caudal. */
export function Keys() {
  const { data, error, refetch } = useKeys(true);
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [ending, setEnding] = useState<ApiKey | null>(null);
  const revoke = useCommand((id: string) => revokeKey(id));
  useShortcut("n", text.new, () => { setOpen(true); });
  return (
    <Frame section="keys" actions={<Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { setOpen(true); }}>{text.new}</Button>}>
      <p className="second" style={{ marginBottom: 12 }}>{text.explain}</p>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={160} /> : null}
      {data ? (
        <section className="card">
          <PlainTable<ApiKey>
            caption={words.sections.keys} rows={data.items} rowKey={(k) => k.id} empty={text.empty}
            columns={[
              { key: "n", title: text.name, cell: (k) => <><strong>{k.name}</strong><div className="hint num">{text.prefix} {k.prefix}…{k.user ? ` · ${k.user}` : ""}</div></> },
              { key: "p", title: words.columns.permissions, end: true, cell: (k) => <span title={k.permissions.join(", ")}>{k.permissions.length}</span> },
              { key: "u", title: text.used, cell: (k) => (k.last_used_at ? <InstantText value={k.last_used_at} /> : <span className="second">{text.never}</span>) },
              { key: "e", title: text.expires, cell: (k) => (k.expires_at ? <InstantText value={k.expires_at} only="day" /> : <span className="second">{text.noExpiry}</span>) },
              { key: "c", title: text.created, cell: (k) => <InstantText value={k.created_at} /> },
              {
                key: "a", title: <span className="visually-hidden">{words.columns.actions}</span>, end: true,
                cell: (k) => (k.revoked_at ? <StateTag tone="off">{text.revoked}</StateTag> : <Button size="small" danger aria-label={`${text.revoke}: ${k.name}`} onClick={() => { setEnding(k); }}>{text.revoke}</Button>),
              },
            ]}
          />
        </section>
      ) : null}
      {open ? <New onClose={() => { setOpen(false); }} /> : null}
      {ending ? (
        <ConfirmWithReason
          open danger withReason={false} title={text.revokeTitle(ending.name)} action={text.revoke} effect={text.revokeEffect} onClose={() => { setEnding(null); }}
          onConfirm={async () => { await revoke.mutateAsync(ending.id); void message.success(text.revokedDone); }}
        />
      ) : null}
    </Frame>
  );
}

function New({ onClose }: { onClose: () => void }) {
  const own = useUser().permissions;
  const choices = forKeys(rolesOf(useRoles().data), own);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [expires, setExpires] = useState<string | null>(null);
  const zone = useZone();
  const make = useCommand(() => createKey({ name: name.trim(), permissions: chosen, ...(expires ? { expires_at: endOfDay(expires, zone) } : {}) }));
  if (make.data?.key) return <Once secret={make.data.key} onClose={onClose} />;
  return (
    <Modal
      open title={text.new} okText={text.create} cancelText={es.common.cancel} onCancel={onClose} width={620} onOk={() => { make.mutate(undefined); }}
      okButtonProps={{ loading: make.isPending, disabled: name.trim().length < 3 || chosen.length === 0 }}
    >
      {make.error ? <ProblemNotice error={make.error} /> : null}
      <Form layout="vertical" component="div">
        <div className="kit-form-grid">
          <Form.Item label={text.name} htmlFor="key-name" required extra={text.nameHint}><Input id="key-name" autoFocus value={name} maxLength={80} onChange={(event) => { setName(event.target.value); }} /></Form.Item>
          <Form.Item label={text.expires} htmlFor="key-expires" extra={text.expiresHint}><DateField id="key-expires" value={expires} onChange={setExpires} /></Form.Item>
        </div>
        <Form.Item label={text.permissions} required style={{ marginBottom: 0 }}>
          <div className="row" style={{ marginBottom: 8 }}>
            <Button size="small" onClick={() => { setChosen(choices.filter((p) => p.code.endsWith(".read")).map((p) => p.code)); }}>{text.read}</Button>
            <Button size="small" onClick={() => { setChosen(choices.map((p) => p.code)); }}>{text.all}</Button>
            <Button size="small" type="text" onClick={() => { setChosen([]); }}>{text.none}</Button>
          </div>
          <div className="perms">
            {grouped(choices).map((group) => (
              <div key={group.noun} role="group" aria-label={words.nouns[group.noun] ?? group.noun}>
                <p className="subject" aria-hidden>{words.nouns[group.noun] ?? group.noun}</p>
                {group.permissions.map((p) => (
                  <div key={p.code}><Checkbox checked={chosen.includes(p.code)} onChange={(event) => { setChosen(event.target.checked ? [...chosen, p.code] : chosen.filter((c) => c !== p.code)); }}>{p.label}</Checkbox></div>
                ))}
              </div>
            ))}
          </div>
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** The secret, this time only. */
function Once({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { message } = App.useApp();
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(secret);
    void message.success(es.common.copied);
  }
  return (
    <Modal open title={text.new} closable={false} mask={{ closable: false }} keyboard={false} footer={<Button type="primary" onClick={onClose}>{text.done}</Button>}>
      <div className="stack">
        <p role="alert"><strong>{text.once}</strong></p>
        <div className="key-once">{secret}</div>
        {"clipboard" in navigator ? <div><Button icon={<CopyOutlined aria-hidden />} onClick={() => void copy()}>{es.common.copy}</Button></div> : null}
      </div>
    </Modal>
  );
}
