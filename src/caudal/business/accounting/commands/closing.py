"""Closing months and years, and opening them again with a second hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from caudal.business.accounting import queries
from caudal.business.accounting.queries import ReopeningRecord, YearRecord
from caudal.business.accounting.tables import Reopening, YearClosing
from caudal.business.approvals import commands as approvals
from caudal.business.approvals import queries as hands
from caudal.business.approvals.commands import Ask
from caudal.business.approvals.rules.kinds import Kind
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of, branches, in_branch
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden, Invalid, Problem
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Line, NewEntry, Use

KIND = "year_close"
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip


class NotOver(Problem):
    type, title, status = "periodo-sin-terminar", "Ese periodo todavía no termina", 422


class PendingToClose(Problem):
    type, title, status = "cierre-con-pendientes", "Falta algo antes de cerrar", 409


class NeedsReason(Problem):
    type, title, status = "cierre-pide-motivo", "Diga por qué se cierra así", 422


class YearClosed(Problem):
    type, title, status = "anio-cerrado", "El año está cerrado", 409


class NotClosed(Problem):
    type, title, status = "periodo-abierto", "Ese periodo no está cerrado", 409


@dataclass(frozen=True, slots=True)
class Left:
    """What the list of the close says is missing, by what it is called.

    ``pending``: what can't wait. ``asks``: what may wait when somebody says why; empty once they did.
    """

    pending: Mapping[str, str] = field(default_factory=dict[str, str])
    asks: Mapping[str, str] = field(default_factory=dict[str, str])

    def refuse(self) -> None:
        """Refuse to close with it.

        Raises:
            PendingToClose: something can't wait.
            NeedsReason: something asks why.
        """
        if self.pending:
            raise PendingToClose("; ".join(f"{what}: {told}" for what, told in self.pending.items()))
        if self.asks:
            told = "; ".join(f"{what}: {told}" for what, told in self.asks.items())
            raise NeedsReason(told, errors=[{"pointer": "/reason", "detail": "falta el motivo"}])


@dataclass(frozen=True, slots=True)
class AskReopening:
    """A month of a year, or the whole year without one."""

    year: int
    month: int | None = None


@command
def close_month(act: Act, ym: int, left: Left) -> None:
    """Close a month (YYYYMM) of the act's company: nothing is written in it any more.

    Args:
        act: who closes; they see every branch of the company.
        ym: the month.
        left: what the list of the close says is missing.

    Raises:
        Forbidden: the actor doesn't work in every branch.
        NotOver: it hasn't ended.
        PendingToClose, NeedsReason: something is missing.
        InvalidEntry: it isn't a month.
    """
    _everywhere(act)
    last = _last_day(ym)
    if last >= act.business_date:
        raise NotOver(f"{_named(ym).capitalize()} termina el {last:%d/%m/%Y}")
    left.refuse()
    ledger.close_period(act, ym, "C")


@command
def close_year(act: Act, year: int, left: Left | None = None) -> YearRecord:
    """Take what each branch earned in a year to its retained earnings, one entry per branch, and close December.

    ``left``: what the list of the close of December says is missing.

    Raises:
        Forbidden: the actor doesn't work in every branch.
        NotOver: it hasn't ended.
        YearClosed: it is closed.
        PendingToClose: a month before December is open, December is already closed, or something of it is missing.
        NeedsReason: something of December asks why.
    """
    _everywhere(act)
    last = _last_day(year * 100 + 12)
    if last >= act.business_date:
        raise NotOver(f"El {year} termina el {last:%d/%m/%Y}")
    if queries.is_year_closed(act, year):
        raise YearClosed(f"El {year} ya se cerró; para cambiarlo pida reabrirlo")
    if open_months := [m for m in range(1, 12) if books.month_status(act, date(year, m, 1)) != "C"]:
        told = ", ".join(MONTHS[m - 1] for m in open_months)
        raise PendingToClose(f"Cierre primero estos meses: {told}")
    if books.month_status(act, last) == "C":
        raise PendingToClose("Diciembre ya está cerrado: pida reabrirlo; el cierre del año lo cierra")
    (left or Left()).refuse()
    attempt = sum(one.year == year for one in queries.years(act)) + 1
    entries = ledger.post_many(act, _entries(act, year, last, attempt)).ids
    row = YearClosing(
        company_id=branch_of(act, act.place.branch_id).company_id, year=year, closed_at=act.at,
        closed_by=act.actor.id, entries=entries, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    ledger.close_period(act, year * 100 + 12, "C")
    return next(one for one in queries.years(act) if one.id == row.id)


@command
def ask_reopening(act: Act, ask: AskReopening) -> ReopeningRecord:
    """Ask another person to open a month for adjustments, or a year; the reason of the act says why.

    Raises:
        Invalid: no reason is given, or it isn't a month.
        NotClosed: it isn't closed.
        YearClosed: the month is of a closed year: that has to be opened first.
        NotYourDuty: the actor's role doesn't ask for that.
    """
    if len(act.reason.strip()) < 3 or (ask.month is not None and not 1 <= ask.month <= 12):
        raise Invalid("Diga por qué se reabre", errors=[{"pointer": "/reason", "detail": "falta el motivo"}])
    _still_closed(act, ask.year, ask.month)
    branch = branch_of(act, act.place.branch_id)
    row = Reopening(
        company_id=branch.company_id, branch_id=branch.id, year=ask.year, month=ask.month, reason=act.reason.strip(),
        asked_at=act.at, asked_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    found = queries.reopening(act, row.id)
    what = f"Reabrir {_named(ask.year * 100 + ask.month)}" if ask.month else f"Reabrir el {ask.year}"
    payload = {"year": ask.year, "month": ask.month, "reason": found.reason}
    nothing = Money.of(0, branch.currency)
    row.request_id = approvals.ask(act, Ask(Kind.REOPENING, row.id, found.folio, what, nothing, payload))
    act.db.flush()
    return queries.reopening(act, row.id)


@command
def decide_reopening(act: Act, reopening_id: UUID, says: str) -> ReopeningRecord:
    """Say of it ``authorise`` (and it is open for adjustments), ``reject``, ``send_back`` or ``withdraw``.

    Raises:
        NotFound: there is none within the branches of the act.
        Forbidden: a year is opened by who works in every branch.
        NotClosed, YearClosed: it changed meanwhile.
        Problem: as :mod:`caudal.business.approvals.commands`.
    """
    found = queries.reopening(act, reopening_id)
    act = in_branch(act, found.branch_id)
    request = hands.of(act, Kind.REOPENING, reopening_id)
    if request is None:
        raise Invalid(
            "Esa reapertura no se ha pedido", errors=[{"pointer": "/id", "detail": "sin solicitud"}]
        )
    {
        "authorise": approvals.authorise, "reject": approvals.reject, "send_back": approvals.send_back,
        "withdraw": approvals.withdraw,
    }[says](act, request.id)  # fmt: skip
    if says == "authorise":
        _reopen(act, found)
    return queries.reopening(act, reopening_id)


def _reopen(act: Act, found: ReopeningRecord) -> None:
    """Open it for adjustments only; a year takes back the entries that closed it."""
    _still_closed(act, found.year, found.month)
    ledger.close_period(act, found.year * 100 + (found.month or 12), "S")
    if found.month is None:
        _everywhere(act)
        one = next(y for y in queries.years(act) if y.year == found.year and y.reopened_at is None)
        for entry in one.entries:
            ledger.reverse(act, entry, idem=ids.derived("year_reopen", one.id, entry), on=date(found.year, 12, 31),
                           memo=f"Reapertura del {found.year}")  # fmt: skip
        closing = act.db.get_one(YearClosing, one.id)
        closing.reopened_at, closing.reopened_by = act.at, act.actor.id
    row = act.db.get_one(Reopening, found.id)
    row.done_at, row.done_by = act.at, act.actor.id
    act.db.flush()


def _still_closed(act: Act, year: int, month: int | None) -> None:
    closed = queries.is_year_closed(act, year)
    if month is None and not closed:
        raise NotClosed(f"El {year} no está cerrado")
    if month is not None and closed:
        raise YearClosed(
            f"El {year} está cerrado: pida reabrir el año, que toma de vuelta sus asientos de cierre"
        )
    if month is not None and books.month_status(act, date(year, month, 1)) != "C":
        raise NotClosed(f"{_named(year * 100 + month).capitalize()} no está cerrado")


def _entries(act: Act, year: int, last: date, attempt: int) -> list[NewEntry]:
    """What leaves each account of results of each branch in zero, against its retained earnings."""
    accounts = {a.id: a for a in books.ledgers(act)}
    lines: dict[int, list[Line]] = {}
    sums: dict[tuple[int, str], int] = {}
    for row in sorted(books.moved(act, None, last, classes="IX"), key=lambda r: accounts[r.account_id].code):
        if row.net:
            currency = accounts[row.account_id].currency
            lines.setdefault(row.branch_id, []).append(
                Line(row.account_id, Money.from_minor(-row.net, currency))
            )
            sums[row.branch_id, currency] = sums.get((row.branch_id, currency), 0) + row.net
    for (branch, currency), net in sorted(sums.items()):
        if net:
            lines[branch].append(Line(Use.RETAINED, Money.from_minor(net, currency)))
    company = branch_of(act, act.place.branch_id).company_id
    return [
        NewEntry(KIND, f"year:{year}", own, ids.derived(KIND, company, year, branch, attempt), last,
                 f"Cierre del {year}", branch)
        for branch, own in sorted(lines.items())
    ]  # fmt: skip


def _everywhere(act: Act) -> None:
    company = branch_of(act, act.place.branch_id).company_id
    missing = [
        b.name for b in branches(act).values() if b.company_id == company and b.id not in act.actor.branches
    ]
    if missing:
        raise Forbidden(
            f"Lo cierra o reabre quien trabaja en todas las sucursales; a usted le falta {', '.join(missing)}"
        )


def _last_day(ym: int) -> date:
    if not (1 <= ym % 100 <= 12 and 1990 <= ym // 100 <= 2999):
        raise Invalid("El mes se escribe AAAAMM", errors=[{"pointer": "/ym", "detail": "no es un mes"}])
    following = ym + 89 if ym % 100 == 12 else ym + 1
    return date.fromordinal(date(following // 100, following % 100, 1).toordinal() - 1)


def _named(ym: int) -> str:
    return f"{MONTHS[ym % 100 - 1]} de {ym // 100}"
