"""Acts: what was asked is written down as it was asked, without what must not be written down."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import psycopg
import pytest

from caudal.commons.acts.act import Act, command, fact_of, masked, plain, read_event
from caudal.commons.acts.branches import branch_of, home_for, in_branch
from caudal.commons.acts.opening import business_date, house_acting
from caudal.kernel.money import Money
from caudal.kernel.problems import Conflict, Forbidden, NotFound
from tests.commons.acts.conftest import NOON, House


class Method(StrEnum):
    CASH = "cash"


@dataclass(frozen=True, slots=True)
class Take:
    """What a payment asks."""

    client_id: UUID
    amount: Money
    on: date
    method: Method
    phones: tuple[str, ...] = ()
    password: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A payment was taken."""

    payment_id: UUID
    on: date
    ids: tuple[UUID, ...] = ()


@command
def take(act: Act, ask: Take) -> int:
    """A command like any other."""
    return 1


@command
def reverse(act: Act, payment_id: int, why: str, note: Any = None) -> None:
    """One that asks several things."""
    take(act, Take(UUID(int=1), Money.of("1.00", "MXN"), date(2026, 3, 2), Method.CASH))


@command
def tell_elsewhere(act: Act, branch: int) -> None:
    """One that tells something of another branch, and calls one that is undone."""
    in_branch(act, branch).tell(Taken(UUID(int=2), date(2026, 3, 2)))
    with suppress(Conflict), act.db.begin_nested():
        refuse(act, "no")


@command
def refuse(act: Act, what: str) -> None:
    """One that says no after changing something."""
    act.tell(Taken(UUID(int=1), date(2026, 3, 2)))
    raise Conflict(what)


ASKED = Take(
    UUID(int=9), Money.of("250000.00", "COP"), date(2026, 1, 10), Method.CASH, ("+573001234567",), "secreta"
)


def audit(house: House) -> list[Any]:
    return house.rows(
        "select command, asked, actor_id, branch_id, business_date, at, ip, door, reason from audit"
    )


class TestCommand:
    def test_writes_who_did_what_where_and_why(self, house: House) -> None:
        with house.act(2, reason="Lo pidió el cliente") as act:
            assert take(act, ASKED) == 1
        (row,) = audit(house)
        assert row[0] == "acts.take"
        assert row[2:] == (7, 2, date(2026, 3, 2), NOON, "10.0.0.1", "api", "Lo pidió el cliente")

    def test_writes_money_as_text_masks_people_and_leaves_secrets_out(self, house: House) -> None:
        with house.act() as act:
            take(act, ASKED)
        assert audit(house)[0][1] == {
            "client_id": str(UUID(int=9)),
            "amount": {"amount": "250000.00", "currency": "COP"},
            "on": "2026-01-10",
            "method": "cash",
            "phones": ["•••567"],
            "password": "•••",
        }

    def test_one_called_by_another_is_part_of_it(self, house: House) -> None:
        with house.act() as act:
            reverse(act, 4, why="equivocado")
            take(act, ASKED)
        assert [(row[0], row[1].get("why")) for row in audit(house)] == [
            ("acts.reverse", "equivocado"), ("acts.take", None),
        ]  # fmt: skip

    def test_nothing_remains_of_one_that_refused(self, house: House) -> None:
        def refused() -> None:
            with house.act() as act:
                refuse(act, "no")

        with pytest.raises(Conflict):
            refused()
        assert audit(house) == []
        assert house.rows("select 1 from outbox") == []

    def test_a_dry_run_leaves_nothing(self, house: House) -> None:
        with house.act(keep=False) as act:
            take(act, ASKED)
        assert audit(house) == []

    def test_another_one_after_a_refusal_is_written(self, house: House) -> None:
        with house.act() as act:
            with pytest.raises(Conflict):
                refuse(act, "no")
            take(act, ASKED)
        assert [row[0] for row in audit(house)] == ["acts.take"]

    def test_what_happened_cannot_be_rewritten_by_the_product(self, house: House) -> None:
        with house.act() as act:
            take(act, ASKED)
        with psycopg.connect(house.url, options="-c role=caudal_app") as db:
            for statement in ("update audit set actor_id = 1", "delete from audit", "truncate audit"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    db.execute(statement)
                db.rollback()

    def test_not_even_by_the_superuser_by_mistake(self, house: House) -> None:
        with house.act() as act:
            take(act, ASKED)
        with psycopg.connect(house.url) as db, pytest.raises(psycopg.Error, match="already happened"):
            db.execute("delete from audit")


class TestPlain:
    @pytest.mark.parametrize(
        ("given", "written"),
        [
            (None, None),
            (True, True),
            (3, 3),
            (Decimal("1.50"), "1.50"),
            (datetime(2026, 1, 2, 3, tzinfo=UTC), "2026-01-02T03:00:00+00:00"),
            ({"a": date(2026, 1, 2)}, {"a": "2026-01-02"}),
            (b"pdf", "3 bytes"),
            (Method.CASH, "cash"),
            ({"token": "abc", "name": "Juan Pérez"}, {"token": "•••", "name": "•••"}),
            ({"number": "1020304050"}, {"number": "•••050"}),
        ],
    )
    def test_is_json(self, given: object, written: object) -> None:
        assert plain(given) == written

    def test_a_long_list_is_told_by_its_size(self) -> None:
        assert plain(list(range(11))) == {"count": 11, "first": [0, 1, 2]}

    @pytest.mark.parametrize(
        "personal", ["Juan Pérez", "Calle 8 # 7-20 apartamento 301, Bogotá", "", None, 3]
    )
    def test_a_mask_shows_nobody(self, personal: object) -> None:
        assert masked(personal) == "•••"


class TestTell:
    def test_what_was_told_is_read_back_the_same(self, house: House) -> None:
        told = Taken(UUID(int=5), date(2026, 3, 2), (UUID(int=1), UUID(int=2)))
        with house.act(2) as act:
            act.tell(told)
        ((fact, body, branch),) = house.rows("select fact, body, branch_id from outbox")
        assert (fact, branch) == (fact_of(Taken), 2)
        assert read_event(Taken, body) == told

    def test_keeps_the_branch_of_who_told_it_and_forgets_what_was_undone(self, house: House) -> None:
        with house.act(1) as act:
            tell_elsewhere(act, 2)
        ((body, branch),) = house.rows("select body, branch_id from outbox")
        assert (read_event(Taken, body).payment_id, branch) == (UUID(int=2), 2)


class TestOpening:
    @pytest.mark.parametrize(
        ("today", "last_closed", "expected"),
        [
            (date(2026, 3, 2), None, date(2026, 3, 2)),
            (date(2026, 3, 2), date(2026, 2, 27), date(2026, 3, 2)),
            (date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 3)),
            (date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6)),
        ],
    )
    def test_business_date(self, today: date, last_closed: date | None, expected: date) -> None:
        assert business_date(today, last_closed) == expected

    def test_each_branch_has_its_own_wall_clock(self, house: House) -> None:
        house.at = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)  # 23:30 in both; a minute past midnight nowhere
        with house.act(1) as act:
            assert act.business_date == date(2026, 3, 2)
        house.at = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)
        with house.act(2) as act:
            assert act.business_date == date(2026, 3, 3)

    def test_a_branch_that_does_not_exist_is_not_found(self, house: House) -> None:
        def open_it() -> None:
            with house.act(99):
                pass

        with pytest.raises(NotFound):
            open_it()

    def test_the_house_sees_every_branch(self, house: House) -> None:
        with house_acting(house.engine, NOON, branch_id=2) as act:
            assert (act.actor.id, act.actor.branches, act.place.branch_id) == (0, (1, 2), 2)
            assert act.db.connection().exec_driver_sql("select current_setting('caudal.all')").scalar() == "1"

    def test_a_house_without_branches_says_so(self, house: House) -> None:
        with psycopg.connect(house.url) as db:
            db.execute("delete from branches")

        def open_it() -> None:
            with house_acting(house.engine, NOON):
                pass

        with pytest.raises(NotFound):
            open_it()


class TestBranches:
    def test_an_act_moves_only_to_branches_of_its_actor(self, house: House) -> None:
        with house.act(1) as act:
            assert in_branch(act, None) is act
            assert in_branch(act, 2).place.branch_id == 2
            assert branch_of(act, 2).currency == "COP"
            with pytest.raises(Forbidden):
                in_branch(act, 3)
            with pytest.raises(NotFound):
                branch_of(act, 3)

    def test_somebody_belongs_where_their_document_is_from(self, house: House) -> None:
        with house.act(1) as act:
            assert [home_for(act, country) for country in ("MX", "CO", "DO", None)] == [1, 2, 1, 1]
