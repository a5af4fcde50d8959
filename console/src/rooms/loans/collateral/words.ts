export const words = {
  title: "Garantías", subtitle: "Qué respalda los préstamos: cuánto vale, quién lo asegura y qué hay que revisar hoy.",
  tabs: { watch: "Por revisar", things: "Garantías", held: "Por cuenta de terceros" }, tabsLabel: "Secciones de garantías",
  watchEmpty: "Nada por revisar: avalúos, seguros y gravámenes en orden.",
  watch: { what: "Qué revisar", loan: "Préstamo", client: "Cliente", thing: "Garantía", since: "Fecha", ltv: "Debe / vale", none: "nunca" },
  things: { folio: "Folio", what: "Garantía", owner: "Dueño", registration: "Registro", value: "Avalúo", valid: "Vigente hasta", insured: "Asegurada hasta", free: "Libre", none: "sin avalúo", noPolicy: "sin póliza", empty: "Aún no hay garantías.", search: "Folio, matrícula o descripción" },
  kinds: { property: "Inmueble", vehicle: "Vehículo", other: "Otra" },
  /** What each country calls what identifies a thing. */
  registry: {
    property: { CO: ["Matrícula inmobiliaria", "Oficina de registro (ORIP)", "Cédula catastral"], MX: ["Folio real", "Registro Público", "Clave catastral"], DO: ["Matrícula del título", "Registro de Títulos", "Designación catastral"] },
    vehicle: { CO: ["Placa", "Organismo de tránsito", "Número de chasis (VIN)"], MX: ["Placa", "Autoridad vehicular", "Número de serie (NIV)"], DO: ["Placa", "DGII", "Chasis"] },
  } as Record<string, Record<string, [string, string, string]>>,
  registryElse: ["Identificación", "Dónde está registrada", "Otro dato"] as [string, string, string],
  form: {
    add: "Agregar garantía", existing: "Ya registrada", fresh: "Nueva", which: "Qué garantía", owner: "De quién es", kind: "Qué es", description: "Descripción", descriptionHint: "Dirección, o marca, modelo y año.",
    value: "Avalúo", appraiser: "Perito o firma", valuedOn: "Fecha del avalúo", validUntil: "Vigente hasta", validHint: "Un año si se deja vacío.", part: "Parte que respalda este préstamo", done: "Garantía agregada.",
    insurer: "Aseguradora", policy: "Número de póliza", covers: "Qué cubre", insured: "Valor asegurado", from: "Desde", to: "Hasta",
    valueTitle: (of: string) => `Avalúo de ${of}`, valueDo: "Agregar avalúo", valueDone: "Avalúo agregado.", insureTitle: (of: string) => `Póliza de ${of}`, insureDo: "Agregar póliza", insureDone: "Póliza agregada.",
    registerTitle: (of: string) => `Inscribir el gravamen de ${of}`, registerDo: "Inscribir", registerDone: "Gravamen inscrito.", notary: "Notaría o fedatario", entry: "Anotación o asiento", on: "Fecha de inscripción",
    releaseTitle: (of: string) => `Cancelar el gravamen de ${of}`, releaseDo: "Cancelar gravamen", askDo: "Pedir la cancelación", agreeDo: "Autorizar la cancelación", releaseDone: "Gravamen cancelado.", askDone: "Pedida: la autoriza otra persona.",
    releaseEffect: "El préstamo terminó: la garantía queda libre.", askEffect: "El préstamo sigue vivo: otra persona debe autorizarlo.", agreeEffect: (who: string, why: string) => `${who} lo pidió: «${why}». La garantía queda libre aunque el préstamo siga vivo.`,
  },
  loan: {
    ltv: "Debe / vale", limit: (limit: string) => `el producto admite ${limit}`, value: "Valen las garantías", lendable: "Se puede prestar", over: "Pasa del límite", expired: "hay un avalúo vencido", unlimited: "el producto no fija límite",
    missing: "Este producto se presta con garantía: agréguela con su avalúo antes de aprobar.", none: "Sin garantías.", rank: "Grado", part: "Parte", state: "Gravamen", thing: "Garantía", acts: "Acciones",
    sureties: "Codeudores y avales", noSureties: "Nadie más responde por este préstamo.", addSurety: "Agregar codeudor o aval", person: "Persona", role: "Responde como", roles: { codebtor: "Codeudor", guarantor: "Aval" }, since: "Desde",
    surety: "Agregar", suretyDone: "Agregado.", remove: "Quitar", removeTitle: (of: string) => `Quitar a ${of}`, removeEffect: "Deja de responder por el préstamo. Queda en la historia.", removed: (on: string) => `hasta el ${on}`, waiting: "cancelación pedida",
  },
  asked: {
    title: "Garantía y codeudores", optional: "Opcional: este producto no la exige.", required: "Este producto se presta con garantía:", upTo: (kind: string, limit: string) => `${kind.toLowerCase()}, hasta ${limit} de su avalúo`,
    later: "Quien registra garantías la agrega antes de aprobar.", add: "Garantía", person: "Codeudor o aval", drop: (what: string) => `Quitar ${what}`, part: (part: string) => `respalda con ${part}`,
    panel: "Respaldo", ltv: "Pide / vale", noValue: "sin avalúo vigente", missing: "Falta la garantía: agréguela con su avalúo.",
    short: (most: string) => `Con lo que la respalda se prestan hasta ${most}.`, remedy: "Pida menos, agregue otra garantía o un avalúo mayor.", lower: (most: string) => `Pedir ${most}`, fits: "Alcanza para lo que se pide.",
  },
  thing: { valuations: "Avalúos", policies: "Pólizas", liens: "Préstamos que respalda", noLiens: "No respalda ningún préstamo.", expired: "vencido", notNow: "no cubre hoy" },
  held: {
    branch: "Sucursal", collected: "Cobrado", paid: "Pagado", now: "Por pagar", pay: "Pagar a un tercero", none: "No se ha cobrado nada por cuenta de terceros.", payments: "Pagos a terceros", noPayments: "Aún no se ha pagado nada.",
    folio: "Pago", payee: "A quién", concept: "Concepto", amount: "Monto", on: "Fecha", state: "Estado", undone: "Deshecho", done: "Pago registrado.", what: "Seguros, predial y otros cargos que las cuotas cobran para otros: no son ingreso de la casa.",
    method: "Cómo se paga", methods: { transfer: "Transferencia", cash: "Efectivo", cheque: "Cheque" }, reference: "Referencia", undo: "Deshacer", undoTitle: (folio: string) => `Deshacer ${folio}`, undoEffect: "El dinero vuelve a la cuenta de donde salió, y se vuelve a deber.", undoDone: "Pago deshecho.",
  },
} as const;
