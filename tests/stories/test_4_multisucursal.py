"""S4 · Los casos del documento por HTTP, con sus cifras, hasta la balanza."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from caudal.kernel import clock
from tests import database
from tests.interfaces.api.conftest import Api, furnish, serving
from tests.stories.product import money

DIA_1 = datetime(2026, 10, 1, 17, tzinfo=UTC)
CLABE = "032180000118359719"


@dataclass
class Casa:
    """Una casa con una persona de cada puesto, y el día que es."""

    api: Api
    patch: pytest.MonkeyPatch

    def dia(self, numero: int) -> None:
        """Que sea el día tal, contado como en el documento."""
        self.patch.setattr(clock, "now", lambda: DIA_1 + timedelta(days=numero - 1))
        self.api.tokens.clear()

    def pide(self, quien: str, ruta: str, cuerpo: Any = None, esperado: int = 201) -> dict[str, Any]:
        answer = self.intenta(quien, ruta, cuerpo)
        assert answer.status_code == esperado, answer.text
        return answer.json()

    def intenta(self, quien: str, ruta: str, cuerpo: Any = None) -> httpx.Response:
        return self.api.as_(quien).post(f"/v1/{ruta}", json=cuerpo, headers={"Idempotency-Key": str(uuid4())})

    def ve(self, quien: str, ruta: str) -> dict[str, Any]:
        answer = self.api.as_(quien).get(f"/v1/{ruta}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def banco(self) -> int:
        """La cuenta bancaria de Cancún con cincuenta mil pesos de la dueña."""
        cliente = self.pide("gerente", "clients", {"name": "Juan Pérez", "branch_id": 1})["id"]
        cobro = {"client_id": cliente, "amount": money("1.00"), "method": "transfer", "reference": "BBVA 1"}
        self.pide("cajero", "payments", cobro)
        banco = next(c["id"] for c in self.ve("duena", "tills")["items"] if c["kind"] == "bank")
        self.pide("duena", f"tills/{banco}/funding", {"amount": money("49999.00")})
        return banco

    def cuadra(self) -> None:
        prueba = self.pide("duena", "books/verification", {}, 200)
        assert prueba["ok"], [c for c in prueba["checks"] if c["findings"]]

    def saldo(self, nombre: str) -> str:
        """De la balanza: lo que dice la cuenta de ese nombre."""
        filas = self.ve("contador", "trial-balance")["items"]
        return next(f["balance"]["amount"] for f in filas if f["name"] == nombre)


@pytest.fixture
def casa(postgres: database.Server) -> Iterator[Casa]:
    with postgres.clone() as url, pytest.MonkeyPatch.context() as patch:
        furnish(url)
        with serving(url, waits=False) as api:
            casa = Casa(api, patch)
            casa.dia(1)
            yield casa


def tours_maya(casa: Casa) -> tuple[str, str]:
    """El proveedor con su cuenta autorizada y su contrato: 7,000 el tour, a quince días."""
    documento = {"kind": "RFC", "number": "TMA010101AB1", "country": "MX"}
    nuevo = {"name": "Tours Maya", "document": documento, "branch_id": 1, "terms_days": 15}
    proveedor = casa.pide("gerente", "suppliers", nuevo)["id"]
    cuenta = {"currency": "MXN", "kind": "clabe", "bank": "BBVA", "number": CLABE, "holder": "Tours Maya"}
    pedida = casa.pide("gerente", f"suppliers/{proveedor}/accounts", cuenta)["accounts"][0]
    casa.pide(
        "director", f"approvals/{pedida['request_id']}/authorisation", {"note": "confirmada por teléfono"}
    )
    contrato = {
        "supplier_id": proveedor, "title": "Tours 2026", "from_on": "2026-01-01",
        "prices": [{"service": "Tour Chichén Itzá", "amount": money("7000.00")}],
    }  # fmt: skip
    return proveedor, casa.pide("gerente", "supplier-contracts", contrato)["id"]


@pytest.mark.slow
def test_caso_2_prevenir_perdida_por_operador(casa: Casa) -> None:
    banco = casa.banco()
    proveedor, contrato = tours_maya(casa)

    # Día 1: termina el tour. CXP-001 por 7,000, y se debe desde ya.
    servicio = {
        "supplier_id": proveedor,
        "contract_id": contrato,
        "service": "Tour Chichén Itzá",
        "served_on": "2026-10-01",
    }
    cxp = casa.pide("empleado", "payables", servicio)
    ruta = f"payables/{cxp['id']}"
    assert (cxp["folio"], cxp["balance"], cxp["state"]) == ("CXP-001", money("7000.00"), "waiting")
    assert casa.saldo("Proveedores") == "-7000.00"

    # El operador factura 8,000. El sistema verifica y alerta: los dos, lado a lado.
    factura = {
        "number": "F-88",
        "issued_on": "2026-10-01",
        "subtotal": money("8000.00"),
        "fiscal_uuid": str(uuid4()),
    }
    vista = casa.pide("empleado", f"{ruta}/invoice", factura)
    lado = vista["side_by_side"]
    assert lado["banner"] == "🔴 Monto no coincide: factura $8,000, contrato $7,000"
    assert (lado["contract"]["total"], lado["invoice"]["compared"]) == (money("7000.00"), money("8000.00"))
    casa.api.problem(casa.intenta("empleado", f"{ruta}/request", {}), 409, "monto-no-coincide")
    lote = {"till_id": banco, "payables": [cxp["id"]]}
    casa.api.problem(casa.intenta("contador", "payables/batches", lote), 409, "pago-en-otro-estado")

    # El gerente rechaza y pide que se corrija. Llega la corregida y la otra queda en la historia.
    vista = casa.pide("gerente", f"{ruta}/rejection", {"reason": "el contrato dice 7,000"}, 200)
    assert (vista["state"], vista["state_label"]) == ("rejected", "❌ NO PAGAR")
    casa.api.problem(casa.intenta("empleado", f"{ruta}/invoice", factura), 409, "factura-repetida")
    corregida = {**factura, "number": "F-89", "subtotal": money("7000.00"), "fiscal_uuid": str(uuid4())}
    vista = casa.pide("empleado", f"{ruta}/invoice", corregida)
    assert [(f["number"], f["state"]) for f in vista["invoices"]] == [
        ("F-88", "rejected"),
        ("F-89", "accepted"),
    ]
    assert (vista["state"], vista["side_by_side"]["matches"]) == ("asked", True)

    # Día 2: el gerente autoriza; quien lo pidió no puede, quien paga tampoco. Pago programado a 15 días: el 17.
    casa.dia(2)
    firma = f"approvals/{vista['request_id']}/authorisation"
    assert casa.intenta("empleado", firma, {"note": ""}).status_code == 403
    assert casa.intenta("contador", firma, {"note": ""}).status_code == 403
    antes = casa.ve("gerente", f"approvals/{vista['request_id']}")
    assert [p["label"] for p in antes["evidence"]] == [
        "Contrato: Tour Chichén Itzá, $7,000",
        "Factura F-89: $7,000",
    ]
    assert [(r["debit"], r["credit"]) for r in antes["entry"]] == [
        (money("7000.00"), None),
        (None, money("7000.00")),
    ]
    casa.pide("gerente", firma, {"note": "revisado"})
    vista = casa.ve("contador", ruta)
    assert (vista["state"], vista["scheduled_on"]) == ("authorised", "2026-10-17")
    casa.api.problem(casa.intenta("contador", "payables/batches", lote), 422, "datos-invalidos")

    # Día 17: Contaduría lo paga. Nadie puede autorizar y ejecutar el mismo pago.
    casa.dia(17)
    assert [p["folio"] for p in casa.ve("contador", "payables?view=today")["items"]] == ["CXP-001"]
    armado = casa.pide("contador", "payables/batches", lote)
    assert (armado["total"], armado["may_execute"]) == (money("7000.00"), True)
    con_archivo = casa.pide("contador", f"payables/batches/{armado['id']}/file", {"layout": "csv"})
    archivo = casa.api.as_("contador").get(con_archivo["files"][0]["link"])
    assert CLABE in archivo.text
    assert "7000.00,MXN" in archivo.text
    ejecucion = f"payables/batches/{armado['id']}/execution"
    assert casa.intenta("gerente", ejecucion).status_code == 403
    assert casa.pide("contador", ejecucion)["state"] == "executed"
    casa.api.problem(casa.intenta("contador", ejecucion), 409, "lote-en-otro-estado")

    # CXP-001: pagado. La historia dice quién hizo qué, y la balanza que no se debe nada y se pagó lo del contrato.
    vista = casa.ve("gerente", ruta)
    assert (vista["state_label"], vista["paid_on"], vista["balance"]) == (
        "✅ PAGADO",
        "2026-10-17",
        money("0.00"),
    )
    hechos = [(hecho["kind"], hecho["actor"]) for hecho in vista["timeline"]]
    assert hechos == [
        ("created", "Empleado"), ("invoice", "Empleado"), ("mismatch", "Empleado"), ("rejected", "Gerente"),
        ("invoice", "Empleado"), ("asked", "Empleado"), ("authorised", "Gerente"), ("payment", "Contador"),
    ]  # fmt: skip
    assert (casa.saldo("Proveedores"), casa.saldo("Costo de venta y servicios")) == ("0.00", "7000.00")
    casa.cuadra()


def reserva(casa: Casa, nombre: str, servicio: str, dia: str) -> dict[str, Any]:
    """Un cliente nuevo reserva un tour de 10,000 para ese día."""
    cliente = casa.pide("empleado", "clients", {"name": nombre, "phones": ["+529981110001"]})
    pedida = {"client_id": cliente["id"], "service": servicio, "service_on": dia, "price": money("10000.00")}
    return casa.pide("empleado", "bookings", pedida)


def cobra(
    casa: Casa, vendida: dict[str, Any], monto: str, forma: str = "cash", referencia: str | None = None
) -> None:
    casa.pide("cajero", "payments", {
        "client_id": vendida["client_id"], "amount": money(monto), "method": forma, "reference": referencia,
        "apply_to": [vendida["receivable_id"]],
    })  # fmt: skip


def balanza(casa: Casa) -> dict[str, str]:
    """El saldo de cada cuenta que no está en cero, por nombre; los abonos, negativos."""
    filas = casa.ve("contador", "trial-balance")["items"]
    return {f["name"]: f["balance"]["amount"] for f in filas if f["balance"]["amount"] != "0.00"}


def niega(casa: Casa, quien: str, ruta: str, cuerpo: Any, estado: int, problema: str) -> str:
    return casa.api.problem(casa.intenta(quien, ruta, cuerpo), estado, problema)["detail"]


def test_caso_1_juan_perez_dice_que_ya_pago(casa: Casa) -> None:
    """CXC-001: 10,000 → 5,000 → COBRADO TOTAL; «Ya pagué», y el sistema muestra los dos pagos."""
    vendida = reserva(casa, "Juan Pérez", "Chichén Itzá", "2026-10-20")
    assert (vendida["receivable"], vendida["payment_label"]) == ("CXC-001", "🟡 PENDIENTE")
    assert balanza(casa) == {"Clientes": "10000.00", "Servicios vendidos por prestar": "-10000.00"}
    casa.dia(5)
    cobra(casa, vendida, "5000.00", "transfer", "BBVA")
    media = casa.ve("cajero", f"receivables/{vendida['receivable_id']}")
    assert (media["status_label"], media["balance"]) == ("🟡 PENDIENTE: cobrado en parte", money("5000.00"))
    casa.dia(8)
    cobra(casa, vendida, "5000.00")

    (hallada,) = casa.ve("cajero", "receivables?q=CXC-001")["items"]
    cuenta = casa.ve("cajero", f"receivables/{hallada['id']}")
    pagos = [e["text"].replace("\u202f", "") for e in cuenta["timeline"] if e["kind"] == "payment"]
    assert pagos == [
        "Pago 1: $5,000.00 · 5 oct · Transferencia BBVA · R-000001 · queda $5,000.00",
        "Pago 2: $5,000.00 · 8 oct · Efectivo · R-000002 · saldo en cero: COBRADO TOTAL",
    ]
    assert cuenta["status_label"] == "✅ COBRADO TOTAL"
    comprobante = casa.api.as_("cajero").get(f"/v1/receivables/{hallada['id']}/proof.pdf")
    assert comprobante.content.startswith(b"%PDF-")

    otra = {"client_id": vendida["client_id"], "amount": money("10000.00"), "method": "cash",
            "apply_to": [vendida["receivable_id"]]}  # fmt: skip
    niega(casa, "cajero", "payments", otra, 409, "deuda-ya-pagada")
    misma = {**otra, "method": "transfer", "reference": "BBVA", "apply_to": None}
    assert "R-000001" in niega(casa, "cajero", "payments", misma, 409, "referencia-repetida")

    casa.dia(20)
    casa.pide("empleado", f"bookings/{vendida['id']}/completion", {})
    assert balanza(casa) == {
        "Caja Cancún": "5000.00", "Banco Cancún": "5000.00", "Ventas y servicios": "-10000.00",
    }  # fmt: skip
    casa.cuadra()


def test_caso_3_maria_lopez_cancela_diez_dias_antes(casa: Casa) -> None:
    """«Quiero todo mi dinero»: la política dice 75 %. 7,500 vuelven en cinco días y 2,500 se retienen."""
    vendida = reserva(casa, "María López", "Isla Mujeres", "2026-10-18")
    cobra(casa, vendida, "10000.00")
    casa.dia(8)
    cancelacion = f"bookings/{vendida['id']}/cancellation"
    calculo = casa.ve("empleado", cancelacion)["calculation"]
    assert (calculo["days"], calculo["label"], calculo["percent"]) == (10, "7–13 días", "75")
    assert (calculo["refund"], calculo["retained"]) == (money("7500.00"), money("2500.00"))

    pedido = casa.pide("empleado", cancelacion, {"reason": "quiere todo su dinero"})["refund"]
    assert (pedido["state_label"], pedido["amount"], pedido["due_on"]) == (
        "Por autorizar", money("7500.00"), "2026-10-13",
    )  # fmt: skip
    pago, firma = f"refunds/{pedido['id']}/payment", f"approvals/{pedido['request_id']}/authorisation"
    niega(casa, "contador", pago, {}, 409, "sin-autorizar")
    niega(casa, "empleado", firma, {"note": ""}, 403, "sin-permiso")
    niega(casa, "contador", firma, {"note": ""}, 403, "sin-permiso")
    casa.pide("gerente", firma, {"note": "✅ Procesar $7,500"})
    assert balanza(casa) == {
        "Caja Cancún": "10000.00", "Reembolsos por pagar a clientes": "-7500.00",
        "Retenciones por cancelación de servicios": "-2500.00",
    }  # fmt: skip
    niega(casa, "gerente", pago, {}, 403, "sin-permiso")

    casa.dia(12)
    pagado = casa.pide("contador", pago, {})
    assert (pagado["state_label"], pagado["asked_by"], pagado["authorised_by"], pagado["paid_by"]) == (
        "Pagado", "Empleado", "Gerente", "Contador",
    )  # fmt: skip
    niega(casa, "contador", pago, {}, 409, "ya-ejecutado")
    assert balanza(casa) == {
        "Caja Cancún": "2500.00", "Retenciones por cancelación de servicios": "-2500.00",
    }  # fmt: skip
    casa.cuadra()


def test_de_la_cifra_del_tablero_a_su_asiento_y_su_documento(casa: Casa) -> None:
    """Tres saltos: el tablero abre el estado de resultados; este, la cuenta; esta, el asiento y lo que lo originó."""
    vendida = reserva(casa, "Ana Torres", "Cenote", "2026-10-03")
    cobra(casa, vendida, "10000.00", "transfer", "SPEI 100200")
    casa.dia(3)
    casa.pide("empleado", f"bookings/{vendida['id']}/completion", {})
    casa.pide("duena", "tills/1/funding", {"amount": money("500.00")})

    del_mes = casa.ve("director", "dashboards/company?period=this_month")
    cancun = next(f for f in del_mes["books"][0]["rows"] if f["branch"] == "Cancún")
    assert (cancun["income"], cancun["inflows"]) == (money("10000.00"), money("10500.00"))
    lapso = f"from={del_mes['since']}&to={del_mes['until']}&branch_id={cancun['branch_id']}"

    (tabla,) = casa.ve("director", f"books/statements/income?{lapso}")["tables"]
    filas = {f["label"]: f for f in tabla["rows"]}
    assert filas["Total de ingresos"]["cells"] == [cancun["income"]["amount"]]
    cuenta = filas["Ventas y servicios"]["account_id"]

    tarjeta = casa.ve("director", f"accounts/{cuenta}/card?{lapso}")
    assert [r["credit"] for r in tarjeta["items"]] == [money("10000.00")]
    (renglon,) = tarjeta["items"]
    assert renglon["source_link"] == f"/reservas/{vendida['id']}"
    asiento = casa.ve("director", f"entries/{renglon['entry_id']}")
    assert (asiento["folio"], asiento["source_link"]) == (renglon["folio"], renglon["source_link"])

    flujo = {
        f["key"]: f["cells"]
        for f in casa.ve("director", f"books/statements/cash-flow?{lapso}")["tables"][0]["rows"]
    }
    assert (flujo["kind:payment"][-1], flujo["kind:capital"][-1]) == ("10000.00", "500.00")
    (cobro,) = casa.ve("director", f"entries?kind=payment&{lapso}")["items"]
    assert cobro["source_link"].startswith("/pagos/")


def test_un_asiento_a_mano_el_mes_y_el_anio_se_cierran_con_su_lista(casa: Casa) -> None:
    casa.banco()
    renta = {
        "on": "2026-10-01", "memo": "Renta del local", "reason": "recibo 55",
        "lines": [{"account": "601.84", "debit": money("1200.00")}, {"account": "210.01", "credit": money("1200.00")}],
    }  # fmt: skip
    propuesto = casa.pide("contador", "manual-entries", renta)
    firma = f"approvals/{propuesto['request_id']}/authorisation"
    assert casa.intenta("contador", firma, {"note": ""}).status_code == 403
    assert "Gastos generales" not in balanza(casa), "sin segunda mano no está en los libros"
    casa.pide("director", firma, {"note": "visto el recibo"})
    assert balanza(casa)["Gastos generales"] == "1200.00"

    casa.dia(35)
    cierre = "books/months/202610/close"
    lista = {i["key"]: i for i in casa.ve("director", "books/months/202610/checklist")["items"]}
    assert (lista["open_days"]["state"], lista["bank_days"]["state"], lista["bank_days"]["count"]) == (
        "pending",
        "ask",
        1,
    )
    niega(casa, "director", cierre, {"reason": "cierre de octubre"}, 409, "cierre-con-pendientes")
    dias_cerrados(casa, "2026-10-31")
    niega(casa, "director", cierre, {}, 422, "cierre-pide-motivo")
    faltan = casa.ve(
        "director", f"reconciliations?{lista['bank_days']['link'].partition('branch_id=all&')[2]}"
    )["items"]
    assert [(d["business_date"], d["state_label"]) for d in faltan] == [("2026-10-01", "Pendiente")]
    casa.pide("director", cierre, {"reason": "el banco entrega el extracto el día 10"}, 200)
    niega(casa, "contador", "manual-entries", renta, 409, "periodo-cerrado")
    assert {m["ym"]: m["status"] for m in casa.ve("contador", "books/years/2026")["months"]}[202610] == "C"

    casa.dia(100)
    niega(casa, "director", "books/years/2026/close", {"reason": "fin de año"}, 409, "cierre-con-pendientes")
    dias_cerrados(casa, "2026-12-31")
    casa.pide("director", "books/months/202611/close", {"reason": "sin movimientos"}, 200)
    anio = casa.pide("director", "books/years/2026/close", {"reason": "fin de año"}, 200)
    assert anio["year_closed"]
    (asiento,) = anio["entries"]
    assert casa.ve("director", f"entries/{asiento}")["memo"] == "Cierre del 2026"
    assert balanza(casa)["Utilidad de ejercicios anteriores"] == "1200.00"
    assert "Gastos generales" not in balanza(casa)
    casa.cuadra()


def dias_cerrados(casa: Casa, hasta: str) -> None:
    """Cada sucursal cerró sus días hasta esa fecha."""
    casa.api.query(
        "insert into branch_days (branch_id, opened_on, last_closed) select id, '2026-01-01', %s::date from branches"
        " on conflict (branch_id) do update set last_closed = excluded.last_closed",
        hasta,
    )
