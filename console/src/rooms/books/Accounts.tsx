import { PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useState } from "react";
import { useUser } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { Can } from "@/kit/Can.tsx";
import { openAccount } from "./data.ts";
import { StatementScreen } from "./Statement.tsx";
import { words } from "./words.ts";

/** Plan de cuentas: the chart as a tree with its balances, and accounts of the house's own. */
export default function Accounts() {
  return <StatementScreen which="chart" section="accounts" tools={<Can permission="books.write"><NewAccount /></Can>} />;
}

function NewAccount() {
  const [open, setOpen] = useState(false);
  const [under, setUnder] = useState("");
  const [suffix, setSuffix] = useState("");
  const [name, setName] = useState("");
  const currency = useUser().branches[0]?.currency ?? "MXN";
  const text = words.newAccount;
  return (
    <>
      <Button icon={<PlusOutlined aria-hidden />} onClick={() => { setOpen(true); }}>{text.action}</Button>
      {open ? (
        <ActModal
          title={text.title} action={text.open} done={text.done} ready={under.trim() !== "" && suffix.trim() !== "" && name.trim().length >= 3} onClose={() => { setOpen(false); }}
          run={() => openAccount({ under: under.trim(), suffix: suffix.trim(), name: name.trim(), currency })}
        >
          <Field id="under" label={text.under} hint={text.underHint}><Input id="under" value={under} onChange={(event) => { setUnder(event.target.value); }} /></Field>
          <Field id="suffix" label={text.suffix} hint={text.suffixHint(under || "601.84", suffix || "01")}><Input id="suffix" value={suffix} maxLength={8} onChange={(event) => { setSuffix(event.target.value); }} /></Field>
          <Field id="name" label={text.name}><Input id="name" value={name} maxLength={80} onChange={(event) => { setName(event.target.value); }} /></Field>
        </ActModal>
      ) : null}
    </>
  );
}
