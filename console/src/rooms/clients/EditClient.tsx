import { App, Button } from "antd";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCommand } from "@/api/query.ts";
import { useActingBranch, useUser } from "@/api/session.ts";
import type { Client } from "@/api/types.ts";
import { bareNumber } from "@/kit/documents.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { NoFile } from "@/kit/NoFile.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { es } from "@/words/es.ts";
import { ClientForm, draftOf, phonesOf, wrongIn } from "./ClientForm.tsx";
import type { Draft } from "./ClientForm.tsx";
import { edit, useClient } from "./data.ts";
import { words } from "./words.ts";

/** Corrects the data of a client; only what changed travels. */
export default function EditClient() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useClient(id);
  if (!data) return error ? <NoFile list="/clientes" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return <Editor key={data.version} of={data} />;
}

/** Who was registered without a document may go on without one. */
function wrongOf(of: Client, d: Draft): ReturnType<typeof wrongIn> {
  const { document, ...rest } = wrongIn(d);
  const without = of.document === null && bareNumber(d.document.number) === "";
  return document === undefined || without ? rest : { ...rest, document };
}

function changes(of: Client, d: Draft): Parameters<typeof edit>[1] {
  const phones = phonesOf(d);
  const number = bareNumber(d.document.number);
  const was = of.document;
  const moved = was ? number !== was.number || d.document.kind !== was.kind || d.document.country !== was.country : number !== "";
  return {
    ...(d.name.trim() !== of.name ? { name: d.name.trim() } : {}),
    ...(moved ? { document: { ...d.document, number } } : {}),
    ...(phones.join() !== of.phones.join() ? { phones } : {}),
    ...(d.email !== (of.email ?? "") ? { email: d.email } : {}), ...(d.zone !== (of.zone ?? "") ? { zone: d.zone } : {}),
    ...(d.address !== (of.address ?? "") ? { address: d.address } : {}), ...(d.notes !== (of.notes ?? "") ? { notes: d.notes } : {}),
  };
}

function Editor({ of }: { of: Client }) {
  const branch = useActingBranch();
  const { branches } = useUser();
  const { message } = App.useApp();
  const go = useGo();
  const [draft, setDraft] = useState<Draft>(() => draftOf(of, branch));
  const [tried, setTried] = useState(false);
  const save = useCommand((patch: Parameters<typeof edit>[1]) => edit(of.id, { ...patch, version: of.version }));
  const back = `/clientes/${of.id}?tab=data`;

  async function submit(): Promise<void> {
    setTried(true);
    if (Object.keys(wrongOf(of, draft)).length > 0) return;
    const patch = changes(of, draft);
    if (Object.keys(patch).length === 0) { void message.info(words.form.none); return; }
    const done = await save.mutateAsync(patch).catch(() => null);
    if (!done) return;
    void message.success(words.form.saved);
    go(back);
  }
  return (
    <div className="page narrow">
      <PageHeader title={words.form.titleEdit} subtitle={<Go to={back}>{of.folio} · {of.name}</Go>} />
      <ClientForm
        draft={draft} onChange={setDraft} branches={branches} problem={save.error} tried={tried} editing twin={null} onSubmit={() => void submit()}
        actions={<><Button type="primary" htmlType="submit" loading={save.isPending}>{words.form.saveEdit}</Button><Button type="text" onClick={() => { go(back); }}>{es.common.cancel}</Button></>}
      />
    </div>
  );
}
