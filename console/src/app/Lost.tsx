import { LockOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";

/** An address that leads nowhere. */
export function NotFound() {
  return <div className="page"><EmptyState action={<Go to="/inicio">{es.app.notFoundDo}</Go>}>{es.app.notFound}</EmptyState></div>;
}

/** A screen the person may not open, and who may change that. */
export function Forbidden() {
  return (
    <div className="page">
      <div className="kit-empty">
        <LockOutlined style={{ fontSize: 32 }} aria-hidden />
        <h1>{es.app.forbidden}</h1>
        <p>{es.app.forbiddenWho}</p>
        <Go to="/inicio">{es.app.notFoundDo}</Go>
      </div>
    </div>
  );
}

/** A screen that broke while drawing. */
export function Failed({ error, reset }: { error: unknown; reset?: () => void }) {
  return (
    <div className="page narrow stack">
      <ProblemNotice error={error} onRetry={reset} />
      <div><Button onClick={() => { window.location.reload(); }}>{es.common.retry}</Button></div>
    </div>
  );
}
