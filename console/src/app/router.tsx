import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { Gate } from "./Gate.tsx";
import { Failed, NotFound } from "./Lost.tsx";

type Load = () => Promise<{ default: ComponentType }>;

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound });

/** One screen: address, permission it needs and the file that draws it, loaded when it is opened. */
function screen(path: string, permission: string | null, load: Load) {
  return createRoute({
    getParentRoute: () => root,
    path,
    staticData: { permission },
    component: lazyRouteComponent(load),
  });
}
/** A room that handles its own sub-addresses: `/x` and everything under it (`_splat`). */
function room(path: string, permission: string, load: Load) {
  return [screen(path, permission, load), screen(`${path}/$`, permission, load)];
}

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  staticData: { permission: null },
  beforeLoad: () => redirect({ to: "/inicio", throw: true }),
});

const tree = root.addChildren([
  start,
  screen("/inicio", null, () => import("@/rooms/home/index.tsx")),
  screen("/clientes", "clients.read", () => import("@/rooms/clients/index.tsx")),
  screen("/clientes/nuevo", "clients.write", () => import("@/rooms/clients/NewClient.tsx")),
  screen("/clientes/$id", "clients.read", () => import("@/rooms/clients/ClientFile.tsx")),
  screen("/clientes/$id/editar", "clients.write", () => import("@/rooms/clients/EditClient.tsx")),
  screen("/prestamos", "loans.read", () => import("@/rooms/loans/index.tsx")),
  screen("/prestamos/nuevo", "loans.write", () => import("@/rooms/loans/NewLoan.tsx")),
  screen("/prestamos/$id", "loans.read", () => import("@/rooms/loans/LoanFile.tsx")),
  screen("/prestamos/$id/renovar", "loans.write", () => import("@/rooms/loans/Renew.tsx")),
  screen("/prestamos/$id/reestructurar", "loans.manage", () => import("@/rooms/loans/Restructure.tsx")),
  screen("/cartera", "portfolio.read", () => import("@/rooms/portfolio/index.tsx")),
  screen("/cartera/prestamos", "portfolio.read", () => import("@/rooms/portfolio/Loans.tsx")),
  screen("/garantias", "loans.read", () => import("@/rooms/loans/collateral/index.tsx")),
  screen("/garantias/$id", "loans.read", () => import("@/rooms/loans/collateral/ThingFile.tsx")),
  screen("/cotizador", "loans.quote", () => import("@/rooms/loans/Quoter.tsx")),
  screen("/cxc", "receivables.read", () => import("@/rooms/receivables/index.tsx")),
  screen("/cxc/nueva", "receivables.write", () => import("@/rooms/receivables/NewReceivable.tsx")),
  screen("/cxc/$id", "receivables.read", () => import("@/rooms/receivables/ReceivableFile.tsx")),
  screen("/reservas", "bookings.read", () => import("@/rooms/bookings/index.tsx")),
  screen("/reservas/nueva", "bookings.write", () => import("@/rooms/bookings/NewBooking.tsx")),
  screen("/reservas/$id", "bookings.read", () => import("@/rooms/bookings/BookingFile.tsx")),
  screen("/reembolsos", "refunds.read", () => import("@/rooms/refunds/index.tsx")),
  screen("/reembolsos/politica", "refunds.read", () => import("@/rooms/refunds/Policies.tsx")),
  screen("/reembolsos/$id", "refunds.read", () => import("@/rooms/refunds/RefundFile.tsx")),
  screen("/cxp", "payables.read", () => import("@/rooms/payables/index.tsx")),
  screen("/cxp/nueva", "payables.write", () => import("@/rooms/payables/NewPayable.tsx")),
  screen("/cxp/lotes", "payables.read", () => import("@/rooms/payables/Batches.tsx")),
  screen("/cxp/lotes/nuevo", "payables.pay", () => import("@/rooms/payables/NewBatch.tsx")),
  screen("/cxp/lotes/$id", "payables.read", () => import("@/rooms/payables/BatchFile.tsx")),
  screen("/cxp/proveedores", "payables.read", () => import("@/rooms/payables/Suppliers.tsx")),
  screen("/cxp/proveedores/$id", "payables.read", () => import("@/rooms/payables/SupplierFile.tsx")),
  screen("/cxp/contratos", "payables.read", () => import("@/rooms/payables/Contracts.tsx")),
  screen("/cxp/$id", "payables.read", () => import("@/rooms/payables/PayableFile.tsx")),
  screen("/empenos", "pawn.read", () => import("@/rooms/pawn/index.tsx")),
  screen("/empenos/nuevo", "pawn.open", () => import("@/rooms/pawn/NewTicket.tsx")),
  screen("/empenos/boveda", "pawn.read", () => import("@/rooms/pawn/Vault.tsx")),
  screen("/empenos/remates", "pawn.read", () => import("@/rooms/pawn/Lots.tsx")),
  screen("/empenos/remates/$id", "pawn.read", () => import("@/rooms/pawn/LotFile.tsx")),
  screen("/empenos/tablas", "pawn.read", () => import("@/rooms/pawn/Tables.tsx")),
  screen("/empenos/$id", "pawn.read", () => import("@/rooms/pawn/TicketFile.tsx")),
  screen("/sanes", "roscas.read", () => import("@/rooms/roscas/index.tsx")),
  screen("/sanes/nuevo", "roscas.write", () => import("@/rooms/roscas/NewRosca.tsx")),
  screen("/sanes/$id", "roscas.read", () => import("@/rooms/roscas/RoscaFile.tsx")),
  screen("/pagos", "payments.read", () => import("@/rooms/payments/index.tsx")),
  screen("/pagos/$id", "payments.read", () => import("@/rooms/payments/PaymentFile.tsx")),
  screen("/libros", "books.read", () => import("@/rooms/books/index.tsx")),
  screen("/libros/asientos", "books.read", () => import("@/rooms/books/Entries.tsx")),
  screen("/libros/asientos/$id", "books.read", () => import("@/rooms/books/EntryFile.tsx")),
  screen("/libros/cuentas", "books.read", () => import("@/rooms/books/Accounts.tsx")),
  screen("/libros/cuentas/$id", "books.read", () => import("@/rooms/books/AccountCard.tsx")),
  screen("/libros/resultados", "books.read", () => import("@/rooms/books/Results.tsx")),
  screen("/libros/balance", "books.read", () => import("@/rooms/books/Sheet.tsx")),
  screen("/libros/flujo", "books.read", () => import("@/rooms/books/CashFlow.tsx")),
  screen("/libros/presupuesto", "books.read", () => import("@/rooms/books/Budget.tsx")),
  screen("/libros/cierre", "books.read", () => import("@/rooms/books/Closing.tsx")),
  screen("/libros/manuales", "books.read", () => import("@/rooms/books/Manuals.tsx")),
  screen("/libros/manuales/nuevo", "books.write", () => import("@/rooms/books/NewManual.tsx")),
  screen("/libros/manuales/$id", "books.read", () => import("@/rooms/books/ManualFile.tsx")),
  screen("/corporativo", "books.read", () => import("@/rooms/company/index.tsx")),
  screen("/libros/cajas", "books.read", () => import("@/rooms/books/Tills.tsx")),
  screen("/caja", "tills.open", () => import("@/rooms/tills/index.tsx")),
  screen("/caja/movimientos", "tills.open", () => import("@/rooms/tills/Movements.tsx")),
  screen("/caja/cierres", "payments.read", () => import("@/rooms/tills/Closings.tsx")),
  screen("/caja/cierres/$id", "payments.read", () => import("@/rooms/tills/ShiftFile.tsx")),
  screen("/bancos", "banks.read", () => import("@/rooms/banks/index.tsx")),
  screen("/bancos/cuentas/$id", "banks.read", () => import("@/rooms/banks/AccountFile.tsx")),
  screen("/bancos/conciliacion", "banks.read", () => import("@/rooms/banks/Days.tsx")),
  screen("/bancos/emparejar", "banks.read", () => import("@/rooms/banks/Match.tsx")),
  screen("/bancos/importar", "banks.reconcile", () => import("@/rooms/banks/Import.tsx")),
  screen("/bancos/diferencias", "banks.read", () => import("@/rooms/banks/Differences.tsx")),
  screen("/bancos/reglas", "banks.read", () => import("@/rooms/banks/Rules.tsx")),
  screen("/bancos/traspasos", "banks.read", () => import("@/rooms/banks/Transfers.tsx")),
  ...room("/cobrar", "payments.take", () => import("@/rooms/collect/index.tsx")),
  ...room("/notificaciones", "messages.read", () => import("@/rooms/messages/index.tsx")),
  screen("/cierre", "days.read", () => import("@/rooms/days/index.tsx")),
  ...room("/importar", "imports.read", () => import("@/rooms/imports/index.tsx")),
  ...room("/productos", "loans.read", () => import("@/rooms/products/index.tsx")),
  ...room("/usuarios", "users.read", () => import("@/rooms/users/index.tsx")),
  screen("/autorizaciones", "approvals.read", () => import("@/rooms/approvals/index.tsx")),
  screen("/autorizaciones/matriz", "approvals.read", () => import("@/rooms/approvals/Matrix.tsx")),
  screen("/alertas", "alerts.read", () => import("@/rooms/alerts/index.tsx")),
  screen("/alertas/reglas", "alerts.read", () => import("@/rooms/alerts/Rules.tsx")),
  screen("/alertas/$id", "alerts.read", () => import("@/rooms/alerts/AlertFile.tsx")),
  ...room("/reportes", "reports.read", () => import("@/rooms/reports/index.tsx")),
  ...room("/bitacora", "audit.read", () => import("@/rooms/audit/index.tsx")),
]);

/** Addresses carry plain text: no JSON in the query, so links written by the server work as they are. */
export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: Failed,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString();
    return text ? `?${text}` : "";
  },
});

declare module "@tanstack/react-router" {
  interface Register { router: typeof router }
  interface StaticDataRouteOption { permission?: string | null }
}
