"""What a counter would lend on some articles: nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from caudal.business.pawn.queries import guides
from caudal.business.pawn.queries.tickets import ItemRecord
from caudal.business.pawn.rules.terms import Cost, Plan, Terms, cost
from caudal.business.pawn.rules.valuing import Condition, Unit, key, lendable, worth
from caudal.commons.acts.act import Act
from caudal.kernel.money import InvalidAmount, MixedCurrencies, Money, total
from caudal.kernel.problems import Invalid, Problem

_MOST_ITEMS = 50
_HEAVIEST_MG = 1_000_000_000


class NoTable(Problem):
    type, title, status = "sin-tabla-de-empeno", "No hay tabla que diga cuánto prestar", 409


@dataclass(frozen=True, slots=True)
class Article:
    """Something somebody brings.

    ``price_name``: its row in the table of prices; ``appraisal``: what it was valued at, that of the table when
    absent. ``weight_mg``: milligrams.
    """

    category: str
    description: str
    condition: Condition
    brand: str = ""
    model: str = ""
    serial: str = ""
    price_name: str | None = None
    weight_mg: int | None = None
    appraisal: Money | None = None
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Appraised:
    """What an article is worth and how much may be lent on it. ``reference``: what the table of prices says."""

    article: Article
    appraisal: Money
    reference: Money | None
    price_id: int | None
    ltv_id: int
    ltv: Decimal
    allowed: Money

    @property
    def above_reference(self) -> bool:
        """Whether it was valued above the table."""
        return self.reference is not None and self.appraisal > self.reference


@dataclass(frozen=True, slots=True)
class Quote:
    """What would be lent and on what conditions; ``over``: above what the tables allow."""

    plan: Plan
    items: tuple[Appraised, ...]
    appraisal: Money
    allowed: Money
    terms: Terms
    cost: Cost

    @property
    def over(self) -> bool:
        return self.terms.principal > self.allowed or any(item.above_reference for item in self.items)


def quote(
    act: Act, articles: Sequence[Article], amount: Money | None, currency: str, plan: str | None = None
) -> Quote:
    """What would be lent on `articles`: `amount`, or all that the table allows when absent.

    Raises:
        NotFound: there is no such plan, or no plan was said and there are several.
        NoTable: the table of lending has no row for a category and condition.
        Invalid: an article without what is needed to value it; its pointer says which.
        InvalidAmount: not more than zero.
    """
    if not 1 <= len(articles) <= _MOST_ITEMS:
        raise Invalid("Ponga de 1 a 50 prendas", errors=[{"pointer": "/items", "detail": "de 1 a 50"}])
    agreed = guides.plan_called(act, plan, currency)
    items = tuple(
        _appraise(act, article, currency, act.business_date, f"/items/{number}")
        for number, article in enumerate(articles)
    )
    allowed = total((item.allowed for item in items), currency)
    principal = allowed if amount is None else amount
    if principal.currency != currency:
        raise MixedCurrencies(f"El avalúo está en {currency} y el préstamo en {principal.currency}")
    if not principal.is_positive:
        raise InvalidAmount(
            "El préstamo debe ser mayor que cero", errors=[{"pointer": "/amount", "detail": "mayor que cero"}]
        )
    terms = Terms(agreed, principal, act.business_date, tax_rate=guides.tax_rate(act, agreed))
    value = total((item.appraisal for item in items), currency)
    return Quote(agreed, items, value, allowed, terms, cost(terms))


def backing(act: Act, items: Sequence[ItemRecord], currency: str) -> Money:
    """How much may be lent today on articles that are in pawn.

    The table of today over what each was appraised at, or over what the table of prices says today if that is less.

    Raises:
        NoTable: the table of lending has no row for a category and condition.
    """
    return total((_backing(act, item, currency) for item in items), currency)


def _backing(act: Act, item: ItemRecord, currency: str) -> Money:
    value = Money.from_minor(item.appraisal, currency)
    if item.price_name is not None:
        priced = guides.prices(act, None, item.category, item.price_name, currency)
        value = min([value, *(worth(row.unit, row.price, item.weight_mg) for row in priced)])
    return lendable(value, _ltv(act, item.category, item.condition, act.business_date).ltv)


def _ltv(act: Act, category: str, condition: str, on: date) -> guides.LtvRecord:
    found = guides.ltvs(act, on, category, condition)
    if not found:
        raise NoTable(
            f"La tabla de préstamo no tiene «{category}» en estado «{condition}»"
            f" vigente el {on:%d/%m/%Y}: agréguelo, o use las tablas sugeridas"
        )
    return found[0]


def _appraise(act: Act, told: Article, currency: str, on: date, at: str) -> Appraised:
    article = _tidy(told, at)
    reference, price_id = _reference(act, article, currency, on, at)
    appraisal = article.appraisal or reference
    if appraisal is None:
        raise _wrong(f"{at}/appraisal", "Diga el avalúo, o elija un renglón de la tabla de precios")
    if appraisal.currency != currency:
        raise MixedCurrencies(f"El avalúo de «{article.description}» está en {appraisal.currency}")
    if not appraisal.is_positive:
        raise InvalidAmount(
            "El avalúo debe ser mayor que cero",
            errors=[{"pointer": f"{at}/appraisal", "detail": "mayor que cero"}],
        )
    row = _ltv(act, article.category, article.condition.value, on)
    return Appraised(article, appraisal, reference, price_id, row.id, row.ltv, lendable(appraisal, row.ltv))


def _reference(
    act: Act, article: Article, currency: str, on: date, at: str
) -> tuple[Money | None, int | None]:
    if article.weight_mg is not None and not 0 < article.weight_mg <= _HEAVIEST_MG:
        raise _wrong(f"{at}/weight", "El peso debe ser mayor que cero gramos")
    if article.price_name is None:
        return None, None
    found = guides.prices(act, on, article.category, article.price_name, currency)
    if not found:
        raise _wrong(
            f"{at}/price_name",
            f"La tabla de precios no tiene «{article.price_name}» de {article.category} en {currency}",
        )
    row = found[0]
    if row.unit is Unit.GRAM and article.weight_mg is None:
        raise _wrong(f"{at}/weight", "Pese la prenda: su precio es por gramo")
    return worth(row.unit, row.price, article.weight_mg), row.id


def _tidy(item: Article, at: str) -> Article:
    clean = replace(
        item, category=key(item.category), description=" ".join(item.description.split()),
        price_name=key(item.price_name) if item.price_name else None, serial="".join(item.serial.split()),
    )  # fmt: skip
    if not clean.description:
        raise _wrong(f"{at}/description", "Describa la prenda")
    return clean


def _wrong(pointer: str, detail: str) -> Invalid:
    return Invalid(detail, errors=[{"pointer": pointer, "detail": detail}])
