"""Every route of the API goes through the door, says what it needs, and is described."""

import json
import re
from functools import cache
from typing import Any
from urllib.parse import unquote

from fastapi.routing import APIRoute

from caudal.commons.access.rules import PERMISSIONS
from caudal.commons.acts.act import room_of
from caudal.interfaces.api import app, parting, words
from tests.house.source import ROOT, SRC, calls, dotted, trees

DOCS = ROOT / "docs"

PUBLIC = {
    "sessions.open",
    "sessions.refresh",
    "sessions.close",
    "webhooks.verify",
    "webhooks.receive",
    "webhooks.receive_sms",
}
OF_ONES_OWN = {"sessions.me", "users.change_password", "branches.list", "jobs.list", "jobs.read",
                "notices.contact", "notices.keep_contact", "notices.try_out", "notices.mine"}  # fmt: skip
"""Whoever signed in may do these: they only reach what is theirs."""

# A reversal happens once by its nature: asked again, it is refused as done. Everything else that moves money has a key.
MONEY = {"payments.take", "payments.use_credit", "treasury.fund"}
"""Reversing twice is refused by itself (`ya-reversado`), so it may come without a key."""


def routes() -> list[APIRoute]:
    app.build()
    return list(app.routes())


def test_are_seen() -> None:
    assert len(routes()) > 20


def test_each_names_a_permission_or_is_on_the_short_list() -> None:
    """A route without a permission is open to anybody who signed in, or to the world: say so here."""
    free = {plan.operation for route in routes() if not (plan := route.endpoint.plan).permission}
    assert free == PUBLIC | OF_ONES_OWN
    assert {r.endpoint.plan.operation for r in routes() if r.endpoint.plan.public} == PUBLIC


def test_each_is_called_room_and_verb_once() -> None:
    names = [str(route.operation_id) for route in routes()]
    assert [name for name in names if not re.fullmatch(r"[a-z_]+\.[a-z_]+", name)] == []
    assert sorted(names) == sorted(set(names))


def test_each_has_a_sentence_in_spanish() -> None:
    silent = [route.operation_id for route in routes() if not (route.endpoint.__doc__ or "").strip()]
    assert silent == []


def test_permissions_asked_for_are_in_the_catalogue() -> None:
    asked = {route.endpoint.permission for route in routes()} - {""}
    assert asked - set(PERMISSIONS) == set()


def test_no_permission_is_without_use() -> None:
    """Asked by a route, or by a command that decides inside (`act.actor.may`, `permissions`)."""
    asked = {route.endpoint.permission for route in routes()}
    inside = {
        name
        for path in SRC.rglob("*.py")
        if "access/rules.py" not in path.as_posix()
        for name in PERMISSIONS
        if f'"{name}"' in path.read_text(encoding="utf-8")
    }
    assert set(PERMISSIONS) - asked - inside == set()


def test_roles_hold_only_permissions_that_exist() -> None:
    """sql/roles.sql is the only place where roles get their permissions."""
    text = (SRC / "commons/access/sql/roles.sql").read_text(encoding="utf-8")
    named = set(re.findall(r"\b[a-z]+\.[a-z]+\b", text)) - {
        "excluded.name", "excluded.position", "roles.name", "roles.position", "r.role", "r.listed", "w.role",
        "w.permission", "p.role", "p.permission",
    }  # fmt: skip
    assert named == set(PERMISSIONS)


def test_what_moves_money_asks_for_a_key() -> None:
    keyed = {str(route.operation_id) for route in routes() if route.endpoint.plan.key == "required"}
    assert keyed >= MONEY


def test_every_command_has_a_name_for_people() -> None:
    """The book of acts shows it: interfaces/api/words.toml."""
    missing: list[str] = []
    for name, tree in trees().items():
        room = room_of(name.removesuffix(".py").replace("/", ".")) if "/" in name else ""
        for node in getattr(tree, "body", []):
            decorators = [dotted(each) for each in getattr(node, "decorator_list", [])]
            if (
                "command" in decorators
                and words.command_called(f"{room}.{node.name}") == f"{room}.{node.name}"
            ):
                missing.append(f"{room}.{node.name}")
    assert missing == []


def test_only_the_door_opens_transactions() -> None:
    """A route that opens its own has no permission, no audit and no answer when the database is gone."""
    allowed = {"door.py", "health.py"}
    guilty = [
        f"{name}:{call.lineno}"
        for name, tree in trees().items()
        if name.startswith("interfaces/api/") and name.rpartition("/")[2] not in allowed
        for call in calls(tree)
        if dotted(call.func).rpartition(".")[2] in {"transaction", "acting", "house_acting"}
    ]
    assert guilty == []


class TestDescription:
    def test_is_fresh(self) -> None:
        """What changes the API changes these files: `.venv/bin/caudal openapi docs`."""
        kept = {path.relative_to(DOCS).as_posix() for path in (DOCS / parting.FOLDER).iterdir()}
        expected = parting.parted(json.loads(json.dumps(app.description())))
        assert kept == set(expected) - {parting.INDEX}
        stale = [name for name, part in expected.items() if part != _kept(name)]
        assert stale == [], "viejos; corra: .venv/bin/caudal openapi docs"

    def test_its_parts_say_the_same_as_the_whole(self) -> None:
        """Whoever follows the references of the index reads every path and every schema, each once."""
        whole = json.loads(json.dumps(app.description()))
        paths, components = {}, {"schemas": {}}
        for path, item in _kept(parting.INDEX)["paths"].items():
            name, _, pointer = item["$ref"].partition("#")
            found: Any = _kept(name)
            for step in pointer.strip("/").split("/"):
                found = found[unquote(step).replace("~1", "/").replace("~0", "~")]
            paths[path] = _whole(found)
        for file in (DOCS / parting.FOLDER).iterdir():
            part = _whole(_kept(f"{parting.FOLDER}/{file.name}"))
            schemas = part["components"].pop("schemas", {})
            assert not set(schemas) & set(components["schemas"])
            components["schemas"] |= schemas
            components |= part["components"] if file.stem == parting.SHARED else {}
        assert paths == whole["paths"]
        assert components == whole["components"]


@cache
def _kept(name: str) -> Any:
    return json.loads((DOCS / name).read_text(encoding="utf-8"))


def _whole(part: Any) -> Any:
    """`part` with the references of its file as the whole has them; each must lead to something."""
    if isinstance(part, dict):
        reference = part.get("$ref", "")
        name, _, pointer = reference.partition("#")
        if name:
            found = _kept(f"{parting.FOLDER}/{name}")
            for step in pointer.strip("/").split("/"):
                found = found[step]
        return {key: _whole(each) for key, each in part.items()} | ({"$ref": f"#{pointer}"} if name else {})
    return [_whole(each) for each in part] if isinstance(part, list) else part
