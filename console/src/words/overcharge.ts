/** What loans that ended paid over a ceiling written later, and giving it back. */
export const overcharge = {
  act: "Devolver", ask: "Pedir devolución", waiting: "Pedida: la decide otra persona",
  title: (folio: string) => `Devolver lo cobrado de más en ${folio}`, askTitle: (folio: string) => `Pedir que se devuelva lo cobrado de más en ${folio}`,
  owed: "Se le devuelve", charged: "Mora que pagó", allowed: "Mora permitida",
  effect: "Queda como saldo a favor del cliente: en «Cobrar» se aplica a lo que deba. El préstamo no cambia. Se deshace reversando su recibo.",
  over: "Pasa de su tope: quedará pedido y lo decide otra persona.",
  asks: "Lo decide otra persona: al autorizarlo queda como saldo a favor del cliente.",
  done: (folio: string) => `Quedó a favor del cliente. Recibo ${folio}.`, asked: "Quedó pedido: lo decide otra persona.",
  notice: "Este préstamo terminó antes de que se escribiera un tope legal que le tocaba: pagó de más.",
  given: "Ya devuelto", givenNone: "Aún no se ha devuelto nada.", reversed: "Reversado",
  columns: { loan: "Préstamo", branch: "Sucursal", amount: "Quedó a favor", on: "Fecha", by: "Quién", reason: "Motivo", receipt: "Recibo", state: "Estado", see: "Ver recibo", standing: "En pie" },
} as const;
