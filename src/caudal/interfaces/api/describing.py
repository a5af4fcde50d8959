"""The API described (OpenAPI 3.1): what FastAPI knows of each route, and what the door adds to all of them."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from caudal.commons.access.rules import PERMISSIONS
from caudal.interfaces.api.door import Plan
from caudal.interfaces.api.shapes import MONEY_SCHEMA
from caudal.interfaces.api.words import called

_DEPTHS = {"paths": 1, "components": 2}
_ABOUT = """El dinero de un negocio que vende a crédito: lo que le deben, lo que cobró y lo que falta por cobrar.

- El dinero viaja como `{"amount": "250000.00", "currency": "COP"}`: texto decimal exacto, nunca un número flotante.
- Las listas son `{"items": […], "next": …}`; `next` se manda de vuelta como `after`.
- `dry_run=true` hace de verdad lo pedido y lo deshace: la respuesta es la que habría, y no queda nada.
- `Idempotency-Key` hace inofensivo repetir: la misma llave con lo mismo responde lo mismo, con `Idempotent-Replayed`.
- Los errores son `application/problem+json`; `type` lleva a una página que dice qué pasó, por qué y qué hacer."""

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "Por qué no se hizo lo pedido (RFC 9457).",
    "required": ["type", "title", "status", "instance", "reference"],
    "properties": {
        "type": {"type": "string", "examples": ["/problemas/datos-invalidos"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "reference": {"type": "string", "description": "Cítela al pedir ayuda: está en la bitácora técnica."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_REFUSALS = {
    "400": "Falta algo o no se puede leer.",
    "401": "Hace falta iniciar sesión.",
    "403": "El rol no lo permite, o no en esa sucursal.",
    "404": "No existe o no está al alcance.",
    "409": "No se puede en el estado en que está.",
    "422": "Hay datos que corregir.",
    "503": "No disponible: se puede repetir con la misma llave.",
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of `app`, whole."""
    whole = get_openapi(
        title="Caudal", version=app.version, openapi_version="3.1.0", description=_ABOUT, routes=app.routes
    )
    components = whole.setdefault("components", {})
    schemas: dict[str, Any] = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas["Problem"] = _PROBLEM
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "La credencial de POST /v1/sessions, o una llave de integración `ck_…`.",
        }
    }
    components["responses"] = {
        status: {"description": text, "content": {"application/problem+json": {"schema": _ref("Problem")}}}
        for status, text in _REFUSALS.items()
    }
    tags: dict[str, str] = {}
    for operation, plan in _operations(whole, app):
        _complete(operation, plan)
        tags |= {tag: called("rooms", tag) for tag in operation.get("tags", ())}
    whole["tags"] = [{"name": tag, "description": told} for tag, told in sorted(tags.items())]
    shared = _shared(whole)
    shared["components"]["schemas"]["Money"] = MONEY_SCHEMA
    return shared


def _shared(part: Any) -> Any:
    """`part` with money told once, by reference: it is in almost every answer."""
    if isinstance(part, list):
        return [_shared(each) for each in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    if part == MONEY_SCHEMA:
        return _ref("Money")
    return {key: _shared(each) for key, each in cast("dict[str, Any]", part).items()}


def written(description: Mapping[str, Any]) -> str:
    """The description as text: a line per path and per component, so that two changes to it can be told apart."""
    return _lines(description, lambda key, part: _text(part, _DEPTHS.get(key, 0))) + "\n"


def _text(part: Any, depth: int) -> str:
    if depth == 0:
        return json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    return _lines(part, lambda _, inside: _text(inside, depth - 1))


def _lines(parts: Mapping[str, Any], told: Callable[[str, Any], str]) -> str:
    return "{\n" + ",\n".join(f"{json.dumps(key)}:{told(key, part)}" for key, part in parts.items()) + "\n}"


def _operations(whole: dict[str, Any], app: FastAPI) -> Iterator[tuple[dict[str, Any], Plan]]:
    plans = {plan.operation: plan for plan in _plans(app.routes)}
    for methods in whole["paths"].values():
        for operation in methods.values():
            plan = plans.get(operation.get("operationId", ""))
            if plan is not None:
                yield operation, plan


def _plans(routes: Any) -> Iterator[Plan]:
    for route in routes:
        if isinstance(route, APIRoute):
            plan = getattr(route.endpoint, "plan", None)
            if plan is not None:
                yield plan
        else:
            inner = getattr(route, "original_router", None)
            yield from _plans(inner.routes if inner is not None else ())


def _complete(operation: dict[str, Any], plan: Plan) -> None:
    first, _, rest = str(operation.get("description", "")).partition("\n")
    operation["summary"], operation["description"] = first.rstrip("."), rest.strip()
    responses = operation.setdefault("responses", {})
    for status in _REFUSALS if not plan.public else ("400", "401", "422", "503"):
        responses[status] = {"$ref": f"#/components/responses/{status}"}
    if plan.public:
        return
    operation["security"] = [{"bearer": []}]
    if plan.permission:
        operation["x-permission"] = plan.permission
        told = f"Permiso: `{plan.permission}` ({PERMISSIONS.get(plan.permission, '')})."
        operation["description"] = f"{operation.get('description', '')}\n\n{told}".strip()
    parameters: list[dict[str, Any]] = operation.setdefault("parameters", [])
    parameters.append(
        _parameter(
            "header", "X-Branch", {"type": "integer"}, "Sucursal en la que ocurre; la propia si no se da."
        )
    )
    if not plan.writes:
        return
    parameters.append(
        _parameter("header", "X-Reason", {"type": "string", "maxLength": 300}, "Motivo, para la bitácora.")
    )
    parameters.append(
        _parameter(
            "query", "dry_run", {"type": "boolean", "default": False}, "Hacerlo y deshacerlo: solo mostrar."
        )
    )
    if plan.key != "none":
        told = "Un UUID por operación: repetir con la misma llave no la hace dos veces."
        key = _parameter("header", "Idempotency-Key", {"type": "string", "maxLength": 100}, told)
        parameters.append(key | {"required": plan.key == "required"})


def _parameter(where: str, name: str, schema: dict[str, Any], told: str) -> dict[str, Any]:
    return {"name": name, "in": where, "required": False, "schema": schema, "description": told}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
