import type { Role } from "@/api/types.ts";
import { grouped } from "./people.ts";
import { words } from "./words.ts";

/** What a role allows, in words and by subject. */
export function Permissions({ of }: { of: Role["permissions"] }) {
  return (
    <div className="perms">
      {grouped(of).map((group) => (
        <div key={group.noun}>
          <p className="subject">{words.nouns[group.noun] ?? group.noun}</p>
          <ul>{group.permissions.map((p) => <li key={p.code}>{p.label}</li>)}</ul>
        </div>
      ))}
    </div>
  );
}
