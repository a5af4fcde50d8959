import { SafetyCertificateOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Verification } from "@/api/types.ts";
import { Can } from "@/kit/Can.tsx";
import { formatCount } from "@/kit/formats.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { Views } from "@/kit/Views.tsx";
import { verify } from "./data.ts";
import { words } from "./words.ts";

type Section = keyof typeof words.sections;
const WHERE: Record<Section, string> = { balance: "/libros", entries: "/libros/asientos", accounts: "/libros/cuentas", tills: "/libros/cajas" };

/** What the four screens of the books share: sections and the verification. */
export function Frame({ section, children }: { section: Section; children: ReactNode }) {
  return (
    <div className="page">
      <PageHeader title={words.title} actions={<Can permission="books.verify"><VerifyButton /></Can>} />
      <Views label={words.sectionsLabel} current={section} views={(Object.keys(WHERE) as Section[]).map((key) => ({ key, label: words.sections[key], href: WHERE[key] }))} />
      {children}
    </div>
  );
}

function VerifyButton() {
  const run = useMutation({ mutationFn: verify });
  return (
    <>
      <Button icon={<SafetyCertificateOutlined aria-hidden />} loading={run.isPending} onClick={() => { run.mutate(); }}>{run.isPending ? words.verifying : words.verify}</Button>
      <Modal open={run.isSuccess || run.isError} title={words.verifyTitle} footer={null} onCancel={run.reset} width={620} styles={{ body: { maxHeight: "calc(100dvh - 260px)", overflowY: "auto" } }}>
        {run.error ? <ProblemNotice error={run.error} onRetry={() => { run.mutate(); }} /> : null}
        {run.data ? <Result of={run.data} /> : null}
      </Modal>
    </>
  );
}

function Result({ of }: { of: Verification }) {
  return (
    <div className="stack">
      <div className="row"><StateTag tone={of.ok ? "ok" : "bad"}>{of.ok ? words.verifyOk : words.verifyBad}</StateTag><span className="second num">{words.verifySeals(formatCount(of.seals))}</span></div>
      <PlainTable
        caption={words.verifyTitle} rows={of.checks} rowKey={(c) => c.name}
        columns={[
          { key: "n", title: words.check, cell: (c) => <>{c.label ?? c.name}{c.findings > 0 && c.sample ? <div className="hint">{JSON.stringify(c.sample).slice(0, 200)}</div> : null}</> },
          { key: "f", title: words.result, end: true, cell: (c) => (c.findings === 0 ? <StateTag tone="ok">{words.verifyNone}</StateTag> : <StateTag tone="bad">{words.verifyFindings(formatCount(c.findings))}</StateTag>) },
        ]}
      />
    </div>
  );
}
