"""The description in files that a person can open: an index, one file per room, and one for what rooms share.

Each file is an OpenAPI 3.1 document by itself, and points to the others by relative references, so a tool given
the index reads the whole, and one given the file of a room reads that room.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from caudal.interfaces.api.describing import written

INDEX = "openapi.json"
FOLDER = "openapi"
SHARED = "shared"
"""The file of the schemas that several rooms use, of the refusals and of the way to sign in."""

_HERE = "#/components/"
_SCHEMA = "#/components/schemas/"


def parted(whole: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """`whole` in documents, by the path of each one's file relative to the index's folder."""
    homes = _homes(whole)
    head = {"openapi": whole["openapi"]}
    parts: dict[str, dict[str, Any]] = {
        SHARED: head | {"info": _info(whole, "lo que comparten los cuartos"), "paths": {}}
    }
    titles = {tag["name"]: tag["description"] for tag in whole["tags"]}
    for path, item in whole["paths"].items():
        room = _room(item)
        if room not in parts:
            info = _info(whole, titles.get(room, room))
            parts[room] = head | {"info": info, "paths": {}, "components": _door(f"{SHARED}.json")}
        parts[room]["paths"][path] = _pointed(item, _from(room, homes))
    parts[SHARED]["components"] = {**whole["components"], "schemas": {}}
    for name, schema in whole["components"]["schemas"].items():
        home = homes.get(name, SHARED)
        schemas = parts[home].setdefault("components", {}).setdefault("schemas", {})
        schemas[name] = _pointed(schema, _from(home, homes))
    index = {**whole, "paths": {}, "components": _door(f"{FOLDER}/{SHARED}.json")}
    for path, item in whole["paths"].items():
        index["paths"][path] = {"$ref": f"{FOLDER}/{_room(item)}.json#/paths/{_pointer(path)}"}
    return {INDEX: index} | {f"{FOLDER}/{room}.json": part for room, part in sorted(parts.items())}


def write(whole: Mapping[str, Any], folder: Path) -> None:
    """Leave in `folder` the files of `whole`, and none of a room that is gone."""
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for gone in (folder / FOLDER).glob("*.json"):
        gone.unlink()
    for name, part in parted(whole).items():
        (folder / name).write_text(written(part), encoding="utf-8")


def _info(whole: Mapping[str, Any], title: str) -> dict[str, str]:
    return {"title": f"Caudal: {title}", "version": whole["info"]["version"]}


def _door(shared: str) -> dict[str, Any]:
    """The way to sign in, which a document has to name by itself: it isn't looked for in another."""
    return {"securitySchemes": {"bearer": {"$ref": f"{shared}#/components/securitySchemes/bearer"}}}


def _room(item: Mapping[str, Any]) -> str:
    """Whose a path is: the room of its first operation, as a path is told whole in one file."""
    operations = (cast("dict[str, Any]", each) for each in item.values() if isinstance(each, dict))
    return str(next(operations).get("tags", [SHARED])[0])


def _homes(whole: Mapping[str, Any]) -> dict[str, str]:
    """In whose file each schema is: the only room that reaches it, or the shared one."""
    schemas, users = whole["components"]["schemas"], dict[str, set[str]]()
    for item in whole["paths"].values():
        waiting = list(_named(item))
        while waiting:
            name = waiting.pop()
            rooms = users.setdefault(name, set())
            if _room(item) not in rooms:
                rooms.add(_room(item))
                waiting += _named(schemas[name])
    return {name: next(iter(rooms)) for name, rooms in users.items() if len(rooms) == 1}


def _named(part: Any) -> Iterator[str]:
    """The schemas that `part` points to."""
    if isinstance(part, str):
        if part.startswith(_SCHEMA):
            yield part.removeprefix(_SCHEMA)
    elif isinstance(part, dict):
        for each in cast("dict[str, Any]", part).values():
            yield from _named(each)
    elif isinstance(part, list):
        for each in cast("list[Any]", part):
            yield from _named(each)


def _from(room: str, homes: Mapping[str, str]) -> Callable[[str], str]:
    """How a document of `room` names what `whole` has in its components."""

    def said(pointer: str) -> str:
        home = homes.get(pointer.removeprefix(_SCHEMA), SHARED) if pointer.startswith(_SCHEMA) else SHARED
        return pointer if home == room else f"{home}.json{pointer}"

    return said


def _pointed(part: Any, said: Callable[[str], str]) -> Any:
    """`part` with each of its pointers to components as `said` names it."""
    if isinstance(part, str):
        return said(part) if part.startswith(_HERE) else part
    if isinstance(part, dict):
        return {key: _pointed(each, said) for key, each in cast("dict[str, Any]", part).items()}
    if isinstance(part, list):
        return [_pointed(each, said) for each in cast("list[Any]", part)]
    return part


def _pointer(path: str) -> str:
    """`path` as a step of a JSON pointer in an address (RFC 6901 §6)."""
    return quote(path.replace("~", "~0").replace("/", "~1"), safe="~")
