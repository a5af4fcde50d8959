"""Shapes that every room's door shares: money, pages, what is asked with a reason."""

from datetime import date
from typing import Annotated, Any, Generic, TypeVar, cast

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from caudal.kernel.money import CURRENCIES, Money
from caudal.kernel.pages import MAX_LIMIT, Page
from caudal.kernel.problems import Problem

T = TypeVar("T")
_LARGEST_BRANCH = 32767

MONEY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Money",
    "description": "Importe exacto: decimal en texto (nunca un número de punto flotante) y código ISO 4217.",
    "required": ["amount", "currency"],
    "properties": {
        "amount": {"type": "string", "examples": ["250000.00"]},
        "currency": {"type": "string", "enum": sorted(CURRENCIES)},
    },
}


def _read_money(value: Any) -> Money:
    """The amount sent: text or an integer; a floating point number has already lost cents on its way."""
    if isinstance(value, Money):
        return value
    if not isinstance(value, dict):
        raise PydanticCustomError("money_shape", 'debe ser {{"amount": "10.00", "currency": "MXN"}}')
    given = cast("dict[str, Any]", value)
    amount, currency = given.get("amount"), given.get("currency")
    if amount is None or not isinstance(currency, str):
        raise PydanticCustomError("money_shape", "faltan «amount» o «currency»")
    if isinstance(amount, float):
        raise PydanticCustomError(
            "monto-invalido", 'mande el monto como texto, como "1250.00": un número con punto pierde centavos'
        )
    try:
        return Money.parse(amount, currency)
    except Problem as refused:
        told = refused.detail.encode(
            "utf-8", "replace"
        ).decode()  # half a character has no bytes to travel in
        raise PydanticCustomError(cast("Any", refused.type), "{detail}", {"detail": told}) from None


MoneyIn = Annotated[
    Money, PlainValidator(_read_money), PlainSerializer(Money.json), WithJsonSchema(MONEY_SCHEMA)
]
"""Money in a request: the field's value is a kernel Money, exact. Signs and zero are the command's business."""

MoneyOut = Annotated[
    Money, PlainValidator(_read_money), PlainSerializer(Money.json), WithJsonSchema(MONEY_SCHEMA)
]
"""Money in an answer: give it a kernel Money."""


class Ask(BaseModel):
    """Base of what is asked: unknown fields are refused, because a misspelt one would be silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Out(BaseModel):
    """Base of what is answered."""

    model_config = ConfigDict(frozen=True)


class Reason(Ask):
    """Why something is undone."""

    reason: str = Field(min_length=3, max_length=300)


class Listed(Out, Generic[T]):
    """Some of the rows, and where to read on (`next` goes back as `after`; null at the end)."""

    items: list[T]
    next: str | None = None


class Totalled(Listed[T], Generic[T]):
    """Rows with totals over everything the filter matches, not only this page."""

    totals: dict[str, Any]


class Reading(BaseModel):
    """Base of what narrows a list, taken whole from the query: ``which: Annotated[MyFilter, Query()]``.

    Unknown parameters are ignored: an address may carry what only the screen understands.
    """

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    limit: int = Field(50, ge=1, le=MAX_LIMIT, description="Cuántos renglones.")
    after: str | None = Field(None, max_length=500, description="Cursor `next` de la página anterior.")
    branch_id: int | None = Field(
        None, ge=1, le=_LARGEST_BRANCH, description="Solo una sucursal; todas las propias si no se da."
    )


Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Cuántos renglones.")]
After = Annotated[str | None, Query(max_length=500, description="Cursor `next` de la página anterior.")]
Search = Annotated[str, Query(max_length=100, description="Texto que buscar.")]
Since = Annotated[date | None, Field(alias="from", description="Desde esta fecha, AAAA-MM-DD.")]
Until = Annotated[date | None, Field(alias="to", description="Hasta esta fecha, AAAA-MM-DD.")]
Day = Annotated[date | None, Query(description="Fecha AAAA-MM-DD.")]
BranchId = Annotated[int, Field(ge=1, le=_LARGEST_BRANCH)]
BranchFilter = Annotated[
    int | None,
    Query(ge=1, le=_LARGEST_BRANCH, description="Solo una sucursal; todas las propias si no se da."),
]

ReceivedIn = Annotated[
    int | None,
    Field(
        ge=1,
        lt=2**31,
        description="Cuenta bancaria a la que llegó; la de siempre de la sucursal si no se dice.",
    ),
]


PaidFrom = Annotated[
    int | None,
    Field(
        ge=1,
        lt=2**31,
        description="Cuenta bancaria de la que sale una transferencia; la de siempre de la sucursal si no se dice.",
    ),
]


def listed(page: Page[Any], items: list[T]) -> Listed[T]:
    """A page of the kernel with its rows already in the shape of the door."""
    return Listed[T].model_construct(items=items, next=page.next)


def totalled(page: Page[Any], items: list[T]) -> Totalled[T]:
    """As :func:`listed`, with the totals of the page."""
    return Totalled[T].model_construct(items=items, next=page.next, totals=page.totals)
