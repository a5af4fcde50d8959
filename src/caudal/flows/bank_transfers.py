"""Transfers between bank accounts and between branches: one person asks, another authorises, a third one executes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from caudal.business.approvals import commands as approvals
from caudal.business.approvals import queries as hands
from caudal.business.approvals.commands import Ask
from caudal.business.approvals.queries import Request
from caudal.business.approvals.rules.kinds import Kind
from caudal.business.treasury import commands as treasury
from caudal.business.treasury import queries as boxes
from caudal.business.treasury.commands import Agreed, Transfer
from caudal.commons.acts.act import Act, command
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound
from caudal.ledger import queries as books


@command
def ask_transfer(act: Act, wanted: Transfer) -> Request:
    """Ask for money to be taken from a bank account to another one.

    Raises:
        NotFound, Invalid, Forbidden: the transfer can't be made, as :func:`treasury.check_transfer`.
        NotYourDuty: the actor's role doesn't ask for transfers.
    """
    out, into = treasury.check_transfer(act, wanted)
    number = treasury.next_transfer(act)
    asked = Ask(
        kind=Kind.BANK_TRANSFER,
        subject_id=ids.uuid7(act.at),
        folio=ids.folio("TB", number),
        summary=f"{out.box.name} → {into.box.name} · {wanted.concept.strip()}"[:200],
        money=wanted.amount,
        payload=_payload(wanted, number),
        branch_id=out.box.branch_id,
    )
    return hands.request(act, approvals.ask(act, asked))


@command
def execute_transfer(act: Act, request_id: UUID) -> Request:
    """Take the money once it was authorised, as a third person.

    Raises:
        NotFound: there is no such transfer within the branches of the act.
        NotAuthorised, AlreadyExecuted, NotYourDuty, SameHands, OwnRequest: as :func:`approvals.execute`.
        InsufficientFunds, PeriodClosed: as :func:`treasury.transfer`.
    """
    found = hands.request(act, request_id)
    if found.kind is not Kind.BANK_TRANSFER:
        raise NotFound("Esa solicitud no es un traspaso entre cuentas")
    approvals.execute(act, request_id, found.payload)
    agreed = Agreed(found.id, found.subject_id, int(found.payload["number"]))
    treasury.transfer(act, _wanted(found.payload), agreed)
    return hands.request(act, request_id)


def lines(act: Act, found: Request) -> list[tuple[str, str, Money]]:
    """What executing it will write in the two accounts, debits positive: code, name, amount."""
    wanted = _wanted(found.payload)
    codes = {each.id: each.code for each in books.accounts(act)}
    reached = boxes.names(act, {wanted.from_box_id, wanted.to_box_id})
    pairs = ((wanted.to_box_id, wanted.amount), (wanted.from_box_id, -wanted.amount))
    return [
        (codes.get(reached[box].account_id, ""), reached[box].name, money)
        for box, money in pairs
        if box in reached
    ]


def _payload(wanted: Transfer, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "from_account_id": wanted.from_box_id,
        "to_account_id": wanted.to_box_id,
        "amount": wanted.amount.json(),
        "concept": wanted.concept.strip(),
        "reference": wanted.reference.strip(),
    }


def _wanted(payload: Mapping[str, Any]) -> Transfer:
    money = payload["amount"]
    return Transfer(
        int(payload["from_account_id"]),
        int(payload["to_account_id"]),
        Money.of(money["amount"], money["currency"]),
        payload["concept"],
        payload["reference"],
    )
