import { App, Button } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand, useRead } from "@/api/query.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import type { Client, Page } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { bareNumber } from "@/kit/documents.ts";
import { useGo } from "@/kit/Go.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { ClientForm, draftOf, phonesOf, wrongIn } from "./ClientForm.tsx";
import type { Draft } from "./ClientForm.tsx";
import { create } from "./data.ts";
import { words } from "./words.ts";

/** Somebody who already has the document being typed. */
function useTwin(number: string): Client | null {
  const bare = useSettled(bareNumber(number), 350);
  const { data } = useRead<Page<Client>>("/clients", { q: bare, limit: 3 }, { enabled: bare.length >= 6 });
  return bare.length >= 6 ? (data?.items.find((c) => c.document !== null && bareNumber(c.document.number) === bare) ?? null) : null;
}

/** A new client, in one page. */
export default function NewClient() {
  const branch = useActingBranch();
  const { branches } = useUser();
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const go = useGo();
  const mayOwe = useCan("receivables.write");
  const [url] = useUrlState();
  /* Somebody was sent here in the middle of something, and goes on with it. */
  const back = /^\/[a-z/-]+$/.test(url["para"] ?? "") ? url["para"] : undefined;
  const [draft, setDraft] = useState<Draft>(() => draftOf(null, branch));
  const [tried, setTried] = useState(false);
  const twin = useTwin(draft.document.number);
  const save = useCommand((d: Draft) => {
    const own = d.branch ?? branches.find((b) => b.country === d.document.country)?.id;
    return create({
      name: d.name.trim(), document: { ...d.document, kind: d.document.kind || defaultKind(d.document.country), number: bareNumber(d.document.number) }, phones: phonesOf(d), consents: d.consents,
      ...(own ? { branch_id: own } : {}), ...(d.email ? { email: d.email } : {}), ...(d.zone ? { zone: d.zone } : {}),
      ...(d.address ? { address: d.address } : {}), ...(d.notes ? { notes: d.notes } : {}),
    }, key);
  });

  async function submit(next: (client: Client) => string): Promise<void> {
    setTried(true);
    if (Object.keys(wrongIn(draft)).length > 0) return;
    const made = await save.mutateAsync(draft).catch(() => null);
    if (!made) return;
    void message.success(words.form.done(made.folio));
    go(next(made));
  }
  return (
    <div className="page narrow">
      <PageHeader title={words.form.titleNew} />
      <ClientForm
        draft={draft} onChange={setDraft} branches={branches} problem={save.error} tried={tried} editing={false} twin={twin}
        onSubmit={() => void submit((c) => (back ? href(back, { client_id: c.id }) : `/clientes/${c.id}`))}
        actions={(
          <>
            <Button type="primary" htmlType="submit" loading={save.isPending}>{back ? words.form.saveAndBack : words.form.save}</Button>
            {mayOwe && !back ? <Button loading={save.isPending} onClick={() => void submit((c) => `/cxc/nueva?client_id=${c.id}`)}>{words.form.saveAndDebt}</Button> : null}
            <Button type="text" onClick={() => { window.history.back(); }}>{es.common.cancel}</Button>
          </>
        )}
      />
    </div>
  );
}

function defaultKind(country: string): string {
  return es.doc.kinds[country]?.[0]?.[0] ?? "passport";
}
