import { MinusCircleOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, Select } from "antd";
import type { ReactNode } from "react";
import type { Problem } from "@/api/problem.ts";
import type { Branch, Client } from "@/api/types.ts";
import { DocField } from "@/kit/DocField.tsx";
import type { DocumentValue } from "@/kit/documents.ts";
import { bareNumber } from "@/kit/documents.ts";
import { Go } from "@/kit/Go.tsx";
import { PhoneField } from "@/kit/PhoneField.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { words } from "./words.ts";

export interface Draft {
  name: string; document: DocumentValue; phones: (string | null)[]; email: string; zone: string; address: string; notes: string;
  branch: number | null; consents: string[];
}
const text = words.form;

export function draftOf(client: Client | null, branch: Branch): Draft {
  return {
    name: client?.name ?? "", document: client?.document ?? { kind: "", number: "", country: branch.country }, phones: client && client.phones.length > 0 ? client.phones : [null],
    email: client?.email ?? "", zone: client?.zone ?? "", address: client?.address ?? "", notes: client?.notes ?? "", branch: client?.branch_id ?? null, consents: [],
  };
}
export function phonesOf(draft: Draft): string[] {
  return draft.phones.filter((p): p is string => p !== null);
}
/** What keeps the form from being sent, by field. */
export function wrongIn(draft: Draft): Partial<Record<"name" | "document" | "phones" | "email", string>> {
  return {
    ...(draft.name.trim() ? {} : { name: text.missing }),
    ...(bareNumber(draft.document.number) ? {} : { document: text.missing }),
    ...(phonesOf(draft).length > 0 ? {} : { phones: text.needsPhone }),
    ...(!draft.email || /^\S+@\S+\.\S+$/.test(draft.email) ? {} : { email: text.badEmail }),
  };
}

interface Props {
  draft: Draft; onChange: (draft: Draft) => void; branches: Branch[]; problem: Problem | null; tried: boolean; editing: boolean; actions: ReactNode; onSubmit: () => void;
  /** Somebody who already has that document. */
  twin: Client | null;
}

/** One page, three blocks: identity, contact, place and consent. */
export function ClientForm({ draft, onChange, branches, problem, tried, editing, actions, onSubmit, twin }: Props) {
  const set = (patch: Partial<Draft>): void => { onChange({ ...draft, ...patch }); };
  const countries = [...new Set([...branches.map((b) => b.country), draft.document.country])];
  const wrong = wrongIn(draft);
  const mark = (field: "name" | "document" | "phones" | "email" | "zone" | "address", pointer = `/${field}`): object => {
    const help = (tried && field in wrong ? wrong[field as keyof typeof wrong] : undefined) ?? problem?.at(pointer);
    return help ? { validateStatus: "error", help } : {};
  };
  const known = twinOf(problem);
  return (
    <Form layout="vertical" className="stack" onFinish={onSubmit}>
      {problem ? (
        <ProblemNotice error={problem}>{known ? <div><Go to={`/clientes/${known}`}>{text.duplicate}</Go></div> : null}</ProblemNotice>
      ) : null}
      <section className="card">
        <h2>{text.identity}</h2>
        <div className="kit-form-grid">
          <Form.Item label={text.name} htmlFor="name" required {...mark("name")}>
            <Input id="name" value={draft.name} autoFocus={!editing} autoComplete="off" maxLength={160} onChange={(event) => { set({ name: event.target.value }); }} />
          </Form.Item>
          <Form.Item
            label={text.document} htmlFor="document" required {...mark("document")}
            extra={twin ? <span className="error">{text.similar} <Go to={`/clientes/${twin.id}`}>{twin.name} ({twin.folio})</Go></span> : undefined}
          >
            <DocField id="document" value={draft.document} countries={countries} onChange={(document) => { set({ document }); }} />
          </Form.Item>
        </div>
      </section>
      <section className="card">
        <h2>{text.contact}</h2>
        <div className="kit-form-grid">
          <Form.Item label={text.phone} htmlFor="phone-0" required {...mark("phones")}>
            <div className="stack tight">
              {draft.phones.map((phone, i) => (
                <div key={i} className="row" style={{ flexWrap: "nowrap" }}>
                  <div className="grow">
                    <PhoneField id={`phone-${i}`} value={phone} country={draft.document.country} onChange={(next) => { set({ phones: draft.phones.map((p, j) => (j === i ? next : p)) }); }} />
                  </div>
                  {draft.phones.length > 1 ? (
                    <Button type="text" icon={<MinusCircleOutlined aria-hidden />} aria-label={text.phoneLess} onClick={() => { set({ phones: draft.phones.filter((_, j) => j !== i) }); }} />
                  ) : null}
                </div>
              ))}
              <div><Button type="link" size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { set({ phones: [...draft.phones, null] }); }}>{text.phoneMore}</Button></div>
            </div>
          </Form.Item>
          <Form.Item label={text.email} htmlFor="email" {...mark("email")}>
            <Input id="email" type="email" value={draft.email} autoComplete="off" onChange={(event) => { set({ email: event.target.value }); }} />
          </Form.Item>
        </div>
      </section>
      <section className="card">
        <h2>{text.place}</h2>
        <div className="kit-form-grid">
          <Form.Item label={text.address} htmlFor="address" {...mark("address")}>
            <Input id="address" value={draft.address} autoComplete="off" onChange={(event) => { set({ address: event.target.value }); }} />
          </Form.Item>
          <Form.Item label={text.zone} htmlFor="zone" {...mark("zone")}>
            <Input id="zone" value={draft.zone} autoComplete="off" onChange={(event) => { set({ zone: event.target.value }); }} />
          </Form.Item>
          {!editing && branches.length > 1 ? (
            <Form.Item label={text.branch} htmlFor="branch">
              <Select
                id="branch" value={draft.branch ?? branches.find((b) => b.country === draft.document.country)?.id} onChange={(branch: number) => { set({ branch }); }}
                options={branches.map((b) => ({ value: b.id, label: b.name }))}
              />
            </Form.Item>
          ) : null}
          {editing ? null : (
            <Form.Item className="full" label={text.consents} extra={text.consentHint}>
              <Checkbox.Group value={draft.consents} onChange={(consents) => { set({ consents: consents.map(String) }); }} options={[{ value: "whatsapp", label: words.consents.channels["whatsapp"] ?? "WhatsApp" }]} />
            </Form.Item>
          )}
          <Form.Item className="full" label={text.notes} htmlFor="notes">
            <Input.TextArea id="notes" rows={2} value={draft.notes} maxLength={1000} onChange={(event) => { set({ notes: event.target.value }); }} />
          </Form.Item>
        </div>
        <div className="row">{actions}</div>
      </section>
    </Form>
  );
}

/** Id of the client a «documento repetido» problem talks about. */
function twinOf(problem: Problem | null): string | null {
  const id = problem?.body["client_id"] ?? problem?.body["id"];
  return typeof id === "string" ? id : null;
}
