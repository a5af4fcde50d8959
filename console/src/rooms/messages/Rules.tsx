import { useUser } from "@/api/session.ts";
import type { ContactRule } from "@/api/types.ts";
import { DateText } from "@/kit/DateText.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { useRules } from "./data.ts";
import { words } from "./words.ts";

const text = words.rules;

/** The law, country by country, as the gate reads it: one's own countries first. */
export default function Rules() {
  const { branches } = useUser();
  const { data, error, refetch } = useRules();
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Skeleton height={320} />;
  const own = branches.map((b) => b.country);
  const countries = [...new Set([...own, ...data.items.map((r) => r.country)])].filter((c) => data.items.some((r) => r.country === c));
  return (
    <div className="stack">
      <p className="second">{text.explain}</p>
      {countries.map((country) => {
        const rows = data.items.filter((r) => r.country === country);
        return (
          <section key={country} className="card">
            <h2>{rows[0]?.country_name ?? es.countries[country] ?? (country.length === 2 && country !== "--" ? country : text.elsewhere)}</h2>
            <PlainTable<ContactRule>
              caption={`${text.title}: ${es.countries[country] ?? country}`} rows={rows} rowKey={(r) => r.id}
              columns={[
                { key: "k", title: text.kind, cell: (r) => text.kinds[r.kind] ?? r.kind },
                { key: "s", title: text.says, cell: (r) => <div style={{ minWidth: 200 }}>{r.summary}</div> },
                { key: "n", title: text.norm, cell: (r) => <div style={{ minWidth: 120 }}>{r.norm}{r.article ? `, ${r.article}` : ""}</div> },
                { key: "d", title: text.since, cell: (r) => <DateText value={r.since} /> },
                { key: "r", title: text.reviewed, cell: (r) => <span className="second">{r.reviewed_by}</span> },
              ]}
            />
          </section>
        );
      })}
    </div>
  );
}
