/** The shapes of the HTTP contract, as the console reads them. Money and dates travel as text. */

/** Exact amount: decimal text and ISO 4217 code. Never a number. */
export interface MoneyValue { amount: string; currency: string }

export interface Page<T, Totals = undefined> { items: T[]; next: string | null; totals?: Totals }

export interface Branch { id: number; name: string; country: string; currency: string; time_zone: string; active?: boolean }

export interface User {
  id: number; username: string; name: string; role: string; role_name: string;
  branches: Branch[]; branch_id: number; permissions: string[]; business_date: string;
  active: boolean; last_seen_at: string | null;
}

export interface Session { access_token: string; token_type: string; expires_in: number; user: User }

export interface Ready { ready?: boolean; status?: string; demo?: boolean; demo_users?: string[]; version?: string; company?: string }

export type FigureKey = "receivable" | "due_today" | "overdue" | "collected_today";
export interface SummaryFigure { key: FigureKey; label: string; amount: MoneyValue; count: number; link: string }
export type Bucket = "current" | "1-7" | "8-30" | "31-60" | "61-90" | "90+";
export interface AgeingRow { currency: string; bucket: Bucket; label: string; amount: MoneyValue; count: number; link: string }
export interface MessagesToday {
  queued: number; sending?: number; sent: number; delivered: number; read: number; failed: number; deferred: number; blocked?: number; cancelled?: number; expired?: number; link: string;
}
export interface Summary {
  business_date: string; day_state: "open" | "closing"; company: string;
  currencies: { currency: string; figures: SummaryFigure[] }[];
  messages_today: MessagesToday;
  ageing: AgeingRow[];
  upcoming: { due_on: string; amount: MoneyValue; count: number }[];
  recent: { at: string; actor: string; text: string; link: string | null }[];
  checklist?: { key: string; label: string; done: boolean; link: string }[];
}

export interface Document { kind: string; number: string; country: string }
export interface Consent { granted: boolean; at: string | null; version: string | null;
  /** The person said BAJA on this channel: only they can open it again. */
  closed?: boolean }
export interface Client {
  id: string; folio: string; name: string; document: Document | null; phones: string[]; email: string | null;
  branch_id: number; branch: string; zone: string | null; tags: string[];
  address?: string | null; notes?: string | null;
  consents: Record<string, Consent>;
  balance: MoneyValue[]; overdue: MoneyValue[]; max_days_past_due: number; credit: MoneyValue[];
  last_payment_on: string | null; created_at: string; version: number;
}
export interface ClientRef { id: string; folio: string; name: string }
export interface NewClient {
  name: string; document: Document; phones: string[]; consents: string[];
  branch_id?: number; email?: string; zone?: string; address?: string; notes?: string;
}

export interface TimelineEvent {
  at: string; on: string | null;
  kind: "created" | "payment" | "reversal" | "message" | "cancelled" | "note" | (string & {});
  text: string; actor: string | null; ip: string | null; reason: string | null; link: string | null;
}

export interface ContactWindow {
  decision: "allow" | "defer" | "deny"; until: string | null; rule: string | null; article: string | null; text: string;
}

export type ReceivableStatus = "pending" | "partial" | "paid" | "overdue" | "cancelled";
export interface Receivable {
  id: string; folio: string; client: ClientRef; client_id: string; branch_id: number; branch: string;
  concept: string; status: ReceivableStatus; status_label: string;
  amount: MoneyValue; paid: MoneyValue; balance: MoneyValue;
  issued_on: string; due_on: string; days_past_due: number; bucket: Bucket;
  origin: "manual" | "import" | "demo"; created_at: string;
  /** `plain`, or that of the contract it belongs to. */
  kind?: "plain" | "loan" | "pawn" | "rosca" | (string & {}); contract_id?: string | null;
}
export interface ReceivablePayment {
  id: string; folio: string; received_on: string; method: PaymentMethod; reference: string | null;
  account: string | null; amount: MoneyValue; reversed: boolean;
}
export interface ReceivableDetail extends Receivable {
  payments: ReceivablePayment[]; timeline: TimelineEvent[]; entries: (number | string)[]; contract_link?: string | null; refunded?: MoneyValue;
}
export interface ReceivableTotals {
  count: number; by_currency: { currency: string; amount: MoneyValue | string; paid: MoneyValue | string; balance: MoneyValue | string }[];
}
export interface NewReceivable { client_id: string; concept: string; amount: MoneyValue; issued_on: string; due_on: string }

export type PaymentMethod = "cash" | "transfer" | "card" | "cheque";
export interface Allocation { receivable_id: string; folio: string; concept: string; amount: MoneyValue }
export interface EntryPreviewLine { account: string; name: string; debit: MoneyValue | null; credit: MoneyValue | null }
export interface Payment {
  id: string; folio: string; client: ClientRef; client_id: string; amount: MoneyValue;
  method: PaymentMethod; method_label: string; reference: string | null; received_on: string;
  allocations: Allocation[]; charges?: { contract_id: string; folio: string; concept: string; amount: MoneyValue }[];
  /** Of loans: capital, interest, arrears… */
  parts?: Record<string, MoneyValue>; credit: MoneyValue; entry_id: number | string;
  account: { id: number | string; name: string };
  reversed: null | { at: string; by: string; reason: string; entry_id: number | string };
  cashier: string | null; created_at: string;
  change?: MoneyValue; entry?: EntryPreviewLine[];
}
export interface PaymentTotals { count: number; by_currency: { currency: string; amount: MoneyValue | string }[] }
export interface NewPayment {
  client_id: string; amount: MoneyValue; method: PaymentMethod; reference?: string; received_on?: string;
  apply_to?: string[]; tendered?: MoneyValue;
  /** The bank account it came into; the branch's usual one when absent. */
  account_id?: number;
}
export interface Dues {
  client: Client; items: Receivable[];
  /** By account, what its contract charges today over its balance (arrears interest). */
  besides?: Record<string, MoneyValue>;
  totals: { currency: string; today: MoneyValue; catch_up: MoneyValue; settle: MoneyValue }[];
  credit: MoneyValue[]; recent_payments: Payment[];
}

/** Credit of the client put on debts: same shape as a payment's allocations. */
export interface CreditApplication { allocations?: Allocation[]; credit?: MoneyValue | MoneyValue[]; entry?: EntryPreviewLine[]; entry_id?: number | string }

export interface BranchDay {
  branch_id: number; branch: string; business_date: string; last_closed: string | null; missing_days: number; state: string;
  /** Tills that wait to be closed before the day does. */
  open_tills?: number;
}
export interface DayStep { name: string; label?: string; count?: number | null; seconds?: number | null; done?: boolean }
/** A closing that already happened (or failed), with what each step did. */
export interface DayRun {
  id: string; branch_id: number | null; branch: string | null; business_date: string; state: Job["state"]; started_at: string | null; finished_at: string | null;
  actor?: string | { id: number; name: string } | null; steps?: DayStep[]; figures?: Record<string, unknown>; problem?: ProblemBody | null; job_id?: string | null;
}
export interface ProblemBody {
  type: string; title: string; status: number; detail?: string; instance?: string; reference?: string;
  errors?: { pointer: string; detail: string }[]; remedy?: string; [fact: string]: unknown;
}
export interface Job {
  id: string; kind: string; state: "queued" | "running" | "done" | "failed";
  phase: string | null; phase_number: number | null; phases: number | null; done: number | null; total: number | null;
  result: Record<string, unknown> | null; problem: ProblemBody | null;
  created_at: string; finished_at: string | null; link: string | null;
}

export type MessageStatus =
  | "queued" | "deferred" | "blocked" | "sending" | "sent" | "delivered" | "read" | "failed" | "cancelled" | "expired";
export interface Message {
  id: string; client_id: string; client: string | ClientRef; receivable_id: string | null; folio: string | null;
  channel: string; template: string | null; purpose?: string; step: string | number | null; status: MessageStatus; status_label: string;
  text: string; cause: string | null; rule: string | null; due_at: string | null; sent_at: string | null;
  delivered_at: string | null; read_at: string | null; attempts: number; provider: string | null;
  to_masked: string; created_at: string;
}

export interface MessageEvent { at: string; kind: string; attempt: number | null; code: number | null; detail: string | null }
export interface MessageDetail extends Message { events?: MessageEvent[] }
export interface MessageTotals { count?: number; by_status?: Partial<Record<MessageStatus, number>> }
export interface ReminderStep { offset_days: number; template: string; channel: string; active: boolean }
export interface Programme { steps: ReminderStep[]; next_run_at?: string | null }
export interface ReminderPreview {
  business_date: string; count: number; by_template: { template: string; label?: string; count: number }[];
  blocked: { cause: string; count: number }[]; deferred?: number | { cause?: string; count: number }[];
}
export interface Template {
  code: string; label: string; purpose?: string; body: string; provider_name: string; language: string; version: number; active: boolean;
}
export interface Templates { items: Template[]; variables?: Record<string, string> | { name: string; label: string }[] }
export interface Channel {
  channel: string; label?: string; provider: string | null; provider_label?: string; sandbox: boolean; configured?: boolean; paused_until?: string | null; cause?: string | null;
}
export interface ContactRule {
  id: string; country: string; country_name?: string; kind: string; norm: string; article: string; since: string; until: string | null;
  purposes?: string[]; channels?: string[]; summary: string; source: string; reviewed_by: string;
}

export type ImportKind = "debts" | "clients";
export type ImportMode = "opening" | "sale";
export type ImportState = "uploaded" | "checked" | "queued" | "running" | "done" | "failed" | "undone" | (string & {});
export interface ImportColumn { name: string; sample: (string | null)[]; guess: string | null; score: number }
export interface ImportField { key: string; label: string; required: boolean; help: string }
export interface ImportFormats { decimal: string; dates: string; country: string; currency: string }
export type ImportMapping = Record<string, string>;
export interface ImportAsk { mapping: ImportMapping; formats: ImportFormats; mode?: ImportMode; expected_total?: MoneyValue }
export interface ImportTotals {
  clients_new: number; clients_existing: number; debts?: number;
  by_currency: { currency: string; amount: MoneyValue | string; overdue?: MoneyValue | string }[];
}
/** A file that came in, from its upload to what became of it. */
export interface ImportFile {
  id: string; kind: ImportKind; filename: string; rows: number; branch_id?: number | null; state?: ImportState; state_label?: string;
  sheets?: string[]; sheet?: string | null; header_row?: number; columns?: ImportColumn[]; fields?: ImportField[]; formats?: ImportFormats; notes?: string[];
  mapping?: ImportMapping | null; mode?: ImportMode | null; created_at?: string; actor?: string | { id: number; name: string } | null; branch?: string | null;
  job_id?: string | null; finished_at?: string | null; result?: ImportResult | null; problem?: ProblemBody | null;
  undone?: null | { at: string; by: string; reason: string }; can_undo?: boolean; links?: { label: string; link: string }[];
}
export interface ImportResult extends Partial<ImportTotals> { rows?: number; links?: { label: string; link: string }[]; [figure: string]: unknown }
export interface ImportFinding {
  row: number | null; column: string | null; field: string | null; value: string; problem: string; remedy: string; code?: string;
}
export interface ImportCheck {
  rows: number; valid: number; errors: ImportFinding[]; warnings: ImportFinding[]; errors_total?: number; totals: ImportTotals;
  preview: Record<string, unknown>[];
}

/** A user as the list shows it; `locked_until` while too many wrong passwords keep the account shut. */
export interface UserRow {
  id: number; username: string; name: string; role: string; role_name: string; branches: { id: number; name: string }[]; branch_id: number | null;
  active: boolean; last_seen_at: string | null; locked_until?: string | null;
}
export interface UserAsk { username?: string; name?: string; role?: string; branches?: number[]; active?: boolean; password?: string }
export interface ApiKey {
  id: string; name: string; prefix: string; permissions: string[]; expires_at: string | null; last_used_at: string | null; created_at: string; revoked_at?: string | null;
  user?: string;
  /** Only in the answer that made it. */
  key?: string;
}
export interface NewBranch { name: string; country: string; currency: string; time_zone: string }

export interface Role { code: string; name: string; permissions: { code: string; label: string }[] }

export interface AuditItem {
  act_id: string; at: string; business_date: string; actor: { id: number; name: string }; ip: string | null; door: string;
  command: string; command_label: string; asked: Record<string, unknown>; reason: string | null;
  outcome: "done" | "refused"; problem: string | null; link: string | null;
}
export interface AuditDetail extends AuditItem {
  changes: { table: string; table_label?: string; key: string; op: string; fields: { field: string; label: string; old: unknown; new: unknown }[] }[];
  entries: (number | string)[]; messages: string[];
}

export interface EntryLine {
  account: string; name: string; branch: string; debit: MoneyValue | null; credit: MoneyValue | null; client: string | ClientRef | null;
}
export interface Entry {
  id: number; folio: string; on_date: string; kind: string; kind_label: string; memo: string | null;
  source: string; source_link: string | null; reverses: number | null; reversed_by: number | null;
  actor: string | null; at: string; lines: EntryLine[];
}
export interface Account {
  id: number; code: string; name: string; kind?: string; currency: string; branch?: string | null; balance?: MoneyValue;
}
export interface TrialBalanceRow {
  account: string; name: string; currency: string; debit: MoneyValue; credit: MoneyValue; balance: MoneyValue;
}
export interface Till {
  id: number | string; name: string; kind: "cash" | "bank" | "card" | (string & {}); branch: string; branch_id: number;
  /** Null for who has to count it. */
  balance: MoneyValue | null; account?: string | null;
  shift?: { opened_by: string; opened_at: string; state_label: string; mine: boolean; state: string; id: string; folio: string } | null;
  last?: { shift_id: string; closed_at: string; difference: MoneyValue } | null;
}
export interface Verification {
  ok: boolean; checks: { name: string; label?: string; findings: number; sample: unknown }[]; seals: number; head: string; parts: number;
}
