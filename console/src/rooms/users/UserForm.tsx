import { App, Checkbox, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import type { UserRow } from "@/api/types.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { createUser, editUser, useBranches, useRoles } from "./data.ts";
import { Permissions } from "./Permissions.tsx";
import { draftOf, newUser, patchOf, rolesOf, usernameFor, wrongIn } from "./people.ts";
import type { Draft } from "./people.ts";
import { words } from "./words.ts";

const text = words.form;

/** A person's account: name, role with what it allows, branches and password. */
export function UserForm({ user, onClose }: { user: UserRow | null; onClose: () => void }) {
  const { message } = App.useApp();
  const { key } = useIdempotencyKey();
  const roles = rolesOf(useRoles().data);
  const branches = useBranches().data?.items ?? user?.branches ?? [];
  const [draft, setDraft] = useState<Draft>(() => draftOf(user));
  const [named, setNamed] = useState(user !== null);
  const [tried, setTried] = useState(false);
  const save = useCommand((d: Draft) => (user ? editUser(user.id, patchOf(user, d)) : createUser(newUser(d), key)));
  const set = (patch: Partial<Draft>): void => { setDraft({ ...draft, ...patch }); };
  const wrong = wrongIn(draft, user === null);
  const mark = (field: keyof typeof wrong): object => {
    const own = wrong[field];
    const help = (tried && own ? text.wrong[own] : undefined) ?? save.error?.at(`/${field}`);
    return help ? { validateStatus: "error", help } : {};
  };
  const every = branches.length > 0 && branches.every((b) => draft.branches.includes(b.id));
  const role = roles.find((r) => r.code === draft.role);

  async function submit(): Promise<void> {
    setTried(true);
    if (Object.keys(wrong).length > 0) return;
    if (user && Object.keys(patchOf(user, draft)).length === 0) { void message.info(text.nothing); onClose(); return; }
    const done = await save.mutateAsync(draft).catch(() => null);
    if (!done) return;
    void message.success(user ? text.saved : text.created(draft.name.trim()));
    onClose();
  }
  return (
    <Modal open title={user ? text.titleEdit(user.name) : text.titleNew} okText={user ? text.save : text.create} cancelText={es.common.cancel} okButtonProps={{ loading: save.isPending }} onOk={() => void submit()} onCancel={onClose} width={640}>
      {save.error ? <div style={{ marginBottom: 12 }}><ProblemNotice error={save.error} /></div> : null}
      <Form layout="vertical" onFinish={() => void submit()}>
        <div className="kit-form-grid">
          <Form.Item label={text.name} htmlFor="user-name" required {...mark("name")}>
            <Input id="user-name" value={draft.name} autoFocus maxLength={120} autoComplete="off" onChange={(event) => { set({ name: event.target.value, ...(named ? {} : { username: usernameFor(event.target.value) }) }); }} />
          </Form.Item>
          <Form.Item label={text.username} htmlFor="user-username" required={!user} extra={user ? undefined : text.usernameHint} {...mark("username")}>
            <Input id="user-username" value={draft.username} disabled={user !== null} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={40} onChange={(event) => { setNamed(true); set({ username: event.target.value.toLowerCase() }); }} />
          </Form.Item>
          <Form.Item label={text.role} htmlFor="user-role" required {...mark("role")}>
            <Select id="user-role" value={draft.role || undefined} options={roles.map((r) => ({ value: r.code, label: r.name }))} onChange={(code: string) => { set({ role: code }); }} />
          </Form.Item>
          <Form.Item className="full" label={text.branches} required {...mark("branches")}>
            <div className="pick-many" role="group" aria-label={text.branches}>
              {branches.length > 1 ? <Checkbox checked={every} indeterminate={!every && draft.branches.length > 0} onChange={(event) => { set({ branches: event.target.checked ? branches.map((b) => b.id) : [] }); }}><strong>{words.allBranches}</strong></Checkbox> : null}
              {branches.map((b) => <Checkbox key={b.id} checked={draft.branches.includes(b.id)} onChange={(event) => { set({ branches: event.target.checked ? [...draft.branches, b.id] : draft.branches.filter((id) => id !== b.id) }); }}>{b.name}</Checkbox>)}
            </div>
          </Form.Item>
          <Form.Item className="full" label={user ? text.newPassword : text.password} htmlFor="user-password" required={!user} extra={user ? text.passwordKeep : text.passwordHint} {...mark("password")}>
            <Input.Password id="user-password" value={draft.password} autoComplete="new-password" maxLength={128} onChange={(event) => { set({ password: event.target.value }); }} />
          </Form.Item>
        </div>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </Form>
      {role ? <section aria-label={text.can}><h3 style={{ marginBottom: 8 }}>{text.can}</h3><Permissions of={role.permissions} /></section> : null}
    </Modal>
  );
}
