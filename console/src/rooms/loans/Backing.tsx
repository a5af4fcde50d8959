import { PlusOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import type { Collateral, Lien, Surety } from "@/api/backing.ts";
import type { LoanDetail } from "@/api/loans.ts";
import { useCommand } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { Go } from "@/kit/Go.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { AddPolicy, AddSurety, AddThing, AddValue, Register } from "./collateral/Acts.tsx";
import { addSurety, pledge, release, removeSurety, useBacking } from "./collateral/data.ts";
import { words } from "./collateral/words.ts";

const text = words.loan;
const OPEN = new Set(["applied", "approved", "active"]);
const TONES = { pending: "wait", registered: "ok", released: "off" } as const;
type Doing = { what: "thing" | "surety" } | { what: "value" | "policy"; of: Collateral } | { what: "register" | "release"; of: Lien } | { what: "remove"; of: Surety } | null;

/** What backs the loan: how much is owed of what it is worth, each lien, and who else answers. */
export function Backing({ of }: { of: LoanDetail }) {
  const { data, error, refetch } = useBacking(of.id, of.as_of);
  const may = useCan("collateral.write");
  const mayRelease = useCan("collateral.release");
  const [doing, setDoing] = useState<Doing>(null);
  const close = (): void => { setDoing(null); };
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton figures={3} />;
  const open = OPEN.has(of.status);
  const thingOf = (lien: Lien): Collateral | undefined => data.collaterals.find((c) => c.id === lien.collateral_id);
  return (
    <div className="stack">
      {data.required && open && !of.disbursed_on && data.ltv === null ? <p className="limits-none" role="status">{text.missing}</p> : null}
      <div className="figures">
        <Figure label={text.ltv} value={data.ltv === null ? undefined : formatRate(data.ltv, 1)} amount={null} tone={data.over ? "bad" : undefined} foot={data.limit === null ? text.unlimited : data.over ? `${text.over}: ${text.limit(formatRate(data.limit, 1))}` : text.limit(formatRate(data.limit, 1))} />
        <Figure label={text.value} amount={data.value} foot={data.expired ? text.expired : undefined} tone={data.expired ? "bad" : undefined} />
        {of.disbursed_on ? null : <Figure label={text.lendable} amount={data.lendable} />}
      </div>
      <section className="card stack tight" aria-label={words.title}>
        <div className="row"><h2>{words.title}</h2>{may && open ? <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { setDoing({ what: "thing" }); }}>{words.form.add}</Button> : null}</div>
        {data.liens.length === 0 ? <EmptyState>{text.none}</EmptyState> : (
          <PlainTable
            caption={words.title} rows={data.liens} rowKey={(l) => l.id} cards
            columns={[
              { key: "t", title: text.thing, lead: true, cell: (l) => <span><Go to={`/garantias/${l.collateral_id}`}>{l.collateral}</Go></span> },
              { key: "v", title: words.things.value, end: true, cell: (l) => { const t = thingOf(l); return t?.value ? <><Money value={t.value} /><div className="second">{words.things.valid.toLowerCase()} <DateText value={t.valid_until ?? ""} /></div></> : <span className="second">{words.things.none}</span>; } },
              { key: "p", title: text.part, end: true, cell: (l) => formatRate(l.part, 0) },
              { key: "r", title: text.rank, end: true, cell: (l) => `${l.rank}.º` },
              { key: "s", title: text.state, cell: (l) => <StateTag tone={TONES[l.status]} title={[l.notary, l.entry].filter(Boolean).join(" · ")}>{l.asked ? text.waiting : l.status_label}{l.registered_on ? ` ${dateText(l.registered_on)}` : ""}</StateTag> },
              { key: "a", title: text.acts, cell: (l) => <LienActs of={l} thing={thingOf(l)} may={may} mayRelease={mayRelease} onDo={setDoing} /> },
            ]}
          />
        )}
      </section>
      <section className="card stack tight" aria-label={text.sureties}>
        <div className="row"><h2>{text.sureties}</h2>{may && open ? <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { setDoing({ what: "surety" }); }}>{text.addSurety}</Button> : null}</div>
        {data.sureties.length === 0 ? <EmptyState>{text.noSureties}</EmptyState> : (
          <PlainTable
            caption={text.sureties} rows={data.sureties} rowKey={(s) => s.id} cards
            columns={[
              { key: "n", title: text.person, lead: true, cell: (s) => <Go to={`/clientes/${s.person.id}`}>{s.person.name}</Go> },
              { key: "r", title: text.role, cell: (s) => s.role_label },
              { key: "s", title: text.since, cell: (s) => <><DateText value={s.since_on} />{s.removed_on ? <span className="second"> {text.removed(dateText(s.removed_on))}</span> : null}</> },
              { key: "a", title: text.acts, cell: (s) => (mayRelease && !s.removed_on ? <Button size="small" onClick={() => { setDoing({ what: "remove", of: s }); }}>{text.remove}</Button> : null) },
            ]}
          />
        )}
      </section>
      {doing?.what === "thing" ? <AddThing clientId={of.client_id} currency={of.principal.currency} onTake={(thing, part) => pledge(of.id, thing.id, part)} onClose={close} /> : null}
      {doing?.what === "surety" ? <AddSurety onTake={(person, role) => addSurety(of.id, person.id, role)} onClose={close} /> : null}
      {doing?.what === "value" ? <AddValue of={doing.of} onClose={close} /> : null}
      {doing?.what === "policy" ? <AddPolicy of={doing.of} onClose={close} /> : null}
      {doing?.what === "register" ? <Register of={doing.of} onClose={close} /> : null}
      {doing?.what === "release" ? <Release of={doing.of} alive={OPEN.has(of.status) || of.status === "written_off"} onClose={close} /> : null}
      {doing?.what === "remove" ? <Remove of={doing.of} onClose={close} /> : null}
    </div>
  );
}

function LienActs({ of, thing, may, mayRelease, onDo }: { of: Lien; thing: Collateral | undefined; may: boolean; mayRelease: boolean; onDo: (doing: Doing) => void }) {
  if (of.status === "released") return of.released_on ? <DateText value={of.released_on} /> : null;
  return (
    <span className="row">
      {may && of.status === "pending" ? <Button size="small" onClick={() => { onDo({ what: "register", of }); }}>{words.form.registerDo}</Button> : null}
      {may && thing ? <Button size="small" onClick={() => { onDo({ what: "value", of: thing }); }}>{words.form.valueDo}</Button> : null}
      {may && thing ? <Button size="small" onClick={() => { onDo({ what: "policy", of: thing }); }}>{words.form.insureDo}</Button> : null}
      {mayRelease ? <Button size="small" danger onClick={() => { onDo({ what: "release", of }); }}>{of.asked ? words.form.agreeDo : words.form.releaseDo}</Button> : null}
    </span>
  );
}

/** Lets the thing go: at once when the loan ended; while it lives, one asks and another agrees. */
function Release({ of, alive, onClose }: { of: Lien; alive: boolean; onClose: () => void }) {
  const { message } = App.useApp();
  const mine = useUser().name === of.asked_by;
  const done = useCommand((reason: string) => release(of.id, reason));
  const asks = alive && !of.asked;
  const action = asks ? words.form.askDo : of.asked ? words.form.agreeDo : words.form.releaseDo;
  const effect = asks ? words.form.askEffect : of.asked ? words.form.agreeEffect(of.asked_by ?? "", of.asked_reason ?? "") : words.form.releaseEffect;
  return (
    <ConfirmWithReason
      open danger title={words.form.releaseTitle(of.collateral)} action={action} withReason={asks} disabled={of.asked && mine} effect={<p>{effect}</p>} onClose={onClose}
      onConfirm={async (reason) => { await done.mutateAsync(reason); void message.success(asks ? words.form.askDone : words.form.releaseDone); }}
    />
  );
}

function Remove({ of, onClose }: { of: Surety; onClose: () => void }) {
  const done = useCommand((reason: string) => removeSurety(of.id, reason));
  return (
    <ConfirmWithReason
      open danger title={text.removeTitle(of.person.name)} action={text.remove} effect={<p>{text.removeEffect}</p>} onClose={onClose}
      onConfirm={(reason) => done.mutateAsync(reason)}
    />
  );
}
