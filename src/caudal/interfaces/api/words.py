"""What codes are called on screen: commands, tables, fields, kinds of entry; and where each thing is seen."""

import tomllib
from functools import lru_cache
from importlib import resources

_PLACES = {
    "payments": "/pagos", "receivables": "/cxc", "parties": "/clientes", "imports": "/importar", "pawn": "/empenos",
    "pawn_lots": "/empenos/remates", "roscas": "/sanes", "till_shifts": "/caja/cierres",
    "manual_entries": "/libros/manuales", "payables": "/cxp", "bookings": "/reservas", "refunds": "/reembolsos",
    "loans": "/prestamos",
}  # fmt: skip
_LISTS = {"bank_transfers": "/bancos/traspasos"}
"""What has no page of its own is seen in its list."""

OPERATIONS: dict[str, str] = {}
"""What each operation does, from its own route: filled when the app is made."""

WRITING: set[str] = set()
"""Operations that change something: a refusal of one is written under its name."""


def called(section: str, code: str) -> str:
    """The Spanish name of `code`, or the code itself where it has none yet."""
    return _table().get(section, {}).get(code, code)


def command_called(code: str) -> str:
    """What a line of the book of acts did: a command's name, or what its route says of itself.

    >>> command_called("payments.take")
    'Registrar un cobro'
    """
    return _table()["commands"].get(code) or OPERATIONS.get(code) or code


def every_command() -> list[tuple[str, str]]:
    """Code and title of everything that may be done, by title: commands, and the routes that write."""
    titles = {code: OPERATIONS[code] for code in WRITING} | _table()["commands"]
    return sorted(titles.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


def link_of(source: str | None) -> str | None:
    """Where the console shows what caused an entry.

    >>> link_of("payments:0198"), link_of("treasury:1"), link_of(None)
    ('/pagos/0198', None, None)
    """
    room, _, key = (source or "").partition(":")
    return f"{_PLACES[room]}/{key}" if key and room in _PLACES else _LISTS.get(room)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("caudal.interfaces.api").joinpath("words.toml").read_text("utf-8"))
