import { AlertOutlined } from "@ant-design/icons";
import { useBranchQuery, useRead } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { es } from "@/words/es.ts";

/** Alerts nobody has seen yet, on the bar; nothing when there are none. */
export function Bell() {
  const may = useCan("alerts.read");
  const { data } = useRead<{ new: number }>("/alerts/counts", useBranchQuery(), { enabled: may, pollMs: 60_000, keep: true });
  const count = data?.new ?? 0;
  if (count === 0) return null;
  const said = es.app.bell(formatCount(count));
  return <Go to="/alertas" className="bell" aria-label={said} title={said}><AlertOutlined aria-hidden /><span className="num" aria-hidden>{formatCount(count)}</span></Go>;
}
