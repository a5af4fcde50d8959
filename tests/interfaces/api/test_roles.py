"""Every route of the API × every role, through the door: who passes and who is told 403.

What is expected is read from one page that people read too, docs/referencia/permisos.md: a row per permission, a column
per role. The door is asked without a body, so nothing happens but the decision to let in.
"""

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from caudal.commons.acts.act import Act
from caudal.interfaces.api import app, door
from caudal.interfaces.api.app import create
from caudal.kernel.db import connect
from caudal.kernel.settings import Settings
from tests.house.source import ROOT
from tests.interfaces.api.conftest import ROLES, Api

PAGE = ROOT / "docs" / "referencia" / "permisos.md"
WRITES_BY_READING = {
    "approvals.withdraw", "approvals.review", "alerts.see", "alerts.assign", "alerts.resolve", "alerts.dismiss",
}  # fmt: skip
"""What changes something and asks only to see it: the command looks at whose it is, or it moves nothing but a mark."""

AUTHORISES = {"loans.approve", "roscas.authorise", "approvals.authorise"}
EXECUTES = {"loans.disburse", "loans.remit", "roscas.deliver", "payables.pay", "refunds.pay"}
"""Handing money over that somebody else authorised."""


def table() -> dict[str, set[str]]:
    """The roles of each permission, as the page says."""
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(("| `", "| Permiso"))
    ]  # fmt: skip
    header, *body = rows
    return {
        row[0]: {role for role, mark in zip(header[2:], row[2:], strict=True) if mark == "✓"} for row in body
    }


def knocks(application: Any, token: str, route: APIRoute) -> int:
    """What the door answers whoever carries `token` at `route`: it lets them in (200) or it doesn't."""
    scope = {
        "type": "http", "app": application, "method": next(iter(route.methods or {"GET"})), "path": route.path,
        "query_string": b"", "client": ("127.0.0.1", 1), "server": ("localhost", 80), "scheme": "http",
        "headers": [(b"authorization", f"Bearer {token}".encode()), (b"idempotency-key", b"")], "state": {},
    }  # fmt: skip
    plan = door.Plan(
        route.endpoint.plan.permission, "none", route.endpoint.plan.public, operation=str(route.operation_id)
    )  # type: ignore[attr-defined]

    def inside(_act: Act) -> Response:
        return Response(status_code=200)

    return door._serve(plan, inside, Request(scope), {}).status_code


def test_every_route_lets_in_the_roles_of_its_permission(
    module_api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    expected, wrong, asked = table(), [], 0
    module_api.as_("duena")
    engine = connect(module_api.database_url, pool_size=1)
    settings = Settings(secret_key="una clave para las pruebas", database_url=module_api.database_url)
    application = create(settings, engine).app
    listed = [route for route in app.routes() if not route.endpoint.plan.public]  # type: ignore[attr-defined]
    for role in ROLES:
        module_api.as_(role)
        for route in listed:
            permission: str = route.endpoint.plan.permission  # type: ignore[attr-defined]
            allowed = not permission or role in expected[permission]
            answered = knocks(application, module_api.tokens[role], route)
            asked += 1
            if answered != (200 if allowed else 403):
                wrong.append((role, route.operation_id, answered))
    nobody = {knocks(application, "x", route) for route in listed}
    engine.dispose()
    assert (wrong, nobody) == ([], {401})
    assert asked == len(listed) * len(ROLES)
    with capsys.disabled():
        print(f"\n{len(listed)} rutas × {len(ROLES)} roles = {asked} puertas probadas")


def test_what_changes_something_asks_for_more_than_seeing_it() -> None:
    lax = {
        str(route.operation_id) for route in app.routes()
        if next(iter(route.methods or {"GET"})) not in {"GET", "HEAD"}
        and re.search(r"\.read$", route.endpoint.plan.permission)  # type: ignore[attr-defined]
        and not re.search(r"(trial|quote|preview|check|weigh|simulat|try)", str(route.path))
    }  # fmt: skip
    assert lax == WRITES_BY_READING


def test_no_role_but_the_owners_authorises_and_hands_over() -> None:
    """The matrix of the document, in the permissions of the house."""
    holds = table()
    authorise = set[str]().union(*(holds[each] for each in AUTHORISES))
    execute = set[str]().union(*(holds[each] for each in EXECUTES))
    assert authorise == {"supervisor", "gerente", "director", "duena"}
    assert execute == {"contador", "cajero", "duena"}
    assert authorise & execute == {"duena"}
