import { App, Form, Input, Modal } from "antd";
import { useState } from "react";
import { queryClient, useCommand } from "@/api/query.ts";
import { session, useUser } from "@/api/session.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { changePassword } from "./data.ts";
import { SHORTEST_PASSWORD } from "./people.ts";
import { words } from "./words.ts";

const text = words.password;

/** Anybody's own password, from the account menu. */
export default function OwnPassword({ onClose }: { onClose: () => void }) {
  const { message } = App.useApp();
  const { username } = useUser();
  const [draft, setDraft] = useState({ current: "", next: "", again: "" });
  const [tried, setTried] = useState(false);
  const save = useCommand(() => changePassword({ current_password: draft.current, new_password: draft.next }));
  const wrong = {
    current: draft.current ? undefined : words.form.wrong.missing,
    next: draft.next.length >= SHORTEST_PASSWORD ? undefined : words.form.wrong.short,
    again: draft.again === draft.next ? undefined : text.differ,
  };
  const mark = (help: string | undefined, ...pointers: string[]): object => {
    const said = (tried ? help : undefined) ?? pointers.map((p) => save.error?.at(p)).find(Boolean);
    return said ? { validateStatus: "error", help: said } : {};
  };
  function submit(): void {
    setTried(true);
    if (wrong.current ?? wrong.next ?? wrong.again) return;
    save.mutate(undefined, { onSuccess: () => { void message.success(text.done, 6); queryClient.clear(); session.leave(); } });
  }
  return (
    <Modal open title={text.title} okText={text.save} cancelText={es.common.cancel} okButtonProps={{ loading: save.isPending }} onOk={submit} onCancel={onClose} width={460}>
      <p className="second" style={{ marginBottom: 12 }}>{text.ends}</p>
      {save.error ? <div style={{ marginBottom: 12 }}><ProblemNotice error={save.error} /></div> : null}
      <Form layout="vertical" onFinish={submit}>
        <input type="text" autoComplete="username" value={username} readOnly hidden />
        <Form.Item label={text.current} htmlFor="password-current" required {...mark(wrong.current, "/current_password")}>
          <Input.Password id="password-current" autoFocus autoComplete="current-password" value={draft.current} onChange={(event) => { setDraft({ ...draft, current: event.target.value }); }} />
        </Form.Item>
        <Form.Item label={text.next} htmlFor="password-next" required extra={words.form.passwordHint} {...mark(wrong.next, "/new_password", "/password")}>
          <Input.Password id="password-next" autoComplete="new-password" value={draft.next} onChange={(event) => { setDraft({ ...draft, next: event.target.value }); }} />
        </Form.Item>
        <Form.Item label={text.again} htmlFor="password-again" required {...mark(wrong.again, "/again")}>
          <Input.Password id="password-again" autoComplete="new-password" value={draft.again} onChange={(event) => { setDraft({ ...draft, again: event.target.value }); }} />
        </Form.Item>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </Form>
    </Modal>
  );
}
