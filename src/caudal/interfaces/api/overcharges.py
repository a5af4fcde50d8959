"""What loans that ended paid over a ceiling written down later: whom it is owed to, and giving it back."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from caudal.business.loans import queries as loans
from caudal.business.loans.commands import OVERCHARGE
from caudal.business.loans.queries import favours, overcharges
from caudal.business.loans.queries.overcharges import GivenBackRecord, Overcharge
from caudal.business.parties import queries as parties
from caudal.business.payments import commands
from caudal.business.payments.commands import Returned
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.acts.opening import because
from caudal.interfaces.api import payments as receipts
from caudal.interfaces.api.door import door
from caudal.interfaces.api.favours import FavourOut, favour_outs
from caudal.interfaces.api.loans import Country
from caudal.interfaces.api.managing import ASK
from caudal.interfaces.api.payments import PaymentOut
from caudal.interfaces.api.receivables import ClientRef, reference
from caudal.interfaces.api.shapes import (
    BranchFilter,
    Listed,
    MoneyIn,
    MoneyOut,
    Out,
    Reading,
    Reason,
    Totalled,
)
from caudal.kernel import pages
from caudal.kernel.money import total

router = APIRouter(tags=["loans"])
DryRun = Annotated[bool, Query(include_in_schema=False)]


class OverchargeOut(Out):
    """Un préstamo ya terminado que pagó más mora de la que la ley permitía, según un tope escrito después.

    `charged` y `allowed`: la mora que pagó y la que debió pagar; `owed`: lo que aún se le debe, con lo que ahorraba.
    `request_id`: ya se pidió devolverlo y espera a otra persona.
    """

    loan_id: UUID
    folio: str
    client: ClientRef
    client_id: UUID
    branch_id: int
    branch: str
    modality: str
    closed_on: date
    charged: MoneyOut
    allowed: MoneyOut
    owed: MoneyOut
    request_id: int | None


class GivenBackOut(Out):
    """Lo que se reconoció a un préstamo; `payment_id`: el recibo con que quedó a favor del cliente."""

    id: int
    loan_id: UUID
    folio: str
    client: ClientRef
    client_id: UUID
    branch: str
    amount: MoneyOut
    given_on: date
    at: datetime
    by: str
    reason: str
    payment_id: UUID
    reversed_on: date | None
    reversed_by: str | None
    reversal_reason: str | None


class LoanOverchargeOut(Out):
    """Lo que se debe devolver de un préstamo (nada si falta) y lo que ya se le devolvió."""

    overcharge: OverchargeOut | None
    given: list[GivenBackOut]


class GiveBackAsk(Reason):
    """`expected`: lo que se vio que se debe; si ya es otro monto, no se hace nada."""

    expected: MoneyIn | None = None


class ReturnedOut(Out):
    """El recibo con que quedó a favor del cliente, o lo que se pidió a otra persona porque pasa de su tope."""

    payment: PaymentOut | None
    request: FavourOut | None


class Which(Reading):
    """De qué país; de todos si falta."""

    country: Country | None = None


@router.get("/legal-ceilings/overcharges", operation_id="ceilings.overcharges")
@door("loans.read")
def list_overcharges(act: Act, which: Annotated[Which, Query()]) -> Totalled[OverchargeOut]:
    """Lo cobrado de más a préstamos que terminaron antes de que se escribiera su tope, y a quién se le debe."""
    found = overcharges.overcharges(act, which.branch_id, which.country)
    cursor = pages.decode(which.after, int)
    rest = [each for each in found if cursor is None or _number(each) < cursor[0]]
    page = pages.page(rest, which.limit, lambda each: [_number(each)])
    owed = {
        code: [e.owed for e in found if e.owed.currency == code] for code in {e.owed.currency for e in found}
    }
    totals = {
        "count": len(found),
        "by_currency": [
            {"currency": code, "count": len(own), "owed": total(own, code)}
            for code, own in sorted(owed.items())
        ],
    }
    return Totalled[OverchargeOut].model_construct(
        items=_outs(act, page.items), next=page.next, totals=totals
    )


@router.get("/legal-ceilings/overcharges/given", operation_id="ceilings.given_back")
@door("loans.read")
def list_given(act: Act, branch_id: BranchFilter = None) -> Listed[GivenBackOut]:
    """Lo cobrado de más que ya se reconoció a sus clientes, lo más reciente primero; también lo que se deshizo."""
    found = overcharges.given_back(act, branch_id=branch_id)
    return Listed[GivenBackOut].model_construct(items=_given(act, found), next=None)


@router.get("/loans/{loan_id}/overcharge", operation_id="loans.overcharge")
@door("loans.read")
def look(act: Act, loan_id: UUID) -> LoanOverchargeOut:
    """Lo que se le debe devolver a un préstamo terminado, y lo que ya se le devolvió."""
    loan = loans.loan(act, loan_id)
    found = overcharges.overcharge(act, loan.id)
    return LoanOverchargeOut.model_construct(
        overcharge=_outs(act, [found])[0] if found else None,
        given=_given(act, overcharges.given_back(act, loan_id=loan.id)),
    )


@router.post("/loans/{loan_id}/overcharge", status_code=201, operation_id="loans.give_back")
@door("loans.manage", key="required")
def give_back(act: Act, loan_id: UUID, ask: GiveBackAsk, dry_run: DryRun = False) -> ReturnedOut:
    """Reconoce lo cobrado de más: queda a favor del cliente. Lo que pasa de su tope queda pedido a otra persona."""
    act = because(act, ask.reason)
    if act.actor.may(ASK):
        found = commands.give_back_or_ask(act, loan_id, ask.expected)
    else:
        found = Returned(commands.give_back(act, loan_id, ask.expected))
    return ReturnedOut.model_construct(
        payment=receipts.outs(act, [found.payment], entries=dry_run)[0] if found.payment else None,
        request=favour_outs(act, [found.asked])[0] if found.asked else None,
    )


def _outs(act: Act, found: list[Overcharge]) -> list[OverchargeOut]:
    people, places = parties.many(act, {each.loan.party_id for each in found}), branches(act)
    waiting = favours.pending(act, OVERCHARGE, {each.loan.id for each in found})
    return [
        OverchargeOut.model_construct(
            loan_id=each.loan.id, folio=each.loan.folio, client=reference(each.loan.party_id, people),
            client_id=each.loan.party_id, branch_id=each.loan.branch_id,
            branch=places[each.loan.branch_id].name, modality=each.modality, closed_on=each.loan.closed_on,
            charged=each.charged, allowed=each.allowed, owed=each.owed, request_id=waiting.get(each.loan.id),
        )
        for each in found
    ]  # fmt: skip


def _given(act: Act, found: list[GivenBackRecord]) -> list[GivenBackOut]:
    lent = loans.many(act, {each.loan_id for each in found})
    people, places = parties.many(act, {loan.party_id for loan in lent.values()}), branches(act)
    staff = access.names(
        act,
        {each.actor_id for each in found}
        | {each.reversed_by for each in found if each.reversed_by is not None},
    )
    return [
        GivenBackOut.model_construct(
            id=each.id, loan_id=each.loan_id, folio=lent[each.loan_id].folio,
            client=reference(lent[each.loan_id].party_id, people), client_id=lent[each.loan_id].party_id,
            branch=places[each.branch_id].name, amount=each.amount, given_on=each.given_on, at=each.at,
            by=staff.get(each.actor_id, ""), reason=each.reason, payment_id=each.payment_id,
            reversed_on=each.reversed_on, reversed_by=staff.get(each.reversed_by or -1),
            reversal_reason=each.reversal_reason,
        )
        for each in found
    ]  # fmt: skip


def _number(each: Overcharge) -> int:
    """The number of its folio, by which the list goes down."""
    return int(each.loan.folio.rpartition("-")[2])
