import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Select } from "antd";
import { useState } from "react";
import type { Kept, Location } from "@/api/pawn.ts";
import { useCommand } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { Go } from "@/kit/Go.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { href } from "@/kit/useUrlState.ts";
import { addLocation } from "./acts.ts";
import { PAWN } from "./data.ts";
import { vault } from "./vaultWords.ts";

const words = vault.places;

/** The places where pledges are kept, and how many each has. */
export function PlacesTab({ items, places }: { items: Kept[]; places: Location[] }) {
  const { message } = App.useApp();
  const may = useCan("pawn.tables");
  const [kind, setKind] = useState<Location["kind"]>("vault");
  const [name, setName] = useState("");
  const add = useCommand(() => addLocation(kind, name.trim()));
  return (
    <section className="card stack" aria-label={vault.tabs.places}>
      {places.length === 0 ? <p className="second">{words.empty}</p> : (
        <PlainTable
          cards caption={vault.tabs.places} rows={places} rowKey={(one) => one.id}
          columns={[
            { key: "name", title: words.name, lead: true, cell: (one) => <strong>{one.name}</strong> },
            { key: "kind", title: words.kindLabel, cell: (one) => words.kind[one.kind] },
            { key: "branch", title: words.branch, cell: (one) => one.branch },
            { key: "here", title: words.here, end: true, cell: (one) => <Go to={href(`${PAWN}/boveda`, { lugar: one.id })}>{items.filter((item) => item.location_id === one.id).length}</Go> },
          ]}
        />
      )}
      {may ? (
        <Form layout="inline" style={{ rowGap: 8 }} onFinish={() => { if (name.trim()) add.mutate(undefined, { onSuccess: () => { setName(""); void message.success(words.done); } }); }}>
          <Form.Item label={words.kindLabel} htmlFor="place-kind">
            <Select id="place-kind" value={kind} style={{ width: 140 }} onChange={setKind} options={(Object.keys(words.kind) as Location["kind"][]).map((value) => ({ value, label: words.kind[value] }))} />
          </Form.Item>
          <Form.Item label={words.name} htmlFor="place-name"><Input id="place-name" value={name} maxLength={60} onChange={(event) => { setName(event.target.value); }} /></Form.Item>
          <Button htmlType="submit" icon={<PlusOutlined aria-hidden />} loading={add.isPending} disabled={!name.trim()}>{words.add}</Button>
        </Form>
      ) : null}
      {add.error ? <ProblemNotice error={add.error} /> : null}
    </section>
  );
}
