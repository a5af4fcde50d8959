import { useSession } from "@/api/session.ts";
import { es } from "@/words/es.ts";
import { dateText, localInstant, relativeDay } from "./dates.ts";

/** The date the branch is working on; falls back to the server's word for the user. */
export function useBusinessDate(): string {
  return useSession().user?.business_date ?? "";
}

/** The time zone of the branch on top. */
export function useZone(): string {
  const { user, branchId } = useSession();
  return user?.branches.find((b) => b.id === (branchId ?? user.branch_id))?.time_zone ?? "UTC";
}

/** A calendar date, `dd/mm/aaaa`; with `relative`, «hace 3 días» with the date on hover. */
export function DateText({ value, relative }: { value: string | null | undefined; relative?: boolean }) {
  const today = useBusinessDate();
  if (!value) return <span className="second">{es.common.missing}</span>;
  const text = dateText(value);
  const near = relative && today ? relativeDay(value, today) : null;
  return <time dateTime={value} title={near ? text : undefined} className="num">{near ?? text}</time>;
}

/** An instant in the branch's time zone: `10/01/2026 3:05 p. m.`, or its time or its day alone. */
export function InstantText({ value, only }: { value: string | null | undefined; only?: "time" | "day" }) {
  const zone = useZone();
  if (!value) return <span className="second">{es.common.missing}</span>;
  const { date, time } = localInstant(value, zone);
  return <time dateTime={value} className="num">{only === "time" ? time : only === "day" ? dateText(date) : `${dateText(date)} ${time}`}</time>;
}
