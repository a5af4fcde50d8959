"""Documents and telephones: what is one, how it is kept, when two are the same. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from stdnum.co import nit
from stdnum.do import cedula, rnc
from stdnum.exceptions import ValidationError
from stdnum.mx import curp, rfc

from caudal.kernel.problems import Problem

GENERIC = ("PAS", "OTRO")
KINDS: dict[str, tuple[str, ...]] = {
    "CO": ("CC", "CE", "NIT", "TI", "PPT"),
    "MX": ("RFC", "CURP", "INE"),
    "DO": ("CED", "RNC"),
}
"""Kinds of document of each country; :data:`GENERIC` ones are valid anywhere."""

NAMES = {
    "CC": "Cédula de ciudadanía", "CE": "Cédula de extranjería", "NIT": "NIT", "TI": "Tarjeta de identidad",
    "PPT": "Permiso por protección temporal", "RFC": "RFC", "CURP": "CURP", "INE": "INE (clave de elector)",
    "CED": "Cédula", "RNC": "RNC", "PAS": "Pasaporte", "OTRO": "Otro",
}  # fmt: skip

_SYNONYMS = {
    "CEDULA": {"CO": "CC", "DO": "CED"}, "CÉDULA": {"CO": "CC", "DO": "CED"}, "CC": {"DO": "CED"},
    "IFE": {"MX": "INE"}, "PASAPORTE": {}, "PASSPORT": {}, "PP": {}, "ID": {"CO": "CC", "DO": "CED", "MX": "INE"},
}  # fmt: skip
_SHAPES = {
    "CC": re.compile(r"\d{3,11}"), "CE": re.compile(r"[A-Z0-9]{3,12}"), "NIT": re.compile(r"\d{6,16}"),
    "TI": re.compile(r"\d{5,12}"), "PPT": re.compile(r"\d{4,15}"), "RFC": re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{0,3}"),
    "CURP": re.compile(r"[A-Z]{4}\d{6}[A-Z0-9]{8}"), "INE": re.compile(r"[A-Z0-9]{9,20}"),
    "CED": re.compile(r"\d{11}"), "RNC": re.compile(r"\d{9}"), "PAS": re.compile(r"[A-Z0-9]{4,20}"),
    "OTRO": re.compile(r"[A-Z0-9Ñ&]{1,30}"),
}  # fmt: skip
_HINTS = {
    "CC": "de 3 a 11 cifras", "CE": "de 3 a 12 letras o cifras", "NIT": "de 6 a 16 cifras", "TI": "de 5 a 12 cifras",
    "PPT": "de 4 a 15 cifras", "RFC": "3 o 4 letras, 6 cifras y homoclave, como PEPJ800101AB1",
    "CURP": "18 letras y cifras", "INE": "de 9 a 20 letras o cifras", "CED": "11 cifras", "RNC": "9 cifras",
    "PAS": "de 4 a 20 letras o cifras", "OTRO": "hasta 30 letras o cifras",
}  # fmt: skip
_CHECKS: dict[str, Callable[[str], object]] = {
    "NIT": nit.validate, "RFC": rfc.validate, "CURP": curp.validate, "CED": cedula.validate, "RNC": rnc.validate,
}  # fmt: skip
_SEPARATORS = re.compile(r"[\s.\-_/\u00a0]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_CALLING = {"CO": "+57 300 123 4567", "MX": "+52 998 123 4567", "DO": "+1 809 555 1234"}


class InvalidDocument(Problem):
    type, title, status = "documento-invalido", "El documento no es válido", 422


class InvalidPhone(Problem):
    type, title, status = "telefono-invalido", "El teléfono no es válido", 422


class InvalidEmail(Problem):
    type, title, status = "correo-invalido", "El correo no es válido", 422


@dataclass(frozen=True, slots=True)
class Document:
    """An identity document as written: `kind` of `country` (ISO 3166-1 alpha-2)."""

    kind: str
    number: str
    country: str


def check_document(kind: str, number: str, country: str) -> Document:
    """The document in its kept form: kind and country in capitals, number without separators.

    >>> check_document("cédula", "1.020.304-050", "co")
    Document(kind='CC', number='1020304050', country='CO')

    Raises:
        InvalidDocument: unknown kind or country, or a number that can't be one of that kind.
    """
    country, kind = country.strip().upper(), kind.strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise InvalidDocument(f"«{country[:10]}» no es un país; escriba dos letras, como CO, MX o DO")
    if kind in _SYNONYMS and kind not in KINDS.get(country, ()):
        kind = _SYNONYMS[kind].get(country, "PAS")
    allowed = (*KINDS.get(country, ()), *GENERIC)
    if kind not in allowed:
        raise InvalidDocument(f"«{kind[:20]}» no es un documento de {country}; use {', '.join(allowed)}")
    clean = _SEPARATORS.sub("", number).upper()
    if not _SHAPES[kind].fullmatch(clean):
        raise InvalidDocument(f"«{number[:30]}» no es {NAMES[kind]}: lleva {_HINTS[kind]}")
    return Document(kind, clean, country)


def document_key(kind: str, number: str, country: str) -> str:
    """What makes two documents the same one.

    >>> document_key("CC", "1.020.304.050", "CO")
    'CO:CC:1020304050'

    Raises:
        InvalidDocument: as :func:`check_document`.
    """
    found = check_document(kind, number, country)
    return f"{found.country}:{found.kind}:{found.number}"


def document_doubt(document: Document) -> str | None:
    """Why a well-formed document looks mistyped (its check digit fails), or nothing. A doubt isn't a refusal."""
    check = _CHECKS.get(document.kind)
    if check is None or document.country not in KINDS:
        return None
    try:
        check(document.number)
    except ValidationError:
        return "El dígito verificador no coincide: revise el número"
    return None


@lru_cache(maxsize=65_536)
def check_phone(written: str, country: str | None = None) -> str:
    """A telephone in E.164, read as somebody in `country` would write it.

    >>> check_phone("300 123 4567", "CO")
    '+573001234567'

    Raises:
        InvalidPhone: it can't be dialled.
    """
    try:
        number = phonenumbers.parse(written.strip(), country)
    except phonenumbers.NumberParseException:
        raise InvalidPhone(_phone_hint(written, country)) from None
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise InvalidPhone(_phone_hint(written, country))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_email(written: str) -> str:
    """An e-mail address in small letters.

    Raises:
        InvalidEmail: it has no user, no domain, or spaces.
    """
    clean = written.strip()
    if not _EMAIL.fullmatch(clean) or len(clean) > 254:
        raise InvalidEmail(f"«{clean[:60]}» no es un correo; escriba uno como nombre@ejemplo.com")
    return clean.lower()


def check_name(written: str) -> str:
    """A name on one line without spare spaces.

    Raises:
        Problem: empty, or longer than 200 letters.
    """
    clean = " ".join(written.split())
    if not clean or len(clean) > 200 or not any(c.isalnum() for c in clean):
        raise InvalidName("Escriba el nombre, de 1 a 200 letras")
    return clean


class InvalidName(Problem):
    type, title, status = "nombre-invalido", "El nombre no es válido", 422


def _phone_hint(written: str, country: str | None) -> str:
    example = _CALLING.get(country or "", _CALLING["CO"])
    return f"«{written.strip()[:30]}» no es un teléfono que se pueda marcar; escriba uno como {example}"
