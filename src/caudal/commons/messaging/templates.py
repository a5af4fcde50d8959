"""The texts: built-in templates, their variables, how they are filled and what they may not say. Pure.

A text is written with ``**bold**`` around figures, as the document prints it, and travels over WhatsApp with
one asterisk. The built-in version of a template is 1; edits are later versions kept in the database.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from caudal.commons.messaging import law
from caudal.kernel.formats import date_text, money_text
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid

MAX_LENGTH = 1024
"""Longest body WhatsApp approves, and longest filled text."""

VARIABLES: Mapping[str, str] = {
    "nombre": "Primer nombre del cliente",
    "monto": "Monto con su moneda",
    "vence": "Fecha de vencimiento",
    "dias": "Días de atraso",
    "folio": "Folio de la deuda",
    "concepto": "Concepto de la deuda",
    "saldo": "Lo que queda por pagar",
    "fecha": "Fecha del pago",
    "recibo": "Folio del recibo",
    "empresa": "Nombre de la empresa",
}

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_MARKUP = re.compile(r"[*_~`{}]")
_WORD = re.compile(r"[a-zñ0-9]+")


@dataclass(frozen=True, slots=True)
class Template:
    """A text with variables. ``provider_name`` and ``language``: the approved template it travels as."""

    code: str
    label: str
    purpose: str
    body: str
    provider_name: str
    language: str = "es"
    version: int = 1
    active: bool = True


@dataclass(frozen=True, slots=True)
class Rendered:
    """A filled template: the text as shown and kept, as it travels, and the values in order of appearance."""

    text: str
    wire: dict[str, Any]


def _built_in() -> dict[str, Template]:
    rows = tomllib.loads(
        resources.files("caudal.commons.messaging").joinpath("texts.toml").read_text("utf-8")
    )["plantilla"]
    return {
        row["codigo"]: Template(
            row["codigo"], row["nombre"], row["proposito"], row["texto"], f"caudal_{row['codigo']}"
        )
        for row in rows
    }


BUILT_IN: Mapping[str, Template] = _built_in()


def first_name(name: str) -> str:
    """The first word of a name.

    >>> first_name("Juan  Pérez Gómez")
    'Juan'
    """
    return _plain(name).partition(" ")[0]


def fields(name: str, amount: Money, due_on: date | None = None, **more: str | int) -> dict[str, str]:
    """The values of a template's variables; money and dates as the country writes them in messages.

    >>> sorted(fields("Juan Pérez", Money.of(250000, "COP"), date(2026, 1, 10)).items())
    [('monto', '$250.000 COP'), ('nombre', 'Juan'), ('vence', '10/01/2026')]
    """
    values = {"nombre": first_name(name), "monto": money_text(amount)}
    if due_on is not None:
        values["vence"] = date_text(due_on)
    return values | {key: str(value) for key, value in more.items()}


def render(template: Template, values: Mapping[str, str]) -> Rendered:
    """`template` filled with `values`, which are stripped of markup and line breaks.

    Raises:
        Invalid: a variable of the text has no value, or the filled text is too long.
    """
    parts = _parts(template.body)
    filled = [_plain(values[part]) if odd and part in values else part for odd, part in parts]
    missing = [part for odd, part in parts if odd and not values.get(part)]
    text = "".join(filled)
    if missing or len(text) > MAX_LENGTH:
        detail = f"falta {', '.join(missing)}" if missing else f"pasa de {MAX_LENGTH} caracteres"
        raise Invalid(f"El mensaje «{template.code}» no se puede armar: {detail}")
    wire = {
        "kind": "template",
        "name": template.provider_name,
        "language": template.language,
        "values": [value for (odd, _), value in zip(parts, filled, strict=True) if odd],
        "text": over_the_wire(text),
    }
    return Rendered(text, wire)


def free_text(text: str) -> Rendered:
    """A text somebody typed, for an open conversation.

    Raises:
        Invalid: it is empty, too long, or says what a collection text must not.
    """
    clean = text.strip()
    errors = [*_length_errors(clean), *forbidden(clean)]
    if errors:
        raise Invalid(
            "El texto no se puede enviar", errors=[{"pointer": "/text", "detail": e} for e in errors]
        )
    return Rendered(clean, {"kind": "text", "text": over_the_wire(clean)})


def over_the_wire(text: str) -> str:
    """`text` with WhatsApp's bold: one asterisk.

    >>> over_the_wire("por **$250.000 COP**, *Juan*")
    'por *$250.000 COP*, *Juan*'
    """
    return _BOLD.sub(r"*\1*", text)


def variables(body: str) -> list[str]:
    """Variables of `body` in order of appearance, repeated ones too: the provider's order of parameters."""
    return _VARIABLE.findall(body)


def provider_body(body: str) -> str:
    """The body to register with the provider: numbered variables and one asterisk.

    >>> provider_body("Hola *{nombre}*, debes **{monto}**.")
    'Hola *{{1}}*, debes *{{2}}*.'
    """
    numbered, count = "", 0
    for odd, part in _parts(over_the_wire(body)):
        count += odd
        numbered += f"{{{{{count}}}}}" if odd else part
    return numbered


def check(body: str) -> None:
    """Whether `body` may become a template.

    Raises:
        Invalid: with one error per thing to mend.
    """
    errors = [*_length_errors(body), *_variable_errors(body), *forbidden(body)]
    if errors:
        listed = [{"pointer": "/body", "detail": error} for error in errors]
        raise Invalid("La plantilla tiene cosas que corregir", errors=listed)


def forbidden(text: str) -> list[str]:
    """Why a collection message must not say `text`: threats, shaming, third parties. Empty when it may."""
    words = f" {' '.join(_WORD.findall(_folded(text)))} "
    return [
        f"«{phrase}» {reason}; use un tono firme y tranquilo"
        for reason, phrases in law.forbidden_words()
        for phrase in phrases
        if f" {phrase} " in words
    ]


def _length_errors(body: str) -> list[str]:
    if not body.strip():
        return ["el texto está vacío"]
    return [f"tiene {len(body)} caracteres; el máximo es {MAX_LENGTH}"] if len(body) > MAX_LENGTH else []


def _variable_errors(body: str) -> list[str]:
    known = ", ".join(f"{{{name}}}" for name in VARIABLES)
    errors = [
        f"la variable {{{name}}} no existe; las que hay son {known}"
        for name in variables(body)
        if name not in VARIABLES
    ]
    bare = _VARIABLE.sub("\0", body)
    if "{" in bare or "}" in bare:
        errors.append("hay una llave { o } suelta")
    stripped = re.sub(r"[*\s]", "", bare)
    if stripped.startswith("\0") or stripped.endswith("\0"):
        errors.append("WhatsApp no aprueba un texto que empieza o termina con una variable")
    if "\0\0" in stripped:
        errors.append("WhatsApp no aprueba dos variables seguidas")
    return errors


@lru_cache(maxsize=128)
def _parts(body: str) -> tuple[tuple[bool, str], ...]:
    """Literal pieces and variables (marked true), in order."""
    return tuple((bool(n % 2), piece) for n, piece in enumerate(_VARIABLE.split(body)))


def _plain(value: str) -> str:
    """`value` in one line and without characters that would change the markup."""
    return " ".join(_MARKUP.sub("", value).split())


def _folded(text: str) -> str:
    """Lower case, without accents, keeping ñ."""
    kept = text.lower().replace("ñ", "\0")
    plain = "".join(c for c in unicodedata.normalize("NFD", kept) if not unicodedata.combining(c))
    return plain.replace("\0", "ñ")
