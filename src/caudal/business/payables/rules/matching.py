"""What a supplier invoices against what the contract says. Pure; amounts are exact and nothing is tolerated."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from caudal.kernel.formats import money_screen
from caudal.kernel.money import Money, total
from caudal.ledger.rules import Line, Use


class TaxKind(StrEnum):
    """A tax that is added, or one that is withheld from the supplier and paid for them."""

    TAX = "tax"
    WITHHOLDING = "withholding"


@dataclass(frozen=True, slots=True)
class TaxLine:
    """A line of taxes of an invoice, as the supplier wrote it: its amount is taken, never worked out."""

    kind: TaxKind
    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an invoice."""

    subtotal: Money
    taxes: tuple[TaxLine, ...] = ()

    @property
    def tax(self) -> Money:
        return self._sum(TaxKind.TAX)

    @property
    def withheld(self) -> Money:
        return self._sum(TaxKind.WITHHOLDING)

    @property
    def total(self) -> Money:
        """What the supplier receives: with its taxes, less what is withheld."""
        return self.subtotal + self.tax - self.withheld

    def compared(self, *, includes_tax: bool) -> Money:
        """What is compared with the contract: before withholdings, with tax if the price of the contract has it."""
        return self.subtotal + self.tax if includes_tax else self.subtotal

    def _sum(self, kind: TaxKind) -> Money:
        return total((line.amount for line in self.taxes if line.kind is kind), self.subtotal.currency)


@dataclass(frozen=True, slots=True)
class Match:
    """An invoice beside its contract."""

    invoiced: Money
    contracted: Money

    @property
    def difference(self) -> Money:
        """Positive when the supplier asks for more."""
        return self.invoiced - self.contracted

    @property
    def matches(self) -> bool:
        return self.invoiced == self.contracted

    @property
    def banner(self) -> str:
        """What people are told when it doesn't match; empty when it does.

        >>> Match(Money.of(8000, "MXN"), Money.of(7000, "MXN")).banner
        '🔴 Monto no coincide: factura $8,000, contrato $7,000'
        """
        if self.matches:
            return ""
        return f"🔴 Monto no coincide: factura {brief(self.invoiced)}, contrato {brief(self.contracted)}"


def match(figures: Figures, contracted: Money, *, includes_tax: bool) -> Match:
    """The invoice of `figures` beside what was contracted.

    Raises:
        MixedCurrencies: when asked for the difference of two currencies.
    """
    return Match(figures.compared(includes_tax=includes_tax), contracted)


def brief(money: Money) -> str:
    """As the documents write it: no cents when there are none, no space.

    >>> brief(Money.of(8000, "MXN")), brief(Money.of("7000.50", "MXN")), brief(Money.of(250000, "COP"))
    ('$8,000', '$7,000.50', '$250.000')
    """
    shown = money_screen(money).replace("\u202f", "")
    whole = money.amount == money.amount.to_integral_value()
    return shown.removesuffix(".00").removesuffix(",00") if whole else shown


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose lines they are: the account of the cost, the supplier and the payable."""

    cost: Use
    party: UUID
    doc: UUID


def accrued(owner: Owner, owed: Money) -> list[Line]:
    """The entry of a service done: its cost, owed to the supplier."""
    return [
        Line(owner.cost, owed, owner.party, owner.doc),
        Line(Use.PAYABLES, -owed, owner.party, owner.doc),
    ]


def settled_up(owner: Owner, before: Money, figures: Figures) -> list[Line]:
    """What an accepted invoice adds to what was written when the service was done; nothing if it is the same.

    Its tax goes to TAX_CREDIT, what is withheld to WITHHOLDINGS, and the difference to the cost.
    """
    parts: Sequence[tuple[Use, Money]] = (
        (owner.cost, figures.subtotal - before),
        (Use.TAX_CREDIT, figures.tax),
        (Use.WITHHOLDINGS, -figures.withheld),
        (Use.PAYABLES, before - figures.total),
    )
    return [Line(use, amount, owner.party, owner.doc) for use, amount in parts if not amount.is_zero]
