"""Ceilings that people write: the law of an act, corrections, and a certificate that comes after arrears were paid."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caudal.business.approvals.commands import OnlyPeopleSign
from caudal.business.loans import commands, queries
from caudal.business.loans.commands import AlreadyCertified, NewCeilings, UnlikeTheLaw
from caudal.business.loans.queries import law
from caudal.business.loans.queries.law import CeilingRecord
from caudal.business.loans.queries.overcharges import Overcharge, overcharges
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.arrears import ArrearsRule
from caudal.business.loans.rules.ceilings import Caps, Ceiling, Law, OverCeiling, certified
from caudal.business.loans.rules.certificates import (
    Certificate,
    Row,
    agrees,
    law_of,
    missing,
    over,
    same,
    taken,
    usury,
    whole_months,
)
from caudal.business.loans.rules.happenings import Effect, Payment
from caudal.business.loans.rules.product import Wish, agree
from caudal.business.loans.rules.replay import LoanState, LoanStatus, replay
from caudal.business.loans.rules.terms import LoanRate, RateKind
from caudal.commons.acts.act import Place
from caudal.flows import end_of_day
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid
from tests.business.house import NOON, add_up
from tests.business.loans.lender import CLERK, Lender, product
from tests.business.loans.lives import Town
from tests.business.loans.test_ahead import ahead, close

APRIL, APRIL_ENDS = date(2026, 4, 1), date(2026, 4, 30)
MAY, MAY_ENDS = date(2026, 5, 1), date(2026, 5, 31)
SOURCE = "Resolución 0512 de 2026, publicada el 31/03/2026"
PAID = (
    "select coalesce(sum(amount), 0) as paid from loan_parts where loan_id = :loan and component = 'arrears'"
)
CAPPED = ArrearsRule(rate=LoanRate(RateKind.EFFECTIVE_ANNUAL, Decimal("0.40")), caps=Caps("CO"))


def month(at: int) -> date:
    return date(2026 + at // 12, at % 12 + 1, 1)


def entered(number: int, first: date, replaces: int | None = None, on: date | None = None) -> Certificate:
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    cap = Decimal("0.2") + Decimal(number) / 1000
    one = Ceiling("CO", "consumo", first, last, None, cap, None, SOURCE)
    return Certificate(number, one, replaces, on, first, NOON, 7, "r")


class TestRules:
    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 14), st.booleans(), st.integers(0, 14)), max_size=12))
    def test_whatever_is_written_and_corrected_each_day_has_one_ceiling(
        self, asked: Sequence[tuple[int, bool, int]]
    ) -> None:
        written: list[Certificate] = []
        for at, corrects, old in asked:
            known = law_of(written, "")
            new = entered(len(written) + 1, month(at))
            there = next((c for c in known.ceilings if same(c, new.ceiling) and c.first == month(old)), None)
            row = Row("consumo", None, replaces=there.first if corrects and there else None)
            if taken(new.ceiling, row, known) is not None:
                continue
            mine = next((c.id for c in written if c.ceiling is there), None) if row.replaces else None
            written.append(replace(new, replaces=mine, replaces_on=row.replaces))
        mine = [c for c in law_of(written, "").ceilings if (c.country, c.modality) == ("CO", "consumo")]
        assert not [(a, b) for at, a in enumerate(mine) for b in mine[:at] if over(a, b)]

    def test_the_law_is_told_apart_by_its_version_alone(self) -> None:
        one, other = law_of((), ""), law_of([entered(1, APRIL)], "1")
        assert (one == Law("", ()), hash(one) == hash(Law("", ())), one == other) == (True, True, False)
        assert one.ceilings == certified()
        day = date(2026, 4, 15)
        found = [Caps("CO", known=each).on(day) for each in (None, one, other, one)]
        assert [each.last if each else None for each in found] == [
            date(2026, 3, 31), date(2026, 3, 31), APRIL_ENDS, date(2026, 3, 31),
        ]  # fmt: skip
        assert Caps("CO", known=other).exact(day)
        assert not Caps("CO", known=one).exact(day)

    def test_a_correction_takes_the_place_of_one_of_the_house(self) -> None:
        march = date(2026, 3, 1)
        moved = entered(1, APRIL, on=march)
        known = law_of([moved], "1")
        assert Caps("CO", known=known).on(march) == Caps("CO").on(date(2026, 2, 28))
        again = entered(2, march, replaces=1, on=APRIL)
        found = Caps("CO", known=law_of([moved, again], "2")).on(march)
        assert found is again.ceiling

    def test_whole_months_and_one_and_a_half_times(self) -> None:
        assert whole_months(APRIL, APRIL_ENDS)
        assert whole_months(APRIL, date(2027, 3, 31))
        assert not any(
            whole_months(*pair)
            for pair in [
                (APRIL, date(2026, 4, 29)), (date(2026, 4, 2), APRIL_ENDS), (MAY, APRIL_ENDS),
                (APRIL, date(2027, 4, 30)),
            ]
        )  # fmt: skip
        assert usury("MX", Decimal(1)) is None
        told = {"0.25515": True, "0.2552": True, "0.2551": False, "0.26": False}
        assert {cap: agrees("CO", Row("consumo", Decimal("0.1701"), Decimal(cap))) for cap in told} == told
        assert agrees("DO", Row("consumo", Decimal("0.1"), Decimal("0.9")))

    def test_what_nobody_certified_is_told_by_month(self) -> None:
        found = {name: months for _, name, months in missing(["CO", "MX"], law_of((), ""), date(2026, 5, 2))}
        assert found["consumo"] == [APRIL, MAY]
        assert found["productivo_rural"] == [date(2026, 2, 1), APRIL, MAY]
        assert "vivienda" not in found


def certify(
    lender: Lender, reference: str = "0.1710", first: date = APRIL, last: date = APRIL_ENDS, **more: object
) -> list[CeilingRecord]:
    """The owner writes a month of consumer credit."""
    rows = more.pop("rows", (Row("consumo", Decimal(reference), replaces=more.pop("replaces", None)),))  # type: ignore[arg-type]
    with lender.house.act(reason="se publicó", keep=bool(more.pop("keep", True))) as act:
        return commands.certify(act, NewCeilings("CO", first, last, SOURCE, rows, **more))  # type: ignore[arg-type]


class TestWriting:
    def test_a_month_is_written_once_and_corrected_over(self, lender: Lender) -> None:
        lender.on(date(2026, 5, 4))
        rows = (Row("consumo", Decimal("0.1710")), Row("bajo_monto", Decimal("0.42"), Decimal("0.6300")))
        first, second = certify(lender, rows=rows)
        assert (first.ceiling.modality, first.ceiling.cap) == ("bajo_monto", Decimal("0.63"))
        assert (second.ceiling.cap, second.stands) == (Decimal("0.2565"), True)
        with pytest.raises(AlreadyCertified, match="Ya está: consumo"):
            certify(lender, first=APRIL, last=MAY_ENDS)
        with pytest.raises(Invalid, match="primer día"):
            certify(lender, replaces=MAY)
        with pytest.raises(UnlikeTheLaw, match=r"1\.5 veces 17\.20 % es 25\.80 %, no 25\.00 %"):
            certify(lender, rows=(Row("consumo", Decimal("0.172"), Decimal("0.25"), None, APRIL),))
        (fixed,) = certify(
            lender, rows=(Row("consumo", Decimal("0.172"), Decimal("0.25"), None, APRIL),), apart=True
        )
        certify(lender, "0.1699", date(2026, 3, 1), date(2026, 3, 31), replaces=date(2026, 3, 1))
        with lender.act(CLERK) as act:
            told = [c for c in law.ceilings(act, "CO") if c.ceiling.modality == "consumo"][-4:]
            caps = Caps("CO", known=law.known(act))
        march, again, april, corrected = sorted(
            told, key=lambda c: (c.ceiling.first, c.certificate is not None, c.stands)
        )
        assert (march.stands, march.certificate, again.stands) == (False, None, True)
        assert march.replaced_by == (again.certificate.id if again.certificate else 0)
        assert (april.stands, april.replaced_by) == (False, fixed.certificate.id if fixed.certificate else 0)
        assert corrected.ceiling == fixed.ceiling
        assert [c.cap if (c := caps.on(day)) else None for day in (date(2026, 3, 9), APRIL, MAY)] == [
            Decimal("0.25485"), Decimal("0.25"), Decimal("0.25"),
        ]  # fmt: skip
        assert lender.house.one("select count(replaces) as n from loan_ceilings").n == 1

    def test_what_cannot_be(self, lender: Lender) -> None:
        lender.on(date(2026, 5, 4))
        consumer = Row("consumo", Decimal("0.17"))
        bad: list[tuple[str, dict[str, object]]] = [
            ("/last_on", {"last": date(2026, 4, 29)}),
            ("/first_on", {"first": date(2026, 8, 1), "last": date(2026, 8, 31)}),
            ("/rows", {"rows": ()}),
            ("/rows/1/modality", {"rows": (consumer, consumer)}),
            ("/rows/0/modality", {"rows": (Row("consumos", Decimal("0.17")),)}),
            ("/rows/0/modality", {"rows": (Row("vivienda", Decimal("0.17")),)}),
            ("/rows/0/reference", {"rows": (Row("consumo", None, Decimal("0.2")),)}),
            ("/rows/0/cap", {"rows": (Row("consumo", Decimal("0.17"), Decimal(0)),)}),
            ("/rows/0/cap", {"rows": (Row("consumo", Decimal("0.17"), Decimal("0.25500001")),)}),
        ]
        for pointer, more in bad:
            with pytest.raises(Invalid) as refused:
                certify(lender, **more)  # type: ignore[arg-type]
            assert pointer in [each["pointer"] for each in refused.value.facts["errors"]], more
        new = NewCeilings("CO", APRIL, APRIL_ENDS, SOURCE, (consumer,))
        with lender.house.act(reason="r") as act:
            key = replace(act, place=Place(1, "10.0.0.1", "key"))
            with pytest.raises(OnlyPeopleSign):
                commands.certify(key, new)

    def test_each_act_sees_what_is_kept(self, lender: Lender) -> None:
        lender.on(date(2026, 5, 4))
        certify(lender, keep=False)
        product_co = product(
            currency="COP",
            rate=LoanRate(RateKind.EFFECTIVE_ANNUAL, Decimal("0.2560")),
            limits={},
            arrears=CAPPED,
        )
        contract = agree(
            product_co, Wish(principal=Money.of("1000000", "COP"), disbursed_on=date(2026, 4, 10))
        )
        with lender.act(CLERK) as act, pytest.raises(OverCeiling, match="rigió hasta el 31/03/2026"):
            commands.quoted(act, product_co, contract)
        certify(lender)
        with lender.act(CLERK) as act:
            ceiling = commands.quoted(act, product_co, contract).ceiling
            assert ceiling is not None
            assert (ceiling.cap, ceiling.source) == (Decimal("0.2565"), SOURCE)
            bound = keeping.under(contract, law.known(act))
        assert keeping.kept(bound) == keeping.kept(contract)
        assert bound.arrears.caps is not None
        assert bound.arrears.caps.known is not None


class TestALateCertificate:
    """A loan in arrears since February, paid in part in April; April's certificate is written in June."""

    def start(self, lender: Lender) -> UUID:
        lender.on(date(2026, 1, 10))
        lender.sell(arrears=CAPPED)
        loan = lender.lend(lender.house.client(), "100000").id
        lender.on(date(2026, 4, 20))
        ahead(lender, loan, "12000", Effect.ADVANCE)
        return loan

    def close(self, lender: Lender, *days: date) -> None:
        for day in days:
            lender.on(day)
            end_of_day.close_day(lender.house.engine, lender.house.at, 1, day)

    def arrears(self, state: LoanState) -> tuple[int, int]:
        place = Component.ARREARS
        paid = sum(each.paid[place] for each in state.instalments)
        return paid, sum(each.due[place] - each.paid[place] for each in state.instalments)

    def test_payoff_changes_at_once_and_the_close_writes_one_delta(self, lender: Lender) -> None:
        loan = self.start(lender)
        friday = date(2026, 6, 5)
        self.close(lender, friday - timedelta(days=1))
        lender.on(friday)
        before, asked = (
            lender.state(loan, date(2026, 5, 15)),
            self.arrears(lender.state(loan, date(2026, 4, 20))),
        )
        row = lender.loan(loan)
        certify(lender, "0.1000")
        after, due = (
            lender.state(loan, date(2026, 5, 15)),
            self.arrears(lender.state(loan, date(2026, 4, 20))),
        )
        assert due[0] < asked[0]
        assert after.payoff < before.payoff
        assert lender.loan(loan).outstanding == row.outstanding
        add_up(lender.house)
        entries = "select count(*) as n from ledger.entries where source = :source"
        there = lender.house.one(entries, source=f"loans:{loan}").n
        town = Town(lender, date(2026, 1, 10), [loan])
        for day, written in ((friday, 1), (friday + timedelta(days=1), 1), (friday + timedelta(days=2), 1)):
            self.close(lender, day)
            town.agree(day)
            town.told_again(day)
            add_up(lender.house)
            assert lender.house.one(entries, source=f"loans:{loan}").n == there + written
        assert int(lender.house.one(PAID, loan=loan).paid) == due[0]
        with lender.act(CLERK) as act:
            assert queries.state(act, queries.loan(act, loan), date(2026, 5, 15)) == after

    def test_the_next_payment_writes_the_delta_with_its_own(self, lender: Lender) -> None:
        loan = self.start(lender)
        lender.on(date(2026, 6, 5))
        certify(lender, "0.1800")
        certify(lender, "0.1000", MAY, MAY_ENDS)
        add_up(lender.house)
        ahead(lender, loan, "1000", Effect.ADVANCE)
        add_up(lender.house)
        state = lender.state(loan)
        assert int(lender.house.one(PAID, loan=loan).paid) == self.arrears(state)[0]
        assert lender.loan(loan).outstanding.minor == state.principal

    def test_what_was_paid_off_stays_so(self, lender: Lender) -> None:
        loan = self.start(lender)
        lender.on(date(2026, 5, 15))
        close(lender, loan)
        paid = lender.state(loan)
        lender.on(date(2026, 6, 5))
        certify(lender, "0.1000")
        certify(lender, "0.9000", MAY, MAY_ENDS)
        after = lender.state(loan, date(2026, 5, 15))
        assert (after, after.status) == (paid, LoanStatus.PAID)
        self.close(lender, date(2026, 6, 5))
        assert lender.loan(loan).status == "paid"

    def test_what_was_paid_over_it_by_who_had_paid_off_is_owed_back(self, lender: Lender) -> None:
        """With April's ceiling as it was corrected, what closed it on its day would have been that much less."""
        loan = self.start(lender)
        lender.on(date(2026, 5, 15))
        close(lender, loan)
        paid = self.arrears(lender.state(loan))[0]

        def told() -> list[Overcharge]:
            with lender.act(CLERK) as act:
                return overcharges(act)

        lender.on(date(2026, 6, 5))
        certify(lender, "0.9000")
        assert told() == [], "with a higher one nothing was over"
        certify(lender, "0.1000", replaces=APRIL)
        (found,) = told()
        assert (found.loan.id, found.modality, found.charged.minor) == (loan, "consumo", paid)
        assert found.owed == found.charged - found.allowed
        with lender.act(CLERK) as act:
            row = queries.loan(act, loan)
            other = keeping.under(row.contract, law.known(act))
            before = [e for e in queries.history(act, loan) if e.on < date(2026, 5, 15)]
            due = replay(other, before, date(2026, 5, 15)).payoff
            last = sum(
                e.amount for e in queries.history(act, loan) if isinstance(e, Payment) and e not in before
            )
            assert found.owed.minor == last - due > 0
            assert overcharges(act, branch_id=2) == overcharges(act, country="MX") == []
            assert overcharges(act, branch_id=1, country="CO") == [found]
        assert lender.state(loan).status == LoanStatus.PAID

    @pytest.mark.parametrize("first", ["closed", "certified"])
    def test_on_the_very_day_it_matters_which_came_first(self, lender: Lender, first: str) -> None:
        loan = self.start(lender)
        lender.on(date(2026, 6, 5))
        if first == "certified":
            certify(lender, "0.1000")
        close(lender, loan)
        paid = int(lender.house.one(PAID, loan=loan).paid)
        if first == "closed":
            certify(lender, "0.1000")
        with lender.act(CLERK) as act:
            found = [
                (each.charged.minor, each.owed == each.charged - each.allowed) for each in overcharges(act)
            ]
        assert found == ([(paid, True)] if first == "closed" else [])
