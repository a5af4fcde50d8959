"""The list of the close of a month: what must be done, what asks why, what may wait, and where each thing is seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from caudal.business.accounting import commands as accounting
from caudal.business.accounting.commands import Left
from caudal.business.accounting.rules.spans import month_end
from caudal.business.reconciliation import queries as banks
from caudal.business.reconciliation.queries import Days
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of, branches
from caudal.commons.acts.opening import because
from caudal.kernel.formats import counted
from caudal.kernel.problems import Invalid
from caudal.kernel.sql import sql
from caudal.ledger import queries as books

_EVERY = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the list, with how many are left.

    ``state``: ``done``; ``pending``, it can't wait; ``ask``, it may wait if whoever closes says why; ``warning``, it
    may.
    """

    key: str
    label: str
    state: str
    count: int
    detail: str
    link: str


@dataclass(frozen=True, slots=True)
class _Row:
    """How a count is told, and what the list says while there is some."""

    key: str
    label: str
    clear: str
    told: Callable[[int], str]
    link: str
    left: str = "pending"


ROWS = (
    _Row("open_days", "Días cerrados", "Cada sucursal cerró hasta el último día del mes",
         lambda n: counted(n, "sucursal no ha", "sucursales no han") + " cerrado el último día del mes", "/cierre"),
    _Row("open_tills", "Cajas cerradas", "Ningún turno del mes sigue abierto",
         lambda n: counted(n, "turno de caja sigue abierto", "turnos de caja siguen abiertos") + " o sin decidir",
         "/caja/cierres"),
    _Row("proposed", "Asientos a mano decididos", "Ningún asiento de este mes espera autorización",
         lambda n: counted(n, "asiento de este mes espera", "asientos de este mes esperan") + " autorización",
         "/libros/manuales"),
    _Row("unbalanced", "Debe y haber iguales", "Cada sucursal y moneda cuadra",
         lambda n: counted(n, "sucursal o moneda no cuadra", "sucursales o monedas no cuadran"), "/libros"),
    _Row("unprovided", "Provisión de cartera registrada", "Registrada al cierre del último día",
         lambda n: counted(n, "sucursal", "sucursales") + " con préstamos sin provisión del último día", "/cierre"),
    _Row("bank_days", "Días de banco conciliados", "Cada día con banco dice lo mismo que los libros",
         lambda n: counted(n, "día", "días") + " de banco sin conciliar; para cerrar así hay que escribir por qué",
         "/bancos/conciliacion?branch_id=all&open=true&from={first}&to={last}", left="ask"),
    _Row("waiting", "Solicitudes decididas", "Nada del mes espera una segunda mano",
         lambda n: counted(n, "solicitud del mes puede", "solicitudes del mes pueden") + " decidirse después",
         "/autorizaciones", left="warning"),
)  # fmt: skip


def checklist(act: Act, ym: int) -> list[Item]:
    """What there is to see before closing a month (YYYYMM) in the branches of the act.

    Raises:
        Invalid: it isn't a month.
    """
    first = _first(ym)
    last = month_end(first)
    company = branch_of(act, act.place.branch_id).company_id
    own = [b.id for b in branches(act).values() if b.company_id == company and b.id in act.actor.branches]
    values = {"branches": own, "first": first, "last": last, "ym": ym}
    found = {**act.db.execute(sql("caudal.flows", "close_checklist"), values).mappings().one()}
    found["bank_days"] = len(banks.days_left(act, Days(None, first, last), limit=_EVERY).items)
    return [_item(row, int(found[row.key]), first, last) for row in ROWS]


def close_month(act: Act, ym: int, why: str = "") -> list[Item]:
    """Close a month when nothing that can't wait is pending; returns the list as it was.

    Args:
        act: who closes.
        ym: the month (YYYYMM).
        why: why it is closed, which something of the list may ask for.

    Raises:
        NeedsReason: something of the list asks why, and nobody says.
        PendingToClose, NotOver, Forbidden: as the command of the room.
    """
    items = checklist(act, ym)
    accounting.close_month(because(act, why or "Cierre del mes"), ym, _left(items, why))
    return items


def close_year(act: Act, year: int, why: str = "") -> None:
    """Close a year, and December with it: its list is seen as that of any month.

    Raises:
        NeedsReason: as :func:`close_month`.
        PendingToClose, NotOver, YearClosed, Forbidden: as the command of the room.
    """
    items = checklist(act, year * 100 + 12)
    accounting.close_year(because(act, why or "Cierre del año"), year, _left(items, why))


def months_of(act: Act, year: int) -> list[tuple[int, str]]:
    """The months of a year with their status: O open, S adjustments only, C closed."""
    return [(year * 100 + m, books.month_status(act, date(year, m, 1))) for m in range(1, 13)]


def _left(items: list[Item], why: str) -> Left:
    told = {i.label: i.detail for i in items if i.state == "pending"}
    asks = {} if why.strip() else {i.label: i.detail for i in items if i.state == "ask"}
    return Left(told, asks)


def _item(row: _Row, count: int, first: date, last: date) -> Item:
    link = row.link.format(first=first.isoformat(), last=last.isoformat())
    state = row.left if count else "done"
    return Item(row.key, row.label, state, count, row.told(count) if count else row.clear, link)


def _first(ym: int) -> date:
    if not (1 <= ym % 100 <= 12 and 1990 <= ym // 100 <= 2999):
        raise Invalid("El mes se escribe AAAAMM", errors=[{"pointer": "/ym", "detail": "no es un mes"}])
    return date(ym // 100, ym % 100, 1)
