"""What a loan has in each account of the books, from its state alone: entries are the difference with what it had.

Interest is written here only when it is collected, forgiven or moved: what is earned day by day is posted for the
whole branch. Arrears and charges are income when they are collected; what is held for others is owed to them.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.replay import LoanState, LoanStatus
from caudal.business.loans.rules.schedule import initial
from caudal.business.loans.rules.shares import ADVANCE, Share
from caudal.business.loans.rules.terms import ChargeWhen, Terms
from caudal.ledger.rules import Use

_INTEREST, _PRINCIPAL = Component.INTEREST, Component.PRINCIPAL
_BESIDE = {
    Component.ARREARS: Use.LATE_FEES,
    Component.CHARGE: Use.LOAN_FEES,
    Component.INSURANCE: Use.LOAN_FEES,
}
_COLLECTED = {_INTEREST.code: Use.INTEREST_RECEIVABLE, ADVANCE: Use.LOAN_ADVANCES}


def position(
    terms: Terms, state: LoanState, shares: Iterable[Share], recoveries: Collection[str]
) -> Counter[Use]:
    """Minor units in each account: more than zero is a debit.

    Args:
        terms: those agreed, with what is charged at the start.
        state: the loan as it stands.
        shares: whose money paid what.
        recoveries: the payments that came after it was written off.
    """
    found: Counter[Use] = Counter()
    if state.status is LoanStatus.UNDONE:
        return found
    beside = _beside(terms)
    collected = _COLLECTED | {each.code: use for each, use in beside.items()}
    for each in shares:
        use = Use.RECOVERIES if each.payment in recoveries else collected.get(each.component)
        if use is not None:
            found[use] -= each.amount
    for each in terms.charges:
        if each.when is not ChargeWhen.INSTALMENT:
            found[Use.INSURANCE_PAYABLE if each.held else Use.LOAN_FEES] -= initial(each, terms)
    moved = state.moved
    for component, use in beside.items():
        found[use] -= moved.joined[component]
    lost = moved.forgiven[_INTEREST] + moved.carried[_INTEREST]
    if state.written_off_on is None:
        found[Use.LOANS] = state.principal
    else:
        lost += moved.given_up[_INTEREST]
        found[Use.ALLOWANCE] += moved.given_up[_PRINCIPAL]
    found[Use.INTEREST_RECEIVABLE] -= lost + moved.joined[_INTEREST]
    found[Use.INTEREST] += lost
    found[Use.BAD_DEBT] += moved.forgiven[_PRINCIPAL]
    return Counter({use: amount for use, amount in found.items() if amount})


def _beside(terms: Terms) -> dict[Component, Use]:
    return _BESIDE | ({Component.INSURANCE: Use.INSURANCE_PAYABLE} if terms.holds else {})
