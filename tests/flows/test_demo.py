"""The demonstration loads whole, adds up, and shows the documents' own figures."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text

from caudal.business.loans import queries
from caudal.business.loans.queries import LoanRecord, backing, remittances
from caudal.business.loans.rules.allocation import Component
from caudal.business.pawn.queries import custody, lots, tickets
from caudal.business.pawn.queries.lots import LotFilter
from caudal.business.pawn.queries.tickets import TicketFilter
from caudal.business.reconciliation import commands as reconciliation
from caudal.business.reconciliation.commands import ReconcileDay
from caudal.business.roscas import queries as roscas
from caudal.business.roscas.queries import RoscaFilter
from caudal.business.treasury import queries as treasury
from caudal.business.treasury.queries import ShiftFilter
from caudal.business.treasury.rules.states import Moment
from caudal.commons.access.rules import PERMISSIONS
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.branches import in_branch
from caudal.commons.acts.opening import Opening, acting, house_acting
from caudal.commons.alerts import queries as alerts
from caudal.flows import bank_days, board_text, boards, figures, verify
from caudal.flows.alerts import rounds
from caudal.flows.demo import cast
from caudal.flows.demo.load import load
from tests.flows.test_boards import CARD

AT = datetime(2026, 11, 21, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(module_engine: Engine) -> Engine:
    load(module_engine, AT)
    return module_engine


def test_the_demonstration_adds_up(loaded: Engine) -> None:
    with house_acting(loaded, AT) as act:
        found = verify.verify(act)
        assert [check for check in found.checks if check.findings] == []
        cxc = act.db.execute(text("select amount, paid from receivables where number = 1")).one()
        assert tuple(cxc) == (1_000_000, 1_000_000)
        juan = act.db.execute(
            text("select amount, due_on::text from receivables where currency = 'COP' order by number")
        ).first()
        assert tuple(juan or ()) == (25_000_000, "2026-01-10")
        users = act.db.execute(text("select count(*) from users where demo and active")).scalar_one()
        assert users == 11


@pytest.mark.parametrize(
    "at",
    [
        datetime(
            2027, 3, 1, 5, 20, tzinfo=UTC
        ),  # twenty minutes of a month in Cancún and Bogotá, not yet in CDMX
        datetime(
            2026, 12, 31, 4, 10, tzinfo=UTC
        ),  # ten minutes of the year's last day, in Santo Domingo alone
    ],
    ids=str,
)
def test_it_loads_minutes_after_midnight(engine: Engine, at: datetime) -> None:
    load(engine, at)
    with house_acting(engine, at) as act:
        assert [check for check in verify.verify(act).checks if check.findings] == []
        ahead = act.db.execute(
            text(
                "select count(*) from till_shifts s join branches b on b.id = s.branch_id where s.closed_at is null and"
                " date(s.opened_at at time zone b.time_zone)"
                " <> date(cast(:at as timestamptz) at time zone b.time_zone)"
            ),
            {"at": at},
        ).scalar_one()
        assert ahead == 0, "la caja abierta es de hoy"


def test_it_lends_in_every_state(loaded: Engine) -> None:
    with house_acting(loaded, AT) as act:
        rows = act.db.execute(text("select status, count(*) from loans group by status")).all()
        assert {row.status: row.count for row in rows} == {
            "applied": 1, "approved": 1, "rejected": 1, "active": 8, "paid": 1,
        }  # fmt: skip
        late = act.db.execute(
            text("select count(*) from loans where status = 'active' and oldest_due_on < :on"),
            {"on": act.business_date},
        ).scalar_one()
        assert late == 2
        assert act.db.execute(text("select count(*) from loan_products where active")).scalar_one() == 6


def test_it_lends_on_a_house(loaded: Engine) -> None:
    """A mortgage paid each month, with its house appraised, insured and tied in the registry, and a codebtor."""
    with house_acting(loaded, AT) as act:
        found = _loan_of(act, "Graciela Montes")
        state = queries.state(act, found)
        assert [row.left == 0 for row in state.instalments[:5]] == [True] * 4 + [False]
        stands = backing.standing(act, found)
        assert stands.ltv == (Decimal(state.principal) / 285_000_000).quantize(Decimal("0.0001"))
        assert (stands.ltv < Decimal("0.6667"), stands.limit, stands.over) == (True, Decimal("0.7000"), False)
        ((lien,),) = backing.liens(act, [found.id]).values()
        assert (lien.status, lien.entry) == ("registered", "Asiento 4, hipoteca")
        assert [each.role for each in backing.sureties(act, found.id)] == ["codebtor"]
        assert [(each.kind, each.loan.id) for each in backing.watch(act)] == [("insurance", found.id)]
        (held,) = remittances.standing(act, found.branch_id)
        assert held.collected.minor == sum(row.paid[Component.INSURANCE] for row in state.instalments)
        assert held.paid.is_positive
        assert held.held.is_positive


def test_it_opens_a_line(loaded: Engine) -> None:
    """A line drawn three times and cut twice: its first minimum was paid, the second one is to come."""
    with house_acting(loaded, AT) as act:
        found = _loan_of(act, "Minerva Tzuc")
        line = queries.state(act, found).line
        assert line is not None
        first, second, going = line.statements
        assert (first.drawn, second.drawn, going.closed) == (50_000_00, 15_000_00, False)
        assert line.used == 65_000_00 - second.paid == line.limit - line.available
        due = act.db.execute(
            text("select amount, paid from receivables where owner_id = :loan order by due_on"),
            {"loan": found.id},
        ).all()
        assert [(row.amount, row.paid) for row in due] == [
            (first.minimum, first.minimum),
            (second.minimum, 0),
        ]


def _loan_of(act: Act, name: str) -> LoanRecord:
    wanted = text("select l.id from loans l join parties p on p.id = l.party_id where p.name = :name")
    return queries.loan(act, act.db.execute(wanted, {"name": name}).scalar_one())


def test_it_saves_together(loaded: Engine) -> None:
    """A san going on with somebody who received and stopped, one drawn, one that ended."""
    with house_acting(loaded, AT) as act:
        found = {row.name: row for row in roscas.roscas(act, RoscaFilter()).items}
        going = found["San de la cuadra"]
        assert (going.status, going.members, going.people, going.delivered) == ("active", 9, 8, 6)
        assert going.in_collections.is_positive
        assert roscas.rosca(act, going.id).adds_up
        assert {name: row.status for name, row in found.items()} == {
            "San de la cuadra": "active", "San de las comadres": "drawn", "San del taller": "completed",
        }  # fmt: skip


def test_a_till_was_counted(loaded: Engine) -> None:
    """In Cancún, two days closed, one of them short, and today's till open."""
    with house_acting(loaded, AT) as act:
        found = treasury.shifts(act, ShiftFilter()).items
        assert [(shift.branch_id, shift.state.value, shift.moves) for shift in found] == [
            (1, "open", 0), (1, "closed", 1), (1, "closed", 1),
        ]  # fmt: skip
        missing = found[1].difference(Moment.CLOSING)
        assert missing is not None
        assert (missing.amount.minor, missing.state, found[2].difference(Moment.CLOSING)) == (
            -1200,
            "posted",
            None,
        )


def test_it_pawns_in_every_state(loaded: Engine) -> None:
    """Tickets and lots in each state a person may see, with their articles photographed and in their place."""
    with house_acting(loaded, AT) as act:
        found = tickets.tickets(act, TicketFilter(), 200).items
        assert Counter(one.status.value for one in found) == {
            "live": 11, "grace": 3, "expired": 2, "quoted": 1, "cancelled": 1, "redeemed": 3, "renewed": 7,
            "adjudicated": 7,
        }  # fmt: skip
        soon = [one for one in found if one.status.value == "live" and one.due_on <= AT.date() + timedelta(7)]
        assert {one.branch_id for one in soon} == {1, 5}
        assert len([one for one in found if one.lost_on or one.retained_on]) == 2
        assert max(Counter(one.root_id for one in found).values()) == 4, "one was renewed three times"
        sold = lots.lots(act, LotFilter()).items
        assert Counter(one.status.value for one in sold) == {
            "adjudicated": 1, "on_sale": 2, "sold": 1, "surplus_due": 2, "surplus_paid": 1,
        }  # fmt: skip
        (item,) = tickets.items_of(act, [found[0].root_id])[found[0].root_id]
        assert tickets.photos_of(act, [item.id])[item.id][0].size > 500
        assert all(not count.missing and not count.surplus for count in custody.counts(act))
        kept = Counter(one.location_id for one in custody.vault(act))
        assert len(kept) == 6, "the counter of Cancún, three vaults and two showcases"


def test_it_loads_on_the_first_of_a_month_after_a_leap_day(engine: Engine) -> None:
    """Its dates are relative: months of any length keep every story possible. `campaign demo` has many more days."""
    load(engine, datetime(2028, 3, 1, 20, tzinfo=UTC))


def test_the_bank_is_compared(loaded: Engine) -> None:
    with house_acting(loaded, AT) as act:
        rows = act.db.execute(
            text(
                "select a.branch_id, count(l.id) as lines, count(*) filter (where l.open = 0) as explained"
                " from bank_accounts a join bank_lines l on l.box_id = a.box_id group by 1 order by 1"
            )
        ).all()
        told = "select count(*), count(*) filter (where state = 'pending') from day_reconciliations"
        days = act.db.execute(text(told)).one()
    assert [r.branch_id for r in rows] == [1, 2, 3, 4, 5]
    assert all(r.lines - r.explained >= 3 for r in rows), "something waits to be explained"
    assert sum(r.explained for r in rows) > sum(r.lines for r in rows) // 2, rows
    assert tuple(days) == (15, 0)


def test_it_draws_the_documents_boards(loaded: Engine) -> None:
    """The table of the branches and the card of Guadalajara, to the letter."""
    with house_acting(loaded, AT) as act:
        since, until = figures.last_complete_month(act.business_date)
        drawn = board_text.table_text(boards.company_board(act, since, until)).splitlines()
        rows = [line for line in drawn if "│" in line][:5]
        assert rows[1:] == [
            "║  Cancún        │ $910K    │ $840K   │ $70K  7.7% ║",
            "║  CDMX          │ $750K    │ $695K   │ $55K  7.3% ║",
            "║  Guadalajara   │ $580K    │ $560K   │ $20K  3.4% ║",
            "║  TOTAL         │$2.24M    │$2.09M   │$145K  6.5% ║",
        ]
        everything = Actor(0, "Sistema", "sistema", act.actor.branches, frozenset(PERMISSIONS))
        board = boards.branch_board(replace(act, actor=everything), cast.MANAGED)
        assert board_text.card_text(board) == CARD


def test_it_warns_in_its_first_branch_of_what_the_document_draws(loaded: Engine) -> None:
    """«Alertas Críticas: 3», «Requiere Atención: 8», and for the company what its branches add up to."""
    everywhere = tuple(range(1, len(cast.BRANCHES) + 1))
    house = Actor(0, "Sistema", "sistema", everywhere, frozenset(PERMISSIONS))
    opening = Opening(house, Place(1, "local", "worker"), AT, keep=False, every_branch=True)
    with acting(loaded, opening) as act:
        made = act.db.execute(text("select min(created_at) from boxes where branch_id = 1 and kind = 'bank'"))
        since, until = bank_days.BankDay(1, "America/Cancun", made.scalar_one()).due(AT) or (
            AT.date(),
            AT.date(),
        )
        for day in range((until - since).days + 1):  # what the worker catches up with when it starts
            reconciliation.reconcile(act, ReconcileDay(since + timedelta(days=day), 1))
        for branch in everywhere:
            here = in_branch(act, branch)
            rounds.urgent(here, branch)
            rounds.daily(here, branch, here.business_date)
        own = [alerts.tally(alerts.counts(act, branch)) for branch in everywhere]
        assert (own[0].critical, own[0].attention) == (3, 8)
        company = boards.company_board(act, AT.date(), AT.date())
        assert company.critical == sum(each.critical for each in own)
        assert company.attention == sum(each.attention for each in own)
