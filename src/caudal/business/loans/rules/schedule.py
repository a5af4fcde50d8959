"""The schedule: what is handed over, and what falls due on each date, to the minor unit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from caudal.business.loans.rules.amortisation import (
    Piece,
    Rules,
    american,
    flat,
    french,
    german,
    pay,
    planned,
)
from caudal.business.loans.rules.calendar import PER_YEAR, Due, due_dates
from caudal.business.loans.rules.factors import factors, first_period, period_rate
from caudal.business.loans.rules.ratios import Ratio, part, ratio, times
from caudal.business.loans.rules.revolving import Line
from caudal.business.loans.rules.terms import (
    Charge,
    ChargeOn,
    ChargeWhen,
    GraceKind,
    Method,
    NotAmortising,
    Terms,
)
from caudal.kernel.money import MAX_MINOR, Money
from caudal.kernel.problems import Invalid


class Instalment(NamedTuple):
    """What falls due on a date, in minor units; `charges` in the order of those of the contract.

    A grace that joins interest to the capital shows it as capital below zero: nothing is paid and the balance grows.
    """

    number: int
    nominal: date
    due_on: date
    principal: int
    interest: int
    charges: tuple[int, ...]
    balance: int

    @property
    def fees(self) -> int:
        """Fees, insurance and taxes."""
        return sum(self.charges)

    @property
    def total(self) -> int:
        """What is paid that day."""
        return self.principal + self.interest + sum(self.charges)


@dataclass(frozen=True)
class Schedule:
    """A loan over its dates. Amounts in minor units; principal adds up to `opening`, exactly.

    Args:
        opening: what is owed on the first day: what was lent and the charges financed with it.
        handed: what the person receives: what was lent less what is discounted.
        pieces: capital, interest and balance of each instalment; fewer than the periods when rounding up pays before.
    """

    terms: Terms
    opening: int
    handed: int
    dues: tuple[Due, ...]
    pieces: tuple[Piece, ...]

    @cached_property
    def recurring(self) -> tuple[Charge, ...]:
        """The charges that come with each instalment."""
        return tuple(each for each in self.terms.charges if each.when is ChargeWhen.INSTALMENT)

    @cached_property
    def instalments(self) -> tuple[Instalment, ...]:
        return tuple(self._instalments())

    @property
    def interest(self) -> int:
        return sum(each.interest for each in self.pieces)

    @property
    def fees(self) -> int:
        """What comes with the instalments; what is discounted or financed at the start is not here."""
        return sum(each.fees for each in self.instalments)

    @property
    def total(self) -> int:
        """Everything that will be paid."""
        return self.opening + self.interest + self.fees

    def upfront(self, when: ChargeWhen) -> int:
        """What is charged at the start: discounted, or financed."""
        return sum(initial(each, self.terms) for each in self.terms.charges if each.when is when)

    def by_charge(self) -> Iterator[tuple[Charge, tuple[int, ...]]]:
        """Each charge with what it takes: of every instalment, in order, or the one amount at the start."""
        columns = iter(tuple(zip(*(each.charges for each in self.instalments), strict=True)))
        for charge in self.terms.charges:
            recurring = charge.when is ChargeWhen.INSTALMENT
            yield charge, next(columns) if recurring else (initial(charge, self.terms),)

    def _instalments(self) -> Iterator[Instalment]:
        opening, recurring, terms = self.opening, self.recurring, self.terms
        if not recurring:
            rows = enumerate(zip(self.dues, self.pieces, strict=False), 1)
            yield from (Instalment(n, due[0], due[1], p[0], p[1], (), p[2]) for n, (due, p) in rows)
            return
        for number, (due, piece) in enumerate(zip(self.dues, self.pieces, strict=False), 1):
            charged = tuple(charge_of(each, terms, opening, piece.interest) for each in recurring)
            yield Instalment(number, *due, piece.principal, piece.interest, charged, piece.balance)
            opening = piece.balance


def schedule(terms: Terms) -> Schedule:
    """What a loan pays, and when.

    Raises:
        NotAmortising: with those instalments the debt isn't paid.
        Invalid: the figures are beyond what can be written down.
    """
    first = terms.first
    dues = dates_of(terms, first)
    principal = terms.principal.minor
    opening = principal + _initials(terms, ChargeWhen.FINANCED)
    handed = principal - _initials(terms, ChargeWhen.DISCOUNTED)
    if handed <= 0:
        raise NotAmortising("lo que se descuenta al inicio se lleva todo lo prestado")
    if terms.fixed:
        pieces = flat(opening, flat_interest(terms, opening), terms.periods, rules_of(terms), by_hand(terms))
    else:
        pieces = spread(terms, opening, factors(terms, dues))
    _check(terms, pieces, opening)
    return Schedule(terms, opening, handed, dues, tuple(pieces))


def schedules(many: Iterable[Terms]) -> Iterator[Schedule]:
    """The schedule of each contract: dates and level instalments of those alike are worked out once."""
    return map(schedule, many)


def dates_of(terms: Terms, first: date) -> tuple[Due, ...]:
    """When each instalment falls due; those of a plan of one's own are as written."""
    if terms.line is not None:
        cuts = due_dates(terms.disbursed_on, first, terms.frequency, terms.periods, None)
        return tuple(Due(cut.nominal, _due_after(terms, cut.nominal)) for cut in cuts)
    if terms.method is not Method.CUSTOM:
        return due_dates(terms.disbursed_on, first, terms.frequency, terms.periods, terms.holidays)
    rule = terms.holidays
    return tuple(Due(each.due_on, rule.moved(each.due_on) if rule else each.due_on) for each in terms.plan)


def _due_after(terms: Terms, cut: date) -> date:
    """When the minimum of a cut is due."""
    assert terms.line is not None
    day = cut + timedelta(days=terms.line.grace_days)
    return terms.holidays.moved(day) if terms.holidays else day


def rules_of(terms: Terms) -> Rules:
    """How the instalments of a contract are rounded."""
    if not terms.round_to:
        return Rules(terms.rounding)
    return Rules(terms.rounding, Money.of(terms.round_to, terms.currency).minor)


def by_hand(terms: Terms) -> int:
    """The instalment set by hand, or zero."""
    return terms.installment.minor if terms.installment else 0


def flat_interest(terms: Terms, opening: int) -> int:
    """The fixed sum of interest of a flat loan: the rate over what was lent, each period."""
    if terms.installment is not None:
        return terms.installment.minor * terms.periods - opening
    broken = first_period(terms, terms.first)
    whole_periods: Ratio = (broken[0] + (terms.periods - 1) * broken[1], broken[1])
    return part(opening, times(period_rate(terms.rate, terms.frequency), whole_periods), terms.rounding)


def spread(terms: Terms, balance: int, parts: Sequence[Ratio]) -> list[Piece]:
    """The pieces of a declining balance, grace included."""
    rules = rules_of(terms)
    if terms.method is Method.CUSTOM:
        amounts = [each.amount.minor if each.amount else None for each in terms.plan]
        return planned(balance, parts, amounts, rules.rounding)
    if terms.line is not None:
        return _minimums(terms.line, balance, parts, rules)
    if terms.grace is None:
        return _paying(terms, balance, parts, rules)
    free, rest = parts[: terms.grace.periods], parts[terms.grace.periods :]
    pieces: list[Piece] = []
    deferred = 0
    for each in free:
        interest = part(balance, each, rules.rounding)
        if terms.grace.kind is GraceKind.PRINCIPAL:
            pieces.append(Piece(0, interest, balance))
        elif terms.grace.capitalise:
            balance += interest
            pieces.append(Piece(-interest, interest, balance))
        else:
            deferred += interest
            pieces.append(Piece(0, 0, balance))
    paying = _paying(terms, balance, rest, rules)
    shares = deferred_shares(deferred, len(rest), rules)[: len(paying)]
    shares[-1] += deferred - sum(shares)
    return pieces + [
        Piece(p.principal, p.interest + late, p.balance) for p, late in zip(paying, shares, strict=True)
    ]


def _minimums(line: Line, balance: int, parts: Sequence[Ratio], rules: Rules) -> list[Piece]:
    """What a line pays that is drawn whole on its first day and pays the minimum of each cut until it ends."""
    found: list[Piece] = []
    for number, one in enumerate(parts, 1):
        interest = part(balance, one, rules.rounding)
        principal = balance if number == len(parts) else line.capital_of(balance, interest)
        balance -= principal
        found.append(Piece(principal, interest, balance))
        if not balance:
            break
    return found


def deferred_shares(deferred: int, count: int, rules: Rules) -> list[int]:
    """Interest of a grace, in equal parts over the instalments that follow; the last one takes the residue."""
    each = part(deferred, (1, count), rules.rounding)
    shares: list[int] = []
    for _ in range(count - 1):
        shares.append(min(each, deferred))
        deferred -= shares[-1]
    return [*shares, deferred]


def _paying(terms: Terms, balance: int, parts: Sequence[Ratio], rules: Rules) -> list[Piece]:
    if terms.method is Method.GERMAN:
        return german(balance, parts, rules)
    if terms.method is Method.AMERICAN:
        return american(balance, parts, rules)
    if terms.installment is not None:
        return pay(balance, parts, terms.installment.minor, rules)
    return french(balance, parts, rules, terms.balloon.minor if terms.balloon else 0)


def charge_of(charge: Charge, terms: Terms, opening: int, interest: int) -> int:
    """A charge of one instalment whose opening balance and interest are these."""
    if charge.on is ChargeOn.FIXED:
        return charge.amount.minor if charge.amount else 0
    base = {
        ChargeOn.BALANCE: opening,
        ChargeOn.INTEREST: interest,
        ChargeOn.PRINCIPAL: (charge.base or terms.principal).minor,
    }[charge.on]
    of = ratio(charge.part or Decimal(0))
    return part(base, times(of, (1, PER_YEAR[terms.frequency])) if charge.yearly else of, terms.rounding)


def initial(charge: Charge, terms: Terms) -> int:
    """What a charge made at the start amounts to."""
    return charge_of(replace(charge, yearly=False), terms, 0, 0)


def _initials(terms: Terms, when: ChargeWhen) -> int:
    return sum(initial(each, terms) for each in terms.charges if each.when is when)


def _check(terms: Terms, pieces: Sequence[Piece], opening: int) -> None:
    """The last instalment may be another one, never a second loan."""
    last, cash = pieces[-1], Money.from_minor
    if opening + sum(each.interest for each in pieces) > MAX_MINOR:
        raise Invalid("esas cifras pasan de lo que se puede registrar; revise el monto y la tasa")
    if terms.installment is not None and not terms.fixed:
        left = last.principal + last.interest - 2 * terms.installment.minor
        first = pieces[0]
        if left > 0 or (first.interest and terms.installment.minor <= first.interest and len(pieces) > 1):
            raise NotAmortising(
                f"con cuotas de {terms.installment.amount} {terms.currency} el primer interés es"
                f" {cash(first.interest, terms.currency).amount} y al final quedarían por pagar"
                f" {cash(last.principal, terms.currency).amount}",
                left=cash(last.principal, terms.currency).json(),
            )
    final = terms.plan[-1].amount if terms.plan else None
    if final is not None and len(pieces) == terms.periods and last.principal + last.interest > final.minor:
        short = cash(last.principal + last.interest - final.minor, terms.currency)
        raise NotAmortising(
            f"los pagos del plan no alcanzan: al final faltan {short.amount} {terms.currency}",
            short=short.json(),
        )
    if terms.fixed and flat_interest(terms, opening) < 0:
        raise NotAmortising("las cuotas suman menos que lo prestado con lo financiado")
