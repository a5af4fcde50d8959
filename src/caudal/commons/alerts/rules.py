"""The catalogue of alerts, what each one compares with, and what may happen to one. Pure. Source: seed 4, «Alertas»."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

from caudal.kernel.dates import at_local, local
from caudal.kernel.formats import compact, percent
from caudal.kernel.money import Money


class Urgency(StrEnum):
    """How soon somebody has to look."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


LIGHTS = ((Urgency.CRITICAL, Urgency.HIGH), (Urgency.MEDIUM,), (Urgency.LOW,))
"""Which urgencies are red, yellow and green."""


class State(StrEnum):
    """Where an alert stands; the first three are open."""

    NEW = "new"
    SEEN = "seen"
    WORKING = "working"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


OPEN = (State.NEW, State.SEEN, State.WORKING)

STATES: Mapping[str, str] = {
    "new": "Nueva", "seen": "Vista", "working": "En curso", "resolved": "Resuelta", "dismissed": "Descartada",
}  # fmt: skip
URGENCIES: Mapping[str, str] = {
    "critical": "🔴 Crítica", "high": "🔴 Alta", "medium": "🟡 Media", "low": "🟢 Baja",
}  # fmt: skip
MOMENTS: Mapping[str, str] = {"inmediato": "Inmediato", "diario": "Diario", "semanal": "Semanal"}
CHANNELS: Mapping[str, str] = {"email": "Correo", "sms": "SMS", "whatsapp": "WhatsApp"}

VENDEDOR = "vendedor"
"""Whoever registered what is owed, as recipient of its alert."""

PERSON = "persona:"
"""Prefix of a recipient that is one person: ``persona:7``."""

SAME_ROLE: Mapping[str, str] = {"director_comercial": "director"}
"""Posts the document names that are held by somebody of another role here."""

FALLBACK = "duena"
"""Who is told where a branch has nobody of the roles a rule names."""

QUIET = (time(21, 0), time(7, 0))
"""From when until when, on the wall clock of the branch, nobody is bothered with what isn't critical."""

_DEFAULT = "MXN"


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is compared with: whole `days`, a `fraction`, or `amounts` in minor units by currency; one of them."""

    days: int | None = None
    fraction: Decimal | None = None
    amounts: Mapping[str, int] | None = None

    @property
    def unit(self) -> str:
        """``days``, ``fraction``, ``amount`` or ``none``."""
        if self.days is not None:
            return "days"
        if self.fraction is not None:
            return "fraction"
        return "amount" if self.amounts is not None else "none"

    def money(self, currency: str) -> Money:
        """The amount in a currency; the default currency's figure where nobody chose one for it."""
        known = self.amounts or {}
        return Money.from_minor(known.get(currency, known.get("USD", known.get(_DEFAULT, 0))), currency)

    def text(self, currency: str) -> str:
        """As it is read in the name of the rule.

        >>> Threshold(days=30).text("MXN"), Threshold(fraction=Decimal("0.05")).text("MXN")
        ('30', '5%')
        >>> Threshold(amounts={"MXN": 5_000_000}).text("MXN")
        '$50K'
        """
        if self.days is not None:
            return str(self.days)
        if self.fraction is not None:
            return percent(self.fraction, space=False).replace(".0%", "%")
        return compact(self.money(currency)) if self.amounts is not None else ""

    def json(self) -> dict[str, Any]:
        """As it is stored."""
        if self.days is not None:
            return {"days": self.days}
        if self.fraction is not None:
            return {"fraction": str(self.fraction)}
        return {"amounts": dict(self.amounts)} if self.amounts is not None else {}

    @staticmethod
    def read(stored: Mapping[str, Any]) -> "Threshold":
        """From what was stored."""
        if "days" in stored:
            return Threshold(days=int(stored["days"]))
        if "fraction" in stored:
            return Threshold(fraction=Decimal(stored["fraction"]))
        return Threshold(amounts={k: int(v) for k, v in stored["amounts"].items()}) if stored else Threshold()


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of alert as the house ships it. ``phrase``: one and several, as the daily report counts them."""

    code: str
    name: str
    moment: str
    phrase: tuple[str, str]
    remedy: str
    own: bool
    setting: "Setting"

    def called(self, threshold: Threshold, currency: str) -> str:
        """Its name with its threshold in the currency of whoever reads it."""
        return self.name.replace("{umbral}", threshold.text(currency))

    def counted(self, number: int, threshold: Threshold, currency: str) -> str:
        """So many of them, as the daily report says it.

        >>> rule("payable_overdue").counted(3, Threshold(days=30), "MXN")
        '3 pagos vencidos'
        >>> rule("client_overdue").counted(1, Threshold(days=7), "MXN")
        '1 cliente debe más de 7 días'
        """
        phrase = self.phrase[0 if number == 1 else 1].replace("{umbral}", threshold.text(currency))
        return f"{number} {phrase}"


@dataclass(frozen=True, slots=True)
class Setting:
    """A rule as it holds in a branch. ``escalate_minutes``: unseen that long, ``escalate_to`` is told too.

    ``origin``: ``factory``, ``company`` or ``branch``, whoever said it last.
    """

    rule: str
    active: bool
    urgency: str
    threshold: Threshold
    recipients: tuple[str, ...]
    channels: tuple[str, ...]
    escalate_minutes: int | None
    escalate_to: tuple[str, ...]
    quiet: tuple[time, time] | None = QUIET
    branch_id: int | None = None
    origin: str = "factory"


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Rule]:
    """Every rule by code, in the order of the document."""
    raw = resources.files("caudal.commons.alerts").joinpath("rules.toml").read_text("utf-8")
    return {row["codigo"]: _rule(row) for row in tomllib.loads(raw)["regla"]}


def rule(code: str) -> Rule:
    """One rule of the catalogue."""
    return catalogue()[code]


def after_quiet(at: datetime, zone: str, quiet: tuple[time, time] | None) -> datetime:
    """The first instant from `at` on that isn't within the quiet hours of `zone`.

    >>> from datetime import UTC
    >>> night = datetime(2026, 10, 6, 4, tzinfo=UTC)  # 23:00 in Cancún
    >>> after_quiet(night, "America/Cancun", (time(21), time(7))).isoformat()
    '2026-10-06T12:00:00+00:00'
    """
    if quiet is None or quiet[0] == quiet[1]:
        return at
    begins, ends = quiet
    there = local(at, zone)
    now = there.time()
    crosses = begins > ends
    silent = (now >= begins or now < ends) if crosses else begins <= now < ends
    if not silent:
        return at
    day = there.date() + timedelta(days=1 if crosses and now >= begins else 0)
    return at_local(day, ends, zone).astimezone(at.tzinfo)


def worst(urgencies: Sequence[str]) -> str:
    """The most pressing of several.

    >>> worst(["low", "high", "medium"])
    'high'
    """
    order = list(Urgency)
    return min(urgencies, key=lambda each: order.index(Urgency(each)))


def _rule(row: Mapping[str, Any]) -> Rule:
    given: Mapping[str, Any] = row.get("umbral", {})
    threshold = Threshold(
        days=given.get("dias"),
        fraction=Decimal(given["fraccion"]) if "fraccion" in given else None,
        amounts={code: Money.of(value, code).minor for code, value in given["importe"].items()}
        if "importe" in given
        else None,
    )
    setting = Setting(
        row["codigo"], True, row["urgencia"], threshold, tuple(row["destinatarios"]), tuple(row["canales"]),
        row.get("escala"), ("director",) if "escala" in row else (),
    )  # fmt: skip
    if row["urgencia"] == "critical":
        setting = replace(setting, quiet=None)
    one, many = row["frase"]
    return Rule(
        row["codigo"],
        row["nombre"],
        row["momento"],
        (one, many),
        row["remedio"],
        row.get("propia", False),
        setting,
    )
