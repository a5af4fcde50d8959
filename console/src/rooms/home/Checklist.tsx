import { CheckCircleFilled } from "@ant-design/icons";
import type { Summary } from "@/api/types.ts";
import { Go } from "@/kit/Go.tsx";
import { words } from "./words.ts";

/** First steps of a new branch; gone when they are all done. */
export function Checklist({ steps }: { steps: NonNullable<Summary["checklist"]> }) {
  return (
    <section className="card" aria-label={words.start}>
      <h2>{words.start}</h2>
      <p className="second">{words.startSub}</p>
      <ol className="stack tight" style={{ marginTop: 10 }}>
        {steps.map((step, i) => (
          <li key={step.key} className="row">
            {step.done
              ? <CheckCircleFilled style={{ color: "var(--success)", fontSize: 18 }} aria-label={words.done} />
              : <span className="ramp-mark num" style={{ width: 18, height: 18, borderRadius: 9, border: "1px solid var(--border)", fontSize: 11, textAlign: "center", lineHeight: "16px" }}>{i + 1}</span>}
            {step.done ? <span className="second">{step.label}</span> : <Go to={step.link}>{step.label}</Go>}
          </li>
        ))}
      </ol>
    </section>
  );
}
