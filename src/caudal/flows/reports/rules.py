"""The two reports, to the letter, and when each is due. Pure. Source: seed 4, «Reportes Automáticos»."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from caudal.kernel.dates import at_local, local_date
from caudal.kernel.formats import date_text, money_brief, money_compact, percent, week_text
from caudal.kernel.money import Money

DAILY, WEEKLY = "daily", "weekly"
REPORTS: Mapping[str, str] = {DAILY: "Reporte diario", WEEKLY: "Reporte semanal"}
NOTHING = "Sin alertas. Buen día."
LATE_DAYS = 7
"""How many days back a daily report that didn't go out is sent late; older ones are only read."""
_LIGHTS = {"good": " ✅", "fair": " ⚠️", "bad": " 🔴"}
_PRESSING = ("critical", "high")
_DOTS = {"critical": "🔴", "high": "🔴", "medium": "🟡", "low": "🟢"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report and the place of the product where its figure is explained; none: a heading or a blank."""

    text: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report ready to be read. ``wire``: the values of its WhatsApp template; ``empty``: nothing happened."""

    title: str
    lines: tuple[Line, ...]
    wire: Mapping[str, Any] = field(default_factory=dict[str, Any])
    empty: bool = False

    @property
    def text(self) -> str:
        """To the letter, without links."""
        return "\n".join(line.text for line in self.lines)

    def with_links(self, absolute: Mapping[str, str]) -> str:
        """The text, and after it where each figure is explained; ``absolute``: the address of each place."""
        places = [
            f"{line.text.lstrip('•✅⚠️🔴🟡🟢🏆📉↩ ')}\n{absolute[line.link]}"
            for line in self.lines
            if line.link
        ]
        return "\n".join([self.text, "", "--", *places])

    def html(self, absolute: Mapping[str, str]) -> str:
        """The same lines, each figure a link."""
        body = "".join(
            f'<a href="{html.escape(absolute[line.link])}" style="color:#0f5ea8">{html.escape(line.text)}</a><br>'
            if line.link
            else f"{html.escape(line.text)}<br>"
            for line in self.lines
        )
        return (
            '<!doctype html><html lang="es"><head><meta charset="utf-8">'
            f"<title>{html.escape(self.title)}</title></head>"
            f'<body style="font:16px/1.5 sans-serif;color:#1f2933">{body}</body></html>'
        )


@dataclass(frozen=True, slots=True)
class AlertCount:
    """So many open alerts of a kind, as they are counted: «3 pagos vencidos»."""

    urgency: str
    phrase: str
    link: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month so far. ``target``: the part of the expected utility there is; ``tone``: the light of the margin."""

    utility: Money
    margin: Decimal | None
    tone: str
    target: Decimal | None


@dataclass(frozen=True, slots=True)
class Daily:
    """What the daily report of a branch says. ``links``: of collected, paid, net and month.

    ``late_on``: the day it had to go out, where that day is over; what it tells of is the day before. ``returned``:
    what came back of what had been paid before that day.
    """

    branch: str
    collected: Money
    paid: Money
    alerts: tuple[AlertCount, ...]
    month: Month
    links: Mapping[str, str]
    late_on: date | None = None
    returned: Money | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A branch in a week."""

    name: str
    utility: Money
    margin: Decimal | None
    link: str


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in a week in one currency; ``income`` and ``utility``: what the month would end with."""

    currency: str
    places: tuple[Place, ...]
    inflows: Money
    outflows: Money
    income: Money
    income_goal: Money | None
    utility: Money
    utility_goal: Money | None


def daily(told: Daily) -> Report:
    """The daily report of a branch.

    Whole amounts are written without cents, the others with them; the margin carries the light of the dashboards.
    One that goes out on a later day says so, and of which day it is.
    """
    net, back, returned = told.collected - told.paid, (), ""
    if told.returned is not None:
        net, returned = net + told.returned, f" (devueltos {money_brief(told.returned)})"
        back = (Line(f"↩️ Devoluciones recibidas: {money_brief(told.returned)}", told.links["paid"]),)
    links, month = told.links, told.month
    alerts = [Line("⚠️ Alertas:"), *(_alert(each) for each in told.alerts)] if told.alerts else [Line(NOTHING)]
    margin = (
        "sin ingresos" if month.margin is None else percent(month.margin, space=False) + _LIGHTS[month.tone]
    )
    target = "sin meta escrita" if month.target is None else f"{_whole(month.target)} completada"
    title, span, late = f"Reporte Diario - Sucursal {told.branch}", "de ayer", ()
    if told.late_on is not None:
        span = f"del {date_text(told.late_on - timedelta(days=1))}"
        title = f"{title}, {span}"
        late = (Line(f"Sale tarde: le tocaba salir el {date_text(told.late_on)}."), Line())
    lines = (
        Line(f"📧 {title}"), Line(), Line("Buenos días,"), Line(), *late,
        Line(f"Resumen {span}:"),
        Line(f"✅ Cobros del día: {money_brief(told.collected)}", links["collected"]),
        Line(f"✅ Pagos ejecutados: {money_brief(told.paid)}", links["paid"]), *back,
        Line(f"{'🔴' if net.amount < 0 else '✅'} Saldo neto: {_signed(net, money_brief(net))}", links["net"]), Line(),
        *alerts, Line(),
        Line("📊 Métricas del mes:"),
        Line(f"• Utilidad acumulada: {money_brief(month.utility)}", links["month"]),
        Line(f"• Margen: {margin}", links["month"]),
        Line(f"• Meta mensual: {target}", links["goal"]),
    )  # fmt: skip
    wire = [
        title.partition("Sucursal ")[2], money_brief(told.collected),
        money_brief(told.paid) + returned,
        _signed(net, money_brief(net)),
        "; ".join(_alert(each).text for each in told.alerts) or NOTHING, money_brief(month.utility), margin, target,
    ]  # fmt: skip
    empty = told.collected.is_zero and told.paid.is_zero and not back and not told.alerts
    return Report(
        title,
        lines,
        {"template": "reporte_diario", "values": wire},
        empty,
    )


def weekly(since: date, weeks: Sequence[Week], links: Mapping[str, str]) -> Report:
    """The weekly report of several branches; where they use several currencies, each one apart.

    Compact money is cut and not rounded, percentages are rounded half up.
    """
    lines = [
        Line("📊 Reporte Semanal - Todas las Sucursales"),
        Line(),
        Line(f"Semana del {week_text(since)}:"),
        Line(),
    ]
    for week in weeks:
        if len(weeks) > 1:
            lines += [Line(f"💱 {week.currency}"), Line()]
        lines += [*_places(week), *_cash(week, links), *_projection(week, links)]
        if week is not weeks[-1]:
            lines.append(Line())
    if not weeks:
        lines.append(Line("Sin movimientos en la semana."))

    def cash(week: Week) -> str:
        return _flat(_cash(week, links))

    def month(week: Week) -> str:
        return _flat(_projection(week, links))

    wire = [week_text(since), *(_joined(weeks, part) for part in (_best, _worst, cash, month))]
    title = "Reporte Semanal - Todas las Sucursales"
    return Report(title, tuple(lines), {"template": "reporte_semanal", "values": wire}, not weeks)


def due_on(report: str, hour: time, weekday: int | None, zone: str, at: datetime) -> date | None:
    """The day whose turn it is at `at` on the wall clock of `zone`: today's, or this week's, once its hour came.

    A week is sent any day of it, until the next begins.

    >>> from datetime import UTC
    >>> due_on("daily", time(8), None, "America/Cancun", datetime(2026, 10, 6, 12, 59, tzinfo=UTC)) is None
    True
    >>> due_on("daily", time(8), None, "America/Cancun", datetime(2026, 10, 6, 13, tzinfo=UTC))
    datetime.date(2026, 10, 6)
    """
    today = local_date(at, zone)
    day = today - timedelta(days=(today.isoweekday() - (weekday or 1)) % 7) if report == WEEKLY else today
    return day if at >= at_local(day, hour, zone) else None


def turns_due(
    report: str, hour: time, weekday: int | None, zone: str, at: datetime, latest: date | None
) -> list[date]:
    """The days whose report is to go out at `at`, where the `latest` one that did is of that day.

    A daily one that nobody sent in its day goes out late, one for each of the last :data:`LATE_DAYS`; before the first
    one ever, there is nothing to make up for.

    >>> from datetime import UTC
    >>> back = datetime(2026, 10, 9, 12, tzinfo=UTC)  # 07:00 of the 9th in Cancún
    >>> [day.day for day in turns_due("daily", time(8), None, "America/Cancun", back, date(2026, 10, 6))]
    [7, 8]
    """
    on = due_on(report, hour, weekday, zone, at)
    if report == WEEKLY or latest is None:
        return [on] if on is not None and on != latest else []
    today = local_date(at, zone)
    until = on or today - timedelta(days=1)
    since = max(latest + timedelta(days=1), today - timedelta(days=LATE_DAYS))
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]


def next_at(report: str, hour: time, weekday: int | None, zone: str, at: datetime) -> datetime:
    """The next time it goes out after `at`."""
    day = local_date(at, zone)
    while True:
        turn = at_local(day, hour, zone)
        if turn > at and (report == DAILY or day.isoweekday() == (weekday or 1)):
            return turn
        day += timedelta(days=1)


def _alert(each: AlertCount) -> Line:
    pressing = " - Requiere acción" if each.urgency in _PRESSING else ""
    return Line(f"{_DOTS[each.urgency]} {each.phrase}{pressing}", each.link)


def _signed(money: Money, written: str) -> str:
    return f"+{written}" if money.amount > 0 else written


def _whole(part: Decimal) -> str:
    return f"{(part * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)}%"


def _best(week: Week) -> str:
    best = max(week.places, key=lambda place: place.utility.minor)
    return f"{best.name} ({money_compact(best.utility)} utilidad)"


def _worst(week: Week) -> str:
    known = [place for place in week.places if place.margin is not None]
    if len(week.places) < 2 or not known:
        return "ninguna"
    worst = min(known, key=lambda place: (place.margin or Decimal(0), place.name))
    return f"{worst.name} ({percent(worst.margin or Decimal(0), space=False)} margen)"


def _places(week: Week) -> list[Line]:
    def link(said: str) -> str:
        return next((place.link for place in week.places if said.startswith(f"{place.name} (")), "")

    best, worst = _best(week), _worst(week)
    shown = [Line(f"🏆 Mejor Sucursal: {best}", link(best))]
    return [*shown, Line(f"📉 Requiere Atención: {worst}", link(worst)), Line()]


def _cash(week: Week, links: Mapping[str, str]) -> list[Line]:
    net = week.inflows - week.outflows
    return [
        Line("💰 Flujo de Caja:"),
        Line(f"• Entradas: {money_compact(week.inflows)}", links["cash"]),
        Line(f"• Salidas: {money_compact(week.outflows)}", links["cash"]),
        Line(f"• Neto: {_signed(net, money_compact(net))}", links["cash"]), Line(),
    ]  # fmt: skip


def _projection(week: Week, links: Mapping[str, str]) -> list[Line]:
    return [
        Line("🎯 Proyección Mes:"),
        Line(f"• Ingresos: {money_compact(week.income)}{_of(week.income, week.income_goal)}", links["month"]),
        Line(f"• Utilidad: {money_compact(week.utility)}{_of(week.utility, week.utility_goal)}", links["month"]),
    ]  # fmt: skip


def _of(money: Money, goal: Money | None) -> str:
    if goal is None or goal.minor <= 0:
        return ""
    return f" ({_whole(Decimal(money.minor) / goal.minor)} meta)"


def _flat(lines: Sequence[Line]) -> str:
    return "; ".join(line.text.lstrip("• ") for line in lines if line.link)


def _joined(weeks: Sequence[Week], part: Callable[[Week], str]) -> str:
    return "; ".join(part(week) for week in weeks) or "sin movimientos"
