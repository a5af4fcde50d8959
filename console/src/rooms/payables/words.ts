export const words = {
  title: "Cuentas por pagar", new: "Registrar servicio", advance: "Pedir anticipo", views: "Vistas", batchNew: "Armar lote", batches: "Lotes de pago", suppliers: "Proveedores", contracts: "Contratos",
  view: { authorise: "Por autorizar", today: "Pagar hoy", scheduled: "Programados", rejected: "Rechazados", pending: "Por facturar o pedir", paid: "Pagados", all: "Todas" },
  columns: {
    folio: "Folio", supplier: "Proveedor", service: "Concepto", invoice: "Factura", contract: "Contrato", total: "Total", difference: "Diferencia", due: "Vence", authorised: "Autorizó", scheduled: "Pago programado",
    state: "Estado", balance: "Saldo", branch: "Sucursal", served: "Servicio",
  },
  count: (n: string) => (n === "1" ? "1 cuenta" : `${n} cuentas`), empty: "Nada por pagar con ese filtro.", emptyAll: "Nada por pagar hoy.", exportName: "cuentas-por-pagar", hint: "Folio, proveedor, servicio o factura",
  dueFrom: "Vence desde", dueTo: "Vence hasta", kind: "Clase", kinds: { service: "Servicio", advance: "Anticipo" },
  summary: "Cuánto se debe y cuándo", ageing: "Antigüedad",
  figures: { amount: "Total", paid: "Cubierto", balance: "Saldo", due: "Vence", scheduled: "Pago programado", ask: "Se pide pagar" },
  sides: {
    title: "Factura y contrato", contract: "Contrato", invoice: "Factura", none: "Todavía no llega la factura.", service: "Servicio", price: "Precio", quantity: "Cantidad", total: "Total", terms: "Plazo", days: (n: number) => (n === 1 ? "1 día" : `${n} días`),
    valid: "Vigencia", open: "sin fin", number: "Número", fiscal: "Folio fiscal", issued: "Fecha", subtotal: "Subtotal", receives: "A pagar", compared: "Se compara", withTax: "con impuesto", beforeTax: "antes de impuesto",
    same: "Coincide con el contrato", received: "La recibió", noContract: "Sin contrato: monto convenido",
  },
  act: {
    authorise: "Autorizar", reject: "Rechazar", rejectPay: "Rechazar pago", correct: "Pedir corrección", exception: "Autorizar excepción (Director)", exceptionAsk: "Pedir excepción al Director", invoice: "Registrar factura", invoiceAgain: "Registrar factura corregida",
    ask: "Pedir pago", withdraw: "Retirar solicitud", schedule: "Reprogramar", release: "Quitar autorización", cancel: "Anular", credit: "Nota de crédito", useAdvance: "Aplicar anticipo", pay: "Pagar en un lote", evidence: "Agregar evidencia", undo: "Deshacer",
  },
  done: {
    authorised: "Autorizado. El pago quedó programado.", rejected: "Rechazado.", corrected: "Se pidió la corrección.", exception: "Excepción pedida: la autoriza la Dirección.", invoice: "Factura registrada.", asked: "Pago pedido: lo autoriza otra persona.",
    withdrawn: "Solicitud retirada.", scheduled: "Reprogramado.", released: "Ya no está autorizado.", cancelled: "Anulada.", credit: "Nota de crédito registrada.", advance: "Anticipo aplicado.", evidence: "Evidencia guardada.", undone: "Deshecho.", ended: "El contrato termina ese día.",
    served: (folio: string) => `${folio} registrada.`, batch: (folio: string) => `Lote ${folio} armado.`, executed: (folio: string) => `Lote ${folio} ejecutado.`, returned: "Pago devuelto: se vuelve a pedir.", account: "Cuenta pedida: la autoriza otra persona.",
    supplier: (name: string) => `${name} registrado.`, contract: "Contrato registrado.", price: "Precio registrado.",
  },
  effect: {
    authorise: "Otra persona lo pagará el día programado. Usted ya no podrá pagarlo.", reject: "No se pagará esa factura. El servicio se sigue debiendo al precio del contrato y el proveedor puede mandar otra.", rejectPay: "No se pagará. Se puede volver a pedir.",
    correct: "La factura espera a que llegue la corregida, que la reemplaza.", exception: "Se pagará lo que dice la factura y no lo que dice el contrato. Solo lo autoriza la Dirección.", cancel: "Dejará de deberse: sus asientos se reversan y queda a la vista.",
    release: "Sale del lote en que esté. Para pagarlo hay que pedirlo y autorizarlo otra vez.", withdraw: "Nadie lo autorizará mientras no lo vuelva a pedir.", undo: "Su asiento se reversa y los dos quedan a la vista.",
  },
  history: "Facturas que llegaron", payments: "Pagos", covered: "Notas de crédito y anticipos", papers: "Evidencia", noPapers: "Sin evidencia todavía.", entries: "Asientos", own: "Nadie puede autorizar Y ejecutar el mismo pago",
  form: {
    supplier: "Proveedor", contract: "Contrato", noContract: "Sin contrato", service: "Servicio", served: "Fecha del servicio", quantity: "Cantidad", agreed: "Monto convenido", owed: "Se debe", hasInvoice: "Ya llegó la factura", number: "Número de factura",
    fiscal: "Folio fiscal (UUID)", issued: "Fecha de la factura", subtotal: "Subtotal", taxes: "Impuestos y retenciones", addTax: "Agregar impuesto", addWithholding: "Agregar retención", label: "Nombre", amount: "Monto", remove: "Quitar",
    total: "Total de la factura", register: "Registrar", reason: "Motivo", lastDay: "Último día", on: "Nuevo día", concept: "Para qué", advance: "Anticipo", left: (folio: string, rest: string) => `${folio}: quedan ${rest}`, creditNumber: "Número de la nota", tax: "De ello, impuesto", fiscalHint: "Opcional; evita pagar dos veces la misma.",
    days: "Plazo (días)", needsInvoice: "Exige factura para pagarle", taxId: "RFC o documento", name: "Nombre o razón social", title: "Título", from: "Desde", to: "Hasta", price: "Precio", everywhere: "En todas las sucursales", here: "Solo en esta sucursal",
    bank: "Banco", account: "Número de cuenta", clabe: "CLABE", kind: "Tipo", plain: "Cuenta", holder: "A nombre de", currency: "Moneda", addPrice: "Agregar servicio", includesTax: "El precio incluye impuesto", yes: "Sí", no: "No",
  },
  cfdi: {
    label: "XML de la factura", hint: "Con el XML (CFDI 4.0) la factura se llena sola y se compara.", choose: "Leer el XML", other: "Leer otro XML", ok: "Cumple", bad: "No cumple", look: "Revíselo", total: "Total", filled: "Revise lo que se llenó; el XML se guarda como evidencia al registrar.",
    stops: "Con ese XML no se puede registrar esta factura.", byHand: "Escribirla a mano",
  },
  deals: {
    title: "Contratos con proveedores", subtitle: "Lo convenido con cada proveedor: contra esto se compara su factura.", views: "Vistas de contratos", view: { live: "Vigentes", all: "Todos" }, folio: "Contrato", about: "De qué es", price: "Precio de hoy", tax: "Precio",
    noPrice: "Sin precio hoy", more: (n: number) => (n === 1 ? "y 1 más" : `y ${n} más`), hint: "Proveedor, título o folio", empty: "No hay contratos con ese filtro: se registran en la ficha del proveedor.",
  },
  batch: {
    title: "Lote de pagos", new: "Armar lote de pagos", from: "Se paga desde", none: "Sin pagos autorizados para hoy.", chosen: (n: number) => (n === 1 ? "1 seleccionado" : `${n} seleccionados`), payments: (n: number) => (n === 1 ? "1 pago" : `${n} pagos`), make: "Armar lote", execute: "Ejecutar", executeKey: "Ctrl Enter", confirm: (folio: string) => `Ejecutar ${folio}`,
    effect: "Se registra y no se repite: cada pago se ejecuta una sola vez.", csv: "Archivo CSV", xlsx: "Archivo Excel", pdf: "Relación en PDF", files: "Archivos para el banco", noFiles: "Todavía no se hace el archivo.", sha: "Huella", cancel: "Desarmar", cancelEffect: "Lo que tiene sigue autorizado.",
    returned: "Lo devolvió el banco", returnEffect: "Se reversa el pago y la cuenta se vuelve a pedir.", reference: "Clave de rastreo", save: "Guardar", columns: { supplier: "Proveedor", payable: "CXP", account: "Cuenta", amount: "Monto", authorised: "Autorizó", state: "Estado", reference: "Referencia", pay: "Pagar" },
    empty: "Aún no hay lotes.", folio: "Lote", bank: "Cuenta", on: "Fecha", count: "Pagos", total: "Importe", state: "Estado", who: "Ejecutó", pays: "Salen", proof: "Comprobante",
  },
  sellers: {
    title: "Proveedores", new: "Nuevo proveedor", folio: "Folio", name: "Proveedor", taxId: "RFC", terms: "Plazo", owed: "Se le debe", state: "Estado", active: "Activo", gone: "De baja", empty: "Aún no hay proveedores.", accounts: "Cuentas bancarias", contracts: "Contratos", askAccount: "Pedir cuenta",
    newContract: "Nuevo contrato", newPrice: "Nuevo precio", endContract: "Terminar contrato", endedBy: (who: string) => `Lo terminó ${who}:`,
    endEffect: (title: string) => `Después de ese día nada se registra ni se factura con «${title}». Lo ya prestado con él queda como está.`, noAccounts: "Sin cuenta: no se le puede pagar.", noContracts: "Sin contratos: se registra con monto convenido.", usable: "Sirve desde", inForce: "Se le paga aquí", payables: "Ver lo que se le debe", live: "Vigente", ended: "Terminado", client: "Ver su ficha",
    requires: "Exige factura", hint: "Nombre, RFC o folio", cooling: "La pide una persona y la autoriza otra. Si reemplaza a una, sirve tres días después.", now: "hoy",
  },
} as const;
