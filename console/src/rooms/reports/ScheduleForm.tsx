import { Checkbox, Input, Select } from "antd";
import { useState } from "react";
import { useUser } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { save } from "./data.ts";
import type { Schedule } from "./data.ts";
import { words } from "./words.ts";

const text = words.form;
const options = (labels: Record<string, string>): { value: string; label: string }[] => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** When a report goes out, to whom and how. */
export function ScheduleForm({ of, onClose }: { of: Schedule | null; onClose: () => void }) {
  const user = useUser();
  const [report, setReport] = useState<string>(of?.report ?? "daily");
  const [branch, setBranch] = useState(of ? (of.branch_id ?? 0) : user.branch_id);
  const [at, setAt] = useState(of?.at.slice(0, 5) ?? "08:00");
  const [weekday, setWeekday] = useState(of?.weekday ?? 1);
  const [recipients, setRecipients] = useState(of ? of.recipients.map((each) => each.code) : ["gerente"]);
  const [channels, setChannels] = useState(of ? of.channels.map((each) => each.code) : ["email"]);
  const [attachment, setAttachment] = useState(of?.attachment ?? "none");
  const [only, setOnly] = useState(of?.only_with_data ?? false);
  const [active, setActive] = useState(of?.active ?? true);
  const me = { value: `persona:${user.id}`, label: user.name };
  const others = (of?.recipients ?? []).filter((each) => !(each.code in words.roles) && each.code !== me.value).map((each) => ({ value: each.code, label: each.label }));
  const ready = /^\d\d:\d\d$/.test(at) && recipients.length > 0 && channels.length > 0;
  const body = {
    report, branch_id: branch || null, at, weekday: report === "weekly" ? weekday : null, recipients, channels, attachment, only_with_data: only, active,
  };
  return (
    <ActModal title={of ? text.edit : text.add} action={text.save} ready={ready} run={() => save(of?.id ?? null, body)} done={text.done} onClose={onClose}>
      <div className="kit-form-grid">
        <Field id="schedule-report" label={text.report}><Select id="schedule-report" disabled={of !== null} value={report} options={options(words.names)} onChange={setReport} style={{ width: "100%" }} /></Field>
        <Field id="schedule-branch" label={text.branch}>
          <Select
            id="schedule-branch" disabled={of !== null} value={branch} onChange={(next: number) => { setBranch(next); }} style={{ width: "100%" }}
            options={[{ value: 0, label: report === "daily" ? text.each : text.all }, ...user.branches.map((b) => ({ value: b.id, label: b.name }))]}
          />
        </Field>
        <Field id="schedule-at" label={text.at}><Input id="schedule-at" type="time" value={at} onChange={(event) => { setAt(event.target.value); }} /></Field>
        {report === "weekly" ? (
          <Field id="schedule-day" label={text.weekday}><Select id="schedule-day" value={weekday} options={words.weekdays.map((label, i) => ({ value: i + 1, label }))} onChange={(next: number) => { setWeekday(next); }} style={{ width: "100%" }} /></Field>
        ) : null}
      </div>
      <Field id="schedule-to" label={text.recipients}><Select id="schedule-to" mode="multiple" value={recipients} options={[...options(words.roles), me, ...others]} onChange={(next: string[]) => { setRecipients(next); }} style={{ width: "100%" }} /></Field>
      <Field id="schedule-by" label={text.channels}><Select id="schedule-by" mode="multiple" value={channels} options={options(words.channels)} onChange={(next: string[]) => { setChannels(next); }} style={{ width: "100%" }} /></Field>
      <Field id="schedule-file" label={text.attachment}><Select id="schedule-file" value={attachment} options={options(words.attachments)} onChange={setAttachment} style={{ width: "100%" }} /></Field>
      <Checkbox checked={only} onChange={(event) => { setOnly(event.target.checked); }}>{text.only}</Checkbox>
      <Checkbox checked={active} onChange={(event) => { setActive(event.target.checked); }}>{text.active}</Checkbox>
    </ActModal>
  );
}
