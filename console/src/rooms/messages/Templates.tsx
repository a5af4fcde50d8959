import { Skeleton } from "@/kit/Loading.tsx";
import { Go } from "@/kit/Go.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useTemplates } from "./data.ts";
import { TemplateEditor } from "./TemplateEditor.tsx";
import { words } from "./words.ts";

const text = words.templates;

/** The texts, by moment; each edit is a new version. */
export default function Templates({ code }: { code: string }) {
  const { data, error, refetch } = useTemplates();
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Skeleton height={320} />;
  const current = data.items.find((t) => t.code === code) ?? data.items[0];
  const { variables } = data;
  const known = Array.isArray(variables) ? Object.fromEntries(variables.map((v) => [v.name, v.label])) : (variables ?? text.variablesOf);
  return (
    <div className="editor">
      <nav className="card template-list" aria-label={text.title} style={{ padding: 8 }}>
        {data.items.map((t) => (
          <Go key={t.code} to={`/notificaciones/plantillas/${t.code}`} aria-current={t.code === current?.code ? "page" : undefined}>
            <strong>{t.label}</strong><span className="hint">{t.purpose ? `${text.purposes[t.purpose] ?? t.purpose} · ` : ""}{text.version(t.version)}{t.active ? "" : ` · ${text.inactive}`}</span>
          </Go>
        ))}
      </nav>
      {current ? <TemplateEditor key={`${current.code}-${current.version}`} of={current} variables={known} /> : null}
    </div>
  );
}
