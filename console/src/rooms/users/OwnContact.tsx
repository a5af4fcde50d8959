import { App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useCommand, useRead } from "@/api/query.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const text = words.contact;
interface Channel { channel: string; label: string; configured: boolean; down_since: string | null; cause: string }
interface Contact { email: string; phone: string; channels: Channel[] }

/** One's own e-mail and telephone, where alerts and reports arrive; each can be tried. */
export default function OwnContact({ onClose }: { onClose: () => void }) {
  const { data, error } = useRead<Contact>("/me/contact");
  return (
    <Modal open title={text.title} footer={null} onCancel={onClose} width={500}>
      {error && !data ? <ProblemNotice error={error} /> : null}
      {data ? <Fields key={`${data.email}${data.phone}`} of={data} /> : null}
    </Modal>
  );
}

function Fields({ of }: { of: Contact }) {
  const { message } = App.useApp();
  const [email, setEmail] = useState(of.email);
  const [phone, setPhone] = useState(of.phone);
  const save = useCommand(() => api.put("/me/contact", { email, phone }));
  const trying = useCommand((channel: string) => api.post<{ status: string; cause: string }>("/me/contact/trial", { channel }));
  const mark = (pointer: string): object => (save.error?.at(pointer) ? { validateStatus: "error", help: save.error.at(pointer) } : {});
  const to = (channel: string): string => (channel === "email" ? of.email : of.phone);
  return (
    <Form layout="vertical" onFinish={() => { save.mutate(undefined, { onSuccess: () => { void message.success(text.done); } }); }}>
      <p className="second" style={{ marginBottom: 12 }}>{text.hint}</p>
      {save.error ? <div style={{ marginBottom: 12 }}><ProblemNotice error={save.error} /></div> : null}
      <Form.Item label={text.email} htmlFor="own-email" {...mark("/email")}><Input id="own-email" type="email" autoFocus autoComplete="email" value={email} onChange={(event) => { setEmail(event.target.value); }} /></Form.Item>
      <Form.Item label={text.phone} htmlFor="own-phone" extra={text.phoneHint} {...mark("/phone")}><Input id="own-phone" type="tel" autoComplete="tel" value={phone} onChange={(event) => { setPhone(event.target.value); }} /></Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>{es.common.save}</Button>
      <h3 style={{ margin: "18px 0 6px" }}>{text.channels}</h3>
      <ul className="stack" style={{ listStyle: "none", padding: 0, margin: 0 }}>
        {of.channels.map((each) => (
          <li key={each.channel} className="row between">
            <span className="row"><strong>{each.label}</strong><StateTag tone={each.down_since ? "bad" : each.configured ? "ok" : "off"}>{each.down_since ? text.down : each.configured ? text.ready : text.unset}</StateTag></span>
            <Button size="small" disabled={!to(each.channel)} loading={trying.isPending && trying.variables === each.channel} onClick={() => { trying.mutate(each.channel, { onSuccess: () => { void message.info(each.configured ? text.tried : text.kept(each.label), 6); } }); }}>{text.try}</Button>
          </li>
        ))}
      </ul>
      {trying.error ? <ProblemNotice error={trying.error} /> : null}
    </Form>
  );
}
