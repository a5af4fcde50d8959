import { useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { api } from "@/api/client.ts";
import type { Page, PaymentMethod } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { INTO_BANK, OUT_OF_BANK } from "./receiving.ts";

const words = es.receiving;
interface Receiving { id: number; name: string; bank: string; number: string; currency: string; main: boolean }
interface Props {
  method: PaymentMethod; currency: string;
  /** Where the money enters; the branch on top when absent. */
  branchId: number | null | undefined;
  account: number | null; onPick: (account: number | null) => void;
  error?: string | undefined; disabled?: boolean; large?: boolean;
  /** The money goes out: from which account. */
  out?: boolean;
}

/** The bank account a transfer or a card came into, or money goes out of: the usual one, until somebody says another. */
export function Into({ method, currency, branchId, account, onPick, error, disabled = false, large = false, out = false }: Props) {
  const through = (out ? OUT_OF_BANK : INTO_BANK).includes(method);
  const { data } = useQuery({
    queryKey: ["/payments/accounts", branchId], staleTime: 60_000, enabled: through,
    queryFn: ({ signal }) => api.get<Page<Receiving>>("/payments/accounts", { branch_id: branchId ?? null }, signal),
  });
  const own = data?.items.filter((a) => a.currency === currency) ?? [];
  const usual = method === "card" ? null : own.find((a) => a.main) ?? null;
  const first = method === "card" ? [{ value: 0, label: words.card }] : usual ? [{ value: 0, label: words.usual(shown(usual)) }] : [];
  const options = [...first, ...own.filter((a) => a.id !== usual?.id).map((a) => ({ value: a.id, label: shown(a) }))];
  if (!through || options.length < 2) return null;
  return (
    <Form.Item label={out ? words.outOf : words.into} htmlFor="into" style={{ marginBottom: 0 }} {...(error ? { validateStatus: "error", help: error } : {})}>
      <Select id="into" size={large ? "large" : "middle"} disabled={disabled} value={account ?? first[0]?.value} options={options} onChange={(next) => { onPick(next === 0 ? null : next); }} />
    </Form.Item>
  );
}

/** An account by its name, its bank and the end of its number, without saying the same twice. */
function shown(of: Receiving): string {
  return [of.name, of.name.includes(of.bank) ? "" : of.bank, of.number.slice(-4) && !of.name.includes(of.number.slice(-4)) ? of.number : ""].filter(Boolean).join(" · ");
}
