import { Input, Modal } from "antd";
import { useId, useState } from "react";
import { useRead } from "@/api/query.ts";
import type { Ticket } from "@/api/pawn.ts";
import type { Client, Page, Payment, Receivable } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { useGo } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { scannedOf } from "@/kit/pawn.ts";
import type { ReactNode } from "react";
import { es } from "@/words/es.ts";
import type { Place } from "./nav.tsx";

interface Hit { key: string; to: string; text: ReactNode; side: ReactNode }
interface Group { title: string; hits: Hit[] }

function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

function useHits(typed: string, places: Place[]): { groups: Group[]; busy: boolean } {
  const q = useSettled(typed.trim(), 180);
  const on = q.length > 1;
  const [people, debts, receipts, pledges] = [useCan("clients.read"), useCan("receivables.read"), useCan("payments.read"), useCan("pawn.read")];
  const clients = useRead<Page<Client>>("/clients", { q, limit: 6 }, { enabled: on && people, keep: true });
  const receivables = useRead<Page<Receivable>>("/receivables", { q, limit: 6 }, { enabled: on && debts, keep: true });
  const payments = useRead<Page<Payment>>("/payments", { q, limit: 4 }, { enabled: on && receipts, keep: true });
  const code = scannedOf(q);
  const tickets = useRead<Page<Ticket>>("/pawn-tickets", { q: code?.folio ?? "", limit: 1 }, { enabled: on && code !== null && pledges });
  const screens = places.filter((p) => plain(p.label).includes(plain(typed.trim())));
  const groups: Group[] = [
    { title: es.app.paletteScreens, hits: screens.map((p) => ({ key: p.to, to: p.to, text: p.label, side: <kbd>{p.keys.toUpperCase()}</kbd> })) },
  ];
  if (on) {
    groups.unshift(
      { title: es.app.paletteClients, hits: (clients.data?.items ?? []).map((c) => ({ key: c.id, to: `/clientes/${c.id}`, text: c.name, side: [c.folio, c.document?.number].filter(Boolean).join(" · ") })) },
      {
        title: es.app.paletteReceivables,
        hits: (receivables.data?.items ?? []).map((r) => ({ key: r.id, to: `/cxc/${r.id}`, text: `${r.folio} · ${r.client.name}`, side: <Money value={r.balance} /> })),
      },
      { title: es.nav.pawn, hits: (code ? (tickets.data?.items ?? []) : []).map((one) => ({ key: one.id, to: `/empenos/${one.id}`, text: `${one.folio} · ${one.client.name}`, side: one.status_label })) },
      { title: es.app.palettePayments, hits: (payments.data?.items ?? []).map((p) => ({ key: p.id, to: `/pagos/${p.id}`, text: `${p.folio} · ${p.client.name}`, side: <Money value={p.amount} /> })) },
    );
  }
  return { groups: groups.filter((g) => g.hits.length > 0), busy: clients.isFetching || receivables.isFetching || payments.isFetching || tickets.isFetching };
}

/** Ctrl K: clients, folios and screens from anywhere, without the mouse. */
export default function Palette({ onClose, places }: { onClose: () => void; places: Place[] }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const go = useGo();
  const id = useId();
  const { groups, busy } = useHits(typed, places);
  const flat = groups.flatMap((g) => g.hits);
  const index = Math.min(at, Math.max(0, flat.length - 1));
  const current = flat[index];

  function open(hit: Hit | undefined): void {
    if (!hit) return;
    onClose();
    go(hit.to);
  }
  function key(event: React.KeyboardEvent): void {
    if (event.key === "ArrowDown") setAt(Math.min(flat.length - 1, index + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, index - 1));
    else if (event.key === "Enter") open(current);
    else return;
    event.preventDefault();
  }
  return (
    <Modal open footer={null} closable={false} mask={{ closable: true }} onCancel={onClose} width={600} style={{ top: 72 }} title={<span className="visually-hidden">{es.app.searchHint}</span>}>
      <Input
        autoFocus size="large" value={typed} placeholder={es.app.palettePlaceholder} role="combobox" aria-expanded aria-controls={id}
        aria-activedescendant={current ? `${id}-${current.key}` : undefined} aria-label={es.app.searchHint}
        onChange={(event) => { setTyped(event.target.value); setAt(0); }} onKeyDown={key}
      />
      <div className="palette-list" id={id} role="listbox" aria-label={es.app.results}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <h3 aria-hidden>{group.title}</h3>
            <ul role="presentation">
              {group.hits.map((hit) => (
                // The keyboard is handled by the field, as in any combobox.
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                <li key={hit.key} id={`${id}-${hit.key}`} role="option" aria-selected={hit === current} tabIndex={-1} onClick={() => { open(hit); }}>
                  <span className="clip">{hit.text}</span><span className="second num">{hit.side}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
        {flat.length === 0 && !busy ? <p className="second" style={{ padding: 12 }}>{es.app.noResults}</p> : null}
      </div>
    </Modal>
  );
}
