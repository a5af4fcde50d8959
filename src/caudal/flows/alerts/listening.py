"""What makes the house look at once, instead of waiting for the next minute."""

from caudal.business.payables.events import InvoiceMismatched, PayableExecuted
from caudal.business.payments.events import PaymentReversed, PaymentTaken
from caudal.business.reconciliation.events import DayReconciled, DayUnreconciled
from caudal.business.refunds.events import RefundAsked, RefundAuthorised, RefundOverdue, RefundPaid
from caudal.business.treasury.events import TillMismatch
from caudal.commons.acts.act import Act, write_down
from caudal.flows.alerts import rounds


def on_till(act: Act, event: TillMismatch) -> None:
    """«Descuadre Caja»: a line in the book of acts, which the first screen tells, and the alert; without the figure."""
    told = {"till": event.till, "shift_id": event.shift_id, "why": event.reason}
    write_down(act, "tills.mismatch", told)
    rounds.look(act, "till_mismatch", event.branch_id)


def on_payment(act: Act, event: PaymentTaken) -> None:
    """Who paid is looked at again: their alert may be over."""
    if event.settled:
        rounds.again(act, "client_overdue", act.place.branch_id, event.party_id)


def on_reversal(act: Act, event: PaymentReversed) -> None:
    """What came in went back: the bank is looked at again with the rest of what is urgent."""
    rounds.again(act, "client_overdue", act.place.branch_id, event.party_id)


def on_mismatched_invoice(act: Act, event: InvoiceMismatched) -> None:
    """«Monto no coincide»: an invoice isn't what its contract says."""
    rounds.look(act, "invoice_mismatch", event.branch_id)


def on_paid_supplier(act: Act, event: PayableExecuted) -> None:
    """Money left the bank, and what was owed may be late no more."""
    rounds.look(act, "bank_low", event.branch_id)
    rounds.look(act, "payable_overdue", event.branch_id, [str(event.payable_id)])


def on_refund(act: Act, event: RefundAsked | RefundAuthorised) -> None:
    """A refund was asked for or decided about."""
    rounds.look(act, "refund_large", event.branch_id)


def on_refund_due(act: Act, event: RefundOverdue | RefundPaid) -> None:
    """The day to pay a refund ended, or it was paid at last."""
    rounds.look(act, "refund_overdue", event.branch_id, [str(event.refund_id)])


def on_bank_day(act: Act, event: DayUnreconciled | DayReconciled) -> None:
    """The day was compared with the bank."""
    rounds.look(act, "day_unreconciled", event.branch_id)
