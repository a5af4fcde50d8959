export const lots = {
  views: "Vistas de lotes", view: { adjudicated: "Por poner en venta", on_sale: "En venta", surplus_due: "Demasía por pagar", sold: "Vendidos", all: "Todos" },
  empty: { adjudicated: "Nada por poner en venta.", on_sale: "Nada en venta.", surplus_due: "No se debe ninguna demasía.", sold: "Aún no se ha vendido nada.", all: "Aún no hay lotes: nacen al adjudicar una boleta." },
  emptyFiltered: "Ningún lote con ese filtro.", count: (n: string) => (n === "1" ? "1 lote" : `${n} lotes`), find: "Folio del lote", counted: (n: number) => (n === 1 ? "1 lote" : `${n} lotes`),
  columns: { folio: "Lote", ticket: "Boleta", client: "Cliente", article: "Artículo", mark: "Peso / serie", debt: "Deuda", minimum: "Mínimo", price: "Vendido", recovery: "Recupera", surplus: "Demasía", state: "Estado", adjudicated: "Adjudicado", cost: "Costo", until: "Se reclama hasta", branch: "Sucursal" },
  figures: { debt: "Se debía", debtFoot: "el día que se adjudicó", cost: "En inventario", costFoot: "lo menor entre capital y valor neto", minimum: "Precio mínimo", notListed: "Sin precio: no está en venta", price: "Se vendió en", saleCost: (sum: string) => `costo de vender ${sum}`, recovery: "Recuperación", recoveryFoot: "neto de la venta entre la deuda", surplus: "Demasía del cliente", shortfall: "Faltó", shortfallFoot: "pérdida de la casa: el cliente no debe nada", until: (day: string) => `se reclama hasta el ${day}`, paid: (day: string) => `saldada el ${day}`, none: "No hubo", value: "Valía" },
  acts: { list: "Poner en venta", relist: "Cambiar precio", sell: "Vender", pay: "Pagar demasía", lapse: "Dar por prescrita la demasía", writeOff: "Dar de baja", surrender: "Entregar a la autoridad" },
  list: { minimum: "Precio mínimo", hint: "Por debajo solo se vende con autorización y motivo.", done: "Precio guardado.", effect: (debt: string) => `Al adjudicarse se debían ${debt}.` },
  sell: {
    price: "Precio de venta", buyer: "Comprador", buyerHint: "Opcional.", cost: "Costo de vender", costHint: (rate: string) => `Vacío = el del plan${rate}.`, below: "Es menos que el mínimo: lo vende quien puede vender fuera de tabla, con su motivo.", reason: "Por qué se vende en menos",
    told: (folio: string, sum: string) => `Venta de ${folio} en ${sum}`, done: (folio: string) => `${folio} vendido.`, preview: "Así queda", debt: "Deuda", saleCost: "Costo de vender", left: "Demasía para el cliente", short: "Faltó (pérdida de la casa)", waiting: "Escriba el precio para ver qué queda.",
  },
  pay: { gets: "Recibe el cliente", effect: (who: string) => `Es lo que sobró de la venta, de ${who}. Sale de la caja o la cuenta de la sucursal.`, told: (folio: string, sum: string) => `Demasía de ${sum} de ${folio}`, done: (sum: string) => `Demasía pagada: ${sum}.` },
  ends: {
    lapse: { effect: "Nadie la reclamó en su plazo: pasa a ser de la casa.", done: "Demasía prescrita." },
    writeOff: { effect: (sum: string) => `El lote sale del inventario y su costo (${sum}) es pérdida.`, done: "Lote dado de baja." },
    surrender: { effect: (sum: string) => `El lote sale con la autoridad y su costo (${sum}) es pérdida. El motivo es la orden.`, done: "Lote entregado." },
  },
  books: "Asientos del lote", from: "Viene de la boleta", buyer: "Lo compró", back: "Remates",
} as const;
