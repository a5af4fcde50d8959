"""The receipt of a payment, sent to who paid."""

from uuid import UUID

from caudal.business.parties import queries as parties
from caudal.business.payments import queries as payments
from caudal.business.receivables import queries as receivables
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of
from caudal.commons.messaging import commands as messaging
from caudal.commons.messaging import templates
from caudal.commons.messaging.commands import NewMessage
from caudal.commons.messaging.queries import Recipient
from caudal.kernel.formats import date_text, money_text
from caudal.kernel.money import total
from caudal.kernel.problems import Conflict

TEMPLATE = "pago_recibido"


@command
def send_receipt(act: Act, payment_id: UUID) -> UUID:
    """Queue the receipt of a payment for its client, through the same gate as any message; returns its id.

    Asked again, it is the same message.

    Raises:
        NotFound: there is no such payment within the branches of the act.
        Conflict: the payment was reversed.
    """
    payment = payments.payment(act, payment_id)
    if payment.reversal:
        raise Conflict(f"El cobro {payment.folio} se reversó; ya no tiene recibo que enviar")
    client, branch = parties.party(act, payment.party_id), branch_of(act, payment.branch_id)
    currency = payment.amount.currency
    left = total((debt.balance for debt in receivables.open_of(act, client.id, currency)), currency)
    values = templates.fields(
        client.name,
        payment.amount,
        fecha=date_text(payment.received_on),
        recibo=payment.folio,
        saldo=money_text(left),
    )
    to = Recipient(client.id, next(iter(client.phones), ""), branch.country, branch.time_zone, client.name)
    return messaging.queue(
        act,
        NewMessage(
            f"recibo:{payment.id}", branch.id, to, template=TEMPLATE, values=values, folio=payment.folio
        ),
    )
