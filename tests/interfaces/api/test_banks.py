"""Banks over HTTP: accounts, a statement from its file to a day that adds up, transfers by three hands, who may."""

from typing import Any
from uuid import uuid4

import httpx

from tests.interfaces.api import conftest
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_receivables import debtor

CLABE = "072690001122334457"


def mxn(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "MXN"}


def post(api: Api, who: str, path: str, body: Any, **headers: str) -> httpx.Response:
    return api.as_(who).post(f"/v1/{path}", json=body, headers={"Idempotency-Key": str(uuid4()), **headers})


def account(api: Api, **more: Any) -> dict[str, Any]:
    asked = {"name": "Banorte 4457", "number_kind": "clabe", "number": CLABE, "currency": "MXN",
             "threshold": mxn("50000.00"), "main": True, **more}  # fmt: skip
    made = post(api, "duena", "bank-accounts", asked)
    assert made.status_code == 201, made.text
    return made.json()


def upload(api: Api, account_id: int, rows: str, who: str = "contador") -> httpx.Response:
    file = {"file": ("octubre.csv", rows.encode(), "text/csv")}
    return api.as_(who).post("/v1/bank-statements", files=file, data={"account_id": account_id})


class TestBanks:
    def test_from_a_clabe_to_a_day_that_adds_up(self, api: Api) -> None:
        today = conftest.today().isoformat()
        wrong = {"name": "X1X", "number_kind": "clabe", "number": CLABE[:-1] + "0", "currency": "MXN"}
        refused = api.problem(post(api, "duena", "bank-accounts", wrong), 422, "datos-invalidos")
        assert refused["errors"][0]["pointer"] == "/number"
        made = account(api)
        assert (made["bank"], made["number"], made["low"], made["main"]) == (
            "Banorte",
            "•••• 4457",
            True,
            True,
        )
        api.problem(
            post(api, "duena", "bank-accounts", {**wrong, "number": CLABE}), 409, "cuenta-bancaria-repetida"
        )

        client = debtor(api)
        paid = {
            "client_id": str(client),
            "amount": mxn("350.00"),
            "method": "transfer",
            "reference": "SPEI-70011",
        }
        assert post(api, "cajero", "payments", paid).status_code == 201
        rows = f"Fecha,Concepto,Referencia,Importe\n{today},SPEI RECIBIDO,70011,350.00\n{today},COMISION SPEI,,-5.80\n"
        came = upload(api, made["id"], rows)
        assert came.status_code == 201, came.text
        plan = {"columns": came.json()["layout"]["columns"], "decimal": ".", "dates": "ymd"}
        path = f"bank-statements/{came.json()['statement']['id']}"
        checked = post(api, "contador", f"{path}/check", {**plan, "closing": mxn("344.20")}).json()["summary"]
        assert (checked["lines"], checked["repeated"], checked["opening"], checked["problems"]) == (
            2,
            0,
            mxn("0.00"),
            [],
        )
        entered = post(api, "contador", f"{path}/entry", {**plan, "closing": mxn("344.20")}).json()
        assert entered["matched"] == {
            "by_pass": {"reference": 1, "slip": 0, "unique": 0},
            "total": 1,
            "suggestions": 1,
        }
        api.problem(upload(api, made["id"], rows), 409, "extracto-repetido")
        again = upload(api, made["id"], rows + f"{today},OTRA,,1.00\n").json()
        assert (again["analysis"]["remembered"], again["summary"]["repeated"]) == (True, 2)

        day = post(api, "contador", "reconciliations", {"business_date": today}).json()["items"][0]
        assert (day["state"], day["system"], day["bank"], day["unmatched_bank"]) == (
            "unreconciled",
            mxn("350.00"),
            mxn("350.00"),
            1,
        )
        (fee,) = api.as_("contador").get("/v1/bank-lines", params={"open": True}).json()["items"]
        (guess,) = api.as_("contador").get(f"/v1/bank-lines/{fee['id']}/suggestions").json()["items"]
        assert (guess["outcome"], guess["outcome_label"]) == ("fee", "Comisión bancaria")
        told = api.as_("contador").get("/v1/reconciliations/differences").json()["items"]
        assert [(x["owner"], x["age"]) for x in told] == [("Contador", 0)]
        done = post(api, "contador", f"bank-lines/{fee['id']}/entry", {"outcome": "fee"})
        assert done.status_code == 201, done.text
        (day,) = api.as_("contador").get("/v1/reconciliations").json()["items"]
        assert (day["state"], day["version"], day["state_label"]) == ("reconciled", 2, "✅ Cuadrado"), (
            "at once"
        )
        progress = (
            api.as_("contador").get("/v1/reconciliations/progress", params={"account_id": made["id"]}).json()
        )
        assert (progress["lines"], progress["explained"], progress["left"]) == (2, 2, mxn("0.00"))
        undone = post(api, "contador", f"matches/{done.json()['id']}/undo", {"reason": "no era comisión"})
        assert undone.json()["undone_reason"] == "no era comisión"
        (left,) = api.as_("contador").get("/v1/reconciliations", params={"open": True}).json()["items"]
        assert (left["state"], left["unmatched_bank"], left["version"]) == ("unreconciled", 1, 2)
        before = {"open": True, "from": "2026-01-01", "to": "2026-01-31"}
        assert api.as_("contador").get("/v1/reconciliations", params=before).json()["items"] == []
        assert post(api, "duena", "books/verification", None).json()["ok"]

    def test_a_movement_of_the_books_without_a_memo_is_told_by_what_it_is_and_whose(self, api: Api) -> None:
        made = account(api)
        paid = {
            "client_id": str(debtor(api)),
            "amount": mxn("350.00"),
            "method": "transfer",
            "reference": "70011",
        }
        assert post(api, "cajero", "payments", paid).status_code == 201
        rows = f"Fecha,Concepto,Importe\n{conftest.today()},COMISION SPEI,-5.80\n"
        came = upload(api, made["id"], rows).json()
        post(api, "contador", f"bank-statements/{came['statement']['id']}/entry", {})
        told = api.as_("contador").get("/v1/reconciliations/differences").json()["items"]
        assert sorted(x["text"] for x in told) == ["COMISION SPEI", "Cobro · Juan Pérez"]

    def test_a_statement_of_another_century_says_to_look_at_its_dates(self, api: Api) -> None:
        made = account(api)
        came = upload(api, made["id"], "Fecha,Concepto,Importe\n20/11/1926,Pago,5.00\n").json()
        (problem,) = came["summary"]["problems"]
        assert (
            problem["detail"]
            == "Trae movimientos del 20/11/1926, de hace más de diez años: revise sus fechas"
        )
        refused = post(api, "contador", f"bank-statements/{came['statement']['id']}/entry", {})
        api.problem(refused, 422, "extracto-descuadrado")

    def test_rules_are_said_listed_and_ended(self, api: Api) -> None:
        made = account(api)
        said = {"needle": "Cuota TPV", "outcome": "fee", "account_id": made["id"]}
        api.problem(post(api, "cajero", "bank-rules", said), 403, "sin-permiso")
        one = post(api, "contador", "bank-rules", said).json()
        other = post(
            api, "contador", "bank-rules", {"needle": "rendimientos", "outcome": "interest", "branch_id": 1}
        )
        api.problem(post(api, "contador", "bank-rules", said), 409, "regla-repetida")
        rules = api.as_("contador").get("/v1/bank-rules", params={"branch_id": 1}).json()["items"]
        assert [(r["needle"], r["branch"], r["account"], r["outcome_label"]) for r in rules] == [
            ("CUOTA TPV", "Cancún", "Banorte 4457", "Comisión bancaria"),
            ("RENDIMIENTOS", "Cancún", None, "Interés ganado"),
        ]  # fmt: skip
        assert api.as_("contador").get("/v1/bank-rules", params={"branch_id": 2}).json()["items"] == []
        assert api.as_("contador").delete(f"/v1/bank-rules/{one['id']}").status_code == 204
        api.problem(api.as_("contador").delete(f"/v1/bank-rules/{one['id']}"), 404, "no-encontrado")
        rules = api.as_("contador").get("/v1/bank-rules").json()["items"]
        assert [r["id"] for r in rules] == [other.json()["id"]]

    def test_a_transfer_needs_three_people(self, api: Api) -> None:
        out = account(api)
        into = account(
            api,
            name="Concentradora",
            bank="BBVA",
            number_kind="account",
            number="0155667788",
            main=False,
            shared=True,
        )
        wanted = {
            "from_account_id": out["id"],
            "to_account_id": into["id"],
            "amount": mxn("100.00"),
            "concept": "fondeo",
        }
        funded = post(api, "duena", f"tills/{out['id']}/funding", {"amount": mxn("500.00")})
        assert funded.status_code == 201, funded.text
        asked = post(api, "supervisor", "bank-transfers", wanted)
        assert asked.status_code == 201, asked.text
        request = asked.json()["request_id"]
        for who in ("supervisor", "contador"):
            assert post(api, who, f"bank-transfers/{request}/execution", None).status_code in (403, 409)
        signed = post(api, "gerente", f"approvals/{request}/authorisation", {})
        assert signed.status_code < 300, signed.text
        done = post(api, "contador", f"bank-transfers/{request}/execution", None)
        assert (done.status_code, done.json()["state"]) == (201, "executed"), done.text
        balances = {
            x["id"]: x["balance"]["amount"] for x in api.as_("duena").get("/v1/bank-accounts").json()["items"]
        }
        assert balances == {out["id"]: "400.00", into["id"]: "100.00"}
        assert post(api, "contador", f"bank-transfers/{request}/execution", None).status_code == 409

    def test_the_account_of_the_company_takes_the_cash_of_any_branch(self, api: Api) -> None:
        shared = account(api, shared=True)
        till = next(x for x in api.as_("gerente", 2).get("/v1/tills/current").json()["items"])
        assert till["id"] is None
        client = debtor(api, branch=2)
        paid = {"client_id": str(client), "amount": mxn("90.00"), "method": "cash"}
        taken = post(api, "cajero", "payments", paid, **{"X-Branch": "2"})
        assert taken.status_code == 201, taken.text
        till = api.as_("gerente", 2).get("/v1/tills/current").json()["items"][0]
        moved = {
            "till_id": till["id"],
            "kind": "deposit",
            "amount": mxn("90.00"),
            "concept": "corte",
            "to_account_id": shared["id"],
        }
        done = post(api, "cajero", "till-operations", moved, **{"X-Branch": "2"})
        assert done.status_code == 201, done.text
        (seen,) = [
            x for x in api.as_("duena").get("/v1/bank-accounts").json()["items"] if x["id"] == shared["id"]
        ]
        assert seen["balance"] == mxn("90.00")
        assert post(api, "duena", "books/verification", None).json()["ok"]

    def test_who_collects_says_to_which_account_it_came(self, api: Api) -> None:
        usual = account(api)
        plain = {"number_kind": "account", "main": False, "bank": "BBVA"}
        ours = account(api, name="BBVA 9021", number="9988779021", shared=True, **plain)
        there = account(api, name="BBVA CDMX", number="5566778899", branch_id=2, **{**plain, "main": True})

        def listed(branch: int) -> list[tuple[str, bool]]:
            found = api.as_("cajero").get("/v1/payments/accounts", params={"branch_id": branch})
            return [(x["name"], x["main"]) for x in found.json()["items"]]

        assert listed(1) == [("Banorte 4457", True), ("BBVA 9021", False)]
        assert listed(2) == [("BBVA CDMX", True), ("BBVA 9021", False)]

        def take(method: str, amount: str, branch: str = "1", **more: Any) -> httpx.Response:
            ask = {"client_id": str(client), "amount": mxn(amount), "method": method, **more}
            return post(api, "cajero", "payments", ask, **{"X-Branch": branch})

        client = debtor(api)
        preview = api.as_("cajero").post(
            "/v1/payments",
            params={"dry_run": True},
            headers={"Idempotency-Key": str(uuid4())},
            json={"client_id": str(client), "amount": mxn("10.00"), "method": "transfer", "reference": "900100",
                  "account_id": ours["id"]},
        ).json()  # fmt: skip
        assert (preview["account"]["name"], preview["entry"][0]["name"]) == ("BBVA 9021", "BBVA 9021")
        said = [
            take("transfer", "10.00", reference="900101", account_id=ours["id"]),
            take("card", "20.00", account_id=ours["id"]),
            take("transfer", "30.00", "2", reference="900102", account_id=ours["id"]),
            take("transfer", "40.00", reference="900103"),
            take("card", "50.00"),
        ]
        names = [x.json()["account"]["name"] for x in said]
        assert names == ["BBVA 9021"] * 3 + ["Banorte 4457", "Tarjetas por liquidar Cancún"]
        for refused in (
            take("transfer", "5.00", reference="900104", account_id=there["id"]),
            take("transfer", "5.00", "2", reference="900105", account_id=usual["id"]),
            take("cash", "5.00", account_id=usual["id"]),
        ):
            assert api.problem(refused, 422, "datos-invalidos")["errors"][0]["pointer"] == "/account_id"
        seen = api.as_("contador").get(f"/v1/bank-accounts/{ours['id']}/movements").json()["items"]
        assert sorted(x["amount"]["amount"] for x in seen) == ["10.00", "20.00", "30.00"]
        today = conftest.today().isoformat()
        rows = f"Fecha,Concepto,Referencia,Importe\n{today},SPEI,900101,10.00\n{today},SPEI,900102,30.00\n"
        came = upload(api, ours["id"], rows).json()
        plan = {"columns": came["layout"]["columns"], "decimal": ".", "dates": "ymd"}
        entered = post(api, "contador", f"bank-statements/{came['statement']['id']}/entry", plan).json()
        assert entered["matched"]["by_pass"]["reference"] == 2
        back = post(
            api, "gerente", f"payments/{said[1].json()['id']}/reversal", {"reason": "no pasó la tarjeta"}
        )
        assert back.status_code == 201, back.text
        assert post(api, "duena", "books/verification", None).json()["ok"]

    def test_who_may(self, api: Api) -> None:
        made = account(api)
        assert upload(api, made["id"], "x", "cajero").status_code == 403
        assert (
            post(
                api,
                "gerente",
                "bank-accounts",
                {"name": "Otra", "number_kind": "account", "number": "12345", "currency": "MXN"},
            ).status_code
            == 403
        )
        assert api.as_("cajero").get("/v1/bank-accounts").status_code == 403
        api.problem(upload(api, 999, "Fecha,Concepto,Importe\n2026-10-05,A,1\n"), 404, "no-encontrado")
