"""What one person authorises in a row to the same person is one thing against the limit of their role."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from caudal.business.approvals import commands, queries
from caudal.business.approvals.commands import NewLimit, NewSpan, OverYourLimit, OwnRequest, SayLimits
from caudal.business.approvals.rules.kinds import Kind
from caudal.flows import inbox
from caudal.flows.inbox import Wanted
from caudal.kernel.problems import Invalid
from tests.business.approvals.people import Hands

_SIGN = (
    "insert into approval_signatures (request_id, actor_id, branch_id, kind, sha, role, says, on_date, at, ip, act_id)"
    " select id, 121, branch_id, kind, sha, 'gerente', 'authorise', asked_on, now(), '', act_id"
    " from approval_requests where id = %s"
)


@pytest.fixture
def people(hands: Hands) -> tuple[UUID, UUID]:
    """Two clients; a manager gives back up to 10,000 and pays up to 10,000."""
    hands.limit("gerente", "10000", kind=Kind.REFUND)
    hands.limit("gerente", "10000")
    return hands.house.client(), hands.house.client("María López")


def refund(hands: Hands, party: UUID, amount: str, **more: Any) -> UUID:
    return hands.ask(**{"kind": Kind.REFUND, "party_id": party, "amount": amount, **more})


def say(hands: Hands, *spans: NewSpan, who: str = "duena") -> None:
    with hands.as_(who, reason="acuerdo de dirección") as act:
        commands.set_limits(act, SayLimits((), None, spans))


def later(hands: Hands, days: int) -> None:
    hands.house.at += timedelta(days=days)


def mine(hands: Hands, who: str = "gerente") -> set[str]:
    with hands.as_(who) as act:
        return {row.id for row in inbox.waiting(act, Wanted())[0].items if not row.barred}


def test_small_things_in_a_row_are_one_against_the_limit(
    hands: Hands, people: tuple[UUID, UUID], database_url: str
) -> None:
    """Of the same client in the month, and the refusal says how much; of another, by another or annulled, it isn't."""
    one, other = people
    first, second, third, of_other = (refund(hands, whose, "6000") for whose in (one, one, one, other))
    hands.authorise(first)
    assert mine(hands) == {str(of_other)}
    with pytest.raises(OverYourLimit) as caught:
        hands.authorise(second)
    told = caught.value.detail
    assert "Pasa de su tope: $10,000.00" in told
    assert "Con lo que ya autorizó al mismo cliente este mes ($6,000.00" in told
    assert "son $12,000.00" in told
    with psycopg.connect(database_url, options="-c role=caudal_app -c caudal.all=1") as app:
        app.execute("select set_config('caudal.actor', '121', true)")
        with pytest.raises(psycopg.Error) as refused:
            app.execute(_SIGN, (second,))
    assert refused.value.sqlstate == "CA032"
    hands.authorise(of_other)
    hands.authorise(second, "gerente2")
    with hands.as_("director", reason="se canceló dos veces") as act:
        commands.annul(act, first, "la reserva volvió")
    hands.authorise(third)
    later(hands, 32)
    hands.authorise(refund(hands, one, "9000"))


def test_over_which_days_is_said_from_a_date_on(hands: Hands, people: tuple[UUID, UUID]) -> None:
    """A supplier's invoices of one day count together and those of a week don't, until somebody says so."""
    one, _ = people

    def pay(amount: str = "6000") -> UUID:
        return hands.ask(party_id=one, amount=amount)

    hands.authorise(pay())
    with pytest.raises(OverYourLimit, match="al mismo proveedor hoy"):
        hands.authorise(pay())
    later(hands, 1)
    hands.authorise(pay())
    say(hands, NewSpan("payable", 3))
    later(hands, 1)
    with pytest.raises(OverYourLimit, match="en los últimos 3 días") as caught:
        hands.authorise(pay())
    assert "son $18,000.00" in caught.value.detail
    say(hands, NewSpan("payable", 0))
    hands.authorise(pay())
    with hands.as_("gerente") as act:
        rules = {each.kind: each.text for each in queries.spans(act, act.business_date)}
    assert rules["payable"] == "Cada una se mira sola"
    assert rules["refund"] == "Lo que una persona autoriza al mismo cliente en el mes se suma"


def test_what_cannot_be_said(hands: Hands, people: tuple[UUID, UUID]) -> None:
    del people
    for bad in (NewSpan("manual_entry", 1), NewSpan("refund", 367), NewSpan("refund", -1)):
        with pytest.raises(Invalid):
            say(hands, bad)
    with pytest.raises(Invalid):
        say(hands)
    with pytest.raises(OwnRequest):
        say(hands, NewSpan("refund", 0), who="gerente")
    with hands.as_("director", reason="acuerdo") as act:
        commands.set_limits(act, SayLimits((NewLimit(Kind.REFUND, "gerente", "MXN", None),)))
    hands.authorise(hands.ask(kind=Kind.REFUND, party_id=None, amount="90000", subject_id=uuid4()))
