"""Entries by hand with a second hand, months and years that close, and what opens them again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from caudal.business.accounting import commands, queries
from caudal.business.accounting.commands import (
    AccountTaken,
    AskReopening,
    ControlAccount,
    NeedsReason,
    NewAccount,
    NewManual,
    NotClosed,
    NotOver,
    PendingToClose,
    YearClosed,
)
from caudal.business.accounting.queries import Asked, ManualRecord, Which
from caudal.business.accounting.rules.hands import ManualLine
from caudal.business.approvals import queries as hands
from caudal.business.approvals.commands import NotYourDuty, OwnRequest
from caudal.business.approvals.rules.kinds import Kind
from caudal.business.reconciliation import queries as banks
from caudal.business.reconciliation.queries import Days
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.flows import closing, deciding
from caudal.flows.deciding import Decision
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden, Invalid
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.commands import PeriodClosed, Unbalanced, UnknownAccount
from caudal.ledger.rules import NewEntry, Use, credit, debit
from tests.business.house import TODAY, House
from tests.business.reconciliation.desk import Desk, line

PEOPLE = {"contador": 11, "director": 12, "duena": 13, "gerente": 14, "cajero": 15}
MARCH = date(2026, 3, 20)


@contextmanager
def as_(
    house: House, role: str, reason: str = "porque sí", branches: tuple[int, ...] = (1, 2, 3)
) -> Iterator[Act]:
    may = frozenset() if role in ("gerente", "cajero") else frozenset({"books.close"})
    opening = Opening(
        Actor(PEOPLE[role], role, role, branches, may), Place(1, "10.0.0.1", "api"), house.at, reason
    )
    with acting(house.engine, opening) as act:
        yield act


def mxn(amount: int) -> Money:
    return Money.of(amount, "MXN")


def lines(amount: int = 90, one: str = "601.84", other: str = "210.01") -> list[ManualLine]:
    return [ManualLine(one, mxn(amount)), ManualLine(other, mxn(-amount))]


def propose(house: House, on: date = MARCH, **more: Any) -> ManualRecord:
    with as_(house, "contador") as act:
        return commands.propose(act, NewManual(on, "Renta de marzo", lines(), **more))


def decided(house: House, role: str, kind: Kind, subject: Any, decision: Decision) -> None:
    with as_(house, role) as act:
        request = hands.of(act, kind, subject)
        assert request is not None
        deciding.decide(act, request.id, decision)


def earn(house: House, on: date, amount: int, branch: int = 1) -> None:
    """A sale of so much, with an expense of a tenth, in a branch."""
    with house.act(branch) as act:
        sale = NewEntry(
            "sale",
            "x:1",
            [debit(Use.BANK, mxn(amount)), credit(Use.SALES, mxn(amount))],
            on=on,
            branch=branch,
        )
        spent = mxn(amount // 10)
        expense = NewEntry(
            "petty_expense",
            "x:2",
            [debit(Use.EXPENSES, spent), credit(Use.BANK, spent)],
            on=on,
            branch=branch,
        )
        ledger.post_many(act, [sale, expense])


class TestByHand:
    def test_is_in_the_books_once_another_person_authorises_it(self, house: House) -> None:
        made = propose(house)
        assert (made.state, made.entry_id, made.amount, made.folio[:3]) == ("asked", None, mxn(90), "AM-")
        with as_(house, "director") as act:
            request = hands.of(act, Kind.MANUAL_ENTRY, made.id)
            assert request is not None
            shown = deciding.entry_of(act, request)
            assert [(line.account, line.amount) for line in shown] == [
                ("601.84", mxn(90)),
                ("210.01", mxn(-90)),
            ]
        with pytest.raises(OwnRequest):
            decided(house, "contador", Kind.MANUAL_ENTRY, made.id, Decision.AUTHORISE)
        with pytest.raises(NotYourDuty):
            decided(house, "cajero", Kind.MANUAL_ENTRY, made.id, Decision.AUTHORISE)
        decided(house, "director", Kind.MANUAL_ENTRY, made.id, Decision.AUTHORISE)
        with as_(house, "contador") as act:
            found = queries.manual(act, made.id)
            assert (found.state, found.decided_by) == ("posted", PEOPLE["director"])
            entry = books.entry(act, found.entry_id or 0)
            assert (entry.kind, entry.on, entry.memo, [x.code for x in entry.lines]) == (
                "manual", MARCH, "Renta de marzo", ["601.84", "210.01"],
            )  # fmt: skip
            assert queries.manuals(act, limit=1).items == [found]

    def test_may_be_refused_or_taken_back(self, house: House) -> None:
        for role, decision, state in (
            ("director", Decision.REJECT, "rejected"), ("gerente", Decision.SEND_BACK, "sent_back"),
            ("contador", Decision.WITHDRAW, "withdrawn"),
        ):  # fmt: skip
            made = propose(house)
            decided(house, role, Kind.MANUAL_ENTRY, made.id, decision)
            with as_(house, "contador") as act:
                assert (queries.manual(act, made.id).state, queries.manual(act, made.id).entry_id) == (
                    state,
                    None,
                )

    @pytest.mark.parametrize(
        ("ask", "refusal"),
        [
            (
                NewManual(MARCH, "Renta", [ManualLine("601.84", mxn(90)), ManualLine("210.01", mxn(-80))]),
                Unbalanced,
            ),
            (NewManual(MARCH, "Renta", lines(one="105.01")), ControlAccount),
            (NewManual(MARCH, "Renta", lines(other="101.01")), ControlAccount),
            (NewManual(MARCH, "Renta", lines(one="999.99")), UnknownAccount),
            (NewManual(MARCH, "R", lines()), Invalid),
            (NewManual(date(2027, 1, 1), "Renta", lines()), Invalid),
            (NewManual(date(1926, 1, 1), "Renta", lines()), Invalid),
            (NewManual(MARCH, "Renta", lines()[:1]), Invalid),
            (NewManual(MARCH, "Renta", [*lines(), ManualLine("210.01", Money.of(1, "COP"))]), Invalid),
        ],
    )
    def test_is_refused(self, house: House, ask: NewManual, refusal: type[Exception]) -> None:
        with pytest.raises(refusal), as_(house, "contador") as act:
            commands.propose(act, ask)

    def test_never_enters_a_closed_month(self, house: House) -> None:
        waiting = propose(house)
        with as_(house, "director") as act:
            ledger.close_period(act, 202603, "C")
        with pytest.raises(PeriodClosed):
            propose(house)
        with pytest.raises(PeriodClosed):
            decided(house, "director", Kind.MANUAL_ENTRY, waiting.id, Decision.AUTHORISE)
        with as_(house, "director") as act:
            assert queries.manual(act, waiting.id).state == "asked", "nothing was signed"

    def test_moves_an_account_of_the_house_s_own(self, house: House) -> None:
        ask = NewAccount("601.84", "01", "Renta del local", "MXN")
        with as_(house, "contador") as act:
            commands.open_account(act, ask)
            assert ("601.84.01", "Renta del local", "X", True) in queries.writable(act, "MXN")
            made = commands.propose(act, NewManual(MARCH, "Renta", lines(one="601.84.01")))
        decided(house, "director", Kind.MANUAL_ENTRY, made.id, Decision.AUTHORISE)
        with as_(house, "contador") as act:
            (table,) = queries.statement(act, Asked(Which.INCOME, date(2026, 3, 1), date(2026, 3, 31))).tables
            assert ("601.84.01", (9_000,)) in [(row.code, row.cells) for row in table.rows]
            with pytest.raises(AccountTaken):
                commands.open_account(act, ask)
            with pytest.raises(ControlAccount):
                commands.open_account(act, NewAccount("105.01", "01", "Clientes VIP", "MXN"))


class TestMonth:
    def test_closes_with_its_list_and_opens_again_with_another_hand(self, house: House) -> None:
        earn(house, MARCH, 1_000)
        made = propose(house)
        with as_(house, "contador") as act:
            items = {item.key: item for item in closing.checklist(act, 202603)}
            assert (items["proposed"].state, items["unbalanced"].state, items["waiting"].state) == (
                "pending",
                "done",
                "done",
            )
            with pytest.raises(PendingToClose, match="Asientos a mano decididos"):
                closing.close_month(act, 202603)
            with pytest.raises(NotOver):
                closing.close_month(act, 202610)
        decided(house, "director", Kind.MANUAL_ENTRY, made.id, Decision.REJECT)
        with as_(house, "contador") as act:
            with pytest.raises(PendingToClose, match="Días cerrados"):
                closing.close_month(act, 202603)
            act.db.execute(
                text(
                    "insert into branch_days (branch_id, opened_on, last_closed)"
                    " select id, '2026-01-01', '2026-10-04' from branches"
                )
            )
            closing.close_month(act, 202603)
            assert dict(closing.months_of(act, 2026))[202603] == "C"
        with pytest.raises(PeriodClosed):
            earn(house, MARCH, 10)
        with pytest.raises(NotClosed), as_(house, "contador") as act:
            commands.ask_reopening(act, AskReopening(2026, 5))
        with as_(house, "contador", "faltó una factura") as act:
            asked = commands.ask_reopening(act, AskReopening(2026, 3))
        with pytest.raises(NotYourDuty):
            decided(house, "gerente", Kind.REOPENING, asked.id, Decision.AUTHORISE)
        decided(house, "director", Kind.REOPENING, asked.id, Decision.AUTHORISE)
        with as_(house, "contador") as act:
            assert (queries.reopening(act, asked.id).state, books.month_status(act, MARCH)) == ("done", "S")
        with pytest.raises(PeriodClosed), as_(house, "gerente") as act:
            commands.propose(act, NewManual(MARCH, "Renta", lines()))
        assert propose(house).state == "asked", "whoever adjusts may"

    def test_asks_why_with_days_of_the_bank_that_nobody_explained(self, house: House) -> None:
        desk, ninth = Desk(house), TODAY - timedelta(days=9)
        desk.paid("100", "Ana Ruiz", "700001", day=-10)
        desk.paid("200", "Ana Ruiz", "700002", day=-9)
        desk.enter(line("100", "SPEI 700001", -10), line("90", "SPEI OTRO", -8))
        with as_(house, "contador") as act:
            act.db.execute(
                text(
                    "insert into branch_days (branch_id, opened_on, last_closed)"
                    " select id, '2026-01-01', '2026-10-04' from branches"
                )
            )
        september = Days(None, date(2026, 9, 1), date(2026, 9, 30))
        with as_(house, "contador") as act:
            told = [
                (d.on.day, d.state, d.unmatched_bank, d.unmatched_books, d.version)
                for d in banks.days_left(act, september).items
            ]
            assert told == [(30, "pending", 0, 0, 0), (29, "pending", 0, 0, 0), (28, "pending", 0, 0, 0),
                            (27, "unreconciled", 1, 0, 0), (26, "unreconciled", 0, 1, 0)]  # fmt: skip
            first = banks.days_left(act, september, limit=2)
            rest = banks.days_left(act, september, limit=9, after=first.next)
            assert [d.on.day for d in (*first.items, *rest.items)] == [30, 29, 28, 27, 26]
            assert banks.days_left(act, Days(2, date(2026, 9, 1), date(2026, 9, 30))).items == []
            item = next(i for i in closing.checklist(act, 202609) if i.key == "bank_days")
            assert (item.state, item.count) == ("ask", 5)
            assert item.link == "/bancos/conciliacion?branch_id=all&open=true&from=2026-09-01&to=2026-09-30"
        desk.day(ninth)
        with as_(house, "contador") as act:
            assert banks.days_left(act, Days(1, ninth, ninth)).items[0].version == 1
        desk.enter(line("200", "SPEI 700002", -7), line("-1", "COMISION", -5))
        with as_(house, "contador") as act:
            left = [(d.on.day, d.state) for d in banks.days_left(act, september).items]
            assert left == [(30, "unreconciled"), (27, "unreconciled")], (
                "what the bank showed later is explained"
            )
        with pytest.raises(NeedsReason, match="2 día"), as_(house, "contador") as act:
            closing.close_month(act, 202609, "  ")
        with as_(house, "contador") as act:
            closing.close_month(act, 202609, "El depósito de 90 sigue en aclaración con el banco")
            assert dict(closing.months_of(act, 2026))[202609] == "C"
        told_why = house.one(
            "select reason from audit where command like '%close_month' and outcome = 'done'"
        )
        assert told_why[0].startswith("El depósito de 90")

    def test_is_closed_by_who_sees_every_branch(self, house: House) -> None:
        with pytest.raises(Forbidden), as_(house, "contador", branches=(1, 2)) as act:
            closing.close_month(act, 202603)


class TestYear:
    def test_leaves_results_in_zero_with_one_entry_per_branch(self, house: House) -> None:
        house.at = datetime(2027, 1, 20, 17, tzinfo=UTC)
        earn(house, date(2026, 5, 5), 1_000)
        earn(house, date(2026, 11, 5), 3_000, 2)
        year = Asked(Which.INCOME, date(2026, 1, 1), date(2026, 12, 31), by_branch=True)
        with as_(house, "director") as act:
            with pytest.raises(PendingToClose, match="enero"):
                commands.close_year(act, 2026)
            with pytest.raises(NotOver):
                commands.close_year(act, 2027)
            ledger.close_period(act, 202611, "C")
            before = queries.statement(act, year)
            closed = commands.close_year(act, 2026)
            assert [books.entry(act, e).branch_id for e in closed.entries] == [1, 2]
            assert books.balance(act, Use.RETAINED, "MXN") == mxn(-3_600)
            assert books.balance(act, Use.SALES, "MXN") == mxn(0)
            assert queries.statement(act, year) == before, "what the year earned is still told"
            (sheet,) = queries.statement(
                act, Asked(Which.BALANCE, date(2027, 1, 1), date(2027, 1, 20))
            ).tables
            told = {row.label: row.cells for row in sheet.rows}
            assert (sheet.difference, told["Utilidad de ejercicios anteriores"], told["Resultado del ejercicio"]) == (
                0, (360_000,), (0,),
            )  # fmt: skip
            with pytest.raises(YearClosed):
                commands.close_year(act, 2026)
            with pytest.raises(YearClosed):
                commands.ask_reopening(act, AskReopening(2026, 5))
        with pytest.raises(PeriodClosed):
            earn(house, date(2026, 12, 31), 10)
        with as_(house, "contador", "ajuste del auditor") as act:
            asked = commands.ask_reopening(act, AskReopening(2026))
        decided(house, "director", Kind.REOPENING, asked.id, Decision.AUTHORISE)
        with as_(house, "director") as act:
            assert books.balance(act, Use.RETAINED, "MXN") == mxn(0)
            assert queries.statement(act, year) == before
            again = commands.close_year(act, 2026)
            assert books.balance(act, Use.RETAINED, "MXN") == mxn(-3_600)
            assert set(again.entries).isdisjoint(closed.entries)
