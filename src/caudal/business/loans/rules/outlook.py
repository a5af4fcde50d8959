"""What a payment ahead would do, before it is made: the debtor's choices side by side, from the same reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from caudal.business.loans.rules.allocation import Amounts, Component
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.happenings import Effect, Event, Payment, in_force
from caudal.business.loans.rules.replay import InstalmentState, LoanState, replay
from caudal.business.loans.rules.terms import Terms

_ID, _LAST = "simulated", 10**9
_INTEREST = Component.INTEREST


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is left of a loan from a day on. Amounts in minor units.

    Args:
        goes: where the payment went, by component; nothing of it before it is made.
        credit: what the loan could not take.
        installments: those to come with something to pay; `installment` is the next of them, `last` the last.
        interest: ordinary interest not due yet; `saved`: of the whole life of the loan, what is not made any more.
    """

    goes: Amounts
    credit: int
    principal: int
    installments: int
    installment: int
    last: int
    ends_on: date | None
    interest: int
    saved: int
    closes: bool
    plan: tuple[InstalmentState, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """A loan on a day (`state`), how it goes on if nothing is paid (`before`), and with each choice."""

    state: LoanState
    before: Outlook
    choices: dict[Effect, Outlook]


def choices_of(terms: Terms) -> tuple[Effect, ...]:
    """What a debtor may choose; in a loan of fixed interest, or a line, there is no choice."""
    return (Effect.ADVANCE,) if terms.fixed or terms.line else tuple(Effect)


def simulate(contract: Contract, events: Iterable[Event], amount: int, on: date) -> Simulation:
    """What `amount` received on `on` would do under each choice; nothing without an amount."""
    history = list(events)
    state = replay(contract, history, on)
    found: dict[Effect, Outlook] = {}
    for effect in choices_of(in_force(contract.terms, history, on)) if amount else ():
        payment = Payment(on=on, id=_ID, seq=_LAST, amount=amount, effect=effect)
        found[effect] = _outlook(replay(contract, [*history, payment], on), state)
    return Simulation(state, _outlook(state, state), found)


def _outlook(state: LoanState, before: LoanState) -> Outlook:
    goes = [0] * len(Component)
    for each in state.applied:
        if each.event == _ID:
            goes[each.component] += each.amount
    plan = tuple(each for each in state.instalments if not each.fallen and each.left > 0)
    return Outlook(
        goes=(goes[0], goes[1], goes[2], goes[3], goes[4]),
        credit=state.overpaid - before.overpaid,
        principal=state.principal,
        installments=len(plan),
        installment=plan[0].total if plan else 0,
        last=plan[-1].total if plan else 0,
        ends_on=plan[-1].due_on if plan else None,
        interest=sum(each.due[_INTEREST] - each.paid[_INTEREST] for each in plan),
        saved=_made(before) - _made(state),
        closes=state.closed_on is not None,
        plan=plan,
    )


def _made(state: LoanState) -> int:
    """Ordinary interest of the whole life of the loan, as things stand."""
    return sum(each.due[_INTEREST] for each in state.instalments)
