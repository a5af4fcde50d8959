import { InstantText } from "@/kit/DateText.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { money } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useHappenings } from "./data.ts";
import { words } from "./words.ts";

/** What happened, the newest first, with what proves it: the seed of a draw, the consents of a swap. */
export function History({ id, currency }: { id: string; currency: string }) {
  const { data, error } = useHappenings(id);
  if (error) return <ProblemNotice error={error} />;
  const items = [...(data?.items ?? [])].sort((a, b) => b.id - a.id);
  if (items.length === 0) return <p className="second">{words.noHistory}</p>;
  return (
    <ol className="kit-timeline">
      {items.map((each) => (
        <li key={each.id}>
          <span className="dot info" aria-hidden />
          <div>
            <div className="what">{each.text}</div>
            {proofs(each.evidence, currency).map(([label, text]) => <div key={label} className="second" style={{ overflowWrap: "anywhere" }}>{label}: {text}</div>)}
            {each.reason ? <div className="second">{words.why}: {each.reason}</div> : null}
            <div className="who"><InstantText value={each.at} />{each.actor ? ` · ${each.actor}` : null}</div>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What is kept of it and has a name in Spanish; amounts are kept in cents. */
function proofs(evidence: Record<string, unknown>, currency: string): [string, string][] {
  return Object.entries(evidence).flatMap(([key, value]): [string, string][] => {
    if (key === "front" || key === "fronted") return typeof value === "number" && value > 0 ? [[words.evidence[key] ?? key, formatMoney(money(BigInt(value), currency))]] : [];
    const label = words.evidence[key];
    const text = plain(value);
    return label && text ? [[label, text]] : [];
  });
}
function plain(value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join(", ");
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value).map(([key, each]) => `${key}: ${plain(each)}`).join("; ");
}
