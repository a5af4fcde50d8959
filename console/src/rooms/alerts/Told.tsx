import { InstantText } from "@/kit/DateText.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import type { AlertDetail } from "./data.ts";
import { words } from "./words.ts";

const TONES: Record<string, Tone> = { queued: "wait", deferred: "wait", sending: "info", sent: "ok", delivered: "ok", failed: "bad", kept: "off", undeliverable: "off" };
const text = words.detail;

/** Whom the house told, by what means, and how it went. */
export function Told({ of }: { of: AlertDetail }) {
  return (
    <section>
      <h3>{text.told}</h3>
      <p>{of.told.length > 0 ? of.told.map((each) => each.name).join(", ") : text.noOne}</p>
      <h3>{text.notices}</h3>
      {of.notices.length === 0 ? <p className="second">{text.noNotices}</p> : null}
      <ul className="told">
        {of.notices.map((each) => (
          <li key={each.id}>
            <div className="row between"><span>{each.channel_label} · {each.user}</span><StateTag tone={TONES[each.status] ?? "off"}>{each.status_label}</StateTag></div>
            <div className="second"><span className="num">{each.to_masked}</span> <InstantText value={each.sent_at ?? each.created_at} />{each.cause ? ` · ${each.cause}` : ""}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
