"""Personal data besides its own screen: who may read each field of the book of acts, and what the logs hold."""

import io
import logging
from typing import Any

from sqlalchemy.exc import IntegrityError

from caudal.commons.acts.act import Actor, masked
from caudal.interfaces.api.privacy import PRIVATE, shown, subject_shown
from caudal.kernel.logs import Lines
from tests.interfaces.api.conftest import Api

COLUMNS = """
    select c.relname, a.attname, encode(t.tgargs, 'escape') from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where t.tgname = 'noted' and a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype)
"""
TELLING = {"name", "email", "phones", "phone", "address", "notes", "holder", "payee", "buyer", "pay_to", "tax_id",
           "doc_number", "doc_key", "serial", "notary", "gone_to", "purpose", "needle", "registration"}  # fmt: skip
"""Names of fields that say whom they are of."""
OF_THINGS = {
    "api_keys", "boxes", "branches", "loan_products", "pawn_locations", "pawn_plans", "roscas",
    "users",  # who works in the house is named beside whatever they do
}  # fmt: skip
CLIENT = {
    "name": "Juana Noh Pech", "phones": ["+529981112233"], "email": "juana@correo.example",
    "document": {"kind": "OTRO", "number": "NOPJ801224", "country": "MX"}, "branch_id": 1,
}  # fmt: skip
NOW = {"name": "Juana Noh", "phones": ["+529984445566"], "email": "noh@correo.example", "address": "Calle 5",
       "notes": "llamar de tarde"}  # fmt: skip


def roles(api: Api) -> dict[str, frozenset[str]]:
    found = api.as_("duena").get("/v1/roles").json()["items"]
    return {role["code"]: frozenset(each["code"] for each in role["permissions"]) for role in found}


def changed(api: Api, who: str, act: str) -> dict[str, tuple[Any, Any]]:
    """What somebody reads that an act changed of a client."""
    answer = api.as_(who).get(f"/v1/audit/{act}")
    assert answer.status_code == 200, answer.text
    (row,) = [each for each in answer.json()["changes"] if each["table"] == "parties"]
    return {each["field"]: (each["old"], each["new"]) for each in row["fields"]}


def test_the_book_shows_a_client_to_who_reads_clients(api: Api) -> None:
    """Role by role and field by field: as it is, or masked."""
    made = api.as_("duena").post("/v1/clients", json=CLIENT).json()
    answer = api.as_("duena").patch(f"/v1/clients/{made['id']}", json=NOW | {"version": made["version"]})
    assert answer.status_code == 200, answer.text
    act = (
        api.as_("duena")
        .get("/v1/audit", params={"command": "parties.change_party"})
        .json()["items"][0]["act_id"]
    )
    whole, held = changed(api, "duena", act), roles(api)
    assert set(NOW) <= set(whole)
    assert whole["phones"] == (CLIENT["phones"], NOW["phones"])
    _, personal = PRIVATE["parties"]
    masks = 0
    for role, permissions in held.items():
        if "audit.read" not in permissions or role == "duena":
            continue
        for field, (old, new) in changed(api, role, act).items():
            clear = field not in personal or "clients.read" in permissions
            hidden = tuple(masked(each) if each else each for each in whole[field])
            assert (old, new) == (whole[field] if clear else hidden), (role, field)
            masks += not clear
    assert masks >= len(NOW), "somebody keeps the book without keeping clients"


def test_each_field_of_each_role(api: Api) -> None:
    """Whoever lacks the permission of a screen reads nothing of a person through the book."""
    doors = 0
    for role, permissions in roles(api).items():
        actor = Actor(1, role, role, (1,), permissions)
        for table, (needed, fields) in PRIVATE.items():
            for field in fields:
                told = shown(actor, table, field, "Juana Noh 9981112233 y lo demás que se sepa")
                assert (told == "•••") is (needed not in permissions), (role, table, field)
                doors += 1
        assert shown(actor, "parties", "zone", "Centro") == "Centro"
    print(f"{doors} campos por rol comprobados")
    admin = Actor(1, "Admin", "admin", (1,), frozenset({"alerts.read"}))
    assert subject_shown(admin, "Juana Noh", of_a_person=True) == "•••"
    assert subject_shown(admin, "Banco Cancún", of_a_person=False) == "Banco Cancún"


def test_every_field_that_tells_of_a_person_is_known(api: Api) -> None:
    found = api.query(COLUMNS)
    kept = {(table, field) for table, field, hidden in found if field not in hidden.split("\\000")}
    assert {
        (t, f)
        for t, f in kept
        if f in TELLING and t not in OF_THINGS and f not in PRIVATE.get(t, ("", ()))[1]
    } == set()
    assert {(t, f) for t, (_, fields) in PRIVATE.items() for f in fields} - kept == set(), "no such field"


def test_a_log_line_holds_nobodys_data() -> None:
    """Also what the libraries write: of an error of the database, its code."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines("%(levelname)s %(message)s"))
    log = logging.Logger("prueba")
    log.addHandler(handler)
    who = CLIENT["name"]
    try:
        raise IntegrityError("insert into parties", {"name": who}, Exception(f"ya existe {who}"))
    except IntegrityError:
        log.exception("la ronda falló")
    told = stream.getvalue()
    assert "la ronda falló" in told
    assert "IntegrityError" in told
    assert "test_privacy.py" in told
    assert str(who) not in told
