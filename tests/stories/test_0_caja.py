"""S0 · Un día de caja por HTTP: abrir contando, cobrar, depositar, cerrar a ciegas, y otra mano si no cuadra."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests import database
from tests.stories.product import Product, money, problem, running

MONDAY = "2026-10-05T17:00:00Z"


@pytest.fixture(scope="module")
def product(postgres: database.Server) -> Iterator[Product]:
    with postgres.clone(demo=MONDAY) as url, running(url, at=MONDAY) as product:
        yield product


def pide(product: Product, quien: str, ruta: str, cuerpo: Any, esperado: int = 201) -> dict[str, Any]:
    answer = product.client(quien, branch=2).post(
        f"/v1/{ruta}", json=cuerpo, headers={"Idempotency-Key": str(uuid4())}
    )
    assert answer.status_code == esperado, answer.text
    return answer.json()


def caja(product: Product) -> dict[str, Any]:
    cajas = product.client("duena").get("/v1/tills").json()["items"]
    return next(c for c in cajas if c["branch_id"] == 2 and c["kind"] == "cash" and c["main"])


def turno(product: Product, clave: str, quien: str = "cajero") -> dict[str, Any]:
    return product.client(quien, branch=2).get(f"/v1/till-shifts/{clave}").json()


@pytest.mark.slow
def test_un_dia_de_caja(product: Product) -> None:
    # Lo que los libros decían que había y ya no está en el cajón, al banco. Después la dueña dice la regla: en CDMX
    # el efectivo espera una caja abierta, y se toleran veinte pesos.
    antes = caja(product)
    salida = {
        "till_id": antes["id"],
        "kind": "deposit",
        "amount": antes["balance"],
        "concept": "Corte anterior",
    }
    pide(product, "duena", "till-operations", salida)
    pide(product, "duena", "tills/rules", {"required": True, "tolerance": money("20.00"), "branch_id": 2})
    persona = {"name": "Dominga Poot", "document": {"kind": "OTRO", "number": "CAJA1", "country": "MX"},
               "phones": ["+529981230001"], "branch_id": 2}  # fmt: skip
    cliente = pide(product, "gerente", "clients", persona)["id"]
    cobro = {"client_id": cliente, "amount": money("350.00"), "method": "cash"}

    # Sin caja abierta, el efectivo no entra; la tarjeta sí.
    cerrada = product.client("cajero", branch=2).post(
        "/v1/payments", json=cobro, headers={"Idempotency-Key": str(uuid4())}
    )
    problem(cerrada, 409, "caja-cerrada")
    pide(product, "cajero", "payments", {**cobro, "amount": money("70.00"), "method": "card"})

    # Tomás abre con 20 pesos de monedas, cobra y deposita.
    abierto = pide(product, "cajero", "till-shifts", {"pieces": {"10": 2}, "reason": "fondo de monedas"})
    assert turno(product, abierto["id"])["state"] == "open"
    recibo = pide(product, "cajero", "payments", cobro)
    deposito = {
        "till_id": antes["id"],
        "kind": "deposit",
        "amount": money("200.00"),
        "concept": "Corte de mediodía",
    }
    pide(product, "cajero", "till-operations", deposito)

    # Una reversa aparece en el turno abierto, y la supervisora ve el saldo que Tomás no ve.
    otro = pide(product, "cajero", "payments", {**cobro, "amount": money("15.00")})
    pide(product, "supervisor", f"payments/{otro['id']}/reversal", {"reason": "era de otra clienta"})
    assert turno(product, abierto["id"])["expected"] is None
    assert turno(product, abierto["id"], "supervisor")["expected"] == money("170.00")
    ruta = f"/v1/till-movements?shift_id={abierto['id']}"
    renglones = product.client("supervisor", branch=2).get(ruta).json()["items"]
    assert [(r["state"], r["balance"]["amount"]) for r in renglones] == [
        ("reversal", "170.00"), ("undone", "185.00"), ("done", "170.00"), ("done", "370.00"),
        ("difference", "20.00"),
    ]  # fmt: skip
    assert renglones[-2]["folio"] == recibo["folio"]

    # Cuenta 100: no cuadra, y no sabe por cuánto. Vuelve a contar, lo sostiene, y pasa de lo tolerado.
    pide(product, "cajero", f"till-shifts/{abierto['id']}/counts", {"pieces": {"100": 1}})
    visto = turno(product, abierto["id"])
    assert (visto["state"], visto["expected"], visto["difference"]) == ("counted", None, None)
    pide(product, "cajero", f"till-shifts/{abierto['id']}/counts", {"pieces": {"100": 1, "20": 1}})
    pide(product, "cajero", f"till-shifts/{abierto['id']}/settlement", {"reason": "cambio mal dado"})
    visto = turno(product, abierto["id"])
    assert (visto["state"], visto["difference"]) == ("waiting", money("-50.00"))

    # El cierre del día avisa de la caja abierta; la decide otra persona y los libros dicen lo contado.
    dias = product.client("gerente", branch=2).get("/v1/days").json()["items"]
    assert next(d for d in dias if d["branch_id"] == 2)["open_tills"] == 1
    decision = {"approve": True, "reason": "se descuenta de nómina"}
    hecho = pide(product, "supervisor", f"till-shifts/{abierto['id']}/decision", decision)
    assert (hecho["state"], caja(product)["balance"]) == ("closed", money("120.00"))
    z = product.client("cajero", branch=2).get(f"/v1/till-shifts/{abierto['id']}/z.pdf")
    assert z.content.startswith(b"%PDF-")

    # Y todo cuadra.
    prueba = product.client("duena").post("/v1/books/verification", json={}).json()
    assert prueba["ok"], [c for c in prueba["checks"] if c["findings"]]
