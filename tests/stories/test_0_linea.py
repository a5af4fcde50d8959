"""El documento 0: una línea rotativa que se dispone, se corta, se paga y se vuelve a disponer. Por HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import database
from tests.stories.product import money, running
from tests.stories.test_0_prestamos import CUPO, LUNES, Prestamista

LINEA: dict[str, Any] = {
    "name": "Línea de la historia",
    "currency": "MXN",
    "method": "line",
    "day_count": "act/360",
    "periods": 24,
    "rate": {"kind": "nominal", "value": "0.36"},
    "line": {"cut_day": 5, "grace_days": 20, "minimum_part": "0.05", "minimum": money("500.00")},
    "limits": CUPO,
}


@pytest.fixture(scope="module")
def casa(postgres: database.Server) -> Iterator[Prestamista]:
    with postgres.clone(demo=LUNES) as url, running(url, at=LUNES) as product:
        casa = Prestamista(product)
        casa.fondo()
        casa.producto("historia-linea", LINEA)
        yield casa


def test_una_linea_del_cupo_al_estado_de_cuenta(casa: Prestamista) -> None:
    cliente = casa.cliente("Nelly Uc")
    pedida = {"client_id": cliente["id"], "product": "historia-linea", "principal": money("50000.00")}
    linea = casa.pide("empleado", "/loans", pedida)["id"]
    casa.pide("gerente", f"/loans/{linea}/approval")
    casa.pide("cajero", f"/loans/{linea}/disbursement", {"method": "cash", "on": "2026-08-20"})
    for dia, monto in (("2026-09-10", "20000.00"), ("2026-09-20", "15000.00")):
        casa.pide("cajero", f"/loans/{linea}/draws", {"amount": money(monto), "on": dia})

    # Corte del 5 de octubre: 10 días de 20,000 y 15 de 35,000 al 36 %/360 son 725.00; el mínimo, 5 % más el interés.
    corte = casa.mira(f"/loans/{linea}/statement")["cycle"]
    assert (corte["cut"], corte["interest"], corte["minimum"]) == (
        "2026-10-05",
        money("725.00"),
        money("2475.00"),
    )
    hoy = casa.mira(f"/loans/{linea}/line")
    assert (hoy["available"], hoy["minimum_due"], hoy["minimum_on"]) == (
        money("15000.00"), money("2475.00"), "2026-10-25",
    )  # fmt: skip
    assert casa.mira(f"/loans/{linea}/line", on="2026-09-15")["available"] == money("30000.00")
    negado = casa.pide("cajero", f"/loans/{linea}/draws", {"amount": money("15000.01")}, 409)
    assert negado["type"].endswith("cupo-excedido")

    casa.cobra(cliente, "2475.00")
    despues = casa.mira(f"/loans/{linea}/line")
    assert (despues["minimum_due"], despues["available"]) == (money("0.00"), money("16750.00"))
    casa.pide("cajero", f"/loans/{linea}/payoff", {"method": "cash", "expected": money("33250.00")})
    assert casa.mira(f"/loans/{linea}/line")["available"] == money("50000.00")
    casa.pide("cajero", f"/loans/{linea}/draws", {"amount": money("1000.00")})
    casa.pide("gerente", f"/loans/{linea}/block", {"reason": "revisión anual"})
    quieta = casa.pide("cajero", f"/loans/{linea}/draws", {"amount": money("1.00")}, 409)
    assert quieta["type"].endswith("linea-bloqueada")
    casa.cuadra()
