import { useParams } from "@tanstack/react-router";
import { useUser } from "@/api/session.ts";
import { Go } from "@/kit/Go.tsx";
import { Frame } from "./Frame.tsx";
import { Schedules } from "./Schedules.tsx";
import { Viewer } from "./Viewer.tsx";
import { words } from "./words.ts";

/** Reportes: what there is, how one reads on any day, and those that go out by themselves. */
export default function Reports() {
  const { _splat: at = "" } = useParams({ strict: false }) as { _splat?: string };
  if (at === "daily" || at === "weekly") return <Viewer key={at} report={at} />;
  return at === "programados" ? <Schedules /> : <Catalogue />;
}

function Catalogue() {
  const { permissions } = useUser();
  const groups = words.catalogue.groups.map((group) => ({ ...group, items: group.items.filter((each) => permissions.includes(each.permission)) })).filter((group) => group.items.length > 0);
  return (
    <Frame section="catalogue">
      <div className="report-groups">
        {groups.map((group) => (
          <section key={group.title} className="card" aria-label={group.title}>
            <h2>{group.title}</h2>
            <ul>{group.items.map((each) => <li key={each.to}><Go to={each.to}>{each.label}</Go><p className="second">{each.about}</p></li>)}</ul>
          </section>
        ))}
      </div>
    </Frame>
  );
}
