"""What a person decides about a file: which column is which, how it is written, what it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from caudal.flows.intake.rules.dates import ORDERS
from caudal.flows.intake.rules.formats import Formats
from caudal.kernel.money import CURRENCIES, Money
from caudal.kernel.problems import Invalid, Problem

MODES = {"opening": "Saldos iniciales", "sale": "Ventas nuevas"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is to enter.

    ``mapping``: column by field. ``mode``: ``opening`` for debts that already existed, ``sale`` for new ones.
    ``expected_total``: what the debts should add up to, less what was paid; they don't enter if they don't.
    """

    mapping: Mapping[str, str]
    formats: Formats = field(default_factory=Formats)
    mode: str = "opening"
    expected_total: Money | None = None

    def body(self) -> dict[str, Any]:
        """As JSON, to be kept and read back."""
        return {
            "mapping": dict(self.mapping),
            "formats": formats_body(self.formats),
            "mode": self.mode,
            "expected_total": self.expected_total.json() if self.expected_total else None,
        }


def formats_body(formats: Formats) -> dict[str, Any]:
    """Formats as JSON."""
    return {
        "decimal": formats.decimal,
        "dates": formats.dates,
        "country": formats.country,
        "currency": formats.currency,
    }


def plan_of(body: Mapping[str, Any], default: Formats) -> Plan:
    """The plan in a request; what its formats leave unsaid is as in `default`.

    Raises:
        Invalid: it isn't one; ``errors`` says where.
    """
    errors: list[dict[str, str]] = []
    mapping = _texts(body.get("mapping"), "/mapping", errors)
    given = _texts(body.get("formats") or {}, "/formats", errors)
    formats = Formats(
        given.get("decimal") or default.decimal,
        given.get("dates") or default.dates,
        (given.get("country") or default.country).upper(),
        (given.get("currency") or default.currency).upper(),
    )
    mode = body.get("mode") or "opening"
    _one_of("/formats/decimal", formats.decimal, (None, ".", ","), errors)
    _one_of("/formats/dates", formats.dates, (None, *ORDERS), errors)
    _one_of("/formats/currency", formats.currency, tuple(CURRENCIES), errors)
    _one_of("/mode", mode, tuple(MODES), errors)
    total = _expected(body.get("expected_total"), formats.currency, errors)
    if errors:
        raise Invalid("Revise lo que eligió para el archivo", errors=errors)
    return Plan({key: name for key, name in mapping.items() if name}, formats, str(mode), total)


def _texts(value: Any, pointer: str, errors: list[dict[str, str]]) -> dict[str, str]:
    if not isinstance(value, Mapping):
        errors.append({"pointer": pointer, "detail": "Falta"})
        return {}
    rows = cast("Mapping[Any, Any]", value)
    wrong = [key for key, text in rows.items() if text is not None and not isinstance(text, str)]
    errors += [{"pointer": f"{pointer}/{key}", "detail": "Debe ser un texto"} for key in wrong]
    return {str(key): text for key, text in rows.items() if isinstance(text, str)}


def _one_of(pointer: str, value: Any, allowed: tuple[Any, ...], errors: list[dict[str, str]]) -> None:
    if value not in allowed:
        choices = ", ".join(f"«{each}»" for each in allowed if each is not None)
        errors.append({"pointer": pointer, "detail": f"Debe ser {choices}"})


def _expected(value: Any, currency: str, errors: list[dict[str, str]]) -> Money | None:
    if value in (None, ""):
        return None
    amount, code = value, currency
    if isinstance(value, Mapping):
        rows = cast("Mapping[str, Any]", value)
        amount, code = rows.get("amount"), rows.get("currency") or currency
    try:
        return Money.parse(amount, str(code))
    except Problem as refused:
        errors.append({"pointer": "/expected_total", "detail": refused.detail})
        return None
