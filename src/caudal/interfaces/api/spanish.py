"""What pydantic finds wrong, said in Spanish and pointed at."""

from collections.abc import Mapping, Sequence
from typing import Any

_SAID: Mapping[str, str] = {
    "missing": "falta",
    "extra_forbidden": "no se conoce este campo",
    "json_invalid": "el cuerpo no es JSON bien formado",
    "json_type": "debe ser texto JSON",
    "string_type": "debe ser un texto",
    "string_sub_type": "debe ser un texto",
    "string_unicode": "tiene caracteres que no se pueden leer",
    "string_too_short": "debe tener al menos {min_length} caracteres",
    "string_too_long": "no puede pasar de {max_length} caracteres",
    "string_pattern_mismatch": "no tiene la forma esperada",
    "bytes_type": "deben ser datos binarios",
    "enum": "debe ser {expected}",
    "literal_error": "debe ser {expected}",
    "int_type": "debe ser un número entero",
    "int_parsing": "debe ser un número entero",
    "int_parsing_size": "es demasiado grande",
    "int_from_float": "debe ser un número entero, sin decimales",
    "float_type": "debe ser un número",
    "float_parsing": "debe ser un número",
    "decimal_type": "debe ser un número decimal",
    "decimal_parsing": "debe ser un número decimal",
    "decimal_max_digits": "no puede tener más de {max_digits} cifras",
    "decimal_max_places": "no puede tener más de {decimal_places} decimales",
    "decimal_whole_digits": "no puede tener más de {whole_digits} cifras enteras",
    "finite_number": "debe ser un número finito",
    "bool_type": "debe ser verdadero o falso",
    "bool_parsing": "debe ser verdadero (true) o falso (false)",
    "greater_than": "debe ser mayor que {gt}",
    "greater_than_equal": "debe ser {ge} o más",
    "less_than": "debe ser menor que {lt}",
    "less_than_equal": "debe ser {le} o menos",
    "multiple_of": "debe ser múltiplo de {multiple_of}",
    "uuid_type": "debe ser un identificador (UUID)",
    "uuid_parsing": "no es un identificador (UUID)",
    "date_type": "debe ser una fecha AAAA-MM-DD",
    "date_parsing": "no es una fecha AAAA-MM-DD que exista",
    "date_from_datetime_parsing": "no es una fecha AAAA-MM-DD que exista",
    "date_from_datetime_inexact": "debe ser una fecha AAAA-MM-DD, sin hora",
    "date_past": "debe ser una fecha pasada",
    "date_future": "debe ser una fecha futura",
    "datetime_type": "debe ser un instante ISO 8601",
    "datetime_parsing": "no es un instante ISO 8601",
    "datetime_from_date_parsing": "no es un instante ISO 8601",
    "datetime_object_invalid": "no es un instante ISO 8601",
    "timezone_aware": "debe llevar zona horaria",
    "time_type": "debe ser una hora HH:MM",
    "time_parsing": "no es una hora HH:MM",
    "list_type": "debe ser una lista",
    "tuple_type": "debe ser una lista",
    "set_type": "debe ser una lista sin repetidos",
    "frozen_set_type": "debe ser una lista sin repetidos",
    "dict_type": "debe ser un objeto",
    "mapping_type": "debe ser un objeto",
    "model_type": "debe ser un objeto",
    "model_attributes_type": "debe ser un objeto",
    "dataclass_type": "debe ser un objeto",
    "too_short": "debe tener al menos {min_length} elementos",
    "too_long": "no puede tener más de {max_length} elementos",
    "union_tag_invalid": "debe ser {expected_tags}",
    "union_tag_not_found": "falta {discriminator}",
    "none_required": "debe quedar vacío",
    "url_type": "debe ser una dirección web",
    "url_parsing": "no es una dirección web",
    "url_scheme": "debe empezar por {expected_schemes}",
}
_OTHERWISE = "el valor no es válido"


def said(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """An error of pydantic as a person reads it; the house's own messages are Spanish already.

    >>> said("string_too_short", "", {"min_length": 3}), said("literal_error", "", {"expected": "'a' or 'b'"})
    ('debe tener al menos 3 caracteres', "debe ser 'a' o 'b'")
    """
    template = _SAID.get(kind)
    if template is None:
        own = kind in {"value_error", "assertion_error"} or "-" in kind or kind == "money_shape"
        return (message.removeprefix("Value error, ") if own else "") or _OTHERWISE
    return template.format_map(_Told(context)).replace(" or ", " o ").replace(" and ", " y ")


def pointer(loc: Sequence[str | int]) -> str:
    """Where the error is: a JSON pointer in the body or the name of a parameter; `header:` for headers.

    >>> pointer(("body", "steps", 0, "channel")), pointer(("query", "limit")), pointer(("header", "x-branch"))
    ('/steps/0/channel', '/limit', 'header:X-Branch')
    """
    if not loc:
        return ""
    where, *path = loc
    if where == "header":
        return "header:" + "-".join(part.capitalize() for part in str(path[0]).split("-"))
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


class _Told(dict[str, Any]):
    """Context of an error; what it lacks is shown as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
