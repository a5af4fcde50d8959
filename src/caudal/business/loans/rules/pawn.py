"""Pawn tickets: how much is lent on an article, what is owed of it each day, and what its sale leaves.

Interest is simple, by started period. Source: LFPC 65 Bis and NOM-179-SCFI-2016 (MX) for what must be told and for
not selling before expiry; local practice in DO for the weekly rate.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from caudal.business.loans.rules.calendar import DAYS, Frequency, following
from caudal.business.loans.rules.ratios import part, ratio, times
from caudal.kernel.problems import Invalid, Problem


class OverLtv(Problem):
    type, title, status = (
        "prestamo-sobre-avaluo",
        "Se presta más de lo que la tabla permite sobre el avalúo",
        422,
    )


class TooSoonToSell(Problem):
    type, title, status = "remate-anticipado", "La prenda todavía no se puede vender", 409


class TicketBlocked(Problem):
    type, title, status = "boleta-bloqueada", "La boleta está bloqueada", 409


class InterestFirst(Problem):
    type, title, status = "refrendo-incompleto", "El refrendo paga todo el interés", 422


@dataclass(frozen=True, slots=True)
class Ltv:
    """How much is lent of an appraisal, by what the article is and how it is kept. `part`: a fraction."""

    category: str
    condition: str
    part: Decimal


class PawnStatus(StrEnum):
    """By its dates: running, in the days of grace after expiry, and then adjudicated to the house."""

    LIVE = "live"
    IN_GRACE = "in_grace"
    FORFEITED = "forfeited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A pawn ticket. Amounts in minor units; rates are fractions of the principal by period.

    Args:
        rate: interest of each started period; `storage`, for keeping the article; `tax`, a part of both.
        periods: until it expires.
        grace_days: after expiry, when it can still be redeemed.
        lot: the article in custody; the tickets that renew this one keep it.
        renews: the ticket this one renews.
    """

    number: str
    lot: str
    principal: int
    rate: Decimal
    opened_on: date
    periods: int
    frequency: Frequency = Frequency.WEEKLY
    storage: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    grace_days: int = 0
    renews: str | None = None
    blocked: bool = False

    def __post_init__(self) -> None:
        if self.principal <= 0 or self.periods < 1 or self.grace_days < 0:
            raise Invalid("una boleta lleva préstamo, plazo y días de gracia que no sean negativos")
        if min(self.rate, self.storage, self.tax) < 0:
            raise Invalid("las tasas de una boleta no pueden ser negativas")

    @property
    def expires_on(self) -> date:
        return following(self.opened_on, self.frequency, self.periods)

    @property
    def last_day(self) -> date:
        """The last one on which it can be redeemed."""
        return self.expires_on + timedelta(days=self.grace_days)

    def status(self, on: date) -> PawnStatus:
        """Where it stands on a date."""
        if on <= self.expires_on:
            return PawnStatus.LIVE
        return PawnStatus.IN_GRACE if on <= self.last_day else PawnStatus.FORFEITED


@dataclass(frozen=True, slots=True)
class PawnDebt:
    """What is owed of a ticket on a date, in minor units."""

    periods: int
    principal: int
    interest: int
    storage: int
    tax: int

    @property
    def cost(self) -> int:
        """What renewing pays at least."""
        return self.interest + self.storage + self.tax

    @property
    def total(self) -> int:
        """What redeeming pays."""
        return self.principal + self.cost


def metal_value(grams: Decimal, purity: Decimal, price: int) -> int:
    """What the metal of an article is worth: weight × purity (18 of 24 is 0.75) × minor units of a pure gram."""
    return part(price, times(ratio(grams), ratio(purity)))


def offer(appraisal: int, category: str, condition: str, table: tuple[Ltv, ...]) -> int:
    """The most that is lent on an article, in minor units; nothing when the table doesn't take it."""
    found = next(
        (each.part for each in table if (each.category, each.condition) == (category, condition)), Decimal(0)
    )
    return part(appraisal, ratio(found))


def refuse_over(asked: int, most: int) -> None:
    """Refuse to lend more than the table offers.

    Raises:
        OverLtv: it is more.
    """
    if asked > most:
        raise OverLtv("la tabla no llega a tanto sobre ese avalúo", asked=asked, most=most)


def started(ticket: Ticket, on: date) -> int:
    """Periods begun by `on`; the first begins the day it is opened. After the last day no more begin."""
    on = min(on, ticket.last_day)
    days = (on - ticket.opened_on).days
    if ticket.frequency in DAYS:
        return max(1, -(-days // DAYS[ticket.frequency]))
    count = max(1, days // 31)
    while following(ticket.opened_on, ticket.frequency, count) < on:
        count += 1
    return count


def debt(ticket: Ticket, on: date) -> PawnDebt:
    """What is owed of a ticket on a date.

    Raises:
        Invalid: the date is before it was opened.
    """
    if on < ticket.opened_on:
        raise Invalid(f"{on} es anterior a la boleta, {ticket.opened_on}")
    count = started(ticket, on)
    interest = part(ticket.principal * count, ratio(ticket.rate))
    storage = part(ticket.principal * count, ratio(ticket.storage))
    return PawnDebt(count, ticket.principal, interest, storage, part(interest + storage, ratio(ticket.tax)))


def renew(ticket: Ticket, on: date, paid: int, number: str) -> Ticket:
    """The ticket that goes on after paying all the interest and, if more, part of the capital (*refrendo*).

    Raises:
        InterestFirst: the interest isn't covered, or the whole debt is: that is redeeming.
        TicketBlocked: it was reported lost.
        Invalid: it was forfeited already.
    """
    _refuse_blocked(ticket)
    owed = debt(ticket, on)
    if ticket.status(on) is PawnStatus.FORFEITED:
        raise Invalid(f"la boleta se adjudicó después del {ticket.last_day}")
    if paid < owed.cost:
        raise InterestFirst("falta interés por cubrir", owed=owed.cost, paid=paid)
    if paid >= owed.total:
        raise InterestFirst("con eso se desempeña: no queda nada que refrendar", owed=owed.total, paid=paid)
    return replace(
        ticket, number=number, principal=owed.total - paid, opened_on=on, renews=ticket.number, blocked=False
    )


def block(ticket: Ticket) -> Ticket:
    """The ticket was lost: nobody redeems with it until it is issued again."""
    return replace(ticket, blocked=True)


def reissue(ticket: Ticket, number: str, affidavit: str) -> Ticket:
    """Another paper for the same ticket, with the affidavit of who lost it.

    Raises:
        Invalid: without an affidavit, or it wasn't blocked first.
    """
    if not (ticket.blocked and affidavit.strip()):
        raise Invalid("para reponer una boleta se bloquea la perdida y se guarda la declaración")
    return replace(ticket, number=number, renews=ticket.number, blocked=False)


def _refuse_blocked(ticket: Ticket) -> None:
    if ticket.blocked:
        raise TicketBlocked(f"la boleta {ticket.number} se reportó perdida")


@dataclass(frozen=True, slots=True)
class SaleRule:
    """What selling costs (a part of the price and a sum), who keeps what is left over, who bears what is missing."""

    cost_part: Decimal = Decimal(0)
    cost: int = 0
    surplus_to_pledgor: bool = True
    recourse: bool = False


@dataclass(frozen=True, slots=True)
class Sold:
    """What the sale of a forfeited article leaves, in minor units.

    Args:
        surplus: to give back to the pledgor (*demasía*); `gain`, what the house keeps.
        shortfall: what the debtor still owes where there is recourse; `loss`, what the house bears.
    """

    debt: int
    cost: int
    surplus: int
    gain: int
    shortfall: int
    loss: int


def sell(ticket: Ticket, on: date, price: int, rule: SaleRule) -> Sold:
    """Settle a ticket with the price of its article.

    Raises:
        TooSoonToSell: on or before the last day to redeem it.
    """
    if ticket.status(on) is not PawnStatus.FORFEITED:
        raise TooSoonToSell(
            f"se puede rescatar hasta el {ticket.last_day}", last_day=ticket.last_day.isoformat()
        )
    owed = debt(ticket, ticket.last_day).total
    cost = part(price, ratio(rule.cost_part)) + rule.cost
    left = price - cost - owed
    over, under = max(0, left), max(0, -left)
    return Sold(
        debt=owed,
        cost=cost,
        surplus=over if rule.surplus_to_pledgor else 0,
        gain=0 if rule.surplus_to_pledgor else over,
        shortfall=under if rule.recourse else 0,
        loss=0 if rule.recourse else under,
    )


def inventory_value(ticket: Ticket, realisable: int) -> int:
    """What an adjudicated article enters the inventory at: the capital owed, or what can be got for it if less."""
    return min(ticket.principal, realisable)
