"""The first screen: what is owed, due, late and collected today; each figure with the address of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import text

from caudal.business.payments import queries as payments
from caudal.business.payments.queries import PaymentFilter
from caudal.business.receivables import queries as receivables
from caudal.business.receivables.queries import AgeingRow, ReceivableFilter
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.messaging import queries as messages
from caudal.commons.messaging.queries import MessageFilter
from caudal.flows.end_of_day import branch_days
from caudal.kernel.dates import local_date
from caudal.kernel.formats import money_text
from caudal.kernel.money import Money

_UPCOMING_DAYS = 14
_RECENT = 10
_STATUSES = (
    "queued", "sending", "sent", "delivered", "read", "failed", "deferred", "blocked", "cancelled", "expired",
)  # fmt: skip
_READ = 60
"""Lines read to tell the latest ones: the same act of several branches is one line."""
_COMPANY = text("select name from companies order by id limit 1")
_LATEST = text(
    "select a.at, a.command, a.asked, u.name as actor, b.name as branch, p.name as client, e.source"
    " from audit a join users u on u.id = a.actor_id left join branches b on b.id = a.branch_id"
    " left join parties p on p.id::text = a.asked ->> 'client_id'"
    " left join lateral (select source from ledger.entries where act_id = a.act_id order by id limit 1) e on true"
    " where a.outcome = 'done' and (cast(:branch as smallint) is null or a.branch_id = :branch)"
    " and a.command = any(:known) order by a.id desc limit :limit"
)
_SENTENCES = {
    "payments.take": ("cobró", "/pagos"),
    "payments.prepay": ("recibió un abono", "/pagos"),
    "payments.pay_off": ("liquidó un préstamo", "/pagos"),
    "payments.use_credit": ("aplicó un saldo a favor", "/pagos"),
    "payments.reverse": ("reversó un cobro", "/pagos"),
    "receivables.open_receivable": ("registró una cuenta por cobrar de", "/cxc"),
    "receivables.cancel_receivable": ("anuló una cuenta por cobrar", "/cxc"),
    "parties.open_party": ("dio de alta a un cliente", "/clientes"),
    "intake.run": ("importó un archivo", "/importar"),
    "days.closed": ("cerró el día", "/cierre"),
    "reminders.prepared": ("preparó los recordatorios", "/notificaciones"),
    "access.create_user": ("creó un usuario", "/usuarios"),
    "tills.mismatch": ("avisó: Descuadre Caja, en", "/caja/cierres"),
    "refunds.overdue": ("avisó: reembolso sin pagar en su día, en", "/reembolsos?view=late"),
}
_HOUSE = ("days.closed", "reminders.prepared")
"""What the house does in every branch at once: told together."""
_PLACES = {"payments": "/pagos", "receivables": "/cxc"}
_LABELS = {
    "receivable": "Por cobrar",
    "due_today": "Vence hoy",
    "overdue": "Vencido",
    "collected_today": "Cobrado hoy",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the list whose total it is."""

    key: str
    label: str
    amount: Money
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Recent:
    """The latest thing somebody did."""

    at: datetime
    actor: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything of the first screen."""

    business_date: date
    day_state: str
    company: str
    currencies: tuple[tuple[str, tuple[Figure, ...]], ...]
    messages_today: dict[str, Any]
    ageing: Sequence[AgeingRow]
    upcoming: Sequence[tuple[date, Money, int]]
    recent: Sequence[Recent]
    checklist: Sequence[dict[str, Any]]


def summary(act: Act, branch_id: int | None = None) -> Summary:
    """The first screen of the branches of the act, or of one of them."""
    ageing = receivables.ageing(act, branch_id=branch_id)
    days = {day.branch_id: day for day in branch_days(act)}
    day = days.get(branch_id or act.place.branch_id)
    return Summary(
        act.business_date,
        "closing" if day and day.closing else "open",
        act.db.execute(_COMPANY).scalar() or "",
        _figures(act, branch_id, ageing),
        _messages(act, branch_id),
        ageing,
        receivables.upcoming(act, _UPCOMING_DAYS, branch_id),
        _recent(act, branch_id),
        _checklist(act),
    )


def ageing_link(row: AgeingRow, branch_id: int | None = None) -> str:
    """The list whose total is that row."""
    return _link("/cxc", {"bucket": row.bucket.code, "currency": row.currency, "branch_id": branch_id})


def _figures(
    act: Act, branch_id: int | None, ageing: Sequence[AgeingRow]
) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    today = act.business_date
    due = {
        s.currency: s
        for s in receivables.sums(
            act, ReceivableFilter(open=True, due_from=today, due_to=today, branch_id=branch_id)
        )
    }
    live = PaymentFilter(received_from=today, received_to=today, live=True, branch_id=branch_id)
    taken = {money.currency: (count, money) for count, money in payments.sums(act, live)}
    home = branches(act)[branch_id or act.place.branch_id].currency
    currencies = {home} | {row.currency for row in ageing} | set(due) | set(taken)
    result: list[tuple[str, tuple[Figure, ...]]] = []
    for currency in sorted(currencies, key=lambda c: (c != home, c)):
        rows = [row for row in ageing if row.currency == currency]
        late = [row for row in rows if row.bucket.number > 0]
        nothing = Money.of(0, currency)
        today_due = due.get(currency)
        count, collected = taken.get(currency, (0, nothing))
        where = {"currency": currency, "branch_id": branch_id}
        span = {"due_from": today, "due_to": today}
        owed, overdue = (_sum(some, nothing) for some in (rows, late))
        debts, late_debts = (sum(row.debts for row in some) for some in (rows, late))
        falls, falling = (today_due.balance, today_due.count) if today_due else (nothing, 0)
        figures = (
            _figure("receivable", owed, debts, _link("/cxc", {"open": "true", **where})),
            _figure("due_today", falls, falling, _link("/cxc", {"open": "true", **span, **where})),
            _figure("overdue", overdue, late_debts, _link("/cxc", {"status": "overdue", **where})),
            _figure("collected_today", collected, count,
                    _link("/pagos", {"from": today, "to": today, "live": "true", **where})),
        )  # fmt: skip
        result.append((currency, figures))
    return tuple(result)


def _figure(key: str, amount: Money, count: int, link: str) -> Figure:
    return Figure(key, _LABELS[key], amount, count, link)


def _sum(rows: Sequence[AgeingRow], nothing: Money) -> Money:
    return sum((row.balance for row in rows), nothing)


def _messages(act: Act, branch_id: int | None) -> dict[str, Any]:
    today = act.business_date
    found = messages.totals(act, MessageFilter(earliest=today, latest=today, branch_id=branch_id))
    return {
        **{name: found.get(name, 0) for name in _STATUSES},
        "link": _link("/notificaciones", {"from": today, "to": today, "branch_id": branch_id}),
    }


def _recent(act: Act, branch_id: int | None) -> list[Recent]:
    rows = act.db.execute(_LATEST, {"branch": branch_id, "known": list(_SENTENCES), "limit": _READ}).all()
    together: dict[object, list[Any]] = {}
    zone = branches(act)[act.place.branch_id].time_zone
    for n, row in enumerate(sorted(rows, key=lambda row: row.at, reverse=True)):
        alone = row.command not in _HOUSE
        key = (
            n if alone else (row.command, row.actor, row.asked.get("business_date"), local_date(row.at, zone))
        )
        together.setdefault(key, []).append(row)
    return [_told(lines) for lines in list(together.values())[:_RECENT]]


def _told(lines: Sequence[Any]) -> Recent:
    """One line of what was done; `lines`: the same act in one or several branches, the latest first."""
    row = lines[0]
    said, link = _SENTENCES[row.command]
    amount: dict[str, str] | None = row.asked.get("amount")
    if amount:
        said += f" {money_text(Money.parse(amount['amount'], amount['currency']))}"
    if row.client:
        said += f" a {row.client}"
    if till := row.asked.get("till"):
        return Recent(row.at, row.actor, f"{said} {till}", f"{link}/{row.asked['shift_id']}")
    if row.command in _HOUSE:
        places = list(dict.fromkeys(line.asked.get("branch") or line.branch or "" for line in lines))
        said += f" de {places[0]}" if len(places) == 1 else f" de {len(places)} sucursales"
    room, _, key = (row.source or "").partition(":")
    return Recent(row.at, row.actor, said, f"{_PLACES[room]}/{key}" if key and room in _PLACES else link)


def _checklist(act: Act) -> list[dict[str, Any]]:
    """The first steps of a new house; empty once they are done."""
    row = act.db.execute(
        text(
            "select exists (select 1 from parties) as clients, exists (select 1 from receivables) as debts,"
            " exists (select 1 from payments) as payments, exists (select 1 from day_closings) as closed"
        )
    ).one()
    steps = (
        ("clients", "Registre o importe a sus clientes", row.clients, "/importar"),
        ("debts", "Registre o importe lo que le deben", row.debts, "/importar"),
        ("payments", "Cobre por primera vez", row.payments, "/cobrar"),
        ("closed", "Cierre su primer día", row.closed, "/cierre"),
    )
    if all(done for _, _, done, _ in steps):
        return []
    return [{"key": key, "label": label, "done": done, "link": link} for key, label, done, link in steps]


def _link(path: str, query: dict[str, Any]) -> str:
    return f"{path}?{urlencode({name: value for name, value in query.items() if value is not None})}"
