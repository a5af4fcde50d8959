import { useUser } from "@/api/session.ts";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useRoles, useUsers } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { rolesOf } from "./people.ts";
import { Permissions } from "./Permissions.tsx";
import { words } from "./words.ts";

/** What each role may do, in words, and how many people have it. */
export function Roles() {
  const { data, error, refetch } = useRoles();
  const users = useUsers().data?.items ?? [];
  const me = useUser();
  return (
    <Frame section="roles">
      <p className="second" style={{ marginBottom: 12 }}>{words.roles.explain}</p>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={320} /> : null}
      {data ? (
        <ul className="card role-list">
          {rolesOf(data).map((role) => (
            <li key={role.code}>
              <div className="row" style={{ marginBottom: 8 }}>
                <h2>{role.name}</h2>
                {role.code === me.role ? <StateTag tone="ok">{words.roles.yours}</StateTag> : null}
                <span className="hint">{words.roles.people(users.filter((u) => u.active && u.role === role.code).length)}</span>
              </div>
              <Permissions of={role.permissions} />
            </li>
          ))}
        </ul>
      ) : null}
    </Frame>
  );
}
