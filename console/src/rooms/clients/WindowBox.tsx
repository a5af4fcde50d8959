import { Skeleton } from "@/kit/Loading.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useWindow } from "./data.ts";
import { words } from "./words.ts";

const TONE = { allow: "ok", defer: "wait", deny: "bad" } as const;

/** Whether the law lets us write now, until when and by which article. */
export function WindowBox({ id }: { id: string }) {
  const { data, error } = useWindow(id);
  if (error) return null;
  if (!data) return <Skeleton height={84} />;
  return (
    <div className="kit-figure" title={data.article ?? undefined}>
      <div className="label">{words.window.title}</div>
      <div style={{ margin: "3px 0" }}><StateTag tone={TONE[data.decision]}>{words.window[data.decision]}</StateTag></div>
      <div className="foot">{data.text}</div>
    </div>
  );
}
