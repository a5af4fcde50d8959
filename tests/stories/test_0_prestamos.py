"""El documento 0: un préstamo, un san y una boleta de empeño, desde el mostrador hasta los libros. Por HTTP.

En la demostración, con sus usuarios; nadie toca lo de adentro. Cada historia termina con los libros comprobados.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests import database
from tests.stories.product import Product, money, running

LUNES = "2026-10-05T17:00:00Z"
"""Mediodía en Cancún."""
CUPO = {"gerente": money("500000.00"), "supervisor": money("20000.00")}
PERSONAL = {
    "name": "Préstamo personal de la historia",
    "currency": "MXN",
    "method": "french",
    "frequency": "monthly",
    "periods": 12,
    "rate": {"kind": "periodic", "value": "0.02"},
    "limits": CUPO,
}
SAN = {
    "name": "San de trece semanas",
    "currency": "MXN",
    "method": "san",
    "frequency": "weekly",
    "periods": 13,
    "installment_part": "0.10",
    "fees": [{"name": "Contrato", "amount": money("700.00"), "when": "discounted"}],
    "limits": CUPO,
}


@dataclass
class Prestamista:
    """La empresa vista desde fuera."""

    product: Product
    made: int = field(default=0)

    def con(self, username: str) -> httpx.Client:
        return self.product.client(username)

    def pide(
        self, who: str, path: str, body: dict[str, Any] | None = None, status: int = 201
    ) -> dict[str, Any]:
        answer = self.con(who).post(f"/v1{path}", json=body or {}, headers={"Idempotency-Key": str(uuid4())})
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def mira(self, path: str, **params: Any) -> dict[str, Any]:
        answer = self.con("duena").get(f"/v1{path}", params=params)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def cliente(self, name: str) -> dict[str, Any]:
        self.made += 1
        document = {"kind": "OTRO", "number": f"HIS{self.made:05d}", "country": "MX"}
        asked = {
            "name": name,
            "document": document,
            "phones": [f"+5299812300{self.made:02d}"],
            "consents": ["whatsapp"],
        }
        return self.pide("gerente", "/clients", asked)

    def caja(self) -> dict[str, Any]:
        tills = self.mira("/tills")["items"]
        return next(t for t in tills if t["kind"] == "cash" and t["branch"] == "Cancún")

    def fondo(self, amount: str = "500000.00") -> None:
        till = self.caja()
        self.pide("duena", f"/tills/{till['id']}/funding", {"amount": money(amount)})

    def producto(self, code: str, body: dict[str, Any]) -> None:
        answer = self.con("duena").put(f"/v1/products/{code}", json=body)
        assert answer.status_code == 200, answer.text

    def presta(self, client: dict[str, Any], code: str, amount: str) -> dict[str, Any]:
        asked = {"client_id": client["id"], "product": code, "principal": money(amount)}
        loan = self.pide("empleado", "/loans", asked)
        self.pide("gerente", f"/loans/{loan['id']}/approval")
        return self.pide("cajero", f"/loans/{loan['id']}/disbursement")

    def cobra(self, client: dict[str, Any], amount: str) -> dict[str, Any]:
        return self.pide(
            "cajero", "/payments", {"client_id": client["id"], "amount": money(amount), "method": "cash"}
        )

    def cuadra(self) -> None:
        found = self.con("duena").post("/v1/books/verification", json={}).json()
        assert found["ok"], [each for each in found["checks"] if each["findings"]]


@pytest.fixture(scope="module")
def casa(postgres: database.Server) -> Iterator[Prestamista]:
    with postgres.clone(demo=LUNES) as url, running(url, at=LUNES) as product:
        casa = Prestamista(product)
        casa.fondo()
        casa.producto("historia-personal", PERSONAL)
        casa.producto("historia-san", SAN)
        yield casa


def test_un_prestamo_personal_de_la_cotizacion_al_recibo(casa: Prestamista) -> None:
    cotizado = (
        casa.con("cajero")
        .post(
            "/v1/loans/quote",
            json={
                "method": "french",
                "principal": money("100000.00"),
                "rate": {"kind": "periodic", "value": "0.02"},
                "periods": 12,
                "frequency": "monthly",
                "disbursed_on": "2026-10-05",
            },
        )
        .json()
    )
    assert cotizado["installments"][0]["total"] == money("9455.96")
    assert cotizado["totals"]["interest"] == money("13471.53")
    cliente = casa.cliente("Marta Poot")
    antes = casa.caja()["balance"]["amount"]
    prestamo = casa.presta(cliente, "historia-personal", "100000.00")
    assert [row["due"]["total"] for row in prestamo["schedule"]] == [
        each["total"] for each in cotizado["installments"]
    ]
    assert Decimal(antes) - Decimal(casa.caja()["balance"]["amount"]) == 100000
    cobro = casa.cobra(cliente, "9455.96")
    assert [part["concept"] for part in cobro["allocations"]] == [f"Cuota 1 de 12 · {prestamo['folio']}"]
    visto = casa.mira(f"/loans/{prestamo['id']}")
    assert (visto["paid_installments"], visto["outstanding"]) == (1, money("100000.00")), "espera su fecha"
    recibo = casa.con("cajero").get(f"/v1/payments/{cobro['id']}/receipt.pdf")
    assert recibo.content.startswith(b"%PDF")
    casa.pide("supervisor", f"/payments/{cobro['id']}/reversal", {"reason": "era de otra persona"})
    assert casa.mira(f"/loans/{prestamo['id']}")["paid_installments"] == 0
    casa.cuadra()


def test_el_san_de_trece_por_mil_descuenta_su_contrato_y_dice_lo_que_cuesta(casa: Prestamista) -> None:
    antes = Decimal(casa.caja()["balance"]["amount"])
    prestamo = casa.presta(casa.cliente("Ramona Féliz"), "historia-san", "10000.00")
    assert antes - Decimal(casa.caja()["balance"]["amount"]) == 9300
    assert [row["due"]["total"] for row in prestamo["schedule"]] == [money("1000.00")] * 13
    assert prestamo["rates"]["periodic_irr"] == "0.051667", "5.17 % a la semana, no el 30 % que se dice"
    casa.cuadra()


def test_pagarlo_todo_de_una_vez_lo_salda_y_lo_que_sobra_es_del_cliente(casa: Prestamista) -> None:
    cliente = casa.cliente("Pedro Uc")
    prestamo = casa.presta(cliente, "historia-personal", "5000.00")
    liquida = prestamo["payoff"]
    assert liquida == money("5000.00"), "el mismo día no hay interés"
    cobro = casa.cobra(cliente, "5200.00")
    assert cobro["credit"] == money("200.00")
    visto = casa.mira(f"/loans/{prestamo['id']}")
    assert (visto["status"], visto["status_label"], visto["payoff"]) == ("paid", "Saldado", money("0.00"))
    assert casa.mira("/receivables", client_id=cliente["id"], open=True)["items"] == []
    casa.cuadra()


def test_dos_manos_y_los_limites_de_cada_cargo(casa: Prestamista) -> None:
    asked = {
        "client_id": casa.cliente("Nidia Cob")["id"],
        "product": "historia-personal",
        "principal": money("50000.00"),
    }
    loan = casa.pide("empleado", "/loans", asked)
    negado = casa.con("supervisor").post(f"/v1/loans/{loan['id']}/approval", json={})
    assert negado.json()["type"] == "/problemas/monto-sobre-limite"
    casa.pide("gerente", f"/loans/{loan['id']}/approval")
    # Quien autoriza no entrega, según la matriz de funciones: ni siquiera se le ofrece.
    misma = casa.con("gerente").post(
        f"/v1/loans/{loan['id']}/disbursement", json={}, headers={"Idempotency-Key": str(uuid4())}
    )
    assert misma.json()["type"] == "/problemas/sin-permiso"
    assert casa.con("cobrador").post(f"/v1/loans/{loan['id']}/approval", json={}).status_code == 403
    casa.cuadra()
