import { ArrowLeftOutlined, CheckCircleFilled, CloseCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import { InstantText } from "@/kit/DateText.tsx";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { isOurs, isOver, useApproval } from "./data.ts";
import type { Approval, ApprovalDetail, Doing } from "./data.ts";
import { Proof } from "./Proof.tsx";
import { words } from "./words.ts";

const TONES: Record<string, Tone> = { asked: "wait", authorised: "info", executed: "ok", rejected: "bad", sent_back: "off", withdrawn: "off", annulled: "bad", replaced: "off" };
const ORDER: Doing[] = ["authorise", "reject", "send_back", "withdraw", "review"];
const text = words.detail;

/** One request: what it asks, whether policy holds in words, what backs it, who signed, and what may be done. */
export function Detail({ of, onDo, onBack }: { of: Approval; onDo: (doing: Doing) => void; onBack: () => void }) {
  const { data, error } = useApproval(of);
  const full = data?.id === of.id ? data : null;
  const shown = full ?? of;
  const go = useGo();
  const acts = ORDER.filter((doing) => shown.may[doing]);
  return (
    <aside className="card detail" aria-label={text.label}>
      <Button className="back" type="text" icon={<ArrowLeftOutlined aria-hidden />} onClick={onBack}>{text.back}</Button>
      <div className="row between">
        <h2>{shown.kind_label} {shown.folio}</h2>
        <StateTag tone={TONES[shown.state] ?? "off"}>{shown.state_label}</StateTag>
      </div>
      <p>{shown.summary}</p>
      <p className="sum"><Money value={shown.money} /></p>
      <div className="row acts">
        {acts.map((doing) => (
          <Button key={doing} type={doing === "authorise" ? "primary" : "default"} danger={doing === "reject"} onClick={() => { onDo(doing); }}>{words.actions[doing]}</Button>
        ))}
        {shown.state === "authorised" && shown.policy_ok ? <Button type="primary" onClick={() => { go(shown.link); }}>{text.run}</Button> : null}
        {acts.length === 0 && shown.state === "asked" ? <span className="second">{text.notYours}</span> : null}
      </div>
      {full?.annulled_at ? (
        <section role="note" className="annulled">
          <h3>{text.annulled}</h3>
          <p>{full.annulled_because}</p>
          <p className="second">{full.annulled_by?.name} · <InstantText value={full.annulled_at} /></p>
        </section>
      ) : null}
      {isOver(shown) ? null : (
        <section>
          <h3>{text.policy}</h3>
          <ul className="checks">
            {shown.policy.map((check) => (
              <li key={check.key} className={check.ok ? "ok" : "bad"}>
                {check.ok ? <CheckCircleFilled aria-label={words.matrix.yes} /> : <CloseCircleFilled aria-label={words.matrix.no} />}<span>{check.text}</span>
              </li>
            ))}
          </ul>
          <p className="second">{shown.who}{full && shown.state === "asked" ? ` · ${full.who_executes}` : ""}</p>
        </section>
      )}
      <dl className="facts">
        {shown.party ? <><dt>{text.party}</dt><dd>{shown.party}</dd></> : null}
        <dt>{text.asked}</dt><dd>{shown.asked_by ? `${shown.asked_by.name} · ` : ""}<InstantText value={shown.asked_at} /> · {words.age(shown.age_days)}</dd>
        {shown.reason ? <><dt>{text.reason}</dt><dd>{shown.reason}</dd></> : null}
        <dt>{text.branch}</dt><dd>{shown.branch}</dd>
      </dl>
      <section>
        <h3>{text.evidence}</h3>
        <ul className="proofs">
          {shown.evidence.map((each) => <li key={each.link}><Proof of={each} /></li>)}
          <li><Go to={shown.link}>{text.open(shown.kind_label)}</Go></li>
        </ul>
      </section>
      {full ? <Signed of={full} /> : null}
      {error && isOurs(of) && !full ? <ProblemNotice error={error} /> : null}
    </aside>
  );
}

function Signed({ of }: { of: ApprovalDetail }) {
  return (
    <>
      {of.entry.length > 0 && !isOver(of) ? <EntriesPreview lines={of.entry} title={text.entry} /> : null}
      <section>
        <h3>{text.signatures}</h3>
        <ol className="signed">
          {of.signatures.map((each) => (
            <li key={each.actor.id}>
              <strong>{each.says_label}</strong> {each.actor.name}{each.on_behalf_of ? ` ${text.behalf(each.on_behalf_of.name)}` : ""} <span className="second">({each.role}) · <InstantText value={each.at} /> · <span className="num">{each.ip}</span></span>
              {each.note ? <div>«{each.note}»</div> : null}
            </li>
          ))}
        </ol>
      </section>
      <p className="hint">{text.sha} <code title={of.sha}>{of.sha.slice(0, 16)}…</code></p>
    </>
  );
}
