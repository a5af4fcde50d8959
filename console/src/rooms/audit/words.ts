export const words = {
  title: "Bitácora",
  subtitle: "Todo lo que se hizo o se intentó: quién, cuándo, desde dónde, qué y por qué. No se puede borrar.",
  columns: { at: "Cuándo", actor: "Quién", what: "Qué hizo", about: "Sobre", why: "Por qué", ip: "Desde", outcome: "Resultado", door: "Por dónde", day: "Fecha de trabajo" },
  filters: { actor: "Quién", command: "Qué hizo", outcome: "Resultado", hint: "Motivo, folio o nombre" },
  outcomes: { done: "Hecho", refused: "Rechazado" } as Record<string, string>,
  doors: { api: "Consola o API", cli: "Línea de comandos", worker: "Automático", webhook: "Aviso del proveedor" } as Record<string, string>,
  count: (n: string) => `${n} actos`,
  empty: "Sin actos con ese filtro.",
  emptyAll: "Aún no hay actos.",
  detail: {
    title: "Acto", asked: "Lo que pidió", why: "Motivo", changes: "Qué cambió", noChanges: "No cambió ningún dato ya guardado: solo registró datos nuevos.", refused: "No se hizo", field: "Dato", old: "Antes", now: "Después", entries: "Asientos", entry: (id: string) => `Asiento ${id}`,
    messages: "Mensajes", message: (n: number) => (n === 1 ? "1 mensaje" : `${n} mensajes`), open: "Abrir lo que tocó", sameActor: "Más de esta persona", id: "Número de acto", nothingAsked: "Sin datos.", masked: "Los datos personales se guardan ocultos.",
  },
  commands: {
    "days.close": "Pedir el cierre del día", "days.closed": "Cerrar el día", "reminders.prepared": "Preparar los recordatorios", "reminders.prepare": "Preparar los recordatorios",
  } as Record<string, string>,
  ops: { I: "Nuevo", U: "Cambió", D: "Se quitó" } as Record<string, string>,
  tables: {
    clients: "Cliente", parties: "Cliente", receivables: "Cuenta por cobrar", obligations: "Cuenta por cobrar", payments: "Pago", receipts: "Pago", users: "Usuario", user_branches: "Sucursales del usuario", branches: "Sucursal", branch_days: "Día de la sucursal",
    api_keys: "Llave de API", messages: "Mensaje", message_templates: "Plantilla", reminder_steps: "Programa de recordatorios", imports: "Importación", tills: "Caja o banco", accounts: "Cuenta contable", role_permissions: "Permisos del rol", periods: "Mes contable", consents: "Consentimiento",
  } as Record<string, string>,
  asked: {
    name: "Nombre", username: "Usuario", folio: "Folio", concept: "Concepto", amount: "Monto", issued_on: "Emisión", due_on: "Vencimiento", received_on: "Fecha del pago", method: "Forma de pago", reference: "Referencia", reason: "Motivo", apply_to: "Aplicar a", tendered: "Recibido",
    client_id: "Cliente", party_id: "Cliente", receivable_id: "Cuenta", payment_id: "Pago", document: "Documento", phones: "Teléfonos", phone: "Teléfono", email: "Correo", address: "Dirección", zone: "Zona", notes: "Notas", consents: "Consentimientos", channel: "Canal", granted: "Autorizado",
    evidence: "Prueba", business_date: "Fecha de trabajo", branch_id: "Sucursal", branch: "Sucursal", branches: "Sucursales", role: "Rol", active: "Activo", password: "Contraseña", currency: "Moneda", country: "País", time_zone: "Zona horaria", kind: "Tipo", number: "Número", filename: "Archivo",
    mapping: "Columnas", formats: "Formatos", mode: "Modo", expected_total: "Total esperado", template: "Plantilla", text: "Texto", body: "Texto", code: "Código", provider_name: "Nombre en el proveedor", language: "Idioma", steps: "Pasos", permissions: "Permisos", expires_at: "Vence", offset_days: "Días", id: "Identificador",
  } as Record<string, string>,
} as const;
