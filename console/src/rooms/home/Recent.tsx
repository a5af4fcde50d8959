import type { Summary } from "@/api/types.ts";
import { InstantText } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { words } from "./words.ts";

/** The last acts: what, who and when. */
export function Recent({ items }: { items: Summary["recent"] }) {
  return (
    <section className="card" aria-label={words.recent}>
      <h2>{words.recent}</h2>
      {items.length === 0 ? <p className="second">{words.recentNone}</p> : (
        <ul>
          {items.map((item, i) => (
            <li key={item.at + String(i)} className="row between" style={{ padding: "6px 0", borderTop: i > 0 ? "1px solid var(--rule)" : undefined, gap: "0 16px" }}>
              <span className="grow" style={{ flexBasis: 220 }}><strong>{item.actor}</strong> {item.link ? <Go to={item.link}>{item.text}</Go> : item.text}</span>
              <span className="second" style={{ fontSize: 12 }}><InstantText value={item.at} /></span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
