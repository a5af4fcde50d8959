import { InboxOutlined } from "@ant-design/icons";
import type { Item, TicketDetail } from "@/api/pawn.ts";
import { dateText } from "@/kit/dates.ts";
import { Money } from "@/kit/Money.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { Photos } from "./Photos.tsx";
import { words } from "./words.ts";

const text = words.file;

/** What backs the ticket: each article, its photographs and where it is. */
export function Articles({ of }: { of: Pick<TicketDetail, "items"> }) {
  return (
    <section className="card" aria-label={text.articles}>
      <h2>{text.articles}</h2>
      <ul className="pawn-items">
        {of.items.map((item) => (
          <li key={item.id}>
            <div className="row between">
              <strong>{item.description}</strong>
              <Money value={item.appraisal} />
            </div>
            <Particulars of={item} />
            <Photos of={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Particulars({ of }: { of: Item }) {
  const facts: [string, string][] = [
    ["", of.category.charAt(0).toUpperCase() + of.category.slice(1)], ["", [of.brand, of.model].filter(Boolean).join(" ")], ["", of.price_name ?? ""], ["", of.weight ? words.grams(of.weight) : ""],
    ["", of.condition_label], [text.serial, of.serial], [text.seal, of.seal],
  ];
  const told = facts.filter(([, value]) => value).map(([label, value]) => (label ? `${label} ${value}` : value)).join(" · ");
  return (
    <div className="row between">
      <span className="second">{told}</span>
      {of.gone
        ? <StateTag tone="off">{[text.goneHow[of.gone] ?? text.gone, of.gone_on ? dateText(of.gone_on) : "", of.gone_to].filter(Boolean).join(" · ")}</StateTag>
        : <StateTag tone="info" icon={<InboxOutlined aria-hidden />}>{of.location ?? text.gone}</StateTag>}
    </div>
  );
}
