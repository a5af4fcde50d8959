"""Statements against figures made by hand, sealed or not, and the consolidated one as the sum of its branches."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caudal.business.accounting import commands, queries
from caudal.business.accounting.commands import Expectation, SetBudgets
from caudal.business.accounting.queries import Asked, Compare, Which
from caudal.business.accounting.rules import Table
from caudal.commons.acts.act import Act
from caudal.flows import figures
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden, Invalid
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Line, NewEntry, Use, credit, debit
from tests.business.house import House

BRANCHES = (1, 2, 3)
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def mxn(amount: int | str) -> Money:
    return Money.of(amount, "MXN")


def post(act: Act, on: date, lines: Sequence[Line], kind: str = "test", branch: int = 1) -> int:
    entry = NewEntry(kind, "test:1", lines, on=on, branch=branch)
    return ledger.post_many(act, [entry]).ids[0]


def told(table: Table, column: str) -> dict[str, object]:
    """A column by label of row; the rows of a statement that have figures."""
    place = [each.key for each in table.columns].index(column)
    return {row.label: row.cells[place] for row in table.rows if row.cells}


def asked(which: Which, span: tuple[date, date] = MARCH, **more: object) -> Asked:
    return Asked(which, *span, **more)  # type: ignore[arg-type]


@pytest.fixture
def march(house: House) -> House:
    """February and March of two branches: capital, sales on credit, costs, an expense, money sent from one to other."""
    bank = Use.BANK
    with house.act(every=True) as act:
        post(act, date(2026, 2, 2), [debit(bank, mxn(5_000)), credit(Use.CAPITAL, mxn(5_000))], "capital")
        post(
            act,
            date(2026, 2, 20),
            [debit(Use.SUPPLIER_ADVANCES, mxn(400)), credit(Use.SALES, mxn(400))],
            "sale",
        )
        post(
            act,
            date(2026, 3, 3),
            [debit(Use.SUPPLIER_ADVANCES, mxn(1_000)), credit(Use.SALES, mxn(1_000))],
            "sale",
        )
        post(
            act, date(2026, 3, 5), [debit(bank, mxn(600)), credit(Use.SUPPLIER_ADVANCES, mxn(600))], "payment"
        )
        wrong = post(
            act, date(2026, 3, 6), [debit(bank, mxn(50)), credit(Use.SUPPLIER_ADVANCES, mxn(50))], "payment"
        )
        ledger.reverse(act, wrong, on=date(2026, 3, 7))
        post(act, date(2026, 3, 10), [debit(Use.COSTS, mxn(300)), credit(bank, mxn(300))], "payable")
        post(act, date(2026, 3, 31), [debit(Use.EXPENSES, mxn(120)), credit(bank, mxn(120))], "petty_expense")
        post(act, date(2026, 3, 12),
             [credit(bank, mxn(700), branch=1), debit(Use.INTERBRANCH, mxn(700), branch=1),
              credit(Use.INTERBRANCH, mxn(700), branch=2), debit(bank, mxn(700), branch=2)], "deposit")  # fmt: skip
        post(act, date(2026, 3, 14), [debit(bank, mxn(80)), credit(Use.INTEREST, mxn(80))], "payment", 2)
    return house


@pytest.mark.parametrize("sealed", [False, True])
def test_the_statements_of_a_month(march: House, sealed: bool) -> None:
    if sealed:
        with march.act(every=True) as act:
            ledger.seal(act)
    with march.act() as act:
        (income,) = queries.statement(act, asked(Which.INCOME, compare=Compare.PREVIOUS)).tables
        now, before = told(income, "amount"), told(income, "previous")
        assert (now["Total de ingresos"], now["Total de costos"], now["Utilidad bruta"]) == (
            108_000,
            30_000,
            78_000,
        )
        assert (now["Total de gastos"], now["Utilidad"], before["Utilidad"]) == (12_000, 66_000, 40_000)
        assert now["Margen"] == Decimal("0.611111")
        assert told(income, "change")["Utilidad"] == 26_000
        (sheet,) = queries.statement(act, asked(Which.BALANCE)).tables
        own = told(sheet, "amount")
        assert sheet.difference == 0
        assert own["Total del activo"] == own["Total del capital"] == own["Pasivo más capital"] == 606_000
        assert own["Resultado del ejercicio"] == 106_000
        (cash,) = queries.statement(act, asked(Which.CASH)).tables
        assert cash.difference == 0
        inflow, outflow, net = (told(cash, key) for key in ("inflow", "outflow", "net"))
        assert (inflow["payment"], outflow["payable"], net["petty_expense"]) == (68_000, 30_000, -12_000)
        assert (net["Efectivo al inicio"], net["Efectivo al final"], net["interbranch"]) == (
            500_000,
            526_000,
            0,
        )
        assert net["Variación del efectivo"] == 26_000
        (trial,) = queries.statement(act, asked(Which.TRIAL)).tables
        assert trial.difference == 0
        sales = next(row for row in trial.rows if row.code == "401.01")
        assert sales.cells == (0, 40_000, 0, 100_000, 0, 140_000), (
            "a credit balance has no sign: it has a side"
        )
        (chart,) = queries.statement(act, asked(Which.CHART)).tables
        own = told(chart, "amount")
        assert own["Bancos"] == own["Bancos nacionales"] == 526_000
        assert own["Sueldos y salarios"] == 0, "what nobody used yet is in the chart too"


def test_each_branch_and_the_consolidated_one(march: House) -> None:
    with march.act() as act:
        (sheet,) = queries.statement(act, asked(Which.BALANCE, by_branch=True)).tables
        between = next(row for row in sheet.rows if row.code == "107.03")
        assert between.cells == (70_000, -70_000, 0, 0), (
            "what branches owe each other is nothing all together"
        )
        one, two = (told(sheet, key)["Resultado del ejercicio"] for key in ("branch:1", "branch:2"))
        assert (one, two) == (98_000, 8_000)
        (cash,) = queries.statement(act, asked(Which.CASH, by_branch=True)).tables
        assert [told(cash, f"branch:{i}")["interbranch"] for i in BRANCHES] == [-70_000, 70_000, 0]
        (alone,) = queries.statement(act, asked(Which.CASH, branch_id=2)).tables
        assert told(alone, "net")["Efectivo al final"] == 78_000
    with march.act(1, 1) as act, pytest.raises(Forbidden):
        queries.statement(act, asked(Which.BALANCE, branch_id=2))
    with march.act(1, 1) as act:
        (mine,) = queries.statement(act, asked(Which.INCOME)).tables
        assert told(mine, "amount")["Total de ingresos"] == 100_000, "the branches of the act and no other"


def test_what_was_expected(march: House) -> None:
    with march.act() as act:
        lines = [
            Expectation(1, 202603, "MXN", "income", mxn(2_000)), Expectation(1, 202603, "MXN", "utility", mxn(800)),
            Expectation(1, 202603, "MXN", "601.84", mxn(240)), Expectation(2, 202603, "MXN", "401.01", mxn(10)),
        ]  # fmt: skip
        assert commands.set_budgets(act, SetBudgets(lines)) == 4
        assert commands.set_budgets(act, SetBudgets(lines[:1])) == 1
        (income,) = queries.statement(act, asked(Which.INCOME, branch_id=1, compare=Compare.BUDGET)).tables
        hoped, reached = told(income, "budget"), told(income, "reached")
        assert (hoped["Total de ingresos"], reached["Total de ingresos"]) == (200_000, Decimal("0.5"))
        assert (hoped["Gastos generales"], reached["Gastos generales"]) == (24_000, Decimal("0.5"))
        (one, *_) = figures.figures(act, *MARCH)
        assert (one.branch, one.income, one.utility, one.goal) == ("Cancún", mxn(1_000), mxn(580), mxn(800))
        assert (one.target, one.margin, one.income_target) == (
            Decimal("0.725"),
            Decimal("0.58"),
            Decimal("0.5"),
        )
        assert (one.inflows, one.outflows, one.net) == (mxn(600), mxn(420), mxn(180))
        (all_of_them,) = [
            each for each in figures.together(figures.figures(act, *MARCH)) if each.currency == "MXN"
        ]
        assert (all_of_them.utility, all_of_them.inflows) == (mxn(660), mxn(680))
        weeks = [week for week in figures.weeks(act, date(2026, 3, 14), 2) if week.currency == "MXN"]
        assert [week.net for week in weeks] == [mxn(600), mxn(-220)]
        commands.set_budgets(act, SetBudgets([Expectation(1, 202603, "MXN", "utility", None)]))
        assert figures.figures(act, *MARCH)[0].goal == mxn(1_760), "income expected less expenses expected"
        for wrong in (
            Expectation(1, 202613, "MXN", "income", mxn(1)), Expectation(1, 202603, "MXN", "101.01", mxn(1)),
            Expectation(1, 202603, "MXN", "income", Money.of(1, "COP")),
        ):  # fmt: skip
            with pytest.raises(Invalid):
                commands.set_budgets(act, SetBudgets([wrong]))
    with march.act(1, 1) as act, pytest.raises(Forbidden):
        commands.set_budgets(act, SetBudgets([Expectation(2, 202603, "MXN", "income", mxn(1))]))


def test_the_card_of_an_account(march: House) -> None:
    with march.act() as act:
        bank = ledger.account(act, Use.BANK, "MXN")
        opening, page = books.card(act, bank, MARCH, branch=1, limit=3)
        assert (opening, [x.balance for x in page.items]) == (
            mxn(5_000),
            [mxn(5_600), mxn(5_650), mxn(5_600)],
        )
        assert page.items[2].reverses == page.items[1].entry_id
        rest = books.card(act, bank, MARCH, branch=1, after=page.next)[1]
        assert (rest.items[-1].balance, rest.next) == (mxn(4_480), None)
        assert rest.items[-1].balance == books.balance(act, bank, "MXN", MARCH[1], 1)


USES = st.sampled_from(
    [
        Use.BANK,
        Use.SUPPLIER_ADVANCES,
        Use.PAYABLES,
        Use.CAPITAL,
        Use.SALES,
        Use.RETURNS,
        Use.COSTS,
        Use.EXPENSES,
    ]
)
ENTRIES = st.lists(
    st.tuples(
        USES, USES, st.integers(1, 10**9), st.dates(date(2024, 11, 1), date(2026, 4, 2)), st.sampled_from(BRANCHES),
        st.sampled_from(BRANCHES),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES, st.dates(date(2025, 1, 15), date(2026, 3, 1)), st.integers(0, 420))
def test_the_whole_is_its_branches(
    house: House, entries: list[tuple[object, ...]], since: date, days: int
) -> None:
    """Any entries, within a branch or between two: each statement adds up and is the sum of its branches."""
    span = (since, date.fromordinal(since.toordinal() + days))
    with house.act(every=True, keep=False) as act:
        for left, right, minor, on, here, there in entries:
            money = Money.from_minor(minor, "MXN")  # type: ignore[arg-type]
            lines = [debit(left, money, branch=here), credit(right, money, branch=there)]  # type: ignore[arg-type]
            if here != there:
                lines += [
                    credit(Use.INTERBRANCH, money, branch=here),
                    debit(Use.INTERBRANCH, money, branch=there),
                ]  # type: ignore[arg-type]
            post(act, on, lines, branch=here)  # type: ignore[arg-type]
        for which in (Which.INCOME, Which.BALANCE, Which.CASH, Which.CHART):
            for table in queries.statement(act, asked(which, span, by_branch=True)).tables:
                assert table.difference == 0, which
                for row in table.rows:
                    if row.cells and row.label != "Margen":
                        assert sum(row.cells[:-1]) == row.cells[-1], (which, row)  # type: ignore[arg-type]
                    if row.code == "107.03" or row.key == "kind:interbranch":
                        assert row.cells[-1] == 0
        for table in queries.statement(act, asked(Which.TRIAL, span)).tables:
            assert table.difference == 0
        (figure,) = [each for each in figures.together(figures.figures(act, *span)) if each.currency == "MXN"]
        tables = queries.statement(act, asked(Which.INCOME, span)).tables
        assert figure.utility.minor == (told(tables[0], "amount")["Utilidad"] if tables else 0)
