"""The catalogue of permissions, what a password must be and how long a lock lasts. Pure."""

from collections.abc import Mapping
from datetime import timedelta

from caudal.kernel.problems import Invalid

PERMISSIONS: Mapping[str, str] = {
    "clients.read": "Ver clientes",
    "clients.write": "Registrar y cambiar clientes",
    "clients.erase": "Suprimir los datos personales de un cliente",
    "receivables.read": "Ver cuentas por cobrar",
    "receivables.write": "Registrar cuentas por cobrar",
    "receivables.cancel": "Anular cuentas por cobrar",
    "bookings.read": "Ver reservas",
    "bookings.write": "Vender reservas, darlas por prestadas y cancelarlas",
    "bookings.change": "Cambiar la fecha o el precio de una reserva",
    "refunds.read": "Ver reembolsos y políticas de cancelación",
    "refunds.pay": "Pagar reembolsos autorizados",
    "refunds.void": "Anular reembolsos autorizados que ya no se pueden pagar",
    "refunds.policy": "Cambiar la política de cancelación",
    "payments.read": "Ver cobros",
    "payments.take": "Cobrar y aplicar saldos a favor",
    "payments.reverse": "Reversar cobros",
    "tills.open": "Abrir, contar y cerrar cajas",
    "tills.move": "Depositar, traspasar y gastar efectivo de una caja",
    "tills.watch": "Ver todas las cajas, sus saldos y sus cierres",
    "tills.approve": "Autorizar diferencias de caja y contar por otra persona",
    "tills.rules": "Agregar cajas, tolerancias y exigir caja abierta",
    "banks.read": "Ver cuentas bancarias, extractos y conciliaciones",
    "banks.write": "Registrar cuentas bancarias, sus saldos mínimos y sus reglas",
    "banks.reconcile": "Importar extractos, emparejar líneas y conciliar días",
    "banks.transfer": "Pedir y ejecutar traspasos entre cuentas bancarias",
    "loans.quote": "Cotizar préstamos",
    "loans.read": "Ver préstamos y productos",
    "loans.write": "Solicitar préstamos y anular solicitudes",
    "loans.approve": "Aprobar y rechazar préstamos, hasta su límite",
    "loans.disburse": "Entregar préstamos aprobados",
    "loans.manage": "Condonar, cargar, congelar, reestructurar y castigar préstamos",
    "portfolio.read": "Ver la cartera, su riesgo y su provisión",
    "loans.remit": "Pagar a aseguradoras y otros terceros lo cobrado por su cuenta",
    "collateral.write": "Registrar garantías, avalúos, pólizas, gravámenes y codeudores",
    "collateral.release": "Cancelar gravámenes y quitar codeudores",
    "products.write": "Definir productos de préstamo",
    "roscas.read": "Ver sanes",
    "roscas.write": "Crear sanes y dar sus números y turnos",
    "roscas.authorise": "Autorizar entregas, permutas, reemplazos y el fin de un san",
    "roscas.deliver": "Entregar botes de sanes y devolver aportes",
    "pawn.read": "Ver empeños, bóveda y lotes",
    "pawn.open": "Abrir boletas y entregar su dinero",
    "pawn.override": "Prestar y vender fuera de tabla",
    "pawn.custody": "Mover, contar y devolver prendas",
    "pawn.sell": "Adjudicar, vender y dar de baja prendas, y pagar demasías",
    "pawn.tables": "Cambiar planes, precios y tablas de empeño",
    "payables.read": "Ver proveedores, contratos y cuentas por pagar",
    "payables.write": "Registrar servicios y facturas de proveedores, y pedir sus pagos",
    "payables.manage": "Rechazar facturas, reprogramar, anular y aplicar notas de crédito y anticipos",
    "payables.pay": "Armar y ejecutar lotes de pago a proveedores",
    "suppliers.write": "Registrar proveedores, sus contratos y sus cuentas",
    "approvals.read": "Ver lo que espera autorización y quién firmó",
    "approvals.authorise": "Autorizar, rechazar y devolver solicitudes, hasta su límite",
    "approvals.limits": "Cambiar los límites de la matriz de autorizaciones",
    "days.read": "Ver los cierres del día",
    "days.close": "Cerrar el día",
    "messages.read": "Ver mensajes",
    "messages.send": "Enviar y reintentar mensajes",
    "reminders.write": "Cambiar el programa de recordatorios y las plantillas",
    "imports.read": "Ver importaciones",
    "imports.run": "Importar archivos y deshacer importaciones",
    "users.read": "Ver usuarios y roles",
    "users.write": "Crear y cambiar usuarios",
    "branches.write": "Crear sucursales",
    "audit.read": "Consultar la bitácora",
    "books.read": "Consultar los libros",
    "books.close": "Cerrar meses y registrar ajustes",
    "books.verify": "Verificar los libros",
    "books.write": "Proponer asientos a mano y abrir cuentas",
    "budgets.write": "Escribir presupuestos y metas",
    "alerts.read": "Ver las alertas que le conciernen",
    "alerts.manage": "Ver y atender todas las alertas de sus sucursales",
    "alerts.rules": "Cambiar las reglas de alertas de sus sucursales",
    "reports.read": "Ver los reportes",
    "reports.schedule": "Programar y enviar reportes",
    "summary.read": "Ver el resumen de inicio",
    "apikeys.write": "Administrar llaves de integración",
}
"""Every permission, with what it allows as a person reads it."""

KEEPERS = frozenset({"duena", "admin"})
"""Roles that may give permissions and branches they don't hold themselves; one of each must remain active."""

SIGNS_ONLY = frozenset(
    {
        "users.write",
        "branches.write",
        "apikeys.write",
        "approvals.authorise",
        "approvals.limits",
        "loans.approve",
        "tills.approve",
        "roscas.authorise",
    }
)
"""What only a person may do: a key that leaks must not be able to make others, nor to authorise anything."""

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
DEMO_PASSWORD = "caudal-demo"  # noqa: S105 - printed at start, and refused where there is no demonstration

_AWFUL = frozenset(
    word
    for line in (
        "1234567890 0123456789 9876543210 0987654321 12345678910 1234512345 1122334455 123123123123",
        "qwertyuiop qwerty12345 qwerty123456 asdfghjklñ asdfghjkl1 1q2w3e4r5t 1q2w3e4r5t6y zaq12wsxcde3 qazwsxedcr",
        "password12 password123 password1234 contraseña contrasena contraseña1 contrasena1 contraseña123",
        "contrasena123 micontraseña micontrasena administrador administrador1 admin12345 admin123456 adminadmin",
        "cambiame123 cambiame12 bienvenido bienvenido1 bienvenida bienvenido123 holamundo1 holahola12 iloveyou123",
        "teamomucho teamo12345 abcdefghij abcde12345 abcd123456 a1b2c3d4e5 letmein123 welcome123 superman123",
        "estrellita mariposa123 princesa123 barcelona1 realmadrid america123 colombia123 mexico12345 caudal1234",
        "caudal12345 caudalcaudal prestamos1 dinero12345",
    )
    for word in line.split()
)

FREE_FAILURES = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)
MEMORY = timedelta(hours=24)
"""Failures older than this no longer count."""

ADDRESS_FAILURES, ADDRESS_MEMORY = 50, timedelta(minutes=15)
"""So many failures from one address in so long, whoever was tried, and it waits as long from the last one."""


def check_password(password: str, username: str) -> None:
    """Whether `password` may protect the account of `username`.

    Raises:
        Invalid: too short, too long, one of those everybody tries first, or the username itself.
    """
    folded = password.strip().lower()
    problem = ""
    if len(password) < SHORTEST_PASSWORD:
        problem = f"debe tener al menos {SHORTEST_PASSWORD} caracteres"
    elif len(password) > LONGEST_PASSWORD:
        problem = f"no puede pasar de {LONGEST_PASSWORD} caracteres"
    elif folded == username.strip().lower() or folded in (DEMO_PASSWORD, username.strip().lower() * 2):
        problem = "no puede ser el nombre de usuario ni la contraseña de la demostración"
    elif folded in _AWFUL or len(set(folded)) < 4:
        problem = "es de las primeras que cualquiera probaría; use una frase de varias palabras"
    if problem:
        raise Invalid(f"La contraseña {problem}", errors=[{"pointer": "/password", "detail": problem}])


def lock_for(failures: int) -> timedelta | None:
    """How long the door stays shut after this many failures in a row; nothing while there are few.

    >>> lock_for(4), lock_for(5), lock_for(10)
    (None, datetime.timedelta(seconds=900), datetime.timedelta(seconds=1800))
    """
    if failures < FREE_FAILURES:
        return None
    doublings = min(failures // FREE_FAILURES - 1, 10)
    return min(FIRST_LOCK * 2**doublings, LONGEST_LOCK)
