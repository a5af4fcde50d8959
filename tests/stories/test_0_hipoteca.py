"""El documento 0: una hipoteca con su casa, su gravamen, sus seguros y su codeudora, hasta liberarla. Por HTTP."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests import database
from tests.stories.product import money, running
from tests.stories.test_0_prestamos import LUNES, Prestamista

HIPOTECA: dict[str, Any] = {
    "name": "Hipoteca de la historia",
    "currency": "MXN",
    "method": "french",
    "periods": 240,
    "most": 240,
    "rate": {"kind": "nominal", "value": "0.12"},
    "fees": [
        {"name": "Vida", "kind": "insurance", "on": "balance", "part": "0.00035", "held": True},
        {"name": "Incendio", "kind": "insurance", "on": "principal", "part": "0.002", "yearly": True,
         "base": money("4000000.00"), "held": True},
    ],
    "collateral": {"required": True, "limits": {"property": "0.75"}},
    "limits": {"gerente": money("5000000.00")},
}  # fmt: skip


@pytest.fixture(scope="module")
def casa(postgres: database.Server) -> Iterator[Prestamista]:
    with postgres.clone(demo=LUNES) as url, running(url, at=LUNES) as product:
        casa = Prestamista(product)
        casa.fondo("4000000.00")
        casa.producto("historia-hipoteca", HIPOTECA)
        yield casa


def test_una_hipoteca_con_su_garantia_y_sus_seguros(casa: Prestamista) -> None:
    cliente, codeudora = casa.cliente("Ramón Canul"), casa.cliente("Lidia Canul")
    pedida = {"client_id": cliente["id"], "product": "historia-hipoteca", "principal": money("3000000.00")}
    prestamo = casa.pide("empleado", "/loans", pedida)["id"]
    negado = casa.pide("gerente", f"/loans/{prestamo}/approval", {"approve": True}, 409)
    assert negado["type"].endswith("garantia-insuficiente")

    garantia = casa.pide(
        "empleado", "/collaterals",
        {"client_id": cliente["id"], "kind": "property", "description": "Casa de la historia",
         "registration": "Folio 77-1", "office": "RPP Cancún"},
    )["id"]  # fmt: skip
    avaluo = {"amount": money("3999999.00"), "appraiser": "Avalúos del Sur"}
    casa.pide("empleado", f"/collaterals/{garantia}/valuations", avaluo)
    casa.pide("empleado", f"/loans/{prestamo}/sureties", {"client_id": codeudora["id"]})
    casa.pide("empleado", f"/loans/{prestamo}/liens", {"collateral_id": garantia})
    casi = casa.pide("gerente", f"/loans/{prestamo}/approval", {"approve": True}, 409)
    assert casi["lendable"] == money("2999999.25")
    casa.pide("empleado", f"/collaterals/{garantia}/valuations", avaluo | {"amount": money("4000000.00")})
    casa.pide("gerente", f"/loans/{prestamo}/approval", {"approve": True})
    casa.pide("cajero", f"/loans/{prestamo}/disbursement", {"method": "cash", "on": "2026-09-05"})

    primera = casa.mira(f"/loans/{prestamo}")["schedule"][0]["due"]
    assert (primera["total"], primera["insurance"]) == (money("34749.25"), money("1716.67"))
    casa.cobra(cliente, "34749.25")
    (tenido,) = [each for each in casa.mira("/held-charges")["items"] if each["branch"] == "Cancún"]
    assert tenido["held"] == money("1716.67")
    pago = {"payee": "Seguros del Sureste", "concept": "Vida e incendio", "method": "cash"}
    de_mas = casa.pide("contador", "/remittances", pago | {"amount": money("1716.68")}, 409)
    assert de_mas["type"].endswith("retenido-insuficiente")
    casa.pide("contador", "/remittances", pago | {"amount": money("1716.67")})

    respaldo = casa.mira(f"/loans/{prestamo}/backing")
    assert (respaldo["ltv"], respaldo["limit"], respaldo["over"]) == ("0.7492", "0.7500", False)
    avisos = [
        each["kind"] for each in casa.mira("/collaterals/watch")["items"] if each["loan_id"] == prestamo
    ]
    assert avisos == ["lien", "uninsured"]
    gravamen = respaldo["liens"][0]["id"]
    casa.pide("empleado", f"/liens/{gravamen}/registration", {"notary": "Notaría 12", "entry": "A-5"})

    vivo = casa.pide("gerente", f"/liens/{gravamen}/release", {}, 409)
    assert vivo["type"].endswith("gravamen-con-saldo")
    answer = casa.con("cajero").post(
        f"/v1/loans/{prestamo}/payoff", json={"method": "cash"}, headers={"Idempotency-Key": str(uuid4())}
    )
    assert answer.status_code == 201, answer.text
    libre = casa.pide("gerente", f"/liens/{gravamen}/release", {})
    assert (libre["liens"][0]["status"], libre["ltv"]) == ("released", None)
    casa.cuadra()
