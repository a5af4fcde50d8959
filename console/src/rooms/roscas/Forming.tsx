import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Segmented, Select } from "antd";
import { useState } from "react";
import { useCommand } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { ClientPicker } from "@/kit/ClientPicker.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { agree, draw, join, leave, start } from "./acts.ts";
import { whoOf } from "./data.ts";
import type { RoscaDetail } from "./data.ts";
import { words } from "./words.ts";

const text = words.forming;

/** What a san lacks before it starts: who has each number, and in which order they receive. */
export function Forming({ of }: { of: RoscaDetail }) {
  const may = useCan("roscas.write");
  if (!may || (of.status !== "forming" && of.status !== "drawn")) return null;
  const free = of.numbers.filter((n) => !n.client);
  return (
    <div className="half">
      {of.status === "forming" ? <Members of={of} free={free.map((n) => n.number)} /> : <Ready of={of} />}
      {free.length === 0 ? <Turns key={of.status} of={of} /> : <section className="card"><h2>{text.turns}</h2><p className="second">{text.lacking(free.length)}</p></section>}
    </div>
  );
}

function Members({ of, free }: { of: RoscaDetail; free: number[] }) {
  const [client, setClient] = useState<string | null>(null);
  const [numbers, setNumbers] = useState<number[]>([]);
  const [first] = free;
  const chosen = numbers.filter((n) => free.includes(n));
  const give = useCommand(() => join(of.id, client ?? "", chosen.length > 0 ? chosen : first === undefined ? [] : [first]));
  const clear = useCommand((number: number) => leave(of.id, number));
  const problem = give.error ?? clear.error;
  return (
    <section className="card stack" aria-label={text.members}>
      <h2>{text.members}</h2>
      {free.length > 0 ? (
        <Form layout="vertical" component="div" className="stack tight">
          <ClientPicker label={text.client} value={client} onChange={(id) => { setClient(id); }} />
          <div className="row">
            <Select
              mode="multiple" aria-label={words.columns.places} className="grow" placeholder={text.firstFree(first ?? 0)} value={chosen} onChange={setNumbers}
              options={free.map((value) => ({ value, label: words.number(value) }))}
            />
            <Button
              type="primary" disabled={!client} loading={give.isPending}
              onClick={() => { give.mutate(undefined, { onSuccess: () => { setClient(null); setNumbers([]); } }); }}
            >{text.give}</Button>
          </div>
        </Form>
      ) : null}
      {problem ? <ProblemNotice error={problem} /> : null}
      <ol className="san-steps">
        {of.numbers.filter((n) => n.client).map((n) => (
          <li key={n.number}><span className="grow">{n.number}. {whoOf(n)}</span><Button size="small" type="text" aria-label={`${text.leave}: ${words.number(n.number)}`} onClick={() => { clear.mutate(n.number); }}>{text.leave}</Button></li>
        ))}
      </ol>
    </section>
  );
}

function Turns({ of }: { of: RoscaDetail }) {
  const { message } = App.useApp();
  const formed = of.status === "drawn";
  const [how, setHow] = useState<"draw" | "fixed">(formed ? "fixed" : "draw");
  const [seed, setSeed] = useState("");
  const [order, setOrder] = useState(() => [...of.numbers].sort((a, b) => (a.turn ?? a.number) - (b.turn ?? b.number)).map((n) => n.number));
  const set = useCommand(() => (how === "draw" ? draw(of.id, seed.trim()) : agree(of.id, order)));
  const up = (i: number): void => { setOrder((o) => o.map((n, j) => (j === i - 1 ? (o[i] ?? n) : j === i ? (o[i - 1] ?? n) : n))); };
  const names = new Map(of.numbers.map((n) => [n.number, whoOf(n)]));
  return (
    <section className="card stack" aria-label={text.turns}>
      <h2>{text.turns}</h2>
      {formed ? null : <Segmented value={how} onChange={setHow} options={[{ value: "draw", label: text.draw }, { value: "fixed", label: text.fixed }]} />}
      {how === "draw" ? (
        <Form layout="vertical" component="div">
          <Form.Item label={text.seed} htmlFor="seed" extra={text.seedHint} style={{ marginBottom: 0 }}><Input id="seed" value={seed} maxLength={200} onChange={(event) => { setSeed(event.target.value); }} /></Form.Item>
        </Form>
      ) : (
        <ol className="san-steps">
          {order.map((n, i) => (
            <li key={n}>
              <span className="second num">{words.turn} {i + 1}</span><span className="grow">{n}. {names.get(n)}</span>
              <Button size="small" disabled={i === 0} icon={<ArrowUpOutlined aria-hidden />} aria-label={text.up(n)} onClick={() => { up(i); }} />
              <Button size="small" disabled={i === order.length - 1} icon={<ArrowDownOutlined aria-hidden />} aria-label={text.down(n)} onClick={() => { up(i + 1); }} />
            </li>
          ))}
        </ol>
      )}
      {set.error ? <ProblemNotice error={set.error} /> : null}
      <Button
        type={formed ? "default" : "primary"} disabled={how === "draw" && seed.trim().length < 4} loading={set.isPending} style={{ alignSelf: "flex-start" }}
        onClick={() => { set.mutate(undefined, { onSuccess: () => { void message.success(text.given); } }); }}
      >{how === "draw" ? text.doDraw : text.doAgree}</Button>
    </section>
  );
}

function Ready({ of }: { of: RoscaDetail }) {
  const { message } = App.useApp();
  const begin = useCommand(() => start(of.id));
  return (
    <section className="card stack" aria-label={text.start}>
      <h2>{text.ready}</h2>
      <p>{text.startEffect}</p>
      {begin.error ? <ProblemNotice error={begin.error} /> : null}
      <Button type="primary" loading={begin.isPending} style={{ alignSelf: "flex-start" }} onClick={() => { begin.mutate(undefined, { onSuccess: () => { void message.success(text.started); } }); }}>{text.start}</Button>
    </section>
  );
}
