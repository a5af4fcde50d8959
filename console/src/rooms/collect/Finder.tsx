import { SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useEffect, useId, useRef, useState } from "react";
import { useCan } from "@/kit/Can.tsx";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { InstantText, useBusinessDate } from "@/kit/DateText.tsx";
import { Go } from "@/kit/Go.tsx";
import { Money, MoneyList } from "@/kit/Money.tsx";
import { phoneScreen } from "@/kit/phones.ts";
import { PaymentTag, ReceivableTag } from "@/kit/StateTag.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { TicketTag } from "@/kit/TicketTag.tsx";
import { href } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { useHits, useLatest } from "./data.ts";
import type { Hit } from "./data.ts";
import { words } from "./words.ts";

/** The first key of the cashier: who is in front of the counter. A scanned code opens by itself. */
export function Finder({ onPick }: { onPick: (clientId: string, receivableId: string | null) => void }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const hurried = useRef<string | null>(null);
  const id = useId();
  const q = useSettled(typed.trim(), 180);
  const { hits, busy, problem, settledFor } = useHits(q);
  const index = Math.min(at, Math.max(0, hits.length - 1));
  const current = hits[index];
  const settled = settledFor === typed.trim();

  /* Entrar before the answer (a scanner does it): the first one opens as soon as it arrives. */
  useEffect(() => {
    if (hurried.current === null || !settled || hurried.current !== settledFor) return;
    hurried.current = null;
    const first = hits[0];
    if (first) onPick(first.clientId, first.receivableId);
  });
  function key(event: React.KeyboardEvent): void {
    if (event.key === "ArrowDown") setAt(Math.min(hits.length - 1, index + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, index - 1));
    else if (event.key === "Enter" && settled && current) onPick(current.clientId, current.receivableId);
    else if (event.key === "Enter") hurried.current = typed.trim();
    else return;
    event.preventDefault();
  }
  return (
    <div className="stack">
      <div>
        <label htmlFor={`${id}-q`}><strong>{words.find}</strong></label>
        <Input
          id={`${id}-q`} autoFocus size="large" value={typed} prefix={<SearchOutlined aria-hidden />} placeholder={words.findHint} autoComplete="off" spellCheck={false}
          role="combobox" aria-expanded={hits.length > 0} aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={current ? `${id}-${current.key}` : undefined}
          aria-describedby={`${id}-keys`} onChange={(event) => { hurried.current = null; setTyped(event.target.value); setAt(0); }} onKeyDown={key}
        />
        <span className="hint keys-hint" id={`${id}-keys`}>{words.findKeys}</span>
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
      <span className="visually-hidden" role="status">{q.length > 1 && !busy ? words.found(hits.length) : ""}</span>
      {hits.length > 0 ? (
        <ul className="card find-list" id={`${id}-list`} role="listbox" aria-label={es.app.results} style={{ padding: 4 }}>
          {hits.map((hit) => (
            // The keyboard is handled by the field, as in any combobox.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <li key={hit.key} id={`${id}-${hit.key}`} role="option" aria-selected={hit === current} tabIndex={-1} onClick={() => { onPick(hit.clientId, hit.receivableId); }}>
              <HitRow of={hit} />
            </li>
          ))}
        </ul>
      ) : null}
      {q.length > 1 && hits.length === 0 && !busy && !problem ? <Nobody /> : null}
      {q.length < 2 ? <Latest /> : null}
    </div>
  );
}

function HitRow({ of }: { of: Hit }) {
  const { client, debt, ticket } = of;
  if (ticket) {
    return (
      <>
        <strong className="clip">{ticket.folio} · {ticket.client.name}</strong><span className="end"><Money value={ticket.owed.redeem} /></span>
        <span className="second clip">{ticket.items.map((item) => item.description).join(", ")}</span><span className="end"><TicketTag of={ticket} /></span>
      </>
    );
  }
  if (debt) {
    return (
      <>
        <strong className="clip">{debt.folio} · {debt.client.name}</strong><span className="end"><Money value={debt.balance} /></span>
        <span className="second clip">{debt.concept}</span><span className="end"><ReceivableTag of={debt} /></span>
      </>
    );
  }
  const owes = (client?.balance.length ?? 0) > 0;
  return (
    <>
      <strong className="clip">{of.name}</strong>
      <span className="end">{owes ? <MoneyList values={client?.balance} /> : <span className="second">{words.nothingOwed}</span>}</span>
      <span className="second clip num">{[client?.folio, client?.document?.number, client?.phones[0] && phoneScreen(client.phones[0])].filter(Boolean).join(" · ")}</span>
      <span className="end second">{client && client.max_days_past_due > 0 ? words.late(es.common.days(client.max_days_past_due)) : null}</span>
    </>
  );
}

function Nobody() {
  const may = useCan("clients.write");
  return <p className="card second">{words.nobody} {may ? <Go to="/clientes/nuevo">{words.newClient}</Go> : null}</p>;
}

/** The receipts of the day, at hand for «¿me da otra copia?». */
function Latest() {
  const today = useBusinessDate();
  const may = useCan("payments.read");
  const { data } = useLatest(today, may);
  if (!data) return null;
  return (
    <section className="card" aria-label={words.latest}>
      <h2>{words.latest}</h2>
      {data.items.length === 0 ? <p className="second">{words.latestNone}</p> : (
        <>
          <ul className="applied">
            {data.items.map((p) => (
              <li key={p.id}>
                <span className="clip text"><Go to={`/pagos/${p.id}`}>{p.folio}</Go> · {p.client.name}</span>
                <strong className="end"><Money value={p.amount} /></strong>
                <span className="second"><InstantText value={p.created_at} only="time" /> · {p.method_label}</span>
                <span className="end">{p.reversed ? <PaymentTag reversed /> : null}</span>
              </li>
            ))}
          </ul>
          <p style={{ marginTop: 8 }}><Go to={href("/pagos", { received_on: today })}>{words.seeAll}</Go></p>
        </>
      )}
    </section>
  );
}
