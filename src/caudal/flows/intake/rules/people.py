"""What identifies a person in a file: documents and their countries, telephones, e-mails, yes and no.

What is valid is decided by parties; here it is only found in a cell, and said in words for a file.
"""

import re
from dataclasses import dataclass

from caudal.business.parties.rules import (
    KINDS,
    Document,
    InvalidDocument,
    InvalidEmail,
    InvalidPhone,
    check_document,
    check_email,
    check_phone,
    document_doubt,
    document_key,
)
from caudal.flows.intake.rules.cells import Cell, digits_lost, fold, shown, spoiled
from caudal.flows.intake.rules.findings import Bad

_KINDS = {
    "cc": "CC", "cedula de ciudadania": "CC", "cedula ciudadania": "CC", "ce": "CE", "cedula de extranjeria": "CE",
    "cedula extranjeria": "CE", "nit": "NIT", "ti": "TI", "tarjeta de identidad": "TI", "ppt": "PPT",
    "rfc": "RFC", "curp": "CURP", "ine": "INE", "ife": "INE", "credencial para votar": "INE", "ced": "CED",
    "cedula de identidad y electoral": "CED", "cedula de identidad": "CED", "rnc": "RNC", "pas": "PAS",
    "pasaporte": "PAS", "passport": "PAS", "otro": "OTRO", "otra": "OTRO", "other": "OTRO",
}  # fmt: skip
_CEDULA = {"CO": "CC", "DO": "CED"}
_COUNTRIES = {
    "co": "CO", "col": "CO", "colombia": "CO", "mx": "MX", "mex": "MX", "mexico": "MX", "do": "DO", "dom": "DO",
    "rd": "DO", "republica dominicana": "DO", "rep dominicana": "DO", "dominicana": "DO", "us": "US", "usa": "US",
    "eeuu": "US", "ee uu": "US", "estados unidos": "US", "ve": "VE", "venezuela": "VE", "ec": "EC", "ecuador": "EC",
    "pe": "PE", "peru": "PE", "gt": "GT", "guatemala": "GT", "hn": "HN", "honduras": "HN", "sv": "SV",
    "el salvador": "SV", "ni": "NI", "nicaragua": "NI", "cr": "CR", "costa rica": "CR", "pa": "PA", "panama": "PA",
    "cl": "CL", "chile": "CL", "ar": "AR", "argentina": "AR", "bo": "BO", "bolivia": "BO", "py": "PY",
    "paraguay": "PY", "uy": "UY", "uruguay": "UY", "br": "BR", "brasil": "BR", "es": "ES", "espana": "ES",
    "cu": "CU", "cuba": "CU", "ht": "HT", "haiti": "HT", "pr": "PR", "puerto rico": "PR",
}  # fmt: skip
_YES = frozenset({"si", "s", "x", "1", "verdadero", "true", "yes", "y", "acepta", "autoriza", "ok", "✓", "✔"})
_NO = frozenset({"no", "n", "0", "falso", "false", "no acepta", "no autoriza"})
_SHAPES = {
    "CO": (("NIT", re.compile(r"[89]\d{8}-?\d?|\d{8,9}-\d")), ("CC", re.compile(r"\d{5,10}"))),
    "MX": (("CURP", re.compile(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d")),
           ("RFC", re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}")), ("INE", re.compile(r"[A-Z]{6}\d{8}[HM]\d{3}|\d{13}"))),
    "DO": (("CED", re.compile(r"\d{11}")), ("RNC", re.compile(r"\d{9}"))),
}  # fmt: skip
_SPACING = re.compile(r"[\s./_]+")
_SEVERAL = re.compile(r"\s*(?:[/;,|]|\s[yo]\s|\n)\s*")
MAX_PHONES = 4


@dataclass(frozen=True, slots=True)
class Paper:
    """A document read from a row, the key by which it is the same as another one, and a doubt about it."""

    document: Document
    key: str
    doubt: str | None = None


def kind(cell: Cell, country: str) -> str | Bad | None:
    """The kind of document a cell names; nothing where it is blank.

    >>> kind("Cédula", "DO"), kind("C.C.", "CO")
    ('CED', 'CC')
    """
    text = shown(cell)
    if not text:
        return None
    found = spoiled(text)
    if found:
        return found
    word = fold(text)
    if word == "cedula":
        return _CEDULA.get(country, "OTRO")
    named = _KINDS.get(word) or _KINDS.get(word.replace(" ", ""))
    if named:
        return named
    return Bad(
        "documento-de-clase-desconocida",
        "Ese tipo de documento no se conoce",
        "Use CC, CE, NIT, RFC, CURP, INE, CED, RNC, PAS u OTRO",
    )


def country(cell: Cell) -> str | Bad | None:
    """The country a cell names, as two letters; nothing where it is blank."""
    text = shown(cell)
    if not text:
        return None
    return (
        spoiled(text)
        or _COUNTRIES.get(fold(text))
        or Bad("pais-desconocido", "Ese país no se conoce", "Escriba dos letras: CO, MX, DO, US…")
    )


def document(cell: Cell, kind_code: str | None, country_code: str) -> Paper | Bad | None:
    """The document in a cell, of the kind said or of the one its number has; nothing where it is blank."""
    text = shown(cell)
    if not text:
        return None
    found = spoiled(text) or digits_lost(cell)
    if found:
        return found
    code = kind_code or deduced(text, country_code)
    if code is None:
        return _unrecognised(cell, text, country_code)
    try:
        paper = check_document(code, text, country_code)
        doubt = document_doubt(paper)
        if doubt and kind_code is None and code == "RNC" and document_doubt(_padded(text)) is None:
            return _zeros(text)
        return Paper(paper, document_key(code, text, country_code), doubt)
    except InvalidDocument as refused:
        bad = _zeros_lost(cell, text, code)
        return bad or Bad("documento-invalido", str(refused.detail), "Corríjalo con el documento a la vista")


def deduced(text: str, country_code: str) -> str | None:
    """The kind of document a number can be in a country.

    >>> deduced("900.123.456-1", "CO"), deduced("001-1234567-8", "DO"), deduced("12", "CO")
    ('NIT', 'CED', None)
    """
    clean = _SPACING.sub("", text).upper()
    bare = clean.replace("-", "")
    for code, shape in _SHAPES.get(country_code, ()):
        if shape.fullmatch(clean) or (code != "NIT" and shape.fullmatch(bare)):
            return code
    return "PAS" if country_code not in KINDS and bare.isalnum() else None


def _unrecognised(cell: Cell, text: str, country_code: str) -> Bad:
    zeros = _zeros_lost(cell, text, _CEDULA.get(country_code, ""))
    kinds = ", ".join(KINDS.get(country_code, ()))
    return zeros or Bad(
        "documento-no-reconocido",
        f"No parece un documento de {country_code} ({kinds})",
        "Revise el número; si es de otra clase u otro país, agregue esas columnas (PAS u OTRO admiten cualquiera)",
    )


def _zeros_lost(cell: Cell, text: str, code: str) -> Bad | None:
    """A Dominican cédula begins with zeros, and a spreadsheet that takes it for a number drops them."""
    if (
        code != "CED"
        or not text.isdigit()
        or not 8 <= len(text) <= 10
        or (isinstance(cell, str) and len(text) < 9)
    ):
        return None
    return _zeros(text)


def _padded(text: str) -> Document:
    return Document("CED", "".join(c for c in text if c.isdigit()).zfill(11), "DO")


def _zeros(text: str) -> Bad:
    whole = _padded(text).number
    return Bad(
        "documento-sin-ceros",
        "A la cédula le faltan ceros a la izquierda: Excel los quitó",
        f"Escríbala completa como texto; ¿es {whole[:3]}-{whole[3:10]}-{whole[10]}?",
    )


def phones(cell: Cell, country_code: str) -> tuple[str, ...] | Bad | None:
    """The telephones in a cell, in E.164, as somebody in the country would write them; nothing where blank."""
    text = shown(cell)
    if not text:
        return None
    found = spoiled(text) or digits_lost(cell)
    if found:
        return found
    parts = [part for part in _SEVERAL.split(text) if part]
    if len(parts) > 1 and any(sum(c.isdigit() for c in part) < 7 for part in parts):
        parts = [text]
    if len(parts) > MAX_PHONES:
        return Bad(
            "telefonos-de-mas", f"Trae más de {MAX_PHONES} teléfonos", "Deje los que sirven, separados por /"
        )
    try:
        return tuple(dict.fromkeys(check_phone(part, country_code) for part in parts))
    except InvalidPhone as refused:
        return Bad("telefono-invalido", *_halves(str(refused.detail)))


def email(cell: Cell) -> str | Bad | None:
    """The e-mail address in a cell; nothing where it is blank."""
    text = shown(cell)
    if not text:
        return None
    found = spoiled(text)
    if found:
        return found
    try:
        return check_email(text)
    except InvalidEmail as refused:
        return Bad("correo-invalido", *_halves(str(refused.detail)))


def yes_or_no(cell: Cell) -> bool | Bad | None:
    """What a cell answers; nothing where it is blank."""
    text = shown(cell)
    if not text:
        return None
    word = fold(text) or text
    if word in _YES or word in _NO:
        return word in _YES
    return spoiled(text) or Bad(
        "si-o-no", "No dice ni sí ni no", "Escriba «sí» o «no», o deje la celda vacía"
    )


def _halves(detail: str) -> tuple[str, str]:
    """What is wrong and what to do, from the sentence of a refusal."""
    problem, _, remedy = detail.partition("; ")
    return problem, (remedy[:1].upper() + remedy[1:]) or "Corríjalo o deje la celda vacía"
