"""Contact law as dated data, one file per country: the gate reads it, screens show it as it is."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from importlib import resources
from typing import Any

COUNTRIES = ("CO", "DO", "MX", "CL", "PE")
ELSEWHERE = "--"
"""The sheet used for a country without rules of its own."""

_FILES = {**{country: country.lower() for country in COUNTRIES}, ELSEWHERE: "otros"}
_WEEK = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")

Window = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in force from `since`, until `until` (exclusive) where it was replaced.

    ``kind``: horario (hours), cupo (at most `limit` contacts per `span`), canal_unico (one channel per
    `span`), separacion (at least `days` days between contacts), canal_prohibido, personas (forbidden
    `roles`), consentimiento (needs consent for the channel). Empty `channels` means all of them.
    """

    id: str
    country: str
    kind: str
    norm: str
    article: str
    since: date
    until: date | None
    purposes: frozenset[str]
    channels: frozenset[str]
    windows: tuple[Window | None, ...]
    holidays: bool
    limit: int
    span: str
    per: str
    days: int
    roles: frozenset[str]
    summary: str
    source: str
    reviewed_by: str

    @property
    def citation(self) -> str:
        """«Ley 2300 de 2023, art. 3»."""
        return f"{self.norm}, {self.article}" if self.article else self.norm

    def binds(self, purpose: str, channel: str) -> bool:
        """Whether it speaks about `purpose` through `channel`."""
        return purpose in self.purposes and (not self.channels or channel in self.channels)


@lru_cache(maxsize=512)
def rules_of(country: str, on: date) -> tuple[Rule, ...]:
    """What is in force in `country` on `on`, in the order of its sheet."""
    sheet = country if country in _FILES else ELSEWHERE
    return tuple(r for r in _sheet(sheet) if r.since <= on and (r.until is None or on < r.until))


def every_rule() -> tuple[Rule, ...]:
    """All rules of all countries, in force or not."""
    return tuple(rule for sheet in _FILES for rule in _sheet(sheet))


@lru_cache(maxsize=1)
def forbidden_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a collection text must not say: reason and its words, folded (no accents, lower case)."""
    return tuple((str(row["texto"]), tuple(row["palabras"])) for row in _read("palabras")["motivo"])


@lru_cache(maxsize=16)
def _sheet(country: str) -> tuple[Rule, ...]:
    data = _read(_FILES[country])
    return tuple(_rule(data["pais"], row) for row in data["regla"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def _rule(country: str, row: Mapping[str, Any]) -> Rule:
    windows: Mapping[str, str] = row.get("ventanas", {})
    return Rule(
        id=row["id"],
        country=country,
        kind=row["tipo"],
        norm=row["norma"],
        article=row["articulo"],
        since=row["desde"],
        until=row.get("hasta"),
        purposes=frozenset(row["propositos"]),
        channels=frozenset(row.get("canales", ())),
        windows=tuple(_window(windows[day]) if day in windows else None for day in _WEEK) if windows else (),
        holidays=row.get("festivos", True),
        limit=row.get("maximo", 0),
        span=row.get("periodo", ""),
        per=row.get("por", ""),
        days=row.get("dias", 0),
        roles=frozenset(row.get("prohibidas", ())),
        summary=row["resumen"],
        source=row["fuente"],
        reviewed_by=row["revisado_por"],
    )


def _window(text: str) -> Window:
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)
