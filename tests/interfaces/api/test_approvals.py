"""Two hands over HTTP: the inbox of each person, deciding, the matrix, and what bad input gets."""

from dataclasses import replace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from caudal.business.approvals import commands as approvals
from caudal.business.approvals.commands import Ask
from caudal.business.approvals.rules.kinds import Kind
from caudal.flows import deciding
from caudal.flows.deciding import Desk
from caudal.kernel.money import Money
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_receivables import debtor

PAYLOAD = {"invoice": "F-88"}


@pytest.fixture(autouse=True)
def of_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests that no room changes with: what payables does with its own is proved where it is."""
    monkeypatch.setitem(cast("dict[Kind, Desk]", deciding.DESKS), Kind.PAYABLE, Desk("/cxp/{}"))


def ask(api: Api, who: str = "empleado", amount: str = "7000", branch: int = 1, **more: Any) -> UUID:
    asked = {"kind": Kind.PAYABLE, "subject_id": uuid4(), "folio": "CXP-000001", "summary": "Tours Maya · F-88",
             "money": Money.of(amount, more.pop("currency", "MXN")), "payload": PAYLOAD, **more}  # fmt: skip
    with api.act(who, branch) as act:
        return approvals.ask(act, Ask(**asked))


def inbox(api: Api, who: str, **params: Any) -> dict[str, Any]:
    answer = api.as_(who).get("/v1/approvals", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def post(api: Api, who: str, path: str, **body: Any) -> Any:
    params = {"dry_run": True} if body.pop("dry_run", False) else {}
    return api.as_(who).post(f"/v1/approvals/{path}", json=body, params=params)


class TestTheInbox:
    def test_what_i_may_decide_comes_first_and_then_the_oldest(self, api: Api) -> None:
        with api.act("duena") as act:
            limits = (approvals.NewLimit(Kind.PAYABLE, "supervisor", "MXN", Money.of("5000", "MXN")),)
            approvals.set_limits(_why(act), approvals.SayLimits(limits))
        big, own, small, abroad = (
            ask(api, amount="7000", party_id=debtor(api)), ask(api, "supervisor", "10"), ask(api, amount="4000"),
            ask(api, "duena", "250000", 3, currency="COP"),
        )  # fmt: skip
        seen = inbox(api, "supervisor")
        assert [each["id"] for each in seen["items"]] == [str(small), str(big), str(own)]
        assert seen["totals"]["by_currency"] == [
            {
                "currency": "MXN", "count": 3, "amount": {"amount": "11010.00", "currency": "MXN"}, "mine": 1,
                "mine_amount": {"amount": "4000.00", "currency": "MXN"},
            }
        ]  # fmt: skip
        first, over, mine = seen["items"]
        assert first["policy_ok"]
        assert first["may"]["authorise"]["path"] == f"/v1/approvals/{small}/authorisation"
        assert over["party"]
        assert [c["text"] for c in over["policy"] if not c["ok"]] == ["Pasa de su tope: $5,000.00 MXN"]
        assert (over["may"]["authorise"], over["may"]["reject"]["reason"]) == (None, True)
        assert over["who"] == "Lo autoriza: Dueña, Director, Gerente"
        assert [c["text"] for c in mine["policy"] if not c["ok"]] == [
            "Usted la pidió: nadie autoriza lo que pidió"
        ]
        assert (mine["may"]["reject"], bool(mine["may"]["withdraw"])) == (None, True)
        assert [e["id"] for e in inbox(api, "supervisor", mine="decide")["items"]] == [str(small)]
        assert [e["id"] for e in inbox(api, "supervisor", mine="asked")["items"]] == [str(own)]
        assert inbox(api, "director")["totals"]["count"] == 4
        assert [e["id"] for e in inbox(api, "director", branch_id=3)["items"]] == [str(abroad)]
        assert inbox(api, "director", kind="refund")["items"] == []
        top = inbox(api, "supervisor", limit=2)
        rest = inbox(api, "supervisor", limit=2, after=top["next"])
        assert [e["id"] for e in top["items"] + rest["items"]] == [str(small), str(big), str(own)]
        assert (rest["next"], rest["totals"]["count"]) == (None, 3)
        assert inbox(api, "empleado")["items"][0]["may"]["authorise"] is None

    def test_of_other_rooms_with_their_own_doors(self, api: Api) -> None:
        """A difference of a till waits in the same list and is decided where it always was."""
        key = {"Idempotency-Key": str(uuid4())}
        opened = api.as_("cajero").post("/v1/till-shifts", json={"pieces": {"100": 3}}, headers=key)
        assert opened.status_code == 201, opened.text
        (seen,) = inbox(api, "gerente")["items"]
        assert (seen["source"], seen["kind_label"], seen["money"]["amount"]) == (
            "tills",
            "Sobrante de caja",
            "300.00",
        )
        assert (seen["policy_ok"], seen["asked_by"]["name"]) == (True, "Cajero")
        decide = seen["may"]["authorise"]
        done = api.as_("gerente").post(
            decide["path"],
            json={**decide["body"], "reason": "fondo inicial"},
            headers={"Idempotency-Key": str(uuid4())},
        )
        assert done.status_code == 201, done.text
        assert inbox(api, "gerente")["items"] == []


class TestDeciding:
    def test_from_asking_to_review(self, api: Api) -> None:
        request = ask(api)
        tried = post(api, "gerente", f"{request}/authorisation", note="coincide", dry_run=True)
        assert (tried.status_code, tried.json()["state"], tried.json()["entry"]) == (201, "authorised", [])
        assert inbox(api, "gerente")["totals"]["mine"] == 1
        done = post(api, "gerente", f"{request}/authorisation", note="coincide").json()
        assert (done["state_label"], done["decided_by"]["name"]) == ("Autorizada", "Gerente")
        assert set(done["may"].values()) == {None}
        assert done["who_executes"] == "Lo ejecuta: Dueña, Contador"
        todo = inbox(api, "contador", state="authorised")
        assert (todo["items"][0]["policy_ok"], todo["totals"]["count"]) == (True, 1)
        with api.act("contador") as act:
            approvals.execute(act, request, PAYLOAD)
        seen = api.as_("director").get(f"/v1/approvals/{request}").json()
        assert [(s["says_label"], s["actor"]["name"]) for s in seen["signatures"]] == [
            ("Solicitó", "Empleado"), ("Autorizó", "Gerente"), ("Ejecutó", "Contador"),
        ]  # fmt: skip
        assert seen["may"]["review"]
        assert post(api, "director", f"{request}/review", note="ficha vista").status_code == 201
        api.problem(post(api, "director", f"{request}/review"), 403, "una-persona-una-firma")
        acts = api.as_("duena").get("/v1/audit", params={"command": "approvals.authorise"}).json()["items"]
        assert [each["command_label"] for each in acts] == ["Autorizar una solicitud"]

    def test_refused_in_words_that_say_who_can(self, api: Api) -> None:
        request = ask(api)
        api.problem(post(api, "empleado", f"{request}/authorisation"), 403, "sin-permiso")
        api.problem(post(api, "contador", f"{request}/authorisation"), 403, "sin-permiso")
        own = ask(api, "gerente")
        told = api.problem(post(api, "gerente", f"{own}/authorisation"), 403, "solicitud-propia")
        assert told["who"] == "Lo autoriza: Dueña, Director, Gerente, Supervisor"
        api.problem(post(api, "gerente", f"{request}/rejection", reason=" "), 422, "datos-invalidos")
        api.problem(post(api, "empleado", f"{own}/withdrawal"), 403, "solicitud-propia")
        assert (
            post(api, "gerente", f"{request}/return", reason="falta la factura").json()["state"]
            == "sent_back"
        )
        api.problem(post(api, "director", f"{request}/rejection", reason="tarde"), 409, "ya-decidido")
        assert post(api, "gerente", f"{own}/withdrawal", note="era otra").json()["state"] == "withdrawn"
        refused = api.as_("duena").get("/v1/audit", params={"outcome": "refused"}).json()["items"]
        assert {each["problem"] for each in refused} >= {"solicitud-propia", "ya-decidido", "sin-permiso"}
        api.problem(api.as_("gerente").get(f"/v1/approvals/{uuid4()}"), 404, "no-encontrado")

    def test_what_belongs_to_another_branch_is_not_there(self, api: Api) -> None:
        request = ask(api, "duena", "100", 3, currency="COP")
        api.problem(post(api, "gerente", f"{request}/authorisation"), 404, "no-encontrado")
        assert inbox(api, "gerente")["items"] == []
        assert post(api, "director", f"{request}/authorisation").status_code == 201

    def test_a_key_cannot_authorise(self, api: Api) -> None:
        for personal in ("approvals.authorise", "loans.approve", "tills.approve"):
            made = api.as_("duena").post("/v1/api-keys", json={"name": "n8n", "permissions": [personal]})
            api.problem(made, 422, "datos-invalidos")
        made = api.as_("duena").post("/v1/api-keys", json={"name": "n8n", "permissions": ["approvals.read"]})
        bearer = {"Authorization": f"Bearer {made.json()['key']}"}
        request = ask(api)
        tried = api.client(**bearer).post(f"/v1/approvals/{request}/authorisation", json={})
        api.problem(tried, 403, "sin-permiso")
        with api.act("gerente") as act:
            approvals.authorise(act, request)
        with api.act("contador") as act:
            approvals.execute(act, request, PAYLOAD)
        api.problem(
            api.client(**bearer).post(f"/v1/approvals/{request}/review", json={}), 403, "solo-firman-personas"
        )


class TestDelegating:
    def test_for_some_days_with_a_reason_and_it_is_said(self, api: Api) -> None:
        """The manager goes away; the supervisor signs in her place, up to her limit, and the request says so."""
        with api.act("duena") as act:
            limits = (approvals.NewLimit(Kind.PAYABLE, "supervisor", "MXN", Money.of("5000", "MXN")),)
            approvals.set_limits(_why(act), approvals.SayLimits(limits))
        request = ask(api)
        seen = api.as_("gerente").get("/v1/approvals/matrix").json()
        people = {each["role_name"]: each["id"] for each in seen["authorisers"]}
        assert (set(people), seen["delegations"], seen["may_delegate"]) == (
            {"Supervisor", "Gerente", "Director", "Dueña"}, [], True,
        )  # fmt: skip
        today = api.as_("gerente").get("/v1/me").json()["business_date"]
        body = {"to_user": people["Supervisor"], "to": today, "reason": "vacaciones"}

        def lend(who: str, **more: Any) -> Any:
            return api.as_(who).post("/v1/approvals/delegations", json=body | more)

        api.problem(post(api, "supervisor", f"{request}/authorisation"), 403, "sobre-su-limite")
        made = lend("gerente")
        assert (made.status_code, made.json()["state_label"], made.json()["may_end"]) == (
            201,
            "En vigor",
            True,
        )
        api.problem(lend("gerente", to_user=people["Director"]), 409, "delegacion-en-esos-dias")
        api.problem(lend("empleado"), 403, "sin-permiso")
        api.problem(lend("supervisor", from_user=people["Gerente"]), 403, "no-es-su-funcion")
        for bad in ({"to_user": 999}, {"to": "2020-01-01"}, {"reason": ""}, {"to_user": people["Gerente"]}):
            api.problem(lend("gerente", **bad), 422, "datos-invalidos")
        (waits,) = inbox(api, "supervisor", mine="decide")["items"]
        assert [check["text"] for check in waits["policy"]][2:] == [
            "Por delegación de Gerente: Gerente puede autorizar: cuenta por pagar", "Sin tope para ese puesto",
        ]  # fmt: skip
        done = post(api, "supervisor", f"{request}/authorisation").json()
        signed = done["signatures"][1]
        assert (signed["actor"]["name"], signed["on_behalf_of"]["name"]) == ("Supervisor", "Gerente")
        where = f"delegations/{made.json()['id']}/end"
        assert post(api, "supervisor", where).json()["state_label"] == "Se terminó antes"
        api.problem(post(api, "gerente", where), 409, "delegacion-terminada")
        api.problem(post(api, "gerente", "delegations/999/end"), 404, "no-encontrado")

    def test_what_was_annulled_says_why_and_is_not_executed(self, api: Api) -> None:
        request = ask(api)
        post(api, "gerente", f"{request}/authorisation")
        with api.act("gerente") as act:
            approvals.annul(act, request, "se anuló la cuenta")
        assert inbox(api, "contador", state="authorised")["items"] == []
        (seen,) = inbox(api, "contador", state="annulled")["items"]
        assert (seen["state_label"], set(seen["may"].values())) == ("Anulada", {None})
        told = api.as_("contador").get(f"/v1/approvals/{request}").json()
        assert (told["annulled_because"], told["annulled_by"]["name"]) == ("se anuló la cuenta", "Gerente")
        with api.act("contador") as act, pytest.raises(approvals.AnnulledAlready):
            approvals.execute(act, request, PAYLOAD)
        api.problem(post(api, "director", f"{request}/authorisation"), 409, "solicitud-anulada")


class TestTheMatrix:
    def test_is_the_one_of_the_document(self, api: Api) -> None:
        seen = api.as_("gerente").get("/v1/approvals/matrix").json()
        rows = {row["role_name"]: row for row in seen["kinds"][0]["rows"]}
        marks = {
            name: "".join("✅" if row[duty] else "❌" for duty in ("ask", "authorise", "execute", "review"))
            for name, row in rows.items()
        }
        assert marks == {
            "Empleado": "✅❌❌❌", "Supervisor": "✅✅❌❌", "Gerente": "✅✅❌✅", "Contador": "❌❌✅✅",
            "Director": "❌✅❌✅", "Dueña": "✅✅✅✅",
        }  # fmt: skip
        assert seen["golden_rule"] == {
            "text": "Nadie puede autorizar y ejecutar el mismo pago.",
            "editable": False,
        }
        assert (seen["may_edit"], seen["limits"]) == (False, [])

    def test_limits_change_from_a_date_with_a_reason(self, api: Api) -> None:
        def put(who: str, **more: Any) -> Any:
            limit = {"kind": "refund", "role": "gerente", "currency": "MXN",
                     "amount": {"amount": "10000.00", "currency": "MXN"}, **more.pop("limit", {})}  # fmt: skip
            body = {"limits": [limit], "reason": "acuerdo de dirección", **more}
            return api.as_(who).put("/v1/approvals/matrix", json=body)

        done = put("duena").json()
        assert [(x["role_name"], x["amount"]["amount"], x["in_force"]) for x in done["limits"]] == [
            ("Gerente", "10000.00", True)
        ]
        later = put("duena", limit={"amount": None}, **{"from": "2099-01-01"}).json()
        assert [(x["in_force"], x["amount"] is None) for x in later["limits"]] == [
            (False, True),
            (True, False),
        ]
        api.problem(put("director"), 403, "sin-permiso")
        api.problem(put("duena", limit={"role": "duena"}), 403, "solicitud-propia")
        for bad in ({"reason": ""}, {"limit": {"role": "contador"}}, {"limit": {"kind": "x"}},
                    {"limit": {"currency": "XXX", "amount": None}}, {"from": "2020-01-01"}):  # fmt: skip
            api.problem(put("duena", **bad), 422, "datos-invalidos")

    def test_people_whose_role_could_do_both(self, api: Api) -> None:
        seen = api.as_("director").get("/v1/approvals/conflicts").json()
        owner = [each for each in seen["items"] if each["user"]["name"] == "Duena"]
        assert {(each["first"], each["second"]) for each in owner} >= {("Autorizar", "Ejecutar")}


def _why(act: Any) -> Any:
    return replace(act, reason="acuerdo de dirección")
