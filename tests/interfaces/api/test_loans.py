"""Quotations over the wire: figures, refusals and who may ask."""

from decimal import Decimal
from typing import Any

import pytest

from tests.interfaces.api.conftest import Api

FRENCH: dict[str, Any] = {
    "method": "french",
    "principal": {"amount": "100000.00", "currency": "MXN"},
    "rate": {"kind": "periodic", "value": "0.02"},
    "periods": 12,
    "frequency": "monthly",
    "disbursed_on": "2026-01-01",
    "day_count": "30/360",
}


def money(amount: str, currency: str = "MXN") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def quote(api: Api, who: str = "empleado", **more: Any) -> Any:
    return api.as_(who).post(
        "/v1/loans/quote", json={k: v for k, v in (FRENCH | more).items() if v is not None}
    )


class TestQuote:
    def test_french(self, module_api: Api) -> None:
        answer = quote(module_api)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        first = body["installments"][0]
        assert first == {
            "number": 1, "due_on": "2026-02-01", "principal": money("7455.96"), "interest": money("2000.00"),
            "fees": money("0.00"), "total": money("9455.96"), "balance": money("92544.04"),
        }  # fmt: skip
        assert body["installments"][-1]["total"] == money("9455.97")
        assert body["installments"][-1]["balance"] == money("0.00")
        assert body["totals"]["interest"] == money("13471.53")
        assert (body["rates"]["annual_effective"], body["rates"]["cat"]) == ("0.268242", "0.268")
        assert body["ceiling"] is None

    def test_prestamo_san_with_its_contract_fee(self, module_api: Api) -> None:
        fee = {"name": "Contrato", "when": "discounted", "amount": money("700", "DOP")}
        answer = quote(
            module_api, method="san", principal=money("10000", "DOP"), rate=None, periods=13, frequency="weekly",
            installment=money("1000", "DOP"), fees=[fee],
        )  # fmt: skip
        body = answer.json()
        assert answer.status_code == 200, body
        assert body["rates"]["periodic_irr"] == "0.051667"
        assert body["totals"]["handed"] == money("9300.00", "DOP")

    def test_everything_at_once(self, module_api: Api) -> None:
        insurance = {"name": "Vida", "kind": "insurance", "on": "balance", "part": "0.0005"}
        answer = quote(
            module_api, grace={"kind": "total", "periods": 2, "capitalise": True}, fees=[insurance], round_to=50,
            holidays={"country": "MX"}, first_due_on="2026-02-15", rounding="half_even",
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        assert answer.json()["installments"][-1]["balance"] == money("0.00")

    def test_each_charge_is_told_by_its_name_and_adds_up(self, module_api: Api) -> None:
        fees = [
            {"name": "Vida", "kind": "insurance", "on": "balance", "part": "0.001", "held": True},
            {"name": "Apertura", "when": "discounted", "amount": money("500")},
            {"name": "Cobranza", "amount": money("25"), "optional": True},
            {"name": "Registro", "when": "financed", "amount": money("1000")},
        ]
        body = quote(module_api, fees=fees).json()
        told, rows, totals = body["charges"], body["installments"], body["totals"]
        assert [(each["name"], each["when"], each["total"]["amount"]) for each in told[1:]] == [
            ("Apertura", "discounted", "500.00"), ("Cobranza", "instalment", "300.00"),
            ("Registro", "financed", "1000.00"),
        ]  # fmt: skip
        assert (told[0]["held"], told[2]["optional"], told[1]["amounts"]) == (True, True, [])
        for place, row in enumerate(rows):
            own = Decimal(told[0]["amounts"][place]["amount"]) + Decimal(told[2]["amounts"][place]["amount"])
            assert own == Decimal(row["fees"]["amount"])
        assert told[0]["amounts"][0] == money("101.00"), "of what is owed, with what was financed"
        sums = {name: Decimal(each["amount"]) for name, each in totals.items()}
        assert sums["total"] == sums["principal"] + sums["interest"] + sums["fees"]
        assert sums["cost"] == sums["total"] - sums["handed"] == sums["total"] - Decimal("99500.00")

    def test_a_plan_of_ones_own(self, module_api: Api) -> None:
        days = [{"due_on": "2026-03-01", "amount": money("60000")}, {"due_on": "2026-06-01"}]
        answer = quote(
            module_api, method="custom", periods=None, frequency=None, plan=days, day_count="act/365"
        )
        assert answer.status_code == 200, answer.text
        assert [row["due_on"] for row in answer.json()["installments"]] == ["2026-03-01", "2026-06-01"]

    def test_keeps_nothing(self, module_api: Api) -> None:
        assert quote(module_api).status_code == 200
        before = module_api.one("select count(*) from audit")
        assert quote(module_api).status_code == 200
        assert module_api.one("select count(*) from audit") == before


class TestRefuses:
    def test_a_schedule_that_doesnt_amortise(self, module_api: Api) -> None:
        body = module_api.problem(quote(module_api, installment=money("1500")), 422, "no-amortiza")
        assert "2000.00" in body["detail"]
        san = {"method": "san", "rate": None, "installment": money("1000"), "periods": 12}
        module_api.problem(quote(module_api, **san), 422, "no-amortiza")

    def test_a_rate_over_the_ceiling_naming_the_certificate(self, module_api: Api) -> None:
        answer = quote(
            module_api, principal=money("5000000", "COP"), rate={"kind": "effective_annual", "value": "0.30"},
            disbursed_on="2026-01-10",
        )  # fmt: skip
        body = module_api.problem(answer, 422, "tasa-sobre-tope")
        assert "enero de 2026" in body["certificate"]
        assert "24.36 %" in body["detail"]

    def test_what_another_modality_allows(self, module_api: Api) -> None:
        answer = quote(
            module_api, principal=money("500000", "COP"), rate={"kind": "effective_annual", "value": "0.60"},
            disbursed_on="2026-01-10", modality="bajo_monto",
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        assert (answer.json()["ceiling"]["cap"], answer.json()["ceiling"]["certified"]) == ("0.6885", True)
        other = quote(module_api, principal=money("500000", "COP"), modality="ninguna")
        assert module_api.problem(other, 422, "datos-invalidos")["errors"][0]["pointer"] == "/modality"

    @pytest.mark.parametrize(
        ("pointer", "more"),
        [
            ("/periods", {"periods": 0}),
            ("/periods", {"periods": 1201}),
            ("/periods", {"periods": None}),
            ("/rate", {"rate": None}),
            ("/rate/value", {"rate": {"kind": "periodic", "value": "20000"}}),
            ("/rate/value", {"rate": {"kind": "periodic", "value": "NaN"}}),
            ("/first_due_on", {"first_due_on": "2025-12-31"}),
            ("/disbursed_on", {"disbursed_on": "2026-02-30"}),
            ("/disbursed_on", {"disbursed_on": "0001-01-01"}),
            ("/principal", {"principal": money("0")}),
            ("/method", {"method": "usury"}),
            ("/balloon", {"method": "balloon"}),
            ("/fees/0/amount", {"fees": [{"name": "x", "amount": money("1", "COP")}]}),
            ("/nothing", {"nothing": 1}),
        ],
    )
    def test_what_doesnt_fit_saying_where(self, module_api: Api, pointer: str, more: dict[str, Any]) -> None:
        body = module_api.problem(quote(module_api, **more), 422, "datos-invalidos")
        assert pointer in {error["pointer"] for error in body["errors"]}

    def test_figures_beyond_what_can_be_written_down(self, module_api: Api) -> None:
        answer = quote(
            module_api,
            principal=money("90000000000000"),
            rate={"value": "99"},
            periods=1200,
            method="american",
        )
        module_api.problem(answer, 422, "datos-invalidos")

    def test_who_may_not(self, module_api: Api) -> None:
        module_api.problem(quote(module_api, who="admin"), 403, "sin-permiso")


class TestLegalCeilings:
    def test_a_month_is_written_and_quoted_with_it_at_once(self, api: Api) -> None:
        asked = {
            "country": "CO", "first_on": "2026-04-01", "last_on": "2026-04-30", "reason": "se publicó",
            "source": "Resolución 0512 de 2026, publicada el 31/03/2026",
            "rows": [{"modality": "consumo", "reference": "0.1710"}, {"modality": "bajo_monto", "reference": "0.43"}],
        }  # fmt: skip
        annual = {
            "rate": {"kind": "effective_annual", "value": "0.256"},
            "principal": money("1000000", "COP"),
        }
        assert quote(api, disbursed_on="2026-04-10", **annual).status_code == 422
        owner = api.as_("duena")
        seen = owner.get("/v1/legal-ceilings?country=CO").json()
        assert seen["countries"][0]["usury"] == "1.5"
        lacking = {each["modality"]: each["months"] for each in seen["missing"]}
        assert lacking["consumo"][0] == "2026-04-01"
        tried = owner.post("/v1/legal-ceilings?dry_run=true", json=asked)
        assert tried.status_code == 201, tried.text
        assert quote(api, disbursed_on="2026-04-10", **annual).status_code == 422
        done = owner.post("/v1/legal-ceilings", json=asked)
        assert done.status_code == 201, done.text
        told = done.json()["items"]
        assert [(each["modality"], each["cap"], each["recorded_by"]) for each in told] == [
            ("bajo_monto", "0.645", "Duena"), ("consumo", "0.2565", "Duena"),
        ]  # fmt: skip
        found = quote(api, disbursed_on="2026-04-10", **annual).json()["ceiling"]
        assert (found["cap"], found["certified"], found["certificate"]) == ("0.2565", True, asked["source"])
        again = owner.post("/v1/legal-ceilings", json=asked)
        assert (again.status_code, again.json()["type"]) == (409, "/problemas/tope-ya-certificado")
        wrong = {
            **asked,
            "rows": [{"modality": "consumo", "reference": "0.17", "cap": "0.3", "replaces": "2026-04-01"}],
        }
        unlike = owner.post("/v1/legal-ceilings", json=wrong)
        assert (unlike.status_code, unlike.json()["type"]) == (422, "/problemas/tope-distinto-de-la-ley")
        assert owner.post("/v1/legal-ceilings", json={**wrong, "apart": True}).status_code == 201
        seen = owner.get("/v1/legal-ceilings?country=CO").json()
        april = [
            each
            for each in seen["items"]
            if (each["modality"], each["first_on"]) == ("consumo", "2026-04-01")
        ]
        assert [(each["cap"], each["stands"], bool(each["replaced_by"])) for each in april] == [
            ("0.2565", False, True), ("0.3", True, False),
        ]  # fmt: skip
        assert api.as_("gerente").post("/v1/legal-ceilings", json=asked).status_code == 403
