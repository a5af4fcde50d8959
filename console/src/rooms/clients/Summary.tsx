import { ExclamationCircleFilled, InfoCircleOutlined, WarningFilled } from "@ant-design/icons";
import type { ReactNode } from "react";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { useProfile } from "./data.ts";
import type { Conduct, Note, PaidMonth } from "./data.ts";
import { words } from "./words.ts";
import "./summary.css";

const text = words.conduct;
type Kind = keyof typeof text.letters;
const KINDS: Kind[] = ["fine", "late", "later", "owing", "none"];
const ICONS: Record<Note["tone"], ReactNode> = { bad: <ExclamationCircleFilled aria-hidden />, warn: <WarningFilled aria-hidden />, info: <InfoCircleOutlined aria-hidden /> };

/** What to know before dealing with a client: what is wrong or worth doing, and how they pay. */
export function Summary({ id }: { id: string }) {
  const { data, error, refetch } = useProfile(id);
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Skeleton height={220} />;
  return (
    <div className="half">
      <section className="card stack" aria-label={text.title}>
        <h2>{text.title}</h2>
        <Manner of={data.conduct} />
      </section>
      <section className="card stack" aria-label={words.notes}>
        <h2>{words.notes}</h2>
        {data.notes.length === 0 ? <p className="second">{words.noNotes}</p> : <Notes of={data.notes} />}
      </section>
    </div>
  );
}

function Notes({ of }: { of: Note[] }) {
  return (
    <ul className="client-notes">
      {of.map((note) => (
        <li key={`${note.kind} ${note.link}`} className={note.tone}>
          {ICONS[note.tone]}<span className="visually-hidden">{words.noteTone[note.tone]}: </span><Go to={note.link}>{note.text}</Go>
        </li>
      ))}
    </ul>
  );
}

function kindOf(month: PaidMonth): Kind {
  if (month.due === 0) return "none";
  if (month.owing > 0) return "owing";
  if (month.worst_days === 0) return "fine";
  return month.worst_days > 30 ? "later" : "late";
}
function monthText(first: string): string {
  return `${es.dates.months[Number(first.slice(5, 7)) - 1] ?? ""} ${first.slice(0, 4)}`;
}
function told(month: PaidMonth): string {
  return text.month(monthText(month.month), month.due === 0 ? text.kinds.none : text.told(month.due, month.on_time, month.worst_days, month.owing));
}

function Manner({ of }: { of: Conduct }) {
  if (of.due === 0) return <p className="second">{text.none}</p>;
  const years = [...new Set(of.months.map((m) => m.month.slice(0, 4)))];
  return (
    <>
      <p><strong className="conduct-share">{text.onTime(of.on_time, of.due)}</strong></p>
      <p className="second">{of.worst_month ? `${text.average(of.average_days_late)}. ${text.worst(of.worst_days, monthText(of.worst_month))}.` : `${text.never}.`}</p>
      <div className="conduct" role="list" aria-label={text.span}>
        <div role="presentation" className="conduct-year heads" aria-hidden>
          <span />
          <div className="conduct-months">{es.dates.monthsShort.map((name) => <span key={name} className="second">{name.slice(0, 1).toUpperCase()}</span>)}</div>
        </div>
        {years.map((year) => (
          <div key={year} role="presentation" className="conduct-year">
            <span className="second num" aria-hidden>{year}</span>
            <div role="presentation" className="conduct-months">
              {of.months.filter((m) => m.month.startsWith(year)).map((m) => (
                <span key={m.month} role="listitem" title={told(m)} aria-label={told(m)} className={`month ${kindOf(m)}`} style={{ gridColumn: Number(m.month.slice(5, 7)) }}>
                  <span aria-hidden>{text.letters[kindOf(m)]}</span>
                </span>
              ))}
            </div>
          </div>
        ))}
      </div>
      <div className="conduct-legend second" aria-hidden>
        {KINDS.map((kind) => <span key={kind}><span className={`month ${kind}`}>{text.letters[kind]}</span> {text.kinds[kind]}</span>)}
      </div>
      <p className="hint">{text.span}</p>
    </>
  );
}
