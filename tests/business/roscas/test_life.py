"""A san from its agreement to its end, with what may go wrong on the way."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from caudal.business.payments.commands import AlreadyPaid
from caudal.business.receivables import commands as debts
from caudal.business.receivables import queries as aged
from caudal.business.roscas import commands, queries
from caudal.business.roscas.commands import Authorise, Deliver, Join
from caudal.business.roscas.queries import RoscaFilter
from caudal.business.roscas.rules.standing import Status
from caudal.business.roscas.rules.terms import Fee, FeeKind, Frequency
from caudal.business.roscas.rules.turns import drawn
from caudal.flows import end_of_day, forgetting
from caudal.kernel.problems import Problem
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Use
from tests.business.house import TODAY, House
from tests.business.roscas.making import San, money


def refused(problem: pytest.ExceptionInfo[Problem]) -> str:
    return problem.value.type


class TestAgreement:
    def test_san_11_of_5_000_positions(self, house: House) -> None:
        """lending.md §3.9: turn 1 after round 1 −50,000; turn 6 after 6 −25,000; turn 11 ends at 0."""
        san = San(house, 11, "5000", Fee(FeeKind.FIXED, money("2000"))).begin()
        seen: dict[int, list[str]] = {}
        for k in range(1, 12):
            san.all_pay()
            assert san.now().pot == money(55_000)
            done = san.hand(k)
            assert done.adds_up
            seen[k] = san.positions()
            house.later(days=28)
        assert (seen[1][0], seen[6][5], seen[11][10]) == ("-50000", "-25000", "0")
        assert seen[6] == ["-25000"] * 6 + ["30000"] * 5
        with house.act() as act:
            assert -books.balance(act, Use.OTHER_INCOME, "MXN") == money(22_000)
            assert books.balance(act, Use.ROSCA_FUND, "MXN").is_zero
        assert san.do(commands.close).status is Status.COMPLETED

    def test_somebody_may_have_several_numbers(self, house: House) -> None:
        san, juan = San(house, 4), house.client()
        with house.act() as act:
            commands.join(act, Join(san.id, juan, count=2))
            done = commands.join(act, Join(san.id, juan, (4,)))
        assert [each.party_id for each in done.numbers] == [juan, juan, None, juan]

    def test_a_number_that_is_taken_is_not_given_twice(self, house: House) -> None:
        san = San(house).fill()
        with pytest.raises(Problem) as problem:
            san.join(house.client(), 2)
        assert refused(problem) == "numero-ocupado"
        san.do(commands.leave, 2)
        assert san.join(house.client(), 2).status is Status.FORMING

    def test_it_does_not_start_with_a_free_number_or_without_turns(self, house: House) -> None:
        san = San(house)
        with pytest.raises(Problem) as problem:
            san.agree()
        assert refused(problem) == "san-incompleto"
        san.fill()
        with pytest.raises(Problem) as problem:
            san.do(commands.start)
        assert refused(problem) == "san-incompleto"

    def test_a_draw_can_be_done_again_by_anybody(self, house: House) -> None:
        san = San(house, 7).fill()
        seed = "Loto Real 05/10/2026: 07 19 23"
        done = san.do(commands.draw, seed)
        order = drawn(seed, 7)
        assert [done.numbers[n - 1].turn for n in order] == list(range(1, 8))
        with house.act() as act:
            (kept,) = queries.events(act, san.id, "drawn")
        assert (kept.body["seed"], kept.body["order"]) == (seed, order)
        assert len(kept.body["signatures"]["1"]) == 64
        with pytest.raises(Problem) as problem:
            san.do(commands.draw, "otra semilla mejor")
        assert refused(problem) == "san-en-otro-estado"

    def test_the_organiser_may_be_paid_with_the_first_turn(self, house: House) -> None:
        ana = house.client("Organizadora")
        san = San(house, 3, fee=Fee(FeeKind.FIRST_TURN), organiser=ana)
        for number, client in ((1, house.client()), (2, house.client()), (3, ana)):
            san.join(client, number)
        with pytest.raises(Problem) as problem:
            san.agree(1, 2, 3)
        assert refused(problem) == "datos-invalidos"
        done = san.do(commands.draw, "cualquier semilla")
        assert done.number(3).turn == 1
        with pytest.raises(Problem) as problem:
            san.swap(3, 1)
        assert refused(problem) == "datos-invalidos"

    def test_quotas_are_debts_like_any_other(self, house: House) -> None:
        san = San(house, 3, frequency=Frequency.FORTNIGHT, starts_on=date(2026, 10, 10)).begin()
        cells = san.now().number(2).cells
        assert [cell.due_on.isoformat() for cell in cells] == ["2026-10-15", "2026-10-31", "2026-11-15"]
        assert cells[0].receivable_id is not None
        debt = house.due(cells[0].receivable_id)
        assert (debt.kind, debt.concept) == ("rosca", "San San de prueba · número 2 · ronda 1 de 3")
        with pytest.raises(Problem) as problem, house.act(reason="no va") as act:
            debts.cancel_receivable(act, debt.id)
        assert refused(problem) == "cuota-de-contrato"

    @pytest.mark.parametrize(
        ("given", "problem"),
        [
            ({"contribution": "0"}, "monto-invalido"),
            ({"places": 1}, "datos-invalidos"),
            ({"fee": Fee(FeeKind.FIXED)}, "datos-invalidos"),
            ({"fee": Fee(FeeKind.FIXED, money(300))}, "datos-invalidos"),
            ({"fee": Fee(FeeKind.FIRST_TURN)}, "datos-invalidos"),
            ({"starts_on": date(1950, 1, 1)}, "datos-invalidos"),
            ({"organiser": uuid4()}, "no-encontrado"),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, house: House, given: dict[str, object], problem: str
    ) -> None:
        with pytest.raises(Problem) as told:
            San(house, **given)  # type: ignore[arg-type]
        assert told.value.type == problem


class TestDelivery:
    def test_needs_the_cash_to_be_there(self, house: House) -> None:
        san = San(house).begin()
        san.all_pay(3)
        with pytest.raises(Problem) as problem:
            san.hand(1)
        assert refused(problem) == "bote-incompleto"
        assert problem.value.facts == {"missing": money(100).json(), "numbers": [3]}
        san.pay(3)
        assert san.hand(1).number(1).position == money(-200)

    def test_may_be_completed_by_the_organiser_who_is_paid_back(self, house: House) -> None:
        san = San(house).begin()
        house.pay(house.client(), "1000")
        san.all_pay(3)
        with pytest.raises(Problem) as problem:
            san.hand(1, 99)
        assert refused(problem) == "bote-incompleto"
        done = san.hand(1, 100)
        assert (done.guarantee, done.pot, done.round(1).fronted) == (money(100), money(0), money(100))
        assert done.adds_up
        with house.act() as act:
            assert books.balance(act, Use.ROSCA_FRONTED, "MXN") == money(100)
        san.pay(3)
        assert san.now().guarantee.is_zero
        assert [each.state for each in san.now().rounds][:1] == ["closed"]

    def test_is_done_once(self, house: House) -> None:
        san = San(house).begin()
        san.all_pay()
        san.hand(1)
        for attempt in (lambda: san.allow(1), lambda: san.hand(1)):
            with pytest.raises(Problem) as problem:
                attempt()
            assert refused(problem) == "bote-ya-entregado"

    def test_nobody_is_paid_twice_by_the_databases_own_keys(self, house: House, database_url: str) -> None:
        san = San(house).begin()
        san.all_pay()
        san.hand(1)
        columns = (
            "rosca_id, branch_id, round, number_id, party_id, gross, fee, fronted, method, box_id, on_date, at,"
            " authorised_by, delivered_by, entry_id, act_id"
        )
        with psycopg.connect(database_url, autocommit=True) as root:
            for other, key in ((columns.replace(" round", " 2"), "number"), (columns, "round")):
                with pytest.raises(psycopg.errors.UniqueViolation, match=f"rosca_deliveries_({key}|round)"):
                    root.execute(
                        f"insert into rosca_deliveries ({columns}) select {other} from rosca_deliveries"
                    )
            with pytest.raises(psycopg.errors.CheckViolation, match="rosca_two_hands"):
                root.execute("update rosca_deliveries set authorised_by = delivered_by")

    def test_comes_in_order(self, house: House) -> None:
        san = San(house).begin()
        with pytest.raises(Problem) as problem:
            san.allow(2)
        assert refused(problem) == "ronda-fuera-de-orden"

    def test_needs_two_hands(self, house: House) -> None:
        san = San(house).begin()
        san.all_pay()
        with pytest.raises(Problem) as problem, house.act() as act:
            commands.deliver(act, Deliver(san.id, 1))
        assert refused(problem) == "falta-segunda-mano"
        with house.act() as act:
            commands.authorise(act, Authorise(san.id, 1))
        with pytest.raises(Problem) as problem, house.act() as act:
            commands.deliver(act, Deliver(san.id, 1))
        assert refused(problem) == "misma-mano"

    def test_what_was_allowed_is_not_for_somebody_else(self, house: House) -> None:
        san = San(house).begin()
        san.all_pay()
        san.allow(1)
        san.swap(1, 2)
        with pytest.raises(Problem) as problem, house.act() as act:
            commands.deliver(act, Deliver(san.id, 1))
        assert refused(problem) == "falta-segunda-mano"

    def test_waits_for_who_receives_to_put_their_own(self, house: House) -> None:
        san = San(house).begin()
        san.all_pay(1)
        with pytest.raises(Problem) as problem:
            san.hand(1, 300)
        assert refused(problem) == "numero-atrasado"

    def test_needs_the_money_in_that_till(self, house: House) -> None:
        san = San(house).begin()
        san.all_pay()
        with pytest.raises(Problem) as problem:
            san.hand(1, method="transfer")
        assert refused(problem) == "fondos-insuficientes"

    def test_is_undone_with_what_was_paid_since(self, house: House) -> None:
        san = San(house).begin()
        house.pay(house.client(), "1000")
        san.all_pay(3)
        san.hand(1, 100)
        late = san.pay(3)
        back = san.take_back(1)
        assert (back.pot, back.guarantee, back.adds_up) == (money(300), money(0), True)
        house.reverse(late.id)
        assert san.now().pot == money(200)
        san.pay(3)
        assert san.hand(1).number(1).position == money(-200)

    def test_is_undone_from_the_last_one(self, house: House) -> None:
        san = San(house).begin()
        for k in (1, 2):
            san.all_pay()
            san.hand(k)
        with pytest.raises(Problem) as problem:
            san.take_back(1)
        assert refused(problem) == "ronda-fuera-de-orden"


class TestReversalOfAQuota:
    def test_after_the_delivery_is_put_forward_by_the_organiser(self, house: House) -> None:
        san = San(house).begin()
        house.pay(house.client(), "1000")
        paid = san.pay(2)
        san.all_pay(2)
        san.hand(1)
        house.reverse(paid.id)
        now = san.now()
        assert (now.guarantee, now.pot, now.adds_up) == (money(100), money(0), True)
        assert now.number(2).position == money(0)
        san.pay(2)
        assert san.now().guarantee.is_zero

    def test_of_what_had_been_put_forward_needs_nothing_more(self, house: House) -> None:
        san = San(house).begin()
        house.pay(house.client(), "1000")
        san.all_pay(2)
        san.hand(1, 100)
        paid = san.pay(2)
        entries = house.one("select count(*) from ledger.entries where kind = 'unsettling'")
        house.reverse(paid.id)
        assert entries == house.one("select count(*) from ledger.entries where kind = 'unsettling'")
        assert san.now().guarantee == money(100)

    def test_that_covers_several_numbers_and_rounds(self, house: House) -> None:
        san, juan = San(house, 3), house.client()
        house.pay(house.client(), "1000")
        san.join(juan, 1, 2)
        san.join(house.client(), 3)
        san.agree(3, 1, 2)
        san.do(commands.start)
        san.pay(3)
        taken = san.pay(1, 500)
        assert [part.amount for part in taken.parts] == [money(100)] * 5
        san.hand(1)
        house.reverse(taken.id)
        now = san.now()
        assert (now.guarantee, now.pot, now.adds_up) == (money(200), money(0), True)


class TestTurns:
    def test_swap_needs_both(self, house: House) -> None:
        san = San(house).begin()
        with pytest.raises(Problem) as problem:
            san.swap(1, 3, 1)
        assert refused(problem) == "falta-consentimiento"
        done = san.swap(1, 3)
        assert [each.turn for each in done.numbers] == [3, 2, 1]

    def test_swap_is_for_who_has_not_received(self, house: House) -> None:
        san = San(house).begin()
        san.all_pay()
        san.hand(1)
        for attempt in (lambda: san.swap(1, 3), lambda: san.replace(1, house.client())):
            with pytest.raises(Problem) as problem:
                attempt()
            assert refused(problem) == "turno-ya-cobrado"

    def test_who_falls_behind_goes_last(self, house: House) -> None:
        san = San(house).begin()
        with pytest.raises(Problem) as problem:
            san.do(commands.postpone, 1)
        assert refused(problem) == "sin-atraso"
        house.later(days=3)
        assert [each.turn for each in san.do(commands.postpone, 1).numbers] == [3, 1, 2]

    def test_who_comes_owes_what_is_left(self, house: House) -> None:
        san, nueva = San(house).begin(), house.client("Nueva")
        paid = san.pay(2, 130)
        before = TODAY
        house.later(days=5)
        done = san.replace(2, nueva).number(2)
        assert (done.party_id, done.position) == (nueva, money(130))
        assert [(cell.party_id == nueva, str(cell.paid.amount)) for cell in done.cells] == [
            (False, "100.00"), (True, "30.00"), (True, "0.00"),
        ]  # fmt: skip
        then = san.now(before).number(2)
        assert (then.party_id, then.position) == (san.people[1], money(130))
        house.reverse(paid.id)
        assert san.now().number(2).position == money(0)

    def test_a_replacement_says_how_it_is_known(self, house: House) -> None:
        san = San(house).begin()
        with pytest.raises(Problem) as problem:
            san.replace(2, house.client(), "x")
        assert refused(problem) == "falta-consentimiento"
        with pytest.raises(Problem) as problem:
            san.replace(2, san.people[1])
        assert refused(problem) == "datos-invalidos"


class TestWhoReceivedAndStops:
    def test_owes_a_debt_in_collections(self, house: House) -> None:
        san = San(house).begin()
        san.all_pay()
        san.hand(1)
        house.later(days=40)
        gone = san.now().number(1)
        assert (gone.in_collections, gone.state, gone.overdue) == (True, "received_late", money(100))
        assert [cell.after_receiving for cell in gone.cells] == [False, True, True]
        assert (gone.cells[1].letter, gone.cells[1].days_past_due) == ("A", 9)
        assert san.now().exposure == money(200)
        with house.act() as act:
            (row,) = queries.roscas(act, RoscaFilter(client_id=gone.party_id)).items
        assert (row.in_collections, row.exposure) == (money(100), money(200))

    def test_does_not_stop_the_others(self, house: House) -> None:
        san = San(house).begin()
        house.pay(house.client(), "1000")
        san.all_pay()
        san.hand(1)
        san.pay(2)
        san.pay(3)
        assert san.hand(2, 100).guarantee == money(100)


class TestEnd:
    def test_waits_for_everything(self, house: House) -> None:
        san = San(house, 2).begin()
        with pytest.raises(Problem) as problem:
            san.do(commands.close)
        assert refused(problem) == "san-con-saldo"
        for k in (1, 2):
            san.all_pay()
            san.hand(k)
        done = san.do(commands.close)
        assert (done.status, {each.state for each in done.numbers}) == (Status.COMPLETED, {"closed"})
        with pytest.raises(AlreadyPaid):
            san.pay(1, apply_to=(done.number(1).cells[0].receivable_id,))

    def test_suspended_it_still_takes_money_and_hands_nothing(self, house: House) -> None:
        san = San(house).begin()
        san.do(commands.suspend)
        san.all_pay()
        with pytest.raises(Problem) as problem:
            san.hand(1)
        assert refused(problem) == "san-en-otro-estado"
        san.do(commands.resume)
        assert san.hand(1).status is Status.ACTIVE

    def test_liquidated_who_did_not_receive_gets_back_what_was_put_in(self, house: House) -> None:
        san = San(house, 4).begin()
        house.pay(house.client(), "1000")
        san.all_pay(4)
        san.hand(1, 100)
        san.pay(2, 150)
        done = san.do(commands.liquidate)
        assert san.positions() == ["-300", "250", "100", "0"]
        assert (done.pot, done.guarantee, done.adds_up) == (money(150), money(100), True)
        assert [len([c for c in n.cells if c.receivable_id]) for n in done.numbers] == [4, 3, 1, 0]
        with pytest.raises(Problem) as problem:
            san.refund(2, 151)
        assert refused(problem) == "reembolso-excedido"
        san.refund(2, 150)
        with pytest.raises(Problem) as problem:
            san.do(commands.close)
        assert refused(problem) == "san-con-saldo"
        san.pay(1, 300)
        with pytest.raises(Problem) as problem:
            san.do(commands.close)
        assert refused(problem) == "san-con-saldo"
        san.refund(2)
        san.refund(3)
        closed = san.do(commands.close)
        assert (closed.pot, closed.guarantee, closed.adds_up) == (money(0), money(0), True)
        with house.act() as act:
            assert books.balance(act, Use.ROSCA_FRONTED, "MXN").is_zero
            assert books.balance(act, Use.ROSCA_FUND, "MXN").is_zero

    def test_one_that_never_started_is_just_closed(self, house: House) -> None:
        san = San(house)
        done = san.do(commands.liquidate)
        assert (done.status, done.closed_on) == (Status.LIQUIDATED, TODAY)


class TestOtherBranches:
    def test_are_not_seen(self, house: House) -> None:
        san = San(house, branch=2)
        with pytest.raises(Problem) as problem, house.act(1, 1) as act:
            queries.rosca(act, san.id)
        assert refused(problem) == "no-encontrado"

    def test_collect_for_it(self, house: House) -> None:
        san = San(house, branch=2).begin()
        client = san.now().number(1).party_id
        assert isinstance(client, UUID)
        paid = house.pay(client, "100", branch=1)
        assert san.now().pot == money(100)
        house.reverse(paid.id)
        assert san.now().pot.is_zero


def test_a_past_date_is_told_as_it_was(house: House) -> None:
    san = San(house).begin()
    san.all_pay()
    san.hand(1)
    house.later(days=35)
    san.swap(2, 3)
    san.all_pay()
    then = san.now(TODAY + timedelta(days=1))
    assert [str(each.position.amount) for each in then.numbers] == ["-200.00", "100.00", "100.00"]
    assert [each.turn for each in then.numbers] == [1, 2, 3]
    assert [each.turn for each in san.now().numbers] == [1, 3, 2]
    early = san.now(TODAY - timedelta(days=1))
    assert (early.status, early.adds_up, early.next) == (Status.FORMING, True, None)


def test_a_closed_month_takes_no_delivery(house: House) -> None:
    san = San(house).begin()
    san.all_pay()
    san.allow(1)
    with house.act() as act:
        ledger.close_period(act, 202610, "C")
    with pytest.raises(Problem) as problem, house.act() as act:
        commands.deliver(act, Deliver(san.id, 1))
    assert refused(problem) == "periodo-cerrado"


class TestTheRestOfTheHouse:
    def test_late_quotas_grow_old_and_are_reminded(self, house: House) -> None:
        san = San(house, 2).begin()
        san.pay(1)
        house.later(days=2)
        end_of_day.close_day(house.engine, house.at, 1, TODAY + timedelta(days=1))
        cell = san.now().number(2).cells[0]
        moves = house.one("select count(*), min(receivable_id::text) from arrears_moves")
        assert tuple(moves) == (1, str(cell.receivable_id))
        with house.act() as act:
            (row,) = [each for each in aged.ageing(act) if each.bucket.code == "1-7"]
        assert (row.balance, row.debts) == (money(100), 1)

    def test_nobody_is_forgotten_while_their_san_goes_on(self, house: House) -> None:
        san = San(house, 2).begin()
        for number in (1, 2):
            san.pay(number, 200)
        with pytest.raises(Problem) as problem, house.act(reason="lo pidió") as act:
            forgetting.forget(act, san.people[1])
        assert refused(problem) == "cliente-con-saldo"
        for k in (1, 2):
            san.hand(k)
        san.do(commands.close)
        with house.act(reason="lo pidió") as act:
            forgetting.forget(act, san.people[1])
        assert san.now().adds_up
