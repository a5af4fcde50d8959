"""Many clients that try to execute the same payment, each with a connection of its own, moving the money each time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from caudal.business.approvals import commands
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit
from tests.business.approvals.people import PAYLOAD, Hands
from tests.business.races import told


def execute_at_once(hands: Hands, request: UUID, clients: int, tries: int) -> dict[str, int]:
    """What each of `tries` was told, begun together by `clients` accountants in turns."""
    begun, counted = Barrier(clients), Counter[str]()

    def client(number: int) -> list[str]:
        begun.wait()
        return [told(lambda: _pay(hands, request, number)) for _ in range(number - 1, tries, clients)]

    with ThreadPoolExecutor(clients) as several:
        for answers in several.map(client, range(1, clients + 1)):
            counted.update(answers)
    return dict(counted)


def one_execution(hands: Hands, request: UUID) -> bool:
    """Whether it was executed once, by one person, and its money left once."""
    row = hands.house.one(
        "select (select count(*) from approval_executions where request_id = cast(:id as uuid)) as done,"
        " (select count(*) from approval_signatures"
        "   where request_id = cast(:id as uuid) and says = 'execute') as signed,"
        " (select count(*) from ledger.entries where source = 'approvals:' || :id) as paid",
        id=str(request),
    )
    return (row.done, row.signed, row.paid) == (1, 1, 1)


def _pay(hands: Hands, request: UUID, number: int) -> None:
    """Pay as a room would: the signature and the entry in one act."""
    with hands.as_(f"contador{number}") as act:
        commands.execute(act, request, PAYLOAD)
        money = Money.of("7000", "MXN")
        lines = [debit(Use.OVER_SHORT, money), credit(Use.OPENING, money)]
        ledger.post(act, kind="manual", source=f"approvals:{request}", lines=lines)
