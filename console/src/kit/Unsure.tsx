import { SyncOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { es } from "@/words/es.ts";
import type { Kept } from "./useKept.ts";

/** Money nobody answered for: it is finished before anything else, with its own key. */
export function Unsure<Answer>({ of, onDone }: { of: Kept<Answer>; onDone: (answer: Answer) => void }) {
  if (!of.unsure) return null;
  return (
    <div className="kit-problem" role="alert">
      <div className="grow stack tight">
        <strong>{es.unsure.title}</strong>
        <div>{of.unsure}</div>
        <div className="second">{es.unsure.safe}</div>
        <div className="row">
          <Button type="primary" icon={<SyncOutlined aria-hidden />} loading={of.busy} onClick={() => void of.retry().then((answer) => { if (answer) onDone(answer); })}>{es.unsure.retry}</Button>
          <Button type="text" danger disabled={of.busy} onClick={of.drop}>{es.unsure.drop}</Button>
        </div>
      </div>
    </div>
  );
}
