"""Behind the counter: two hands, counts, what an authority takes, and what is sold."""

from datetime import timedelta
from uuid import UUID

import pytest

from caudal.business.pawn import commands as pawn
from caudal.business.pawn.commands import CountVault, NewLocation, SellLot, SendPledges
from caudal.business.pawn.queries import custody, tickets
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.kernel.problems import Problem
from caudal.ledger.rules import Use
from tests.business.pawn.counter import Counter, pesos


def item_of(counter: Counter, ticket: TicketRecord) -> UUID:
    with counter.house.act() as act:
        return tickets.items_of(act, [ticket.root_id])[ticket.root_id][0].id


def place(counter: Counter, name: str = "Bóveda") -> int:
    with counter.house.act() as act:
        return pawn.add_location(act, NewLocation("vault", name)).id


class TestCustody:
    def test_takes_one_who_gives_and_another_who_receives(self, counter: Counter) -> None:
        item, vault = item_of(counter, counter.lend()), place(counter)
        with counter.house.act() as act:
            move = pawn.send_pledges(act, SendPledges((item,), vault))
        with counter.house.act() as act, pytest.raises(Problem) as refused:
            pawn.receive_pledges(act, move.id)
        assert refused.value.type == "dos-manos-prenda"
        with counter.house.act() as act, pytest.raises(Problem) as refused:
            pawn.send_pledges(act, SendPledges((item,), vault))
        assert refused.value.type == "prenda-en-traslado"
        with counter.boss() as act:
            done = pawn.receive_pledges(act, move.id)
        assert (done.sent_by, done.received_by) == (7, 8)
        with counter.boss() as act, pytest.raises(Problem) as refused:
            pawn.receive_pledges(act, move.id)
        assert refused.value.type == "conflicto"
        with counter.house.act() as act:
            assert [one.item_id for one in custody.vault(act, location_id=vault)] == [item]

    def test_what_is_between_two_hands_doesnt_leave(self, counter: Counter) -> None:
        ticket = counter.lend()
        with counter.house.act() as act:
            pawn.send_pledges(act, SendPledges((item_of(counter, ticket),), place(counter)))
        with pytest.raises(Problem) as refused:
            counter.redeem(ticket)
        assert refused.value.type == "prenda-en-traslado"
        assert counter.see(ticket).status.value == "live", "nothing half done"

    def test_a_count_says_what_is_missing_and_what_is_not_from_there(self, counter: Counter) -> None:
        here, there = item_of(counter, counter.lend()), item_of(counter, counter.lend(amount="1"))
        vault = place(counter)
        with counter.house.act() as act:
            move = pawn.send_pledges(act, SendPledges((there,), vault))
        with counter.boss() as act:
            pawn.receive_pledges(act, move.id)
            found = pawn.count_vault(act, CountVault(vault, (here,), ("rota",)))
        assert (found.missing, found.surplus, found.unknown) == ((there,), (here,), ("rota",))
        with counter.boss() as act, pytest.raises(Problem) as refused:
            pawn.count_vault(act, CountVault(vault, (UUID(int=9),)))
        assert refused.value.type == "no-encontrado"

    def test_two_places_arent_called_the_same(self, counter: Counter) -> None:
        place(counter)
        with pytest.raises(Problem) as refused:
            place(counter, "BÓVEDA")
        assert refused.value.type == "conflicto"


class TestAuthority:
    def test_keeps_a_pledge_until_it_lets_go(self, counter: Counter) -> None:
        ticket = counter.lend()
        with counter.house.act(reason="Oficio 12/2026") as act:
            pawn.retain_pledge(act, ticket.id)
        for attempt in (lambda: counter.redeem(ticket), lambda: counter.renew(ticket)):
            with pytest.raises(Problem) as refused:
                attempt()
            assert refused.value.type == "prenda-retenida"
        counter.at(ticket, 130)
        with pytest.raises(Problem) as refused:
            counter.adjudicate(ticket)
        assert refused.value.type == "prenda-retenida"
        with counter.house.act(reason="Oficio 15/2026") as act:
            pawn.release_pledge(act, ticket.id)
        counter.adjudicate(ticket)

    def test_takes_a_pledge_and_the_loan_is_a_loss(self, counter: Counter) -> None:
        ticket = counter.lend()
        with counter.house.act(reason="Oficio 12/2026") as act:
            assert pawn.surrender_pledge(act, ticket.id).status.value == "surrendered"
        assert (counter.balance(Use.BAD_DEBT), counter.balance(Use.PAWN_LOANS)) == (pesos(10_000), pesos(0))
        lot = counter.forfeited()
        with counter.house.act(reason="Oficio 13/2026") as act:
            assert pawn.surrender_lot(act, lot.id).status.value == "surrendered"
        assert counter.balance(Use.BAD_DEBT) == pesos(20_000)


class TestLots:
    def test_enter_at_the_lesser_of_capital_and_net_value(self, counter: Counter) -> None:
        ticket = counter.lend()
        counter.at(ticket, 123)
        lot = counter.adjudicate(ticket, "8000")
        assert lot.cost == pesos(7_200), "8,000 less 10 % of selling it"
        assert counter.balance(Use.BAD_DEBT) == pesos(2_800)
        assert counter.balance(Use.PAWN_INVENTORY) == pesos(7_200)

    def test_are_not_sold_below_their_minimum_without_who_may(self, counter: Counter) -> None:
        lot = counter.forfeited()
        with counter.house.act() as act:
            assert pawn.list_lot(act, lot.id, pesos(12_000)).status.value == "on_sale"
        with pytest.raises(Problem) as refused:
            counter.sell(lot, "11999.99")
        assert refused.value.type == "precio-bajo-el-minimo"
        with counter.boss("Rayado") as act:
            sold = pawn.sell_lot(act, SellLot(lot.id, pesos(11_000), "transfer", "Ana"))
        assert (sold.status.value, sold.surplus, sold.shortfall) == ("sold", pesos(0), pesos(9_100))
        with pytest.raises(Problem) as refused:
            counter.sell(lot, "12000")
        assert refused.value.type == "lote-cerrado"

    def test_a_surplus_nobody_claims_in_a_year_lapses(self, counter: Counter) -> None:
        lot = counter.forfeited()
        sale = counter.sell(lot, "25000", "0")
        assert (sale.surplus, sale.surplus_until) == (
            pesos(6_000),
            sale.ended_on and sale.ended_on + timedelta(days=365),
        )
        with counter.house.act(reason="nadie vino") as act, pytest.raises(Problem) as refused:
            pawn.lapse_surplus(act, lot.id)
        assert refused.value.type == "sin-demasia"
        counter.house.later(days=366)
        with counter.house.act(reason="nadie vino") as act:
            assert pawn.lapse_surplus(act, lot.id).status.value == "surplus_lapsed"
        assert counter.balance(Use.OTHER_INCOME) == pesos(-6_000)
        with counter.house.act() as act, pytest.raises(Problem) as refused:
            pawn.pay_surplus(act, lot.id)
        assert refused.value.type == "sin-demasia"

    def test_what_was_stolen_is_written_off(self, counter: Counter) -> None:
        lot = counter.forfeited()
        with counter.house.act() as act, pytest.raises(Problem) as refused:
            pawn.write_off_lot(act, lot.id)
        assert refused.value.type == "datos-invalidos"
        with counter.house.act(reason="robo, denuncia 77") as act:
            assert pawn.write_off_lot(act, lot.id).status.value == "written_off"
        assert counter.balance(Use.BAD_DEBT) == pesos(10_000)
