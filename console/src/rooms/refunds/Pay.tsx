import { App, Form, Input, Modal } from "antd";
import { useState } from "react";
import type { RefundDetail } from "@/api/bookings.ts";
import { Field } from "@/kit/ActModal.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

/** The money leaves, once: the same request keeps its key until somebody answers. */
export function Pay({ of, onClose }: { of: RefundDetail; onClose: () => void }) {
  const { message } = App.useApp();
  const kept = useKept<RefundDetail>(`reembolso.${of.id}`);
  const [reference, setReference] = useState("");
  const transfer = of.method === "transfer";
  const ready = kept.unsure === null && (!transfer || reference.trim().length > 0);
  const amount = formatMoney(of.amount);
  function finish(): void { void message.success(words.payDone(of.folio)); onClose(); }
  async function submit(): Promise<void> {
    if (!ready) return;
    if (await kept.send(`/refunds/${of.id}/payment`, { reference: reference.trim() }, words.payTold(of.folio, amount), of.branch_id)) finish();
  }
  return (
    <Modal
      open title={words.payTitle(of.folio, amount)} okText={words.pay} cancelText={es.common.cancel} onCancel={onClose} onOk={() => void submit()}
      okButtonProps={{ loading: kept.busy, disabled: !ready }} destroyOnHidden
    >
      <Form layout="vertical" component="div" className="stack">
        <Unsure of={kept} onDone={finish} />
        <p><strong>{of.client.name}</strong> · {of.method_label}{transfer ? ` · ${of.pay_to || words.fact.noPayTo}` : ""}</p>
        {transfer ? (
          <Field id="refund-reference" label={words.reference}>
            <Input id="refund-reference" value={reference} maxLength={80} autoFocus autoComplete="off" onChange={(event) => { setReference(event.target.value); }} onPressEnter={() => void submit()} />
          </Field>
        ) : null}
        <p className="second">{words.payWhy}</p>
        {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
      </Form>
    </Modal>
  );
}
