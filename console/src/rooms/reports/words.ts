/** Everything the reports room says. */
export const words = {
  title: "Reportes",
  tabs: "Secciones de reportes",
  sections: { catalogue: "Catálogo", daily: "Diario", weekly: "Semanal", schedules: "Programados" },
  catalogue: {
    open: "Abrir",
    groups: [
      { title: "Diario y semanal", items: [
        { to: "/reportes/daily", label: "Reporte diario", about: "Cobros, pagos, alertas y métricas del mes de una sucursal, el día que se elija.", permission: "reports.read" },
        { to: "/reportes/weekly", label: "Reporte semanal", about: "Mejor sucursal, flujo de caja y proyección del mes de todas las sucursales.", permission: "reports.read" },
        { to: "/reportes/programados", label: "Reportes programados", about: "Qué sale solo, a qué hora, a quién y qué fue de cada entrega.", permission: "reports.read" },
      ] },
      { title: "Cartera", items: [
        { to: "/cartera", label: "Cartera y riesgo", about: "Saldo, en riesgo, antigüedad, provisión, transición y cosechas, en cualquier fecha.", permission: "portfolio.read" },
        { to: "/cxc", label: "Antigüedad de saldos", about: "Lo que se debe por tramo de atraso; se baja en Excel, CSV o PDF.", permission: "receivables.read" },
        { to: "/cartera/prestamos?view=late", label: "Préstamos con atraso", about: "La lista que forma cada cifra de la cartera.", permission: "portfolio.read" },
      ] },
      { title: "Dinero", items: [
        { to: "/pagos", label: "Cobros", about: "Quién pagó, cuándo, cómo y a qué se aplicó.", permission: "payments.read" },
        { to: "/libros/asientos", label: "Asientos", about: "Todo lo que se registró, con su documento.", permission: "books.read" },
        { to: "/libros", label: "Balanza de comprobación", about: "Lo que hay en cada cuenta, a cualquier fecha.", permission: "books.read" },
        { to: "/libros/resultados", label: "Estado de resultados", about: "Ingresos, gastos y utilidad, por sucursal o consolidado.", permission: "books.read" },
        { to: "/libros/balance", label: "Balance general", about: "Lo que se tiene y lo que se debe, a cualquier fecha.", permission: "books.read" },
        { to: "/libros/flujo", label: "Flujo de efectivo", about: "Lo que entró y salió, por sucursal o consolidado.", permission: "books.read" },
        { to: "/libros/presupuesto", label: "Presupuesto y metas", about: "Lo que se espera de cada mes y cuánto va.", permission: "books.read" },
        { to: "/libros/cierre", label: "Cierre contable", about: "Qué falta para cerrar un mes y quién lo cerró.", permission: "books.read" },
        { to: "/bancos/conciliacion", label: "Conciliaciones", about: "Cada día contra el banco: qué cuadra y qué falta explicar.", permission: "banks.read" },
        { to: "/caja/cierres", label: "Cierres de caja", about: "Turnos, conteos, diferencias y cortes.", permission: "payments.read" },
      ] },
      { title: "Control", items: [
        { to: "/reembolsos", label: "Reembolsos", about: "Lo que se devolvió y lo que se retuvo, con su política.", permission: "refunds.read" },
        { to: "/autorizaciones", label: "Autorizaciones", about: "Lo que se pidió, quién lo autorizó y quién lo ejecutó.", permission: "approvals.read" },
        { to: "/autorizaciones/matriz", label: "Segregación de funciones", about: "Quién puede qué, hasta cuánto, y quién junta dos funciones.", permission: "approvals.read" },
        { to: "/bitacora", label: "Auditoría", about: "Quién hizo qué, cuándo, desde dónde, qué cambió y por qué.", permission: "audit.read" },
        { to: "/alertas?view=resolved", label: "Alertas resueltas", about: "De qué avisó la casa, quién lo atendió y cómo.", permission: "alerts.read" },
      ] },
    ],
  },
  viewer: {
    branch: "Sucursal", on: "Sale el", about: (day: string) => `Cuenta lo del ${day}.`, week: "Cuenta la semana completa anterior.", sent: "Salió", never: "No salió ese día.", print: "Imprimir", excel: "Excel", pdf: "PDF", schedule: "Programar",
    today: "Hoy", back: "Un día antes", next: "Un día después", empty: "Ese período no tuvo movimientos.",
  },
  schedules: {
    empty: "Ningún reporte programado.", add: "Programar un reporte", edit: "Cambiar", send: "Enviar ahora", sending: "Enviar ahora", preview: "Ver cómo sale", deliveries: "Entregas", active: "Activo", stopped: "Detenido", none: "Todavía no ha salido.",
    sent: (n: number) => (n === 1 ? "1 aviso en camino." : `${n} avisos en camino.`), confirm: "Saldrá ahora a sus destinatarios, además de a su hora.",
    columns: { report: "Reporte", branch: "De", when: "Cuándo", to: "A quién", by: "Por dónde", next: "Próxima vez", latest: "Última vez", state: "Estado" },
    outcomes: { sent: "Enviado", empty: "Sin datos: no se envió", nobody: "Nadie con ese papel" } as Record<string, string>,
    byHand: "a mano", last: "Las últimas 30 veces", at: (hour: string) => `todos los días a las ${hour}`, onDay: (day: string, hour: string) => `${day} a las ${hour}`,
  },
  form: {
    add: "Programar un reporte", edit: "Cambiar el reporte programado", save: "Guardar", done: "Reporte programado.", report: "Reporte", branch: "De", each: "Cada sucursal", all: "Todas las sucursales", at: "Hora de la sucursal", weekday: "Día",
    recipients: "A quién", channels: "Por dónde", attachment: "Adjuntar al correo", only: "Enviar solo si hay datos", active: "Activo",
  },
  names: { daily: "Reporte diario", weekly: "Reporte semanal" } as Record<string, string>,
  attachments: { none: "Nada", xlsx: "Excel", pdf: "PDF" } as Record<string, string>,
  weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
  channels: { email: "Correo", sms: "SMS", whatsapp: "WhatsApp" } as Record<string, string>,
  roles: { duena: "Dueña", director: "Director", gerente: "Gerente", supervisor: "Supervisor", contador: "Contador", analista: "Analista", admin: "Administrador" } as Record<string, string>,
};
