export const words = {
  title: "Usuarios",
  sections: { users: "Personas", roles: "Roles y permisos", branches: "Sucursales", keys: "Llaves de API" },
  sectionsLabel: "Secciones de usuarios",
  new: "Nuevo usuario",
  columns: { name: "Nombre", username: "Usuario", role: "Rol", branches: "Sucursales", state: "Estado", seen: "Última vez", country: "País", currency: "Moneda", zone: "Zona horaria", permissions: "Permisos", actions: "Acciones" },
  active: "Activo", inactive: "Inactivo", locked: "Bloqueado", never: "nunca", you: "usted", allBranches: "Todas",
  show: "Mostrar", onlyActive: "Solo activos", everyone: "Todos",
  empty: "No hay usuarios.",
  form: {
    titleNew: "Nuevo usuario", titleEdit: (name: string) => `Editar a ${name}`, name: "Nombre completo", username: "Usuario", usernameHint: "Minúsculas, números y puntos. Con él entra a Caudal.", role: "Rol", branches: "Sucursales donde trabaja",
    password: "Contraseña", newPassword: "Contraseña nueva", passwordHint: "Al menos 10 caracteres. Una frase de varias palabras es mejor.", passwordKeep: "Vacía = no cambia.", can: "Con ese rol podrá", save: "Guardar", create: "Crear usuario",
    saved: "Cambios guardados.", created: (name: string) => `${name} ya puede entrar.`, nothing: "No hay cambios que guardar.",
    wrong: { missing: "Falta este dato.", short: "Al menos 10 caracteres.", username: "Entre 3 y 40 letras minúsculas, números, punto o guion.", branches: "Elija al menos una sucursal." },
  },
  off: {
    action: "Desactivar", title: (name: string) => `Desactivar a ${name}`, effect: "No podrá entrar y sus sesiones abiertas terminan ahora. Lo que hizo queda en la bitácora con su nombre.", done: "Usuario desactivado.",
    on: "Reactivar", onTitle: (name: string) => `Reactivar a ${name}`, onEffect: "Podrá entrar otra vez con su contraseña, en las sucursales que tenga.", onDone: "Usuario reactivado.",
  },
  edit: "Editar",
  roles: { explain: "Cada persona tiene un rol; el rol dice qué puede hacer.", people: (n: number) => (n === 1 ? "1 persona" : `${n} personas`), yours: "su rol" },
  nouns: {
    clients: "Clientes", receivables: "Cuentas por cobrar", payments: "Pagos", days: "Cierre del día", messages: "Mensajes", reminders: "Recordatorios", imports: "Importar", users: "Usuarios", branches: "Sucursales",
    audit: "Bitácora", books: "Libros", loans: "Préstamos", summary: "Resumen", apikeys: "Llaves de API",
  } as Record<string, string>,
  branches: {
    new: "Nueva sucursal", name: "Nombre", country: "País", currency: "Moneda", zone: "Zona horaria", create: "Crear sucursal", created: (name: string) => `Sucursal ${name} creada. Asígnela a quien trabajará en ella.`, repeated: "Ya hay una sucursal con ese nombre.",
    on: "Activa", off: "Inactiva", currencyHint: "Sus cuentas, su caja y sus libros serán en esta moneda.", empty: "No hay sucursales.",
  },
  keys: {
    explain: "Una llave deja que otro sistema use Caudal en su nombre, solo con los permisos que marque. Se ve una sola vez.", new: "Nueva llave", name: "Para qué es", nameHint: "Ejemplo: n8n de cobranza", permissions: "Qué puede hacer", expires: "Vence",
    expiresHint: "Vacía = no vence.", create: "Crear llave", once: "Copie la llave ahora: no se volverá a mostrar.", done: "Ya la guardé", revoke: "Revocar", revokeTitle: (name: string) => `Revocar la llave ${name}`,
    revokeEffect: "El sistema que la usa dejará de entrar desde ahora. No se puede deshacer.", revoked: "Revocada", revokedDone: "Llave revocada.", used: "Último uso", never: "sin usar", prefix: "Empieza por", empty: "No hay llaves.", created: "Creada", noExpiry: "no vence", expired: "Vencida", live: "Vigente",
    all: "Marcar todos", none: "Quitar todos", read: "Solo lectura",
  },
  contact: {
    title: "Mi correo y teléfono", hint: "Aquí le llegan las alertas que le conciernen y los reportes. Solo usted los ve y los cambia.", email: "Correo", phone: "Teléfono móvil", phoneHint: "Con su código de país, como +52 998 123 4567.",
    done: "Guardado.", channels: "Probar que llega", ready: "Funciona", unset: "Sin configurar", down: "No responde", try: "Mandarme una prueba", tried: "En camino: revise en un momento.",
    kept: (channel: string) => `Nada se envió: falta configurar ${channel}.`,
  },
  password: {
    title: "Cambiar mi contraseña", current: "Contraseña actual", next: "Contraseña nueva", again: "Repita la nueva", differ: "Las dos no son iguales.", save: "Cambiar contraseña", ends: "Al cambiarla se cierran todas sus sesiones: entrará otra vez con la nueva.", done: "Contraseña cambiada. Entre con la nueva.",
  },
} as const;
