"""El documento 0: el empeño, del mostrador a la balanza de comprobación. Por HTTP, con las cifras PA-1 a PA-7.

Una empresa recién fundada, sin demostración: empieza con las tablas sugeridas y después escribe las suyas. Cada día
de la historia es el producto encendido otra vez, con su reloj en ese día.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests import database
from tests.stories.product import Product, caudal, money, problem, running

EMPIEZA = date(2026, 10, 5)
EMPRESA = (
    "--name",
    "Prendas del Caribe",
    "--country",
    "MX",
    "--username",
    "elena",
    "--person",
    "Elena Duarte",
)
CLAVE = "la-clave-de-la-historia-1"
SEMANAL = {
    "code": "semanal-historia", "name": "Semanal 5 %, sin interés en la gracia", "currency": "MXN", "rate": "0.05",
    "period": "week", "term": 16, "grace_days": 10, "grace_interest": False, "sale_cost_rate": "0.10",
}  # fmt: skip
RELOJ = {"category": "relojes finos", "description": "Reloj de oro", "condition": "good", "brand": "Seiko",
         "appraisal": money("25000.00")}  # fmt: skip
FOTO = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
DEMASIA, INVENTARIO, PRENDARIOS = (
    "Demasías por pagar",
    "Prendas adjudicadas",
    "Préstamos prendarios por cobrar",
)


@dataclass
class Casa:
    """La casa de empeño vista desde fuera, un día."""

    product: Product
    seen: dict[str, Any]
    made: int = field(default=0)

    def con(self, username: str) -> httpx.Client:
        return self.product.client(username, CLAVE)

    def pide(self, path: str, body: Any = None, who: str = "cajero", **params: Any) -> httpx.Response:
        headers = {"Idempotency-Key": str(uuid4())}
        return self.con(who).post(f"/v1{path}", json=body or {}, headers=headers, params=params)

    def hace(self, path: str, body: Any = None, who: str = "cajero", **params: Any) -> dict[str, Any]:
        answer = self.pide(path, body, who, **params)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def mira(self, path: str, **params: Any) -> dict[str, Any]:
        answer = self.con("elena").get(f"/v1{path}", params=params)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def cliente(self, name: str) -> dict[str, Any]:
        self.made += 1
        number = f"EMP{self.made:08d}"
        document = {"kind": "OTRO", "number": number, "country": "MX"}
        asked = {"name": name, "document": document, "phones": [f"+529981{number[5:]}"]}
        return self.hace("/clients", asked, "gerente")

    def empena(self, name: str) -> dict[str, Any]:
        """Quien trae su reloj sale con diez mil pesos y una boleta."""
        client = self.cliente(name)
        boleta = {
            "client_id": client["id"], "items": [RELOJ | {"serial": client["folio"]}], "amount": money("10000.00"),
            "plan": SEMANAL["code"], "hand_over": "cash",
        }  # fmt: skip
        return self.hace("/pawn-tickets", boleta)

    def caja(self) -> dict[str, Any]:
        return next(t for t in self.mira("/tills")["items"] if t["kind"] == "cash")

    def cierra(self, day: date) -> None:
        asked = {"business_date": day.isoformat(), "branch_id": 1}
        answer = self.con("gerente").post("/v1/days/close", json=asked)
        assert answer.status_code == 202, answer.text
        done = self.product.finished(self.con("gerente"), answer.json())
        assert done["state"] == "done", done

    def balanza(self) -> dict[str, str]:
        """El saldo de cada cuenta en pesos."""
        rows = self.mira("/trial-balance")["items"]
        return {row["name"]: row["balance"]["amount"] for row in rows if row["balance"]["currency"] == "MXN"}


@pytest.fixture(scope="module")
def historia(postgres: database.Server) -> dict[str, Any]:
    """Lo que se vio en cada paso, de la primera boleta a la última demasía."""
    seen: dict[str, Any] = {}
    with postgres.clone() as url:
        clock = {"CAUDAL_CLOCK": f"{EMPIEZA.isoformat()}T15:00:00Z"}
        made = caudal(url, "company", *EMPRESA, given=f"{CLAVE}\n", **clock)
        assert made.returncode == 0, made.stderr
        for day, happens in ((0, _empenan), (28, _refrendan), (113, _vence), (123, _remata)):
            with _dia(url, day, seen) as casa:
                happens(casa)
                seen[f"libros {day}"] = casa.con("elena").post("/v1/books/verification", json={}).json()
    return seen


@contextmanager
def _dia(url: str, day: int, seen: dict[str, Any]) -> Iterator[Casa]:
    on = EMPIEZA + timedelta(days=day)
    with running(url, "--no-demo", at=f"{on.isoformat()}T18:00:00Z") as product:
        yield Casa(product, seen)


def _empenan(casa: Casa) -> None:
    """5 de octubre: la dueña escribe sus tablas, y la gente empeña."""
    seen = casa.seen
    for role in ("gerente", "supervisor", "cajero"):
        asked = {
            "username": role,
            "name": role.capitalize(),
            "role": role,
            "branches": [1],
            "password": CLAVE,
        }
        casa.hace("/users", asked, "elena")
    seen["sugeridas"] = casa.hace("/pawn-tables/suggested", {}, "elena")
    first = {
        "client_id": casa.cliente("Quien deja a cuenta")["id"],
        "amount": money("100.00"),
        "method": "cash",
    }
    casa.hace("/payments", first)  # con el primer efectivo nace la caja
    casa.hace(f"/tills/{casa.caja()['id']}/funding", {"amount": money("99900.00")}, "elena")
    casa.hace("/pawn-plans", SEMANAL, "elena")
    casa.hace("/pawn-ltv", {"category": RELOJ["category"], "condition": "good", "ltv": "0.4"}, "elena")
    seen["cotiza"] = casa.con("cajero").post(
        "/v1/pawn-tickets/quote", json={"items": [RELOJ], "plan": SEMANAL["code"]}
    ).json()  # fmt: skip
    antes = casa.caja()["balance"]["amount"]
    for name in ("sobra", "falta", "refrenda", "abona", "desempeña", "pierde"):
        seen[name] = casa.empena(f"Quien {name}")
    seen["salió de la caja"] = Decimal(antes) - Decimal(casa.caja()["balance"]["amount"])
    item = seen["sobra"]["items"][0]["id"]
    photo = casa.con("cajero").post(
        f"/v1/pawn-items/{item}/photos", files={"file": ("a.png", FOTO, "image/png")}
    )
    seen["foto"] = photo.status_code
    seen["boleta impresa"] = (
        casa.con("cajero").get(f"/v1/pawn-tickets/{seen['sobra']['id']}/ticket.pdf").content
    )
    wide = {
        "client_id": seen["sobra"]["client_id"], "items": [RELOJ], "amount": money("10000.01"),
        "plan": SEMANAL["code"], "override_reason": "me lo pidió", "hand_over": "cash",
    }  # fmt: skip
    seen["sobre la tabla"] = casa.pide("/pawn-tickets", wide)
    seen["boletas tras el rechazo"] = casa.mira("/pawn-tickets", client_id=wide["client_id"])["totals"][
        "count"
    ]
    seen["autorizada"] = casa.hace("/pawn-tickets", wide | {"hand_over": None}, "supervisor")
    seen["misma mano"] = casa.pide(f"/pawn-tickets/{seen['autorizada']['id']}/hand-over", {}, "supervisor")
    casa.hace(f"/pawn-tickets/{seen['autorizada']['id']}/cancellation", {"reason": "ya no quiso"})
    for day in (7, 8, 112, 113, 123):
        on = (EMPIEZA + timedelta(days=day)).isoformat()
        seen[f"día {day}"] = casa.mira(f"/pawn-tickets/{seen['sobra']['id']}", as_of=on)


def _refrendan(casa: Casa) -> None:
    """2 de noviembre, cuatro semanas después: refrendan, abonan, desempeñan, pierden la boleta."""
    seen = casa.seen
    seen["refrendo"] = casa.hace(f"/pawn-tickets/{seen['refrenda']['id']}/refrendo", {"method": "cash"})
    asked = {"method": "cash", "capital": money("3000.00")}
    seen["refrendo con abono"] = casa.hace(f"/pawn-tickets/{seen['abona']['id']}/refrendo", asked)
    paid = {"method": "cash", "tendered": money("12500.00")}
    seen["desempeño"] = casa.hace(f"/pawn-tickets/{seen['desempeña']['id']}/redemption", paid)
    seen["desempeñar otra vez"] = casa.pide(f"/pawn-tickets/{seen['desempeña']['id']}/redemption", paid)
    lost = f"/pawn-tickets/{seen['pierde']['id']}"
    seen["extravío"] = casa.hace(
        f"{lost}/loss", {"affidavit": "Declara que la perdió; mostró su INE 0123456789"}
    )
    seen["sin boleta"] = [
        casa.pide(f"{lost}/redemption", {"method": "cash"}), casa.pide(f"{lost}/refrendo", {"method": "cash"}),
    ]  # fmt: skip
    seen["reposición"] = casa.hace(f"{lost}/reissue")
    seen["con la copia"] = casa.hace(f"{lost}/redemption", {"method": "cash"})


def _vence(casa: Casa) -> None:
    """26 de enero: ayer venció y está en gracia; nadie puede venderla todavía."""
    seen = casa.seen
    seen["en gracia"] = casa.mira(f"/pawn-tickets/{seen['sobra']['id']}")
    early = f"/pawn-tickets/{seen['sobra']['id']}/adjudication"
    seen["antes de su fecha"] = casa.pide(early, {"value": money("25000.00")}, "supervisor")
    seen["lotes antes"] = casa.mira("/pawn-lots")["totals"]["count"]


def _remata(casa: Casa) -> None:
    """5 de febrero, el día siguiente a la gracia: se adjudica, se vende y se devuelve lo que sobra."""
    seen = casa.seen
    for name, price, more in (
        ("sobra", "25000.00", {}), ("falta", "15000.00", {"sale_cost": money("2500.00")})
    ):  # fmt: skip
        lot = casa.hace(f"/pawn-tickets/{seen[name]['id']}/adjudication", {}, "supervisor")
        seen[f"lote {name}"] = lot
        casa.hace(f"/pawn-lots/{lot['id']}/listing", {"minimum": money(price)}, "supervisor")
        seen[f"barato {name}"] = casa.pide(
            f"/pawn-lots/{lot['id']}/sale", {"price": money("100.00"), "method": "cash"}, "supervisor"
        )
        sale = {"price": money(price), "method": "cash", "buyer": "Un comprador", **more}
        seen[f"venta {name}"] = casa.hace(f"/pawn-lots/{lot['id']}/sale", sale, "supervisor")
    seen["balanza al vender"] = casa.balanza()
    paid = f"/pawn-lots/{seen['lote sobra']['id']}/surplus-payment"
    seen["demasía"] = casa.hace(paid, {}, "supervisor")
    seen["demasía otra vez"] = casa.pide(paid, {}, "supervisor")
    seen["sin demasía"] = casa.pide(
        f"/pawn-lots/{seen['lote falta']['id']}/surplus-payment", {}, "supervisor"
    )
    seen["no debe nada"] = casa.mira("/receivables", client_id=seen["falta"]["client_id"], open=True)["items"]
    casa.cierra(EMPIEZA + timedelta(days=123))
    seen["balanza"], seen["caja"] = casa.balanza(), casa.caja()["balance"]
    seen["vivas"] = casa.mira("/pawn-tickets", status="live,grace,expired")


def _debe(ticket: dict[str, Any], status: str, redeem: str) -> bool:
    return (ticket["status"], ticket["owed"]["redeem"]["amount"]) == (status, redeem)


def test_quien_empieza_tiene_tablas_y_luego_escribe_las_suyas(historia: dict[str, Any]) -> None:
    sugeridas = historia["sugeridas"]
    assert [plan["code"] for plan in sugeridas["plans"]] == ["mensual-mxn"]
    oro = {one["name"]: one["price"] for one in sugeridas["prices"] if one["category"] == "joyería"}
    assert (oro["oro 18k"], oro["oro 14k"]) == (money("1350.00"), money("1053.00")), "por su ley: 750 y 585"
    assert all("sin verificar" in one["source"] for one in sugeridas["prices"])
    assert len(sugeridas["ltv"]) == 40


def test_se_cotiza_y_se_presta_lo_que_dice_la_tabla(historia: dict[str, Any]) -> None:
    cotiza = historia["cotiza"]
    assert (cotiza["allowed"], cotiza["total"]) == (money("10000.00"), money("18000.00"))
    assert cotiza["nominal"] == "2.6", (
        "cinco por ciento a la semana es 260 % al año, y se dice antes de firmar"
    )
    assert historia["salió de la caja"] == 60_000
    assert historia["foto"] == 201
    assert historia["boleta impresa"].startswith(b"%PDF")


def test_pa_1_cinco_por_ciento_por_semana_comenzada(historia: dict[str, Any]) -> None:
    assert _debe(historia["día 7"], "live", "10500.00")
    assert _debe(historia["día 8"], "live", "11000.00"), "el octavo día empieza otra semana"
    assert _debe(historia["día 112"], "live", "18000.00"), "dieciséis semanas, el día que vence"
    assert _debe(historia["día 113"], "grace", "18000.00"), "la gracia de este plan no cobra"
    assert _debe(historia["día 123"], "expired", "18000.00")


def test_pa_2_lo_que_sobra_de_la_venta_es_del_cliente(historia: dict[str, Any]) -> None:
    lote, venta = historia["lote sobra"], historia["venta sobra"]
    assert (lote["debt"], lote["cost"]) == (money("18000.00"), money("10000.00"))
    assert (venta["sale_cost"], venta["surplus"]) == (money("2500.00"), money("4500.00"))
    assert (venta["status"], venta["status_label"]) == ("surplus_due", "Demasía por pagar")
    assert historia["balanza al vender"][DEMASIA] == "-4500.00"
    assert historia["demasía"]["status"] == "surplus_paid"
    problem(historia["demasía otra vez"], 409, "sin-demasia")
    assert historia["balanza"].get(DEMASIA, "0.00") == "0.00"


def test_pa_3_lo_que_falta_no_lo_debe_nadie(historia: dict[str, Any]) -> None:
    """Vendida en 15,000 con los 2,500 de PA-2: 18,000 + 2,500 − 15,000 = 5,500, pérdida de la casa."""
    venta = historia["venta falta"]
    assert (venta["surplus"], venta["shortfall"], venta["status"]) == (
        money("0.00"),
        money("5500.00"),
        "sold",
    )
    problem(historia["sin demasía"], 409, "sin-demasia")
    assert historia["no debe nada"] == []


def test_pa_4_refrendo_en_la_cuarta_semana(historia: dict[str, Any]) -> None:
    hecho = historia["refrendo"]
    assert hecho["payment"]["amount"] == money("2000.00")
    nueva = hecho["ticket"]
    assert (nueva["principal"], nueva["owed"]["redeem"]) == (money("10000.00"), money("10000.00"))
    assert nueva["due_on"] == (EMPIEZA + timedelta(days=28 + 112)).isoformat()
    assert [one["status"] for one in nueva["chain"]] == ["renewed", "live"]
    assert nueva["items"][0]["id"] == historia["refrenda"]["items"][0]["id"], "la misma prenda"


def test_pa_5_refrendo_con_abono_a_capital(historia: dict[str, Any]) -> None:
    hecho = historia["refrendo con abono"]
    assert (hecho["payment"]["amount"], hecho["ticket"]["principal"]) == (money("5000.00"), money("7000.00"))


def test_pa_6_no_se_vende_antes_de_su_fecha(historia: dict[str, Any]) -> None:
    assert historia["en gracia"]["status"] == "grace"
    told = problem(historia["antes de su fecha"], 409, "prenda-en-plazo")
    assert "04/02/2027" in told["detail"], "el último día de gracia"
    assert historia["lotes antes"] == 0, "nada a medias"
    assert historia["lote sobra"]["adjudicated_on"] == "2027-02-05"
    problem(historia["barato sobra"], 422, "precio-bajo-el-minimo")


def test_pa_7_boleta_extraviada_se_declara_se_bloquea_y_se_repone(historia: dict[str, Any]) -> None:
    assert historia["extravío"]["lost_on"] == "2026-11-02"
    for answer in historia["sin boleta"]:
        problem(answer, 409, "boleta-extraviada")
    assert (historia["reposición"]["lost_on"], historia["reposición"]["copy_number"]) == (None, 2)
    assert historia["con la copia"]["ticket"]["status"] == "redeemed"


def test_desempenar_devuelve_la_prenda_y_el_cambio_una_sola_vez(historia: dict[str, Any]) -> None:
    hecho = historia["desempeño"]
    assert (hecho["payment"]["amount"], hecho["payment"]["change"]) == (money("12000.00"), money("500.00"))
    assert (hecho["ticket"]["status"], hecho["ticket"]["items"][0]["gone"]) == ("redeemed", "delivered")
    problem(historia["desempeñar otra vez"], 409, "boleta-sin-deuda")


def test_prestar_mas_que_la_tabla_pide_otra_autorizacion_y_otra_mano(historia: dict[str, Any]) -> None:
    told = problem(historia["sobre la tabla"], 422, "prestamo-sobre-tabla")
    assert told["allowed"] == money("10000.00")
    assert historia["boletas tras el rechazo"] == 1, "nada a medias"
    assert historia["autorizada"]["override"]["reason"] == "me lo pidió"
    problem(historia["misma mano"], 409, "dos-manos-prenda")


def test_la_balanza_dice_lo_que_paso(historia: dict[str, Any]) -> None:
    """Dos boletas vivas de 10,000 y 7,000; lo cobrado y lo devengado; las ventas contra lo que costaron."""
    assert all(historia[f"libros {day}"]["ok"] for day in (0, 28, 113, 123))
    vivas = historia["vivas"]["totals"]["by_currency"][0]
    assert vivas["capital"] == money("17000.00")
    balanza = historia["balanza"]
    assert balanza[PRENDARIOS] == "17000.00"
    assert balanza.get(INVENTARIO, "0.00") == "0.00"
    devengado = sum(Decimal(one["owed"]["interest"]["amount"]) for one in historia["vivas"]["items"])
    assert devengado == 14 * 500 + 14 * 350, "catorce semanas de los dos refrendos"
    assert balanza["Intereses y almacenaje de empeños por cobrar"] == f"{devengado:.2f}"
    cobrado = 2_000 + 2_000 + 2_000 + 2_000
    assert balanza["Intereses ganados"] == f"-{devengado + cobrado:.2f}"
    vendido = (balanza["Ventas y servicios"], balanza["Costo de venta y servicios"])
    assert vendido == ("-40000.00", "24500.00"), "dos relojes; su capital y la demasía"
    assert balanza["Capital social"] == "-99900.00"
    assert sum(Decimal(amount) for amount in balanza.values()) == 0
    caja = 100_000 - 60_000 + 2_000 + 5_000 + 12_000 + 12_000 + 25_000 + 15_000 - 4_500
    assert historia["caja"] == money(f"{caja}.00")
