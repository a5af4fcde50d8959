import { App, Input, Select } from "antd";
import { useState } from "react";
import { touch } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { assign, dismiss, resolve, useAlert } from "./data.ts";
import type { Alert } from "./data.ts";
import { words } from "./words.ts";

export type Doing = "take" | "resolve" | "dismiss";

/** What somebody does with an alert, with its reason where it is needed. */
export function Act({ of, doing, onClose }: { of: Alert; doing: Doing; onClose: () => void }) {
  const { message } = App.useApp();
  if (doing === "dismiss") {
    return (
      <ConfirmWithReason
        open danger title={words.dismiss.title} effect={words.dismiss.effect} action={words.dismiss.action} onClose={onClose}
        onConfirm={async (reason) => { await dismiss(of.id, reason); touch(); void message.success(words.done.dismiss); }}
      />
    );
  }
  return doing === "resolve" ? <Resolving of={of} onClose={onClose} /> : <Assigning of={of} onClose={onClose} />;
}

function Resolving({ of, onClose }: { of: Alert; onClose: () => void }) {
  const [note, setNote] = useState("");
  return (
    <ActModal title={words.resolve.title} action={words.resolve.action} ready run={() => resolve(of.id, note.trim())} done={words.done.resolve} onClose={onClose}>
      <Field id="alert-note" label={words.resolve.note} hint={words.resolve.hint} required={false}>
        <Input.TextArea id="alert-note" autoFocus rows={2} maxLength={300} value={note} onChange={(event) => { setNote(event.target.value); }} />
      </Field>
    </ActModal>
  );
}

function Assigning({ of, onClose }: { of: Alert; onClose: () => void }) {
  const me = useUser();
  const { data } = useAlert(of.id);
  const [who, setWho] = useState(me.id);
  const mine = me.permissions.includes("alerts.manage");
  const people = (data?.people ?? []).filter((each) => mine || each.id === me.id);
  return (
    <ActModal title={words.assign.title} action={words.actions.assign} ready={people.some((each) => each.id === who)} run={() => assign(of.id, who)} done={words.done.assign} onClose={onClose}>
      <Field id="alert-who" label={words.assign.who} hint={words.assign.hint}>
        <Select id="alert-who" autoFocus showSearch={{ optionFilterProp: "label" }} value={who} options={people.map((each) => ({ value: each.id, label: each.name }))} onChange={(next: number) => { setWho(next); }} style={{ width: "100%" }} />
      </Field>
    </ActModal>
  );
}
