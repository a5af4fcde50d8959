/** What is decided about a running loan, in words. */
export const acts = {
  fill: "Complete los datos para ver cómo quedaría.",
  change: {
    title: "Antes y después", now: "Hoy", then: "Quedaría", same: "Hoy no cambia ninguna cifra.",
    facts: {
      payoff: "Para liquidar hoy", principal: "Capital", due: "Vencido", arrears: "Mora", days: "Atraso", instalment: "Próxima cuota", nextOn: "Vence", coming: "Cuotas por vencer", endsOn: "Última cuota",
      interest: "Interés por venir", toPay: "Le falta pagar",
    },
  },
  menu: { renew: "Renovar", restructure: "Reestructurar", charge: "Agregar un cargo", freeze: "Congelar", unfreeze: "Descongelar", rate: "Cambiar la tasa", accelerate: "Dar por vencido el plazo" },
  charge: {
    title: (folio: string) => `Agregar un cargo a ${folio}`, action: "Agregar el cargo", done: "Cargo agregado.", kind: "Qué es", expense: "Gasto", insurance: "Seguro", concept: "Concepto", conceptHint: "Así se lee en la historia del préstamo.",
    amount: "Monto", on: "Fecha", number: "A qué cuota", oldest: "La vencida más antigua, o la que corre", instalment: (n: number, day: string) => `Cuota ${n}, venció el ${day}`,
    proof: "Gestión realizada", proofHint: "En Colombia un gasto de cobranza lleva su gestión: qué se hizo, cuándo, por qué medio y con qué resultado.",
  },
  freeze: {
    title: (folio: string) => `Congelar ${folio}`, action: "Congelar", done: "Préstamo congelado.", hint: "Lo que ya se debe se sigue debiendo y las cuotas vencen en su fecha.", on: "Desde", until: "Hasta", untilHint: "A lo más un año.", otherwise: (day: string, arrears: string) => `Sin congelarlo ni cobrar nada, al ${day} la mora llegaría a ${arrears}.`,
    what: "Qué se detiene", arrears: "La mora y los días de atraso", both: "También el interés ordinario",
  },
  unfreeze: { title: (folio: string) => `Descongelar ${folio}`, action: "Descongelar", done: "Préstamo descongelado.", hint: "Desde mañana vuelve a correr. Los días que estuvo congelado no se cobran." },
  accelerate: { title: (folio: string) => `Dar por vencido el plazo de ${folio}`, action: "Dar por vencido", done: "Plazo dado por vencido: se debe todo.", hint: "Todo el saldo se debe desde hoy y las cuotas por vencer desaparecen. Se deshace en «Cargos y condonaciones»." },
  rate: { title: (folio: string) => `Cambiar la tasa de ${folio}`, action: "Cambiar la tasa", done: "Tasa cambiada.", hint: "La cuota se recalcula sobre los mismos vencimientos.", value: "Tasa nueva", kind: "Tipo de tasa", on: "Desde" },
  frozen: (day: string) => `Congelado hasta el ${day}`, frozenWhat: { arrears: "No corre la mora ni cuentan los días de atraso.", both: "No corren la mora, los días de atraso ni el interés." },
  renewal: {
    title: (folio: string) => `Renovar ${folio}`, subtitle: (name: string) => `${name} · el préstamo nuevo paga el anterior y se entrega la diferencia`, form: "Préstamo nuevo", effect: "Qué se entrega", gets: "Recibe el cliente", lends: "Se le presta",
    settles: (folio: string) => `Liquida ${folio}`, pays: (folio: string) => `liquida ${folio} con`, after: (folio: string) => `después de liquidar ${folio}`, fees: "Se descuenta", submit: "Pedir la renovación", done: (folio: string) => `Renovación ${folio} enviada a autorización.`, nobody: "Nadie puede aprobar este monto: suba el límite en el producto.",
    hands: "Lo aprueba una persona y lo entrega otra. El anterior se liquida al entregarlo, con lo que deba ese día.", fill: "Elija el producto y escriba el monto para ver cuánto recibe.", none: "El préstamo no está vigente: no hay saldo que renovar.",
    already: "Ya se pidió renovarlo:", from: (count: number) => `Su producto se renueva desde ${count === 1 ? "1 cuota pagada" : `${count} cuotas pagadas`}.`, compare: "Hoy y después", old: "Hoy", new: "Nuevo", instalment: "Cuota", coming: "Cuotas por pagar", ends: "Última cuota", toPay: "Le falta pagar",
  },
  restructure: {
    title: (folio: string) => `Reestructurar ${folio}`, subtitle: (name: string) => `${name} · lo que debe sigue con otras condiciones; no se entrega dinero`, form: "Condiciones nuevas", on: "Desde", periods: "Cuotas", method: "Cómo se calcula", frequency: "Frecuencia",
    rate: "Tasa", rateKind: "Tipo de tasa", keepRate: "Vacía: la misma de hoy.", needRate: "Hace falta: hoy su interés es una suma fija.", first: "Primera cuota", firstAuto: "según la frecuencia", extras: "Qué se hace con lo que debe además del capital", treat: { due: "Se debe desde hoy", capitalise: "Se suma al capital", forgive: "Se condona" },
    nothing: "Solo debe capital.", plan: "Pagos del plan", planRow: (n: number) => `Pago ${n}`, planOn: (n: number) => `Fecha del pago ${n}`, planAmount: (n: number) => `Monto del pago ${n}`, planRest: "lo que quede", add: "Agregar un pago", remove: (n: number) => `Quitar el pago ${n}`,
    submit: "Reestructurar", done: (folio: string) => `${folio} quedó con condiciones nuevas.`, effect: "Antes y después", kept: (days: string) => `Conserva ${days} de mora para la cartera en riesgo.`, calendar: "Calendario nuevo", fill: "Escriba cuántas cuotas para ver cómo quedaría.",
    only: "Solo se reestructura un préstamo vigente.",
  },
} as const;
