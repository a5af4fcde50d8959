"""What answers «yo ya pagué» on paper: every payment of a debt, one by one, and how it stands."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from caudal.business.parties import queries as parties
from caudal.business.payments.rules import LABELS, Method
from caudal.business.receivables import queries
from caudal.business.receivables.queries import ReceivableRecord
from caudal.business.receivables.rules import IN_FULL as STANDINGS
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.documents.letters import Letter, letter
from caudal.commons.documents.receipts import Issuer
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.receivables import PaidOut, detail
from caudal.kernel.formats import date_text, money_screen

router = APIRouter(tags=["receivables"])


@router.get("/receivables/{receivable_id}/proof.pdf", operation_id="receivables.prove")
@door("receivables.read")
def prove(act: Act, receivable_id: UUID) -> Response:
    """Comprobante de lo cobrado de una cuenta, pago por pago, para darlo o enviarlo al cliente."""
    debt = queries.receivable(act, receivable_id)
    body = letter(_letter(act, debt))
    return exports.file(body, "application/pdf", f"comprobante-{debt.folio}.pdf", inline=True)


def _letter(act: Act, debt: ReceivableRecord) -> Letter:
    client, branch = parties.party(act, debt.party_id), branch_of(act, debt.branch_id)
    company, tax_id = exports.company(act)
    found = detail(act, debt)
    live = [payment for payment in found.payments if not payment.reversed]
    status = STANDINGS[debt.standing.status].partition(" ")[2]
    facts = [
        ("Cliente", " · ".join((client.folio, client.name))),
        ("Concepto", debt.concept),
        ("Monto", money_screen(debt.amount)),
        ("Cobrado", money_screen(debt.paid)),
        ("Saldo", money_screen(debt.balance)),
        ("Reembolsado", "" if found.refunded.is_zero else money_screen(found.refunded)),
        ("Status", status),
    ]
    return Letter(
        "Comprobante de pagos",
        debt.folio,
        Issuer(company, branch.name, branch.time_zone, tax_id),
        act.at,
        facts,
        () if live else ("Todavía no se registra ningún pago de esta cuenta.",),
        ("Pago", "Fecha", "Forma de pago", "Recibo", "Monto"),
        [_row(number, payment) for number, payment in enumerate(live, start=1)],
        right=4,
    )


def _row(number: int, payment: PaidOut) -> tuple[str, ...]:
    how = LABELS[Method(payment.method)] if payment.method else "En otra sucursal"
    return (
        f"Pago {number}",
        date_text(payment.received_on),
        " ".join(part for part in (how, payment.reference or "") if part),
        payment.folio,
        money_screen(payment.amount),
    )
