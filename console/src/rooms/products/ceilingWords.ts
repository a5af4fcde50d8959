const MODALITIES: Record<string, string> = {
  consumo: "Consumo y ordinario", bajo_monto: "Consumo de bajo monto", productivo_mayor_monto: "Productivo de mayor monto", productivo_rural: "Productivo rural", productivo_urbano: "Productivo urbano",
  popular_productivo_rural: "Popular productivo rural", popular_productivo_urbano: "Popular productivo urbano", vivienda: "Vivienda",
};

export const law = {
  title: "Topes legales", back: "Productos", subtitle: "La tasa efectiva anual más alta que la ley deja cobrar, por modalidad y mes. Con ella se cotiza y se recorta la mora en todas las sucursales.",
  modalities: MODALITIES, month: (name: string, year: string) => `${name} de ${year}`,
  write: "Escribir certificación", fix: "Corregir", all: "Ver todos los meses", monthColumn: "Mes", sourceColumn: "Fuente", seeSource: "Ver fuente", today: "Rige hoy", lacks: "Falta", none: "—",
  lacking: (n: number) => (n === 1 ? "Falta la certificación de 1 mes" : `Faltan las certificaciones de ${n} meses`),
  lackingWhat: "Mientras no se escriban, se cotiza y se cobra mora con la última que se conoce de cada modalidad.",
  complete: "Hasta hoy no falta ninguna certificación.",
  without: (names: string) => `${names}: la ley no certifica topes por mes.`,
  always: "Sin vencimiento", alwaysColumns: { modality: "Modalidad", since: "Desde", cap: "Tope", factor: "Mora, veces la pactada" },
  over: {
    title: "Cobrado de más a préstamos ya terminados", done: "No queda nada por devolver.", none: "Ningún préstamo terminado pagó más mora de la que permiten los topes escritos después.",
    sum: (n: number, text: string) => (n === 1 ? "A 1 préstamo se le debe devolver" : `A ${text} préstamos se les debe devolver`),
    what: "Terminaron antes de que se escribiera el tope, así que su cuenta no cambia: al devolverla, la diferencia queda a favor del cliente.",
    more: (shown: string) => `Se ven los ${shown} más recientes; la suma es de todos.`,
    columns: { loan: "Préstamo", branch: "Sucursal", modality: "Modalidad", ended: "Terminó", charged: "Mora que pagó", allowed: "Mora permitida", owed: "Se le debe", act: "" },
  },
  history: "Lo escrito y sus correcciones", historyEmpty: "Aún no se ha escrito ninguna; las de arriba vienen con Caudal.",
  columns: { at: "Escrito", by: "Por", months: "Rige", modality: "Modalidad", reference: "Referencia", cap: "Tope", source: "Fuente", reason: "Motivo", state: "Estado" },
  standing: "En vigor", replaced: "Corregido después", corrects: "Corrige", times: (reference: string, times: string) => `${reference} × ${times}`,
  form: {
    title: (month: string) => `Certificación de ${month}`, fixTitle: (month: string) => `Corregir la certificación de ${month}`, save: "Guardar certificación", saveFix: "Guardar corrección", month: "Mes", certified: "con certificado",
    source: "Fuente", sourceHint: "La resolución, dónde se publicó y cuándo.", modality: "Modalidad", reference: "Interés corriente", cap: "Tope", paste: "Puede pegar aquí la tabla de la resolución: una modalidad por renglón con su tasa. Las que se dejan vacías no se escriben.",
    apart: (times: string) => `Hay un tope que no es ${times} veces su referencia. Lo revisé contra la resolución y es así.`, reason: "Motivo", reasonHint: "Quedará en la bitácora.",
    effect: "Vale desde ahora en todas las sucursales, también para la mora de esos meses. Si ya se cobró con otro tope, el siguiente movimiento o el cierre del día corrige el reparto. Los préstamos ya pagados no cambian: si pagaron de más, quedan en la lista de lo que se debe devolver.",
    saved: (month: string) => `Quedó escrita la certificación de ${month}.`,
  },
} as const;
