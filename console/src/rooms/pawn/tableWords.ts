export const tables = {
  tabs: { plans: "Planes", ltv: "Cuánto se presta", prices: "Precios" },
  tabsLabel: "Tablas de empeño",
  explain: {
    plans: "Con qué interés, plazo y gracia se presta. Cambiar un plan hace otra versión: las boletas abiertas conservan la suya.",
    ltv: "Qué parte del avalúo se presta, por categoría y estado. Lo que no está en la tabla no se puede empeñar.",
    prices: "Cuánto vale cada cosa hoy: el gramo de cada ley de metal, o la pieza. Los avalúos hechos conservan el suyo.",
  },
  who: "Las cambia quien puede cambiar planes, precios y tablas de empeño.",
  suggested: {
    open: "Usar tablas sugeridas", title: "Empezar con las tablas sugeridas", effect: "Se escriben donde no haya: lo que ya tiene no cambia, y todo se puede cambiar después. Los precios de metales no están verificados: póngalos al día.",
    plans: (n: number) => (n === 1 ? "1 plan" : `${n} planes`), ltv: (n: number) => `${n} renglones de cuánto se presta`, prices: (n: number) => `${n} precios de metales`, none: "Sus tablas ya tienen todo lo sugerido.", done: "Tablas listas: revise los precios.",
  },
  plans: {
    retire: "Dejar de ofrecer", retireEffect: "Ya no se podrá empeñar con este plan. Las boletas abiertas lo conservan.", retired: "Plan retirado.",
    new: "Nuevo plan", edit: "Cambiar", empty: "Aún no hay planes: sin uno no se puede empeñar.", title: "Plan de empeño", titleEdit: (name: string, version: number) => `Cambiar ${name}: versión ${version}`,
    columns: { name: "Plan", rate: "Interés", storage: "Almacenaje", term: "Plazo", grace: "Gracia", sale: "Costo de vender", surplus: "Demasía", version: "Versión", state: "Estado" },
    current: "En uso", before: "Anterior", every: "Ver también las versiones anteriores", graceDays: (n: number) => (n === 0 ? "Sin gracia" : n === 1 ? "1 día" : `${n} días`), graceFree: "sin interés", graceCharged: "con interés",
    surplusYes: (days: number) => `Del cliente, ${days} días para reclamarla`, surplusNo: "De la casa",
    name: "Nombre", code: "Clave", codeHint: "Se escribe en la boleta y en la API: letras, números y guiones.", currency: "Moneda", period: "Se cobra por", periods: { week: "Semana comenzada", month: "Mes comenzado" },
    rate: "Interés del período", storage: "Almacenaje del período", term: "Plazo, en períodos", grace: "Días de gracia", graceInterest: "La gracia cobra interés", sale: "Costo de vender, del precio", saleHint: "Lo que cuesta rematar la prenda; se descuenta antes de la demasía.",
    bad: "Solo letras minúsculas, números y guiones, de 2 a 40.", surplus: "Si se vende, lo que sobra es del cliente", taxed: "Se suma el IVA del país al interés y al almacenaje", surplusDays: "Días para reclamarla", save: "Guardar plan", saveVersion: "Guardar como nueva versión", done: (name: string, version: number) => `${name}, versión ${version}, guardado.`,
  },
  ltv: {
    category: "Categoría", empty: "Aún no hay categorías. Agregue la primera: joyería, celulares, herramientas…", add: "Agregar categoría", addHint: "Joyería, celulares, herramientas…", since: "Rige desde", save: "Guardar cambios", saved: (n: number) => (n === 1 ? "1 cambio guardado." : `${n} cambios guardados.`),
    none: "no se empeña", changed: (n: number) => (n === 1 ? "1 cambio sin guardar" : `${n} cambios sin guardar`), cell: (category: string, condition: string) => `${category}, ${condition.toLowerCase()}`, over: "De 0 a 100 %.",
  },
  prices: {
    new: "Nuevo precio", edit: "Cambiar precio", empty: "Aún no hay precios. Sin tabla, el avalúo se escribe a mano en el mostrador.", columns: { category: "Categoría", name: "Qué es", price: "Precio", since: "Desde", source: "Fuente" },
    unit: { gram: "por gramo", piece: "por pieza" }, unitLabel: "Se paga", name: "Qué es", nameHint: "Oro 14k, Plata 925, iPhone 13 128 GB…", price: "Precio", source: "De dónde sale", sourceHint: "Opcional: la cotización o la lista que se usó.", since: "Rige desde",
    save: "Guardar precio", done: "Precio guardado.", filter: "Buscar categoría o nombre",
  },
} as const;
