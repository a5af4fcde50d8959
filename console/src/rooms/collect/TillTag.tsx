import { InboxOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Desks } from "@/api/tills.ts";
import { useCan } from "@/kit/Can.tsx";
import { Go } from "@/kit/Go.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { words } from "./words.ts";

/** The shift in which cash taken now would be, or that there is none: a door to the till. */
export function TillTag({ branchId, currency }: { branchId: number | null; currency: string }) {
  const mine = useCan("tills.open");
  const { data } = useQuery({ queryKey: ["/tills/current", branchId], queryFn: ({ signal }) => api.get<Desks>("/tills/current", { branch_id: branchId }, signal), staleTime: 20_000, enabled: mine });
  const desk = data?.items.find((d) => d.receives && d.currency === currency);
  if (!desk || (!desk.shift && !desk.required)) return null;
  const open = desk.shift?.state === "open";
  return (
    <Go to="/caja">
      <StateTag tone={open ? "ok" : "bad"} icon={<InboxOutlined aria-hidden />}>{open && desk.shift ? words.till.open(desk.name, desk.shift.folio) : words.till.closed(desk.name)}</StateTag>
    </Go>
  );
}
