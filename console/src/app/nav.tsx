import {
  AuditOutlined, BellOutlined, BookOutlined, CalendarOutlined, DollarOutlined, FileTextOutlined, HomeOutlined, ImportOutlined, TeamOutlined, UserSwitchOutlined,
  WalletOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { es } from "@/words/es.ts";

export interface Place { to: string; label: string; icon: ReactNode; permission: string | null; keys: string }

/** The rail, in order; each person sees what their permissions allow. */
export const PLACES: Place[] = [
  { to: "/inicio", label: es.nav.home, icon: <HomeOutlined />, permission: null, keys: "g i" },
  { to: "/cobrar", label: es.nav.collect, icon: <DollarOutlined />, permission: "payments.take", keys: "g k" },
  { to: "/clientes", label: es.nav.clients, icon: <TeamOutlined />, permission: "clients.read", keys: "g c" },
  { to: "/cxc", label: es.nav.receivables, icon: <FileTextOutlined />, permission: "receivables.read", keys: "g x" },
  { to: "/pagos", label: es.nav.payments, icon: <WalletOutlined />, permission: "payments.read", keys: "g p" },
  { to: "/notificaciones", label: es.nav.messages, icon: <BellOutlined />, permission: "messages.read", keys: "g n" },
  { to: "/cierre", label: es.nav.days, icon: <CalendarOutlined />, permission: "days.read", keys: "g d" },
  { to: "/importar", label: es.nav.imports, icon: <ImportOutlined />, permission: "imports.read", keys: "g m" },
  { to: "/usuarios", label: es.nav.users, icon: <UserSwitchOutlined />, permission: "users.read", keys: "g u" },
  { to: "/bitacora", label: es.nav.audit, icon: <AuditOutlined />, permission: "audit.read", keys: "g b" },
  { to: "/libros", label: es.nav.books, icon: <BookOutlined />, permission: "books.read", keys: "g l" },
];
