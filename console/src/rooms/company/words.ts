export const words = {
  title: "Todas las sucursales – Resumen", branch: "Sucursal", income: "Ingresos", expenses: "Gastos", utility: "Utilidad", margin: "Margen", before: "Cambio", target: "Meta", inflows: "Entradas", outflows: "Salidas",
  total: "TOTAL", critical: "Alertas Críticas", attention: "Requiere Atención", best: "Mejor Sucursal", watch: "Requiere Atención", period: "Periodo", more: "Más columnas",
  periods: { last_month: "Último mes completo", this_month: "Este mes", year: "Este año", other: "Otro periodo" } as Record<string, string>,
  span: (from: string, to: string) => `${from} – ${to}`, of: (utility: string) => `${utility} de utilidad`, withMargin: (margin: string) => `${margin} de margen`, points: (n: string) => `${n} pts`,
  byBranch: "Utilidad por sucursal", weekly: "Flujo neto semanal", risk: "PAR 30 por sucursal", week: "Semana del", net: "Neto", month: "Al cierre de", none: "Sin movimientos en este periodo.", noRisk: "Todavía no hay préstamos al cierre de un mes.",
  bestIs: (name: string, amount: string) => `${name} fue la de mayor utilidad: ${amount}.`, lastWeek: (amount: string) => `La última semana: ${amount}.`, copy: "Copiar como texto", copied: "Copiado.",
} as const;
