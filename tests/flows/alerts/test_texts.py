"""The two reports of the document, byte for byte; and what they say when there is nothing, or another country."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.flows.reports.rules import (
    AlertCount,
    Daily,
    Month,
    Place,
    Week,
    daily,
    due_on,
    next_at,
    turns_due,
    weekly,
)
from caudal.kernel.money import Money
from tests.flows.alerts.staff import at

DAILY = """\
📧 Reporte Diario - Sucursal Cancún

Buenos días,

Resumen de ayer:
✅ Cobros del día: $45,000
✅ Pagos ejecutados: $32,000
✅ Saldo neto: +$13,000

⚠️ Alertas:
🔴 3 pagos vencidos - Requiere acción
🟡 5 clientes deben más de 7 días

📊 Métricas del mes:
• Utilidad acumulada: $68,000
• Margen: 8.2% ✅
• Meta mensual: 85% completada"""

WEEKLY = """\
📊 Reporte Semanal - Todas las Sucursales

Semana del 20-26 Octubre:

🏆 Mejor Sucursal: Cancún ($18K utilidad)
📉 Requiere Atención: Guadalajara (3.1% margen)

💰 Flujo de Caja:
• Entradas: $285K
• Salidas: $248K
• Neto: +$37K

🎯 Proyección Mes:
• Ingresos: $2.3M (92% meta)
• Utilidad: $152K (95% meta)"""

LINKS = {"collected": "/pagos", "paid": "/p", "net": "/n", "month": "/m", "goal": "/g"}


ALERTS = (
    AlertCount("high", "3 pagos vencidos", "/a"),
    AlertCount("medium", "5 clientes deben más de 7 días", "/b"),
)


def pesos(amount: int | str, currency: str = "MXN") -> Money:
    return Money.of(amount, currency)


def of_cancun(**more: object) -> Daily:
    month = Month(pesos(68_000), Decimal("0.082"), "good", Decimal("0.85"))
    told = {
        "branch": "Cancún", "collected": pesos(45_000), "paid": pesos(32_000), "month": month, "links": LINKS,
        "alerts": ALERTS,
    }  # fmt: skip
    return Daily(**(told | more))  # type: ignore[arg-type]


def of_the_week(**more: object) -> Week:
    places = (
        Place("Cancún", pesos(18_000), Decimal("0.077"), "/1"), Place("CDMX", pesos(15_000), Decimal("0.073"), "/2"),
        Place("Guadalajara", pesos(4_000), Decimal("0.031"), "/3"),
    )  # fmt: skip
    told = {
        "currency": "MXN", "places": places, "inflows": pesos(285_000), "outflows": pesos(248_000),
        "income": pesos(2_300_000), "income_goal": pesos(2_500_000), "utility": pesos(152_000),
        "utility_goal": pesos(160_000),
    }  # fmt: skip
    return Week(**(told | more))  # type: ignore[arg-type]


def test_the_daily_one_is_the_documents_byte_for_byte() -> None:
    report = daily(of_cancun())
    assert report.text.encode() == DAILY.encode()
    assert [line.link for line in report.lines if line.link] == [
        "/pagos",
        "/p",
        "/n",
        "/a",
        "/b",
        "/m",
        "/m",
        "/g",
    ]
    places = {link: f"https://c.example{link}" for link in ("/pagos", "/p", "/n", "/a", "/b", "/m", "/g")}
    assert '<a href="https://c.example/a"' in report.html(places)
    assert report.with_links(places).startswith(
        DAILY + "\n\n--\nCobros del día: $45,000\nhttps://c.example/pagos\n"
    )


def test_the_weekly_one_is_the_documents_byte_for_byte() -> None:
    report = weekly(date(2025, 10, 20), [of_the_week()], {"cash": "/c", "month": "/m"})
    assert report.text.encode() == WEEKLY.encode()


def test_what_comes_back_is_not_less_paid() -> None:
    """A day on which a supplier's money comes back and nothing is paid: a line of its own, and the net adds up."""
    said = daily(of_cancun(paid=pesos(0), returned=pesos(7_000)))
    assert "✅ Pagos ejecutados: $0\n↩️ Devoluciones recibidas: $7,000\n✅ Saldo neto: +$52,000\n" in said.text
    assert "$0 (devueltos $7,000)" in said.wire["values"]


def test_without_alerts_it_wishes_a_good_day() -> None:
    report = daily(of_cancun(alerts=()))
    assert "\n\nSin alertas. Buen día.\n\n📊" in report.text
    assert "⚠️ Alertas" not in report.text
    assert not report.empty
    assert daily(of_cancun(alerts=(), collected=pesos(0), paid=pesos(0))).empty


def test_one_that_goes_out_another_day_says_which_it_is_of() -> None:
    late = daily(of_cancun(late_on=date(2026, 10, 6)))
    assert late.title == "Reporte Diario - Sucursal Cancún, del 05/10/2026"
    assert late.text.startswith(
        "📧 Reporte Diario - Sucursal Cancún, del 05/10/2026\n\nBuenos días,\n\n"
        "Sale tarde: le tocaba salir el 06/10/2026.\n\nResumen del 05/10/2026:\n✅ Cobros del día: $45,000\n"
    )
    assert late.wire["values"][0] == "Cancún, del 05/10/2026"
    assert "ayer" not in late.text


def test_what_is_not_known_or_goes_badly_is_said() -> None:
    month = Month(pesos("-1200.50"), None, "", None)
    said = daily(of_cancun(month=month, paid=pesos("50000.25"))).text
    assert "🔴 Saldo neto: -$5,000.25" in said
    assert "• Utilidad acumulada: -$1,200.50" in said
    assert "• Margen: sin ingresos\n• Meta mensual: sin meta escrita" in said


def test_each_country_writes_its_money() -> None:
    said = daily(of_cancun(collected=pesos(250_000, "COP"), paid=pesos(0, "COP"), branch="Bogotá")).text
    assert "✅ Cobros del día: $250.000\n✅ Pagos ejecutados: $0\n✅ Saldo neto: +$250.000" in said


def test_currencies_go_apart_and_a_quiet_week_says_so() -> None:
    links = {"cash": "/c", "month": "/m"}
    two = weekly(date(2025, 10, 20), [of_the_week(), of_the_week(currency="COP", income_goal=None)], links)
    assert two.text.count("💱") == 2
    assert "• Ingresos: $2.3M\n" in two.text
    none = weekly(date(2025, 10, 20), [], links)
    assert none.empty
    assert none.text.endswith("Sin movimientos en la semana.")


@pytest.mark.parametrize(
    ("report", "latest", "expected"),
    [
        ("daily", None, [date(2026, 10, 20)]),  # the first one ever: there is nothing to make up for
        ("daily", date(2026, 10, 20), []),
        ("daily", date(2026, 10, 18), [date(2026, 10, 19), date(2026, 10, 20)]),
        (
            "daily",
            date(2026, 9, 1),
            [date(2026, 10, day) for day in range(13, 21)],
        ),  # a week back and no more
        ("weekly", date(2026, 10, 12), [date(2026, 10, 19)]),
        ("weekly", date(2026, 10, 19), []),
    ],
)
def test_what_was_missed_goes_out_late(report: str, latest: date | None, expected: list[date]) -> None:
    eight, weekday = at("2000-01-01T08:00").time(), 1 if report == "weekly" else None
    back = at("2026-10-20T13:00:00+00:00")  # eight in the morning of a Tuesday in Cancún
    assert turns_due(report, eight, weekday, "America/Cancun", back, latest) == expected


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-03-08T13:59:00+00:00", None),  # 07:59 in Ciudad de México, which has no summer time any more
        ("2026-03-08T14:00:00+00:00", date(2026, 3, 8)),
        ("2026-03-09T05:59:00+00:00", date(2026, 3, 8)),  # still that day there
        ("2026-03-09T06:01:00+00:00", None),
    ],
)
def test_its_turn_is_on_the_wall_clock_of_the_branch(instant: str, expected: date | None) -> None:
    assert (
        due_on("daily", at("2000-01-01T08:00").time(), None, "America/Mexico_City", at(instant)) == expected
    )


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (
            "2026-03-08T12:30:00+00:00",
            date(2026, 3, 8),
        ),  # 08:30 of summer time in New York: the clock jumped at two
        ("2026-03-08T11:59:00+00:00", None),
        ("2026-11-01T12:59:00+00:00", None),  # 07:59: it went back
        ("2026-11-01T13:00:00+00:00", date(2026, 11, 1)),
    ],
)
def test_summer_time_neither_skips_nor_repeats_it(instant: str, expected: date | None) -> None:
    assert due_on("daily", at("2000-01-01T08:00").time(), None, "America/New_York", at(instant)) == expected


@given(st.datetimes(min_value=at("2026-01-01T00:00"), max_value=at("2027-12-31T00:00")), st.integers(1, 7))
def test_the_weekly_one_has_one_turn_a_week(naive: object, weekday: int) -> None:
    instant = at(str(naive) + "+00:00")
    hour = at("2000-01-01T09:00").time()
    turn = next_at("weekly", hour, weekday, "America/Santiago", instant)
    assert turn > instant
    day = due_on("weekly", hour, weekday, "America/Santiago", turn)
    assert day is not None
    assert day.isoweekday() == weekday
