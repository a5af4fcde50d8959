import { ExclamationCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { asProblem } from "@/api/problem.ts";
import { es } from "@/words/es.ts";

interface Props { error: unknown; onRetry?: () => void; children?: ReactNode }

/** What happened, why, what to do and the reference: the only way a failure is shown. */
export function ProblemNotice({ error, onRetry, children }: Props) {
  const problem = asProblem(error);
  const words = es.problems;
  const offline = problem.status === 0;
  const title = problem.title || (offline ? words.offline : words.unexpected);
  const detail = problem.body.detail ?? (offline ? words.offlineDetail : "");
  const remedy = problem.body.remedy ?? words.remedies[problem.slug];
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { box.current?.scrollIntoView({ block: "nearest" }); }, [error]);
  return (
    <div className="kit-problem" role="alert" ref={box}>
      <ExclamationCircleFilled aria-hidden />
      <div className="grow">
        <strong>{title}</strong>
        {detail && detail !== title ? <div>{detail}</div> : null}
        {problem.body.errors?.length ? (
          <ul>{problem.body.errors.map((e) => <li key={e.pointer + e.detail}>{e.detail}</li>)}</ul>
        ) : null}
        {remedy ? <div className="second">{remedy}</div> : null}
        {children}
        {problem.body.reference ? <div className="ref num">{es.common.reference} {problem.body.reference}</div> : null}
        {onRetry ? <Button size="small" style={{ marginTop: 8 }} onClick={onRetry}>{es.common.retry}</Button> : null}
      </div>
    </div>
  );
}
