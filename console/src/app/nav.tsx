import {
  AuditOutlined, BankOutlined, BellOutlined, BookOutlined, CalculatorOutlined, CalendarOutlined, DollarOutlined, FileTextOutlined, GoldOutlined, HomeOutlined, InboxOutlined, ImportOutlined, TeamOutlined, UserSwitchOutlined, PieChartOutlined, RetweetOutlined, TagsOutlined, WalletOutlined, SafetyCertificateOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { es } from "@/words/es.ts";

export interface Place { to: string; label: string; icon: ReactNode; permission: string | null; keys: string }

/** The rail, in order; each person sees what their permissions allow. */
export const PLACES: Place[] = [
  { to: "/inicio", label: es.nav.home, icon: <HomeOutlined aria-hidden />, permission: null, keys: "g i" },
  { to: "/cobrar", label: es.nav.collect, icon: <DollarOutlined aria-hidden />, permission: "payments.take", keys: "g k" },
  { to: "/caja", label: es.nav.tills, icon: <InboxOutlined aria-hidden />, permission: "tills.open", keys: "g j" },
  { to: "/clientes", label: es.nav.clients, icon: <TeamOutlined aria-hidden />, permission: "clients.read", keys: "g c" },
  { to: "/prestamos", label: es.nav.loans, icon: <BankOutlined aria-hidden />, permission: "loans.read", keys: "g r" },
  { to: "/cartera", label: es.nav.portfolio, icon: <PieChartOutlined aria-hidden />, permission: "portfolio.read", keys: "g v" },
  { to: "/garantias", label: es.nav.collateral, icon: <SafetyCertificateOutlined aria-hidden />, permission: "collateral.write", keys: "g y" },
  { to: "/cotizador", label: es.nav.quote, icon: <CalculatorOutlined aria-hidden />, permission: "loans.quote", keys: "g o" },
  { to: "/cxc", label: es.nav.receivables, icon: <FileTextOutlined aria-hidden />, permission: "receivables.read", keys: "g x" },
  { to: "/empenos", label: es.nav.pawn, icon: <GoldOutlined aria-hidden />, permission: "pawn.read", keys: "g e" },
  { to: "/sanes", label: es.nav.roscas, icon: <RetweetOutlined aria-hidden />, permission: "roscas.read", keys: "g s" },
  { to: "/pagos", label: es.nav.payments, icon: <WalletOutlined aria-hidden />, permission: "payments.read", keys: "g p" },
  { to: "/notificaciones", label: es.nav.messages, icon: <BellOutlined aria-hidden />, permission: "messages.read", keys: "g n" },
  { to: "/cierre", label: es.nav.days, icon: <CalendarOutlined aria-hidden />, permission: "days.read", keys: "g d" },
  { to: "/importar", label: es.nav.imports, icon: <ImportOutlined aria-hidden />, permission: "imports.read", keys: "g m" },
  { to: "/productos", label: es.nav.products, icon: <TagsOutlined aria-hidden />, permission: "products.write", keys: "g t" },
  { to: "/usuarios", label: es.nav.users, icon: <UserSwitchOutlined aria-hidden />, permission: "users.read", keys: "g u" },
  { to: "/bitacora", label: es.nav.audit, icon: <AuditOutlined aria-hidden />, permission: "audit.read", keys: "g b" },
  { to: "/libros", label: es.nav.books, icon: <BookOutlined aria-hidden />, permission: "books.read", keys: "g l" },
];
