"""Running loans over HTTP: payments ahead, what closes them, and what bad input gets."""

from datetime import date, timedelta
from typing import Any

from caudal.business.loans.rules.product import Wish, agree
from caudal.business.loans.rules.replay import replay
from caudal.business.loans.rules.terms import Charge, ChargeKind
from caudal.interfaces.api.loan_papers import calendar
from caudal.kernel.money import Money
from tests.business.loans.lender import product
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_lending import PERSONAL, asked, lending, lent, post
from tests.interfaces.api.test_receivables import debtor

__all__ = ["lending"]


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "MXN"}


def digits(text: str) -> str:
    return "".join(each for each in text if each in "0123456789.,")


def ahead(amount: str = "20000.00", effect: str = "reduce_term", **more: Any) -> dict[str, Any]:
    return {"amount": money(amount), "effect": effect, "method": "cash", **more}


class TestPayingAhead:
    def test_both_choices_are_seen_before_and_the_one_taken_is_kept(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        where = f"/v1/loans/{loan['id']}"
        seen = lending.as_("cajero").get(f"{where}/simulation", params={"amount": "20000.00"}).json()
        assert seen["payoff"]["total"]["amount"] == "100000.00"
        assert [each["effect"] for each in seen["choices"]] == [
            "reduce_term",
            "reduce_installment",
            "advance",
        ]
        term, size = seen["choices"][:2]
        assert term["installment"]["amount"] == "9455.96"
        assert (size["installments"], size["installment"]["amount"]) == (12, "7564.77")
        assert term["installments"] < 12
        tried = lending.as_("cajero").post(f"{where}/prepayment?dry_run=true", json=ahead())
        assert tried.status_code == 201, tried.text
        assert tried.json()["simulation"] == seen
        assert tried.json()["payment"]["entry"]
        assert lending.as_("cajero").get(where).json()["payments"] == []
        done = post(lending, "cajero", f"{where}/prepayment", ahead(effect="reduce_installment"))
        assert done.status_code == 201, done.text
        loan = done.json()["loan"]
        assert {row["due"]["total"]["amount"] for row in loan["schedule"]} >= {"7564.77"}
        assert "eligió reducir la cuota" in loan["timeline"][-1]["text"]
        receipt = lending.as_("cajero").get(f"/v1/payments/{done.json()['payment']['id']}/receipt.pdf")
        assert receipt.content.startswith(b"%PDF")

    def test_closing_it_takes_exactly_what_was_told(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        where = f"/v1/loans/{loan['id']}/payoff"
        refused = post(lending, "cajero", where, {"method": "cash", "expected": money("99999.00")})
        lending.problem(refused, 409, "liquidacion-cambiada")
        done = post(lending, "cajero", where, {"method": "cash", "expected": money("100000.00")}).json()
        assert (done["payment"]["amount"]["amount"], done["loan"]["status"]) == ("100000.00", "paid")
        lending.problem(post(lending, "cajero", where, {"method": "cash"}), 409, "prestamo-en-otro-estado")

    def test_who_may_and_what_is_refused(self, lending: Api) -> None:
        client = debtor(lending)
        san = lent(lending, client, "san", "10000.00")
        where = f"/v1/loans/{san['id']}"
        lending.problem(
            post(lending, "cajero", f"{where}/prepayment", ahead("500.00")), 422, "datos-invalidos"
        )
        assert post(lending, "empleado", f"{where}/prepayment", ahead("500.00")).status_code == 403
        no_key = lending.as_("cajero").post(f"{where}/prepayment", json=ahead("500.00"))
        lending.problem(no_key, 400, "falta-llave")
        wrong = lending.as_("cajero").get(f"{where}/simulation", params={"amount": "-1"})
        lending.problem(wrong, 422, "datos-invalidos")
        assert lending.as_("cajero").get(f"{where}/simulation").json()["choices"] == []


class TestDeciding:
    def test_only_who_manages_and_with_a_reason(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        where = f"/v1/loans/{loan['id']}"
        body = {"until": "2099-01-01", "reason": "se inundó su casa"}
        assert post(lending, "cajero", f"{where}/freeze", body).status_code == 403
        lending.problem(post(lending, "gerente", f"{where}/freeze", body), 422, "datos-invalidos")
        lending.problem(
            post(lending, "gerente", f"{where}/freeze", body | {"reason": ""}), 422, "datos-invalidos"
        )
        lending.problem(
            post(lending, "gerente", f"{where}/waiver", {"reason": "lo pidió"}), 409, "nada-que-condonar"
        )
        lending.problem(
            post(lending, "gerente", f"{where}/write-off", {"reason": "no aparece"}), 409, "cambio-sin-efecto"
        )

    def test_giving_up_alone_up_to_ones_limit_and_asking_beyond(self, lending: Api) -> None:
        """Late by two months. Who has no limit in the product only asks; another, with one, decides or does it."""
        today = date.fromisoformat(lending.as_("gerente").get("/v1/me").json()["business_date"])
        loan = asked(lending, debtor(lending), disbursed_on=str(today - timedelta(days=70))).json()
        where = f"/v1/loans/{loan['id']}"
        post(lending, "gerente", f"{where}/approval")
        given = post(lending, "cajero", f"{where}/disbursement", {"on": str(today - timedelta(days=70))})
        assert given.status_code == 201, given.text
        body = {"component": "interest", "amount": money("100.00"), "reason": "lo acordó en la visita"}
        waits = post(lending, "director", f"{where}/waiver", body)
        assert waits.status_code == 201, waits.text
        assert (waits.json()["request"]["status"], waits.json()["request"]["asked_by"]) == (
            "pending",
            "Director",
        )
        lending.problem(post(lending, "director", f"{where}/waiver", body), 409, "solicitud-en-espera")
        (row,) = lending.as_("director").get("/v1/approvals", params={"kind": "waiver"}).json()["items"]
        assert [c["text"] for c in row["policy"] if not c["ok"]] == [
            "Usted lo pidió: nadie autoriza lo que pidió"
        ]
        assert (row["money"]["amount"], row["who"]) == ("100.00", "Lo autoriza: Gerente")
        alone = post(lending, "gerente", f"{where}/waiver", body).json()
        assert (alone["request"], alone["folio"]) == (None, loan["folio"])
        given_up = post(lending, "director", f"{where}/write-off", {"reason": "no aparece"}).json()
        assert (given_up["request"]["kind"], given_up["status"]) == ("write_off", "active")

    def test_another_plan_and_back(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        where = f"/v1/loans/{loan['id']}"
        body = {"periods": 24, "reason": "gana menos"}
        done = post(lending, "gerente", f"{where}/restructure", body)
        assert done.status_code == 201, done.text
        assert len([row for row in done.json()["schedule"] if not row["fallen"]]) == 24
        step = done.json()["timeline"][-1]
        assert (step["kind"], step["undoable"], step["reason"]) == ("restructure", True, "gana menos")
        undone = post(lending, "gerente", f"{where}/events/{step['id']}/undo", {"reason": "no firmó"})
        assert undone.status_code == 201, undone.text
        assert [each["due"] for each in undone.json()["schedule"]] == [
            each["due"] for each in loan["schedule"]
        ]
        assert undone.json()["timeline"][-2]["undone"]
        again = post(lending, "gerente", f"{where}/events/{step['id']}/undo", {"reason": "no firmó"})
        lending.problem(again, 409, "ya-reversado")
        lending.problem(
            post(lending, "gerente", f"{where}/events/999999/undo", {"reason": "no firmó"}),
            404,
            "no-encontrado",
        )

    def test_a_charge_and_another_rate(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        where = f"/v1/loans/{loan['id']}"
        body = {"amount": money("150.00"), "component": "insurance", "reason": "seguro de vida"}
        first = post(lending, "gerente", f"{where}/charge", body).json()["schedule"][0]
        assert first["due"]["total"]["amount"] == "9605.96"
        changed = post(
            lending, "gerente", f"{where}/rate", {"rate": {"value": "0.01"}, "reason": "buen cliente"}
        ).json()
        assert changed["schedule"][1]["due"]["total"]["amount"] == "8884.88"
        assert (changed["terms"]["rate"]["value"], changed["agreed"]["rate"]["value"]) == ("0.01", "0.02")
        body = {"periods": 24, "reason": "gana menos"}
        kept = post(lending, "gerente", f"{where}/restructure", body).json()
        assert kept["terms"]["rate"]["value"] == "0.01", "the rate of today goes on"

    def test_frozen_it_says_so_until_it_is_thawed(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        where = f"/v1/loans/{loan['id']}"
        assert (loan["frozen"], loan["renewal_after"]) == (None, None)
        lending.problem(
            post(lending, "gerente", f"{where}/unfreeze", {"reason": "ya volvió"}), 409, "cambio-sin-efecto"
        )
        until = str(date.fromisoformat(loan["disbursed_on"]) + timedelta(days=60))
        body = {"until": until, "interest": True, "reason": "se inundó su casa"}
        frozen = post(lending, "gerente", f"{where}/freeze", body).json()
        assert frozen["frozen"] == {"since": loan["disbursed_on"], "until": until, "interest": True}
        assert frozen["timeline"][-1]["text"].endswith(", también el interés")
        assert post(lending, "cajero", f"{where}/unfreeze", {"reason": "ya volvió"}).status_code == 403
        thawed = post(lending, "gerente", f"{where}/unfreeze", {"reason": "ya volvió"}).json()
        assert (thawed["frozen"], thawed["timeline"][-1]["text"]) == (None, "Se descongeló")

    def test_every_decision_is_seen_before_it_is_kept(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        where = f"/v1/loans/{loan['id']}"
        until = str(date.fromisoformat(loan["disbursed_on"]) + timedelta(days=60))
        asks: dict[str, dict[str, Any]] = {
            "charge": {"amount": money("150.00"), "concept": "Visita"},
            "freeze": {"until": until},
            "rate": {"rate": {"value": "0.01"}},
            "restructure": {"periods": 24},
        }
        for what, ask in asks.items():
            body = ask | {"reason": "vista previa"}
            seen = lending.as_("gerente").post(f"{where}/{what}?dry_run=true", json=body)
            assert (seen.status_code, seen.headers["dry-run"]) == (201, "true"), seen.text
            assert len(seen.json()["timeline"]) == 1, what
        assert lending.as_("gerente").get(where).json()["timeline"] == []


class TestRenewing:
    def test_the_new_one_pays_the_old_one(self, lending: Api) -> None:
        lending.as_("duena").put("/v1/products/personal", json=PERSONAL | {"renewal_after": 1})
        client = debtor(lending)
        loan = lent(lending, client)
        where = f"/v1/loans/{loan['id']}/renewal"
        lending.problem(
            lending.as_("empleado").post(where, json={"principal": money("150000.00")}),
            409,
            "renovacion-imposible",
        )
        body = {"client_id": str(client), "amount": money("9455.96"), "method": "cash"}
        assert post(lending, "cajero", "/v1/payments", body).status_code == 201
        asked = lending.as_("empleado").post(where, json={"principal": money("150000.00")})
        assert asked.status_code == 201, asked.text
        found = asked.json()
        assert (found["payoff"]["amount"], found["net"]["amount"]) == ("90544.04", "59455.96")
        new = f"/v1/loans/{found['loan']['id']}"
        assert lending.as_("cajero").get(f"{new}/renewal").json()["renews_folio"] == "LN-0001"
        assert post(lending, "gerente", f"{new}/approval").status_code == 201
        done = post(lending, "cajero", f"{new}/disbursement")
        assert (done.status_code, done.json()["status"]) == (201, "active"), done.text
        assert lending.as_("cajero").get(f"/v1/loans/{loan['id']}").json()["status"] == "renewed"
        live = lending.as_("cajero").get("/v1/payments", params={"live": True}).json()
        assert live["totals"]["count"] == 1
        every = lending.as_("cajero").get("/v1/payments", params={"method": "renewal"}).json()["items"]
        assert (every[0]["method_label"], every[0]["account"]["id"]) == ("Renovación", None)
        back = lending.as_("gerente").post(
            f"/v1/payments/{every[0]['id']}/reversal", json={"reason": "me arrepentí"}
        )
        lending.problem(back, 409, "cobro-de-renovacion")
        figures = lending.as_("duena").get("/v1/summary").json()["currencies"][0]["figures"]
        assert (
            next(each for each in figures if each["key"] == "collected_today")["amount"]["amount"]
            == "9455.96"
        )


class TestPapers:
    def test_what_was_agreed_its_calendar_and_what_closes_it(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        where = f"/v1/loans/{loan['id']}"
        for name in ("contract", "schedule", "payoff-letter"):
            found = lending.as_("cajero").get(f"{where}/{name}.pdf")
            assert found.status_code == 200, found.text
            assert found.content.startswith(b"%PDF")
        post(lending, "cajero", f"{where}/payoff", {"method": "cash"})
        assert lending.as_("cajero").get(f"{where}/payoff-letter.pdf").content.startswith(b"%PDF")

    def test_the_calendar_tells_insurance_and_charges_apart_with_sums_by_year(self) -> None:
        home = Charge(name="Seguro", kind=ChargeKind.INSURANCE, amount=Money.of(50, "MXN"))
        keep = Charge(name="Administración", amount=Money.of(10, "MXN"))
        start = date(2026, 10, 10)
        wish = Wish(principal=Money.of(100_000, "MXN"), disbursed_on=start)
        bare = replay(agree(product(), wish), [], start).instalments
        assert calendar(bare, "MXN")[0] == ["Nº", "Vence", "Capital", "Interés", "Cuota", "Pagado", "Saldo"]
        plan = replay(agree(product(charges=(home, keep)), wish), [], start).instalments
        columns, rows, sums = calendar(plan, "MXN")
        assert columns[2:-2] == ["Capital", "Interés", "Gastos", "Seguros", "Cuota"]
        assert [rows[at][1] for at in sums] == ["Suma 2026", "Suma 2027", "Total"]
        assert [digits(rows[at][5]) for at in sums] == ["100.00", "500.00", "600.00"]
        assert (len(rows), {len(row) for row in rows}) == (15, {9})

    def test_a_receipt_says_what_each_instalment_took(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        done = post(
            lending, "cajero", f"/v1/loans/{loan['id']}/prepayment", ahead("9455.96", "advance")
        ).json()
        printed = lending.as_("cajero").get(f"/v1/payments/{done['payment']['id']}/receipt.pdf")
        assert printed.content.startswith(b"%PDF")
