import { DeleteOutlined, DownloadOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import type { ReactNode } from "react";
import { useCommand } from "@/api/query.ts";
import type { Client } from "@/api/types.ts";
import { Can } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { useGo } from "@/kit/Go.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { phoneScreen } from "@/kit/phones.ts";
import { es } from "@/words/es.ts";
import { erase, exportData } from "./data.ts";
import { words } from "./words.ts";

/** What we know of the person, and their right over it. */
export function Facts({ of }: { of: Client }) {
  const paper = of.document;
  const kind = paper ? (es.doc.kinds[paper.country]?.find(([code]) => code === paper.kind)?.[1] ?? paper.kind.toUpperCase()) : "";
  const facts: [string, ReactNode][] = [
    [words.facts.document, paper ? <span key="d" className="num">{kind} {paper.number} ({es.countries[paper.country] ?? paper.country})</span> : null],
    [words.facts.phones, of.phones.length > 0 ? of.phones.map((p) => <div key={p} className="num">{phoneScreen(p)}</div>) : null],
    [words.facts.email, of.email], [words.facts.address, of.address], [words.facts.zone, of.zone], [words.facts.branch, of.branch],
    [words.facts.tags, of.tags.length > 0 ? of.tags.join(", ") : null], [words.facts.notes, of.notes],
    [words.facts.created, <InstantText key="c" value={of.created_at} />],
  ];
  return (
    <div className="half">
      <section className="card">
        <h2>{words.tabs.data}</h2>
        <dl className="facts">
          {facts.map(([label, value]) => <FactRow key={label} label={label}>{value}</FactRow>)}
        </dl>
      </section>
      <Habeas of={of} />
    </div>
  );
}

function FactRow({ label, children }: { label: string; children: ReactNode }) {
  return <><dt>{label}</dt><dd>{children ?? <span className="second">{es.common.missing}</span>}</dd></>;
}

function Habeas({ of }: { of: Client }) {
  const go = useGo();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const gone = useCommand((reason: string) => erase(of.id, reason));
  return (
    <section className="card stack">
      <h2>{words.habeas.title}</h2>
      <p className="second">{words.habeas.explain}</p>
      {problem ? <ProblemNotice error={problem} /> : null}
      <div className="row">
        <Button icon={<DownloadOutlined aria-hidden />} onClick={() => { setProblem(null); exportData(of).catch(setProblem); }}>{words.habeas.export}</Button>
        <Can permission="clients.erase"><Button danger icon={<DeleteOutlined aria-hidden />} onClick={() => { setAsking(true); }}>{words.habeas.erase}</Button></Can>
      </div>
      <ConfirmWithReason
        open={asking} onClose={() => { setAsking(false); }} danger title={words.habeas.eraseTitle(of.name)} action={words.habeas.erase}
        effect={<div className="stack tight"><p>{words.habeas.eraseEffect}</p>{of.balance.length > 0 ? <p className="error">{words.habeas.eraseOwes}</p> : null}</div>}
        onConfirm={async (reason) => { await gone.mutateAsync(reason); void message.success(words.habeas.erased); go("/clientes"); }}
      />
    </section>
  );
}
