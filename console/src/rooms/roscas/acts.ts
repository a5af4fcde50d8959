import { api } from "@/api/client.ts";
import type { MoneyValue, PaymentMethod } from "@/api/types.ts";
import type { FeeKind, Frequency, RoscaDetail } from "./data.ts";

export interface NewRosca {
  name: string; contribution: MoneyValue; places: number; frequency: Frequency; starts_on: string; organiser_id: string | null; branch_id: number;
  fee: { kind: FeeKind; amount: MoneyValue | null; share: string | null };
}
export interface Consent { number: number; evidence: string }
export interface Contributions { numbers: number[]; method: PaymentMethod; reference: string | null }
export interface Contributed { count: number; total: MoneyValue; rosca: RoscaDetail }
type Done = Promise<RoscaDetail>;

export const create = (ask: NewRosca, key: string): Done => api.post("/roscas", ask, { key, branchId: ask.branch_id });
export const join = (id: string, client_id: string, numbers: number[]): Done => api.post(`/roscas/${id}/members`, { client_id, numbers });
export const leave = (id: string, number: number): Done => api.delete(`/roscas/${id}/members/${number}`);
export const agree = (id: string, order: number[]): Done => api.post(`/roscas/${id}/turns`, { order });
export const draw = (id: string, seed: string): Done => api.post(`/roscas/${id}/draw`, { seed });
export const start = (id: string): Done => api.post(`/roscas/${id}/start`, {});
export const authorise = (id: string, round: number, front: MoneyValue | null): Done => api.post(`/roscas/${id}/rounds/${round}/authorisation`, { front });
export const takeBack = (id: string, round: number, reason: string): Done => api.post(`/roscas/${id}/rounds/${round}/delivery/reversal`, { reason });
export const swap = (id: string, numbers: [number, number], consents: Consent[]): Done => api.post(`/roscas/${id}/swap`, { numbers, consents });
export const postpone = (id: string, number: number, reason: string): Done => api.post(`/roscas/${id}/postponement`, { number, reason });
export const replace = (id: string, number: number, client_id: string, evidence: string): Done => api.post(`/roscas/${id}/replacement`, { number, client_id, evidence });
export const suspend = (id: string, reason: string): Done => api.post(`/roscas/${id}/suspension`, { reason });
export const resume = (id: string): Done => api.post(`/roscas/${id}/resumption`, {});
export const liquidate = (id: string, reason: string): Done => api.post(`/roscas/${id}/liquidation`, { reason });
export const close = (id: string): Done => api.post(`/roscas/${id}/closing`, {});
