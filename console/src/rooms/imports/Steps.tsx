import { words } from "./words.ts";

export type Step = keyof typeof words.steps;
const ORDER: Step[] = ["upload", "map", "check", "run"];

/** Where the person is in the import. */
export function Steps({ at }: { at: Step }) {
  return (
    <ol className="steps" aria-label={words.stepsLabel}>
      {ORDER.map((step, i) => (
        <li key={step} aria-current={step === at ? "step" : undefined} className={i < ORDER.indexOf(at) ? "done" : undefined}>
          <span className="n num" aria-hidden>{i + 1}</span>{words.steps[step]}
        </li>
      ))}
    </ol>
  );
}
