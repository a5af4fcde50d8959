import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import type { Policy } from "@/api/bookings.ts";
import { Can } from "@/kit/Can.tsx";
import { PolicyBands } from "@/kit/CancellationSum.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { EditPolicy } from "./EditPolicy.tsx";
import { usePolicies } from "./data.ts";
import { Simulator } from "./Simulator.tsx";
import { words } from "./words.ts";

const text = words.policies;

/** J3: the policy as dated data, by kind of service, with its simulator. */
export default function Policies() {
  const { data, error, refetch } = usePolicies();
  const today = useBusinessDate();
  const [editing, setEditing] = useState<Policy | null>(null);
  if (!data) return error ? <div className="page"><ProblemNotice error={error} onRetry={() => void refetch()} /></div> : <PageSkeleton />;
  const running = data.items.filter((p) => p.from_on <= today);
  const current = running.filter((p, i) => running.findIndex((q) => q.kind === p.kind) === i);
  const rest = data.items.filter((p) => !current.includes(p));
  const [general] = current;
  return (
    <div className="page">
      <PageHeader
        title={text.title} subtitle={text.hint}
        actions={general ? <Can permission="refunds.policy"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { setEditing(general); }}>{text.new}</Button></Can> : null}
      />
      <div className="two">
        <div className="stack">
          {current.map((p) => <Version key={p.id} of={p} told={`${text.current} · ${text.since(dateText(p.from_on))}`} />)}
          {rest.length > 0 ? <h2>{text.past}</h2> : null}
          {rest.map((p) => <Version key={p.id} of={p} told={p.from_on > today ? text.coming(dateText(p.from_on)) : text.since(dateText(p.from_on))} />)}
        </div>
        <aside className="card stack">{general ? <Simulator bands={general.bands} /> : null}</aside>
      </div>
      {editing ? <EditPolicy from={editing} onClose={() => { setEditing(null); }} /> : null}
    </div>
  );
}

function Version({ of, told }: { of: Policy; told: string }) {
  return (
    <section className="card stack tight" aria-label={`${of.kind_label} · ${told}`}>
      <div className="row between"><h2>{of.kind ? text.kinds[of.kind] : text.every}</h2><span className="second">{told}</span></div>
      <PolicyBands bands={of.bands} />
      <p className="second">{text.payDays(of.pay_days)} · {of.reason}{of.created_by ? ` · ${of.created_by}` : ""}</p>
    </section>
  );
}
