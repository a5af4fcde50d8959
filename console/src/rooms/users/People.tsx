import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Segmented } from "antd";
import { useState } from "react";
import { useCommand } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import type { UserRow } from "@/api/types.ts";
import { Can, useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { editUser, useBranches, useUsers } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { UserForm } from "./UserForm.tsx";
import { words } from "./words.ts";

/** Who enters, with which role and where. */
export function People() {
  const { data, error, refetch } = useUsers();
  const all = useBranches().data?.items ?? [];
  const me = useUser();
  const may = useCan("users.write");
  const [everyone, setEveryone] = useState(false);
  const [editing, setEditing] = useState<UserRow | "new" | null>(null);
  const [turning, setTurning] = useState<UserRow | null>(null);
  useShortcut("n", words.new, () => { setEditing("new"); }, "page", may);
  const rows = (data?.items ?? []).filter((u) => everyone || u.active);
  return (
    <Frame section="users" actions={<Can permission="users.write"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { setEditing("new"); }}>{words.new}</Button></Can>}>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={260} /> : null}
      {data ? (
        <section className="card stack">
          <div className="row"><Segmented aria-label={words.show} value={everyone ? words.everyone : words.onlyActive} options={[words.onlyActive, words.everyone]} onChange={(v) => { setEveryone(v === words.everyone); }} /></div>
          <PlainTable<UserRow>
            cards caption={words.sections.users} rows={rows} rowKey={(u) => u.id} empty={words.empty}
            columns={[
              { key: "n", title: words.columns.name, cell: (u) => <><strong>{u.name}</strong>{u.id === me.id ? <span className="hint"> ({words.you})</span> : null}<div className="hint">{u.username}</div></> },
              { key: "r", title: words.columns.role, cell: (u) => u.role_name },
              { key: "b", title: words.columns.branches, cell: (u) => (all.length > 1 && u.branches.length === all.length ? words.allBranches : u.branches.map((b) => b.name).join(", ")) },
              { key: "s", title: words.columns.state, cell: (u) => <State of={u} /> },
              { key: "l", title: words.columns.seen, cell: (u) => (u.last_seen_at ? <InstantText value={u.last_seen_at} /> : <span className="second">{words.never}</span>) },
              ...(may ? [{
                key: "a", title: <span className="visually-hidden">{words.columns.actions}</span>, end: true,
                cell: (u: UserRow) => (
                  <span className="row" style={{ justifyContent: "flex-end", flexWrap: "nowrap" }}>
                    <Button size="small" aria-label={`${words.edit}: ${u.name}`} onClick={() => { setEditing(u); }}>{words.edit}</Button>
                    {u.id === me.id ? null : <Button size="small" type="text" aria-label={`${u.active ? words.off.action : words.off.on}: ${u.name}`} onClick={() => { setTurning(u); }}>{u.active ? words.off.action : words.off.on}</Button>}
                  </span>
                ),
              }] : []),
            ]}
          />
        </section>
      ) : null}
      {editing ? <UserForm user={editing === "new" ? null : editing} onClose={() => { setEditing(null); }} /> : null}
      <Turn of={turning} onClose={() => { setTurning(null); }} />
    </Frame>
  );
}

function State({ of }: { of: UserRow }) {
  if (!of.active) return <StateTag tone="off">{words.inactive}</StateTag>;
  return of.locked_until ? <StateTag tone="bad">{words.locked}</StateTag> : <StateTag tone="ok">{words.active}</StateTag>;
}

function Turn({ of, onClose }: { of: UserRow | null; onClose: () => void }) {
  const { message } = App.useApp();
  const turn = useCommand((user: UserRow) => editUser(user.id, { active: !user.active }));
  if (!of) return null;
  const text = words.off;
  return (
    <ConfirmWithReason
      open danger={of.active} withReason={false} onClose={onClose} title={of.active ? text.title(of.name) : text.onTitle(of.name)} action={of.active ? text.action : text.on} effect={of.active ? text.effect : text.onEffect}
      onConfirm={async () => { await turn.mutateAsync(of); void message.success(of.active ? text.done : text.onDone); }}
    />
  );
}
