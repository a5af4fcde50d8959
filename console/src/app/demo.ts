/** The people of the demo company; the server refuses them where the demo was not loaded. */
export const DEMO_PASSWORD = "caudal-demo";
export const DEMO_USERS: { username: string; what: string }[] = [
  { username: "duena", what: "Todo, en todas las sucursales" },
  { username: "director", what: "Lee todo y decide" },
  { username: "gerente", what: "Todas las sucursales, una a la vez" },
  { username: "gerente.gdl", what: "Su sucursal: Guadalajara" },
  { username: "supervisor", what: "Cobranza y recordatorios" },
  { username: "contador", what: "Libros y cierres" },
  { username: "cajero", what: "Cobrar y recibos" },
  { username: "cobrador", what: "Clientes y cobros" },
  { username: "empleado", what: "Registrar cuentas" },
  { username: "analista", what: "Solo lectura" },
  { username: "admin", what: "Usuarios y sucursales" },
];
