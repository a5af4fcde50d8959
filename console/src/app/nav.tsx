import {
  AuditOutlined, CheckSquareOutlined, BankOutlined, BellOutlined, BookOutlined, CalculatorOutlined, CalendarOutlined, DollarOutlined, FileTextOutlined, FundOutlined, GoldOutlined, HomeOutlined, InboxOutlined, ImportOutlined, TeamOutlined, UserSwitchOutlined, PieChartOutlined, RetweetOutlined, TagsOutlined, WalletOutlined, SafetyCertificateOutlined, CarryOutOutlined, RollbackOutlined, AlertOutlined, LineChartOutlined, ShopOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Query } from "@/api/client.ts";
import { es } from "@/words/es.ts";

/** `unless`: another entry, for who has that permission, already leads here. `count`: the list whose total is shown beside it, when there is any; `field`: the figure of its answer, where it isn't a list. */
export interface Place { to: string; label: string; icon: ReactNode; permission: string | null; keys: string; unless?: string; count?: { path: string; query: Query; field?: string } }

/** The rail, in order; each person sees what their permissions allow. */
export const PLACES: Place[] = [
  { to: "/inicio", label: es.nav.home, icon: <HomeOutlined aria-hidden />, permission: null, keys: "g i" },
  { to: "/corporativo", label: es.nav.company, icon: <FundOutlined aria-hidden />, permission: "books.read", keys: "g q" },
  { to: "/cobrar", label: es.nav.collect, icon: <DollarOutlined aria-hidden />, permission: "payments.take", keys: "g k" },
  { to: "/caja", label: es.nav.tills, icon: <InboxOutlined aria-hidden />, permission: "tills.open", keys: "g j" },
  { to: "/caja/cierres", label: es.nav.closings, icon: <InboxOutlined aria-hidden />, permission: "payments.read", unless: "tills.open", keys: "g h" },
  { to: "/clientes", label: es.nav.clients, icon: <TeamOutlined aria-hidden />, permission: "clients.read", keys: "g c" },
  { to: "/prestamos", label: es.nav.loans, icon: <BankOutlined aria-hidden />, permission: "loans.read", keys: "g r" },
  { to: "/cartera", label: es.nav.portfolio, icon: <PieChartOutlined aria-hidden />, permission: "portfolio.read", keys: "g v" },
  { to: "/garantias", label: es.nav.collateral, icon: <SafetyCertificateOutlined aria-hidden />, permission: "collateral.write", keys: "g y" },
  { to: "/cotizador", label: es.nav.quote, icon: <CalculatorOutlined aria-hidden />, permission: "loans.quote", keys: "g o" },
  { to: "/cxc", label: es.nav.receivables, icon: <FileTextOutlined aria-hidden />, permission: "receivables.read", keys: "g x" },
  { to: "/reservas", label: es.nav.bookings, icon: <CarryOutOutlined aria-hidden />, permission: "bookings.read", keys: "g z" },
  { to: "/reembolsos", label: es.nav.refunds, icon: <RollbackOutlined aria-hidden />, permission: "refunds.read", keys: "g w" },
  { to: "/cxp", label: es.nav.payables, icon: <ShopOutlined aria-hidden />, permission: "payables.read", keys: "g g" },
  { to: "/empenos", label: es.nav.pawn, icon: <GoldOutlined aria-hidden />, permission: "pawn.read", keys: "g e" },
  { to: "/sanes", label: es.nav.roscas, icon: <RetweetOutlined aria-hidden />, permission: "roscas.read", keys: "g s" },
  { to: "/pagos", label: es.nav.payments, icon: <WalletOutlined aria-hidden />, permission: "payments.read", keys: "g p" },
  { to: "/bancos", label: es.nav.banks, icon: <BankOutlined aria-hidden />, permission: "banks.read", keys: "g 2" },
  { to: "/autorizaciones", label: es.nav.approvals, icon: <CheckSquareOutlined aria-hidden />, permission: "approvals.read", keys: "g a", count: { path: "/approvals", query: { mine: "decide", limit: 1 } } },
  { to: "/alertas", label: es.nav.alerts, icon: <AlertOutlined aria-hidden />, permission: "alerts.read", keys: "g 1", count: { path: "/alerts/counts", query: {}, field: "new" } },
  { to: "/reportes", label: es.nav.reports, icon: <LineChartOutlined aria-hidden />, permission: "reports.read", keys: "g f" },
  { to: "/notificaciones", label: es.nav.messages, icon: <BellOutlined aria-hidden />, permission: "messages.read", keys: "g n" },
  { to: "/cierre", label: es.nav.days, icon: <CalendarOutlined aria-hidden />, permission: "days.read", keys: "g d" },
  { to: "/importar", label: es.nav.imports, icon: <ImportOutlined aria-hidden />, permission: "imports.read", keys: "g m" },
  { to: "/productos", label: es.nav.products, icon: <TagsOutlined aria-hidden />, permission: "products.write", keys: "g t" },
  { to: "/usuarios", label: es.nav.users, icon: <UserSwitchOutlined aria-hidden />, permission: "users.read", keys: "g u" },
  { to: "/bitacora", label: es.nav.audit, icon: <AuditOutlined aria-hidden />, permission: "audit.read", keys: "g b" },
  { to: "/libros", label: es.nav.books, icon: <BookOutlined aria-hidden />, permission: "books.read", keys: "g l" },
];

/** Where each entry of the rail is; whoever has few of them sees no headings. */
const SECTIONS: { title: string; places: string[] }[] = [
  { title: es.nav.sections.counter, places: ["/inicio", "/corporativo", "/cobrar", "/caja", "/caja/cierres", "/clientes"] },
  { title: es.nav.sections.credit, places: ["/prestamos", "/cartera", "/garantias", "/cotizador", "/empenos", "/sanes", "/productos"] },
  { title: es.nav.sections.money, places: ["/cxc", "/pagos", "/reservas", "/cxp", "/reembolsos", "/bancos"] },
  { title: es.nav.sections.control, places: ["/autorizaciones", "/alertas", "/reportes", "/notificaciones", "/cierre", "/libros", "/bitacora"] },
  { title: es.nav.sections.settings, places: [] },
];
const FEW = 9;

export interface Section { title: string; places: Place[] }

/** The entries of somebody, in sections; one without a title when they are few. What no section names is in the last. */
export function sectionsOf(permissions: string[]): Section[] {
  const mine = PLACES.filter((p) => (p.permission === null || permissions.includes(p.permission)) && !(p.unless !== undefined && permissions.includes(p.unless)));
  if (mine.length <= FEW) return [{ title: "", places: mine }];
  const named = SECTIONS.map(({ title, places }) => ({ title, places: places.flatMap((to) => mine.filter((p) => p.to === to)) }));
  const rest = mine.filter((p) => !SECTIONS.some(({ places }) => places.includes(p.to)));
  return named.map((section, index) => (index === named.length - 1 ? { ...section, places: rest } : section)).filter(({ places }) => places.length > 0);
}
