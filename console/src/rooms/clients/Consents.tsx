import { App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useCommand } from "@/api/query.ts";
import type { Client } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { InstantText } from "@/kit/DateText.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { consent } from "./data.ts";
import { words } from "./words.ts";

const text = words.consents;

/** Which channels the person authorised, since when and with which text. */
export function Consents({ of }: { of: Client }) {
  const may = useCan("clients.write");
  const [granting, setGranting] = useState<string | null>(null);
  const [withdrawing, setWithdrawing] = useState<string | null>(null);
  const { message } = App.useApp();
  const save = useCommand((ask: { channel: string; granted: boolean; evidence?: string }) => consent(of.id, ask));
  const channels = [...new Set(["whatsapp", ...Object.keys(of.consents)])];
  return (
    <section className="card stack">
      <h2>{text.title}</h2>
      <p className="second">{text.explain}</p>
      <ul>
        {channels.map((channel) => {
          const own = of.consents[channel];
          const granted = own?.granted ?? false;
          return (
            <li key={channel} className="row between" style={{ padding: "10px 0", borderTop: "1px solid var(--rule)" }}>
              <span className="row">
                <strong>{text.channels[channel] ?? channel}</strong>
                <StateTag tone={granted ? "ok" : "off"}>{granted ? text.granted : text.denied}</StateTag>
                {own?.closed ? <StateTag tone="bad">{text.closed}</StateTag> : null}
                {own?.at ? <span className="second"><InstantText value={own.at} />{own.version ? ` · ${text.version} ${own.version}` : null}</span> : null}
              </span>
              {may ? (
                <Button size="small" danger={granted} onClick={() => { if (granted) setWithdrawing(channel); else setGranting(channel); }}>
                  {granted ? text.withdraw : text.grant}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {granting ? (
        <Grant
          channel={granting} onClose={() => { setGranting(null); }}
          onSave={async (evidence) => { await save.mutateAsync({ channel: granting, granted: true, evidence }); void message.success(text.saved); }}
        />
      ) : null}
      <ConfirmWithReason
        open={withdrawing !== null} title={text.withdraw} action={text.withdraw} danger effect={text.withdrawEffect} onClose={() => { setWithdrawing(null); }}
        onConfirm={async (reason) => { await save.mutateAsync({ channel: withdrawing ?? "", granted: false, evidence: reason }); void message.success(text.saved); }}
      />
    </section>
  );
}

function Grant({ channel, onClose, onSave }: { channel: string; onClose: () => void; onSave: (evidence: string) => Promise<void> }) {
  const [evidence, setEvidence] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    try {
      await onSave(evidence.trim());
      onClose();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }
  return (
    <Modal open title={`${text.grant}: ${text.channels[channel] ?? channel}`} okText={es.common.save} cancelText={es.common.cancel} onCancel={onClose} onOk={() => void save()} okButtonProps={{ loading: busy, disabled: evidence.trim().length < 5 }}>
      <Form layout="vertical" component="div">
        <Form.Item label={text.evidence} htmlFor="evidence" extra={text.evidenceHint} required>
          <Input.TextArea id="evidence" rows={2} value={evidence} autoFocus onChange={(event) => { setEvidence(event.target.value); }} />
        </Form.Item>
      </Form>
      {problem ? <ProblemNotice error={problem} /> : null}
    </Modal>
  );
}
