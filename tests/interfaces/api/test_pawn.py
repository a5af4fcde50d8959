"""The counter over the wire: shapes, refusals, who may do what."""

from datetime import timedelta
from typing import Any

import pytest

from tests.commons.documents.pdf_text import plain, read
from tests.interfaces.api.conftest import Api, today
from tests.interfaces.api.pawning import PLAN, RING, fund, furnish_pawn, mxn, post, ticket_of
from tests.interfaces.api.test_receivables import debtor

CAR = RING | {"category": "autos", "price_name": None, "appraisal": mxn("1.00")}
PIXEL = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(scope="module")
def shop(module_api: Api) -> Api:
    furnish_pawn(module_api)
    fund(module_api)
    return module_api


class TestQuote:
    def test_says_what_the_tables_say_and_what_it_costs(self, shop: Api) -> None:
        answer = shop.as_("cajero").post("/v1/pawn-tickets/quote", json={"items": [RING]})
        body = answer.json()
        assert answer.status_code == 200, body
        assert body["items"][0] == {
            "description": "Anillo de oro", "appraisal": mxn("9450.00"), "reference": mxn("9450.00"), "ltv": "0.4",
            "allowed": mxn("3780.00"),
        }  # fmt: skip
        assert (body["amount"], body["over"], body["total"]) == (mxn("3780.00"), False, mxn("6804.00"))
        assert (body["nominal"], body["plan"]["rate"]) == ("2.6", "0.05")

    def test_keeps_nothing(self, shop: Api) -> None:
        before = shop.one("select count(*) from pawn_tickets")
        assert shop.as_("cajero").post("/v1/pawn-tickets/quote", json={"items": [RING]}).status_code == 200
        assert shop.one("select count(*) from pawn_tickets") == before


class TestATicket:
    def test_from_the_counter_to_the_way_home(self, shop: Api) -> None:
        juan = debtor(shop)
        made = ticket_of(shop, juan)
        assert (made["status"], made["owed"]["renew"], made["owed"]["redeem"]) == (
            "live", mxn("150.00"), mxn("3150.00"),
        )  # fmt: skip
        assert made["items"][0]["location"] == "Mostrador"
        assert [each["kind"] for each in made["timeline"]] == ["handed", "opened"]
        dues = shop.as_("cajero").get(f"/v1/clients/{juan}/dues").json()
        assert [one["concept"] for one in dues["items"]] == [f"Empeño {made['folio']}"]
        debt = (
            shop.as_("cajero")
            .get("/v1/receivables", params={"client_id": str(juan)})
            .json()["items"][0]["id"]
        )
        told = shop.as_("cajero").get(f"/v1/receivables/{debt}").json()
        assert (told["entries"], told["contract_link"]) == ([], f"/empenos/{made['id']}")
        assert list(dues["besides"].values()) == [mxn("150.00")]
        trial = post(
            shop, f"pawn-tickets/{made['id']}/refrendo", {"method": "cash"}, params={"dry_run": "true"}
        )
        assert trial.status_code == 201, trial.text
        assert trial.json()["payment"]["charges"][0]["amount"] == mxn("150.00")
        assert [line["name"] for line in trial.json()["payment"]["entry"]][-1] == "Intereses ganados"
        done = post(
            shop, f"pawn-tickets/{made['id']}/refrendo", {"method": "cash", "capital": mxn("1000.00")}
        ).json()
        fresh = done["ticket"]
        assert (done["payment"]["amount"], fresh["principal"]) == (mxn("1150.00"), mxn("2000.00"))
        assert [one["status"] for one in fresh["chain"]] == ["renewed", "live"]
        assert (made["renewals"], fresh["renewals"]) == (0, 1)
        paid = post(
            shop, f"pawn-tickets/{fresh['id']}/redemption", {"method": "cash", "tendered": mxn("5000.00")}
        ).json()
        assert (paid["ticket"]["status"], paid["payment"]["change"]) == ("redeemed", mxn("3000.00"))
        assert paid["ticket"]["items"][0]["gone"] == "delivered"
        receipt = shop.as_("cajero").get(f"/v1/payments/{done['payment']['id']}/receipt.pdf")
        assert receipt.content.startswith(b"%PDF")

    def test_can_be_asked_as_of_any_day(self, shop: Api) -> None:
        made = ticket_of(shop, debtor(shop))
        long_after = today() + timedelta(days=400)
        later = shop.as_("cajero").get(f"/v1/pawn-tickets/{made['id']}?as_of={long_after}").json()
        assert (later["status"], later["days_left"] < -10) == ("expired", True)
        assert later["owed"]["redeem"] == mxn("5700.00"), "sixteen weeks and two of grace"

    def test_is_found_by_its_folio_its_serial_and_its_state(self, shop: Api) -> None:
        made = ticket_of(shop, debtor(shop), items=[RING | {"serial": "ZX 81-7"}])
        for query in (f"q={made['folio']}", "q=zx81-7", f"client_id={made['client_id']}&status=live,grace"):
            found = shop.as_("cajero").get(f"/v1/pawn-tickets?{query}").json()
            assert [one["id"] for one in found["items"]] == [made["id"]], query
            assert found["totals"]["by_currency"][0]["capital"] == mxn("3000.00")

    def test_pays_in_any_till_and_goes_back(self, shop: Api) -> None:
        juan = debtor(shop)
        made = ticket_of(shop, juan)
        body = {"client_id": str(juan), "amount": mxn("500.00"), "method": "cash"}
        paid = post(shop, "payments", body, params={}).json()
        assert (paid["charges"][0]["amount"], paid["allocations"][0]["amount"]) == (
            mxn("150.00"),
            mxn("350.00"),
        )
        assert shop.as_("cajero").get(f"/v1/pawn-tickets/{made['id']}").json()["owed"]["redeem"] == mxn(
            "2650.00"
        )
        back = post(shop, f"payments/{paid['id']}/reversal", {"reason": "se equivocó"}, "supervisor")
        assert back.status_code == 201, back.text
        assert shop.as_("cajero").get(f"/v1/pawn-tickets/{made['id']}").json()["owed"]["redeem"] == mxn(
            "3150.00"
        )

    def test_keeps_photographs(self, shop: Api) -> None:
        item = ticket_of(shop, debtor(shop))["items"][0]["id"]
        cashier = shop.as_("cajero")
        kept = cashier.post(f"/v1/pawn-items/{item}/photos", files={"file": ("a.png", PIXEL, "text/plain")})
        assert kept.status_code == 201, kept.text
        seen = cashier.get(kept.json()["link"])
        assert (seen.content, seen.headers["content-type"]) == (PIXEL, "image/png")
        refused = cashier.post(
            f"/v1/pawn-items/{item}/photos", files={"file": ("a.png", b"%PDF-1.7", "image/png")}
        )
        shop.problem(refused, 422, "foto-no-admitida")


@pytest.mark.parametrize("paper", ["carta", "ticket"])
def test_a_ticket_prints_what_was_agreed(shop: Api, paper: str) -> None:
    made = ticket_of(
        shop, debtor(shop, "Ana #read(1)"), items=[RING | {"serial": f"S-77{paper}", "seal": "P1"}]
    )
    printed = shop.as_("cajero").get(f"/v1/pawn-tickets/{made['id']}/ticket.pdf?paper={paper}")
    assert printed.status_code == 200, printed.text
    said = plain(read(printed.content).text)
    for told in (made["folio"], "Ana #read(1)", "S-77", "10.5 g", "3,150", "5,400", "Copia"):
        assert (told in said) == (told != "Copia"), told
    post(shop, f"pawn-tickets/{made['id']}/loss", {"affidavit": "Declara que la perdió"})
    lost = plain(
        read(shop.as_("cajero").get(f"/v1/pawn-tickets/{made['id']}/ticket.pdf?paper={paper}").content).text
    )
    assert "EXTRAVIADA" in lost
    post(shop, f"pawn-tickets/{made['id']}/reissue", {})
    again = plain(
        read(shop.as_("cajero").get(f"/v1/pawn-tickets/{made['id']}/ticket.pdf?paper={paper}").content).text
    )
    assert "Copia 2" in again


def test_each_bag_has_its_label_and_nobodys_name(shop: Api) -> None:
    ring, watch = RING | {"serial": "ET-1"}, RING | {"serial": "ET-2", "description": "Reloj #read(2)"}
    made = ticket_of(shop, debtor(shop, "Ana Secreta"), items=[ring, watch])
    printed = shop.as_("cajero").get(f"/v1/pawn-tickets/{made['id']}/labels.pdf")
    assert printed.status_code == 200, printed.text
    pages = [plain(page) for page in read(printed.content).pages]
    assert [f"{made['folio']}/{n}" in page for n, page in enumerate(pages, start=1)] == [True, True]
    assert "Reloj #read(2)" in pages[1]
    assert "Secreta" not in "".join(pages)
    post(shop, f"pawn-tickets/{made['id']}/redemption", {"method": "cash"})
    shop.problem(shop.as_("cajero").get(f"/v1/pawn-tickets/{made['id']}/labels.pdf"), 404, "no-encontrado")


class TestRefuses:
    def test_more_than_the_tables_to_who_may_not(self, shop: Api) -> None:
        body = {
            "client_id": str(debtor(shop)),
            "items": [RING],
            "amount": mxn("4000.00"),
            "override_reason": "buen cliente",
        }
        told = shop.problem(post(shop, "pawn-tickets", body), 422, "prestamo-sobre-tabla")
        assert told["allowed"] == mxn("3780.00")
        made = post(shop, "pawn-tickets", body, "supervisor")
        assert made.json()["override"] == {"by": "Supervisor", "reason": "buen cliente"}
        own = post(shop, f"pawn-tickets/{made.json()['id']}/hand-over", {"method": "cash"}, "supervisor")
        shop.problem(own, 409, "dos-manos-prenda")
        assert (
            post(shop, f"pawn-tickets/{made.json()['id']}/hand-over", {"method": "cash"}).status_code == 201
        )

    @pytest.mark.parametrize(
        ("more", "status", "slug"),
        [
            ({"items": []}, 422, "datos-invalidos"),
            ({"items": [RING | {"weight": None}]}, 422, "datos-invalidos"),
            ({"items": [RING | {"weight": "NaN"}]}, 422, "datos-invalidos"),
            ({"items": [RING | {"price_name": "plata"}]}, 422, "datos-invalidos"),
            ({"items": [CAR]}, 409, "sin-tabla-de-empeno"),
            ({"items": [RING | {"condition": "roto"}]}, 422, "datos-invalidos"),
            ({"amount": mxn("0.00")}, 422, "datos-invalidos"),
            ({"amount": {"amount": "10.00", "currency": "COP"}}, 404, "no-encontrado"),
            ({"plan": "mensual"}, 404, "no-encontrado"),
            ({"client_id": "00000000-0000-0000-0000-000000000001"}, 404, "no-encontrado"),
        ],
    )  # fmt: skip
    def test_what_cant_be_lent(self, shop: Api, more: dict[str, Any], status: int, slug: str) -> None:
        body = {"client_id": str(debtor(shop)), "items": [RING], "amount": mxn("100.00"), **more}
        answer = post(shop, "pawn-tickets", body)
        assert answer.status_code == status, answer.text
        assert answer.json()["type"] in (f"/problemas/{slug}", "/problemas/monto-invalido")

    def test_to_sell_before_its_day(self, shop: Api) -> None:
        made = ticket_of(shop, debtor(shop))
        early = post(shop, f"pawn-tickets/{made['id']}/adjudication", {}, "supervisor")
        shop.problem(early, 409, "prenda-en-plazo")

    @pytest.mark.parametrize(
        ("path", "body", "who"),
        [
            ("pawn-tickets/quote", {"items": [RING]}, "admin"),
            ("pawn-plans", {"code": "x1"}, "cajero"),
            ("pawn-tickets", {}, "cobrador"),
            ("pawn-lots/00000000-0000-0000-0000-000000000001/sale", {}, "cajero"),
        ],
    )
    def test_who_may_not(self, shop: Api, path: str, body: dict[str, Any], who: str) -> None:
        good = {
            "pawn-plans": {
                "code": "x1", "name": "X1", "currency": "MXN", "rate": "0.1", "period": "week", "term": 4,
                "grace_days": 0,
            },
            "pawn-tickets": {"client_id": str(debtor(shop)), "items": [RING], "amount": mxn("1.00")},
        }.get(path, body or {"price": mxn("1.00"), "method": "cash"})  # fmt: skip
        shop.problem(post(shop, path, good, who), 403, "sin-permiso")

    def test_another_branch(self, shop: Api) -> None:
        made = ticket_of(shop, debtor(shop))
        shop.query(
            "delete from user_branches where branch_id <> 2"
            " and user_id = (select id from users where username = 'empleado')"
        )
        assert shop.as_("empleado", branch=2).get(f"/v1/pawn-tickets/{made['id']}").status_code == 404


class TestMoreAndLess:
    def test_lends_more_on_the_same_pledge_up_to_the_table(self, shop: Api) -> None:
        made = ticket_of(shop, debtor(shop))
        assert made["may_add"] == mxn("780.00")
        over = {"method": "cash", "more": mxn("780.01")}
        told = shop.problem(
            post(shop, f"pawn-tickets/{made['id']}/refrendo", over), 422, "prestamo-sobre-tabla"
        )
        assert told["allowed"] == mxn("780.00")
        shown = post(
            shop, f"pawn-tickets/{made['id']}/refrendo", {"method": "cash", "more": mxn("780.00")},
            params={"dry_run": "true"},
        ).json()  # fmt: skip
        assert (shown["payment"]["amount"], shown["ticket"]["principal"]) == (mxn("150.00"), mxn("3780.00"))
        done = post(
            shop, f"pawn-tickets/{made['id']}/refrendo", {"method": "cash", "more": mxn("500.00")}
        ).json()
        fresh = done["ticket"]
        assert (fresh["principal"], fresh["may_add"]) == (mxn("3500.00"), mxn("280.00"))
        assert [one["kind"] for one in fresh["timeline"]][:2] == ["added", "renewal"]
        both = {"method": "cash", "more": mxn("1.00"), "capital": mxn("1.00")}
        shop.problem(post(shop, f"pawn-tickets/{fresh['id']}/refrendo", both), 422, "monto-invalido")
        shop.problem(
            post(shop, f"pawn-tickets/{fresh['id']}/refrendo", {"method": "cash", "more": mxn("1.00")}, "cobrador"),
            403, "sin-permiso",
        )  # fmt: skip

    def test_gives_one_of_two_back_and_says_it_on_paper(self, shop: Api) -> None:
        two = [RING, RING | {"description": "Pulsera de oro", "weight": "4.5"}]
        made = ticket_of(shop, debtor(shop), items=two)
        bracelet = made["items"][1]["id"]
        path, body = f"pawn-tickets/{made['id']}/partial-redemption", {"items": [bracelet], "method": "cash"}
        done = post(shop, path, body, key="una vez")
        assert done.status_code == 201, done.text
        fresh = done.json()["ticket"]
        assert (done.json()["payment"]["amount"], fresh["principal"]) == (mxn("1050.00"), mxn("2100.00"))
        assert [one["gone"] for one in fresh["items"]] == [None, "taken"]
        again = post(shop, path, body, key="una vez")
        assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
        shop.problem(post(shop, path, body), 422, "datos-invalidos")
        rest = {"items": [made["items"][0]["id"]], "method": "cash"}
        shop.problem(
            post(shop, f"pawn-tickets/{fresh['id']}/partial-redemption", rest), 422, "datos-invalidos"
        )
        paper = plain(read(shop.as_("cajero").get(f"/v1/pawn-tickets/{fresh['id']}/ticket.pdf").content).text)
        assert "Anillo de oro" in paper
        assert "Pulsera de oro" not in paper


class TestTax:
    def test_is_added_where_the_plan_says_so_and_told_everywhere(self, shop: Api) -> None:
        law = {one["country"]: one for one in shop.as_("cajero").get("/v1/pawn-taxes").json()["items"]}
        assert (law["MX"]["rate"], law["MX"]["verified"]) == ("0.16", False)
        taxed = PLAN | {"code": "con-iva", "taxed": True}
        try:
            assert post(shop, "pawn-plans", taxed, "gerente").json()["taxed"] is True
            asked = {"items": [RING], "amount": mxn("3000.00"), "plan": "con-iva"}
            told = shop.as_("cajero").post("/v1/pawn-tickets/quote", json=asked).json()
            assert (told["interest"], told["tax"], told["total"]) == (
                mxn("2400.00"), mxn("384.00"), mxn("5784.00"),
            )  # fmt: skip
            made = ticket_of(shop, debtor(shop), plan="con-iva")
            owed = made["owed"]
            assert (made["tax_rate"], owed["interest"], owed["tax"], owed["renew"], owed["redeem"]) == (
                "0.16", mxn("150.00"), mxn("24.00"), mxn("174.00"), mxn("3174.00"),
            )  # fmt: skip
            paper = plain(
                read(shop.as_("cajero").get(f"/v1/pawn-tickets/{made['id']}/ticket.pdf").content).text
            )
            assert "IVA sobre interés y almacenaje" in paper
            done = post(
                shop, f"pawn-tickets/{made['id']}/redemption", {"method": "cash"}, params={"dry_run": "true"}
            ).json()
            assert [(one["concept"], one["amount"]) for one in done["payment"]["charges"]] == [
                ("Interés", mxn("150.00")), ("IVA", mxn("24.00")),
            ]  # fmt: skip
            names = [line["name"] for line in done["payment"]["entry"]]
            assert "IVA trasladado cobrado" in names
        finally:
            post(shop, "pawn-plans/con-iva/retirement", {}, "gerente")


class TestTables:
    def test_start_from_what_is_suggested_and_can_be_seen_first(self, shop: Api) -> None:
        before = shop.one("select count(*) from pawn_ltv")
        asked = "pawn-tables/suggested"
        shop.problem(post(shop, asked, {}), 403, "sin-permiso")
        shown = post(shop, asked, {}, "gerente", params={"dry_run": "true"}).json()
        assert shop.one("select count(*) from pawn_ltv") == before
        made = post(shop, asked, {}, "gerente")
        assert made.status_code == 201, made.text
        assert len(made.json()["ltv"]) == len(shown["ltv"]) == 39, "one of the forty was written by the shop"
        assert "MXN" not in {plan["currency"] for plan in made.json()["plans"]}, "it has one"
        prices = shop.as_("gerente").get("/v1/pawn-prices?category=joyería").json()["items"]
        assert mxn("900.00") in [one["price"] for one in prices if one["name"] == "oro 14k"]
        other = made.json()["plans"][0]["code"]
        gone = post(shop, f"pawn-plans/{other}/retirement", {}, "gerente")
        assert (gone.status_code, gone.json()["active"]) == (201, False)
        shop.problem(post(shop, f"pawn-plans/{other}/retirement", {}, "gerente"), 404, "no-encontrado")


class TestBehindTheCounter:
    def test_pledges_change_hands_and_are_counted(self, shop: Api) -> None:
        made = ticket_of(shop, debtor(shop))
        item = made["items"][0]["id"]
        vault = post(shop, "pawn-locations", {"kind": "vault", "name": "Bóveda 1"}, "gerente").json()["id"]
        sent = post(shop, "pawn-moves", {"items": [item], "to_location_id": vault}).json()
        shop.problem(post(shop, f"pawn-moves/{sent['id']}/receipt", {}), 409, "dos-manos-prenda")
        moving = shop.as_("cajero").get("/v1/pawn-vault").json()["items"]
        assert [one["moving"] for one in moving if one["item_id"] == item] == [True]
        got = post(shop, f"pawn-moves/{sent['id']}/receipt", {}, "supervisor")
        assert got.status_code == 201, got.text
        assert (got.json()["to_location"], got.json()["received_by"]) == ("Bóveda 1", "Supervisor")
        there = shop.as_("cajero").get(f"/v1/pawn-vault?location_id={vault}").json()
        assert [one["folio"] for one in there["items"]] == [made["folio"]]
        counted = post(
            shop, "pawn-counts", {"location_id": vault, "found": [], "unknown": ["EMP-9/1"]}
        ).json()
        assert (counted["missing"], counted["unknown"], counted["expected"]) == ([item], ["EMP-9/1"], 1)
