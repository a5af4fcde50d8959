"""Renewal (*reenganche*) and refinancing: a new loan that pays an old one, and what is left to hand over."""

from dataclasses import dataclass

from caudal.business.loans.rules.happenings import Payment
from caudal.business.loans.rules.replay import LoanState, LoanStatus
from caudal.business.loans.rules.schedule import schedule
from caudal.business.loans.rules.terms import ChargeWhen, Terms
from caudal.kernel.money import Money
from caudal.kernel.problems import Problem


class NothingToRenew(Problem):
    type, title, status = "renovacion-imposible", "Ese préstamo no se puede renovar así", 409


@dataclass(frozen=True, slots=True)
class Renewal:
    """A new loan over old ones. Amounts in minor units.

    Args:
        payoff: what closes the old loans that day; it never passes through the till.
        fees: discounted from the new one.
        net: what is handed over.
        days_kept: the worst days past due of the old ones: the new loan keeps them for the portfolio at risk.
    """

    terms: Terms
    payoff: int
    fees: int
    net: int
    days_kept: int

    @property
    def while_overdue(self) -> bool:
        """Whether it would hide arrears."""
        return self.days_kept > 0


def renew(terms: Terms, *old: LoanState, least_paid: int = 0) -> Renewal:
    """What a renewal of `old` (one or more, as they stand that day) under `terms` hands over.

    Args:
        terms: of the new loan, handed over on the day of those states.
        old: what it pays.
        least_paid: instalments that must have been paid of each before it can be renewed.

    Raises:
        NothingToRenew: an old one isn't running, hasn't paid enough yet, or the new one doesn't reach to pay them.
    """
    for state in old:
        if state.status not in {LoanStatus.CURRENT, LoanStatus.LATE}:
            raise NothingToRenew(
                "El anterior no está vigente: no hay saldo vivo que renovar", status_now=state.status
            )
        paid = paid_instalments(state)
        if paid < least_paid:
            done = "1 cuota pagada" if paid == 1 else f"{paid} cuotas pagadas"
            raise NothingToRenew(f"El anterior lleva {done} y se renueva desde {least_paid}", paid=paid)
    plan = schedule(terms)
    payoff = sum(state.payoff for state in old)
    net = plan.handed - payoff
    if net < 0:
        short = Money.from_minor(-net, terms.currency)
        raise NothingToRenew(
            f"El préstamo nuevo no alcanza a pagar el anterior: faltan {short.amount} {short.currency}",
            short=short.json(),
        )
    kept = max((max(state.days_past_due, state.days_kept) for state in old), default=0)
    return Renewal(terms, payoff, plan.upfront(ChargeWhen.DISCOUNTED), net, kept)


def closing(state: LoanState, id: str = "", seq: int = 0) -> Payment:  # noqa: A002 - the name of the field
    """What closes an old loan in its own history: the new one pays it, on the day of its state."""
    return Payment(on=state.as_of, amount=state.payoff, id=id, seq=seq)


def paid_instalments(state: LoanState) -> int:
    """Instalments of which nothing is owed, those paid in advance included."""
    return sum(1 for each in state.instalments if each.left <= 0 and each.number)


def eligible(state: LoanState, least_paid: int) -> bool:
    """Whether it may be renewed: running, not late, and with enough instalments paid."""
    return state.status is LoanStatus.CURRENT and paid_instalments(state) >= least_paid
