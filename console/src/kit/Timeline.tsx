import {
  BellOutlined, DollarOutlined, EditOutlined, FileAddOutlined, StopOutlined, UndoOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { TimelineEvent } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { InstantText, useZone } from "./DateText.tsx";
import { dateText, localInstant } from "./dates.ts";
import { Go } from "./Go.tsx";

const MARKS: Record<string, [ReactNode, string]> = {
  created: [<FileAddOutlined key="i" aria-hidden />, "info"],
  payment: [<DollarOutlined key="i" aria-hidden />, "ok"],
  reversal: [<UndoOutlined key="i" aria-hidden />, "bad"],
  message: [<BellOutlined key="i" aria-hidden />, "info"],
  cancelled: [<StopOutlined key="i" aria-hidden />, "bad"],
  note: [<EditOutlined key="i" aria-hidden />, ""],
};

/** Everything that happened to an object: when, who, from where and why. Newest first, as the server sends it. */
export function Timeline({ events }: { events: TimelineEvent[] }) {
  const zone = useZone();
  if (events.length === 0) return <p className="second">{es.timeline.empty}</p>;
  return (
    <ol className="kit-timeline">
      {events.map((event, i) => {
        const [icon, tone] = MARKS[event.kind] ?? MARKS["note"] ?? [null, ""];
        const otherDay = event.on && localInstant(event.at, zone).date !== event.on;
        return (
          <li key={`${event.at}-${i}`}>
            <span className={`dot ${tone}`} aria-hidden>{icon}</span>
            <div>
              <div className="what">{event.text}{event.link ? <> · <Go to={event.link}>{es.timeline.see}</Go></> : null}</div>
              {event.reason ? <div className="second">{es.timeline.why}: {event.reason}</div> : null}
              <div className="who">
                <InstantText value={event.at} />
                {otherDay && event.on ? ` (${dateText(event.on)})` : null}
                {event.actor ? ` · ${event.actor}` : null}
                {event.ip ? ` · ${es.timeline.from} ${event.ip}` : null}
              </div>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
