import { asProblem } from "@/api/problem.ts";
import { es } from "@/words/es.ts";
import { EmptyState } from "./EmptyState.tsx";
import { Go } from "./Go.tsx";
import { ProblemNotice } from "./ProblemNotice.tsx";

interface Props {
  /** Where all of them are. */
  list: string;
  error?: unknown; onRetry?: () => void;
  /** What isn't there, where no answer of the server says it. */
  what?: string;
}

/** A page whose thing can't be read: that there is none by that address leads to the list, anything else may be tried again. */
export function NoFile({ list, error, onRetry, what }: Props) {
  const problem = error ? asProblem(error) : null;
  const missing = problem === null || problem.status === 404;
  if (problem !== null && !missing && problem.status !== 422) {
    return <div className="page"><ProblemNotice error={error} {...(onRetry ? { onRetry } : {})} /></div>;
  }
  const told = missing ? what ?? problem?.body.detail ?? es.missing.there : es.missing.address;
  return (
    <div className="page" role="alert">
      <EmptyState action={<Go to={list}>{es.missing.list}</Go>}>{told.replace(/\.$/, "")}. {es.missing.why}</EmptyState>
    </div>
  );
}
