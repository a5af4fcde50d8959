"""A receipt says what happened, to the cent, whatever its client is called."""

import dataclasses
import doctest
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from caudal.commons.documents import moments, receipts, typesetting
from caudal.commons.documents.receipts import Annulment, Issuer, PaidDebt, Payer, Receipt, receipt
from caudal.kernel.money import MixedCurrencies, Money
from tests.commons.documents.pdf_text import plain, read

PAPERS: list[receipts.Paper] = ["carta", "ticket"]


def pesos(amount: str | int) -> Money:
    return Money.of(amount, "MXN")


def taken(**changes: Any) -> Receipt:
    """The second payment of the document's own CXC-001, with something left over."""
    made = Receipt(
        id=UUID(int=7),
        folio="R-000123",
        at=datetime(2026, 1, 10, 20, 5, tzinfo=UTC),
        received_on=date(2026, 1, 10),
        issuer=Issuer("Caudal Demo", "Sucursal Cancún", "America/Cancun", "RFC CDE010203AB1"),
        payer=Payer("CL-0001", "Juan Pérez", "CURP PEJJ800101"),
        method="Transferencia",
        reference="SPEI 99887766",
        total=pesos(6000),
        debts=(
            PaidDebt("CXC-001", "Paquete Cancún", pesos(10000), pesos(5000), pesos(5000), date(2026, 1, 10)),
            PaidDebt("CXC-002", "Tour", pesos(800), pesos(800), pesos(0)),
        ),
        credit=pesos(200),
        cashier="Ana Gómez",
    )
    return dataclasses.replace(made, **changes)


def said(made: Receipt, paper: receipts.Paper) -> str:
    return plain(read(receipt(made, paper=paper)).text)


@pytest.mark.parametrize("paper", PAPERS)
class TestReceipt:
    def test_says_everything(self, paper: receipts.Paper) -> None:
        text = said(taken(account="Banco del Sureste"), paper)
        for part in (
            "Caudal Demo", "Sucursal Cancún", "RFC CDE010203AB1", "R-000123", "10/01/2026 3:05 p. m.", "Juan Pérez",
            "CL-0001 · CURP PEJJ800101", "Transferencia", "SPEI 99887766", "Banco del Sureste", "CXC-001",
            "$ 10,000.00", "$ 5,000.00", "CXC-002", "$ 800.00", "$ 0.00", "$ 200.00", "$6,000.00 MXN",
            "SEIS MIL PESOS 00/100 M.N.", "Ana Gómez",
        ):  # fmt: skip
            assert part in text, part
        assert receipts.verification_code(taken()) in text
        assert "ANULADO" not in text
        assert "Fecha del pago" not in text

    def test_says_that_it_was_annulled_when_by_whom_and_why(self, paper: receipts.Paper) -> None:
        made = taken()
        undone = Annulment(made.at + timedelta(hours=2), "Luis Gerente", "se cobró dos veces")
        text = said(dataclasses.replace(made, annulment=undone), paper)
        assert "ANULADO" in text
        assert "Anulado el 10/01/2026 5:05 p. m. por Luis Gerente: se cobró dos veces" in text

    def test_is_the_same_twice(self, paper: receipts.Paper) -> None:
        assert receipt(taken(), paper=paper) == receipt(taken(), paper=paper)
        assert receipt(taken(), paper=paper) != receipt(taken(cashier="Otra"), paper=paper)

    def test_shows_cash_and_change(self, paper: receipts.Paper) -> None:
        text = said(taken(method="Efectivo", tendered=pesos(7000), change=pesos(1000)), paper)
        assert "Entregado $ 7,000.00" in text
        assert "Cambio $ 1,000.00" in text

    def test_shows_both_dates_where_they_differ(self, paper: receipts.Paper) -> None:
        assert "08/01/2026" in said(taken(received_on=date(2026, 1, 8)), paper)

    def test_writes_colombian_pesos_as_colombia_does(self, paper: receipts.Paper) -> None:
        money = Money.of(250000, "COP")
        debt = PaidDebt("CXC-009", "Crédito", money, money, Money.of(0, "COP"))
        text = said(taken(total=money, debts=(debt,), credit=Money.of(0, "COP")), paper)
        assert "$250.000 COP" in text
        assert "DOSCIENTOS CINCUENTA MIL PESOS M/CTE" in text
        assert "Saldo a favor" not in text

    @pytest.mark.parametrize(
        "name",
        [
            '#read("/etc/passwd")', "#import \"@preview/x:1.0.0\": *", "*Juan* _Pérez_ `x`", "$x^2$ @ref <label>",
            '"}, "folio": "R-999999', "\\u{1F600} \\", "// comentario", "Juan\x00\x1b[31m Pérez\u202e", "]) #panic()",
        ],
    )  # fmt: skip
    def test_prints_a_hostile_name_as_it_stands(self, paper: receipts.Paper, name: str) -> None:
        text = said(taken(payer=Payer("CL-1", name), reference=name), paper)
        assert text.count(plain(typesetting.printable(name))) >= 2
        assert "R-000123" in text

    @pytest.mark.parametrize("name", ["王小明", "😀 José", "x" * 3000, "\ud800", "Ж" * 40, "n " * 2000])
    def test_is_given_whatever_the_client_is_called(self, paper: receipts.Paper, name: str) -> None:
        made = receipt(taken(payer=Payer("CL-1", name)), paper=paper)
        assert "CXC-001" in read(made).text

    def test_goes_on_for_as_many_debts_as_there_are(self, paper: receipts.Paper) -> None:
        many = tuple(
            PaidDebt(f"CXC-{n:03d}", "Cuota", pesos(2), pesos(1), pesos(1), date(2026, 1, 1))
            for n in range(90)
        )
        pages = read(receipt(taken(total=pesos(90), debts=many, credit=pesos(0)), paper=paper)).pages
        assert all(f"CXC-{n:03d}" in "".join(pages) for n in range(90))
        if paper == "carta":
            assert len(pages) > 2
            assert all("Saldo anterior" in page for page in pages[:-1])
            assert f"Página 1 de {len(pages)}" in plain(pages[0])
        else:
            assert len(pages) == 1


class TestPaper:
    def test_is_half_a_letter_page(self) -> None:
        assert read(receipt(taken())).sizes == [(612.0, 396.0)]

    def test_is_80_millimetres_wide_and_as_long_as_needed(self) -> None:
        short = read(receipt(taken(), paper="ticket")).sizes[0]
        debt = PaidDebt("CXC-003", "Otra", pesos(1), pesos(1), pesos(0))
        long = read(receipt(taken(debts=(*taken().debts, debt), credit=pesos(199)), paper="ticket")).sizes[0]
        assert short[0] == long[0] == pytest.approx(80 / 25.4 * 72, abs=0.01)
        assert long[1] > short[1] + 20

    def test_carries_its_title_and_its_date(self) -> None:
        source = read(receipt(taken())).source
        assert "D:20260110200500" in source
        assert "Recibo R-000123" in source.replace("\\", "")


class TestVerificationCode:
    def test_changes_with_anything_that_matters(self) -> None:
        made = taken()
        others = [
            taken(id=UUID(int=8)),
            taken(folio="R-000124"),
            taken(payer=Payer("CL-2", "Juan Pérez")),
            taken(debts=made.debts[:1], credit=pesos(1000)),
            taken(at=made.at + timedelta(seconds=1)),
        ]
        codes = {receipts.verification_code(each) for each in [made, *others]}
        assert len(codes) == 6

    def test_travels_in_the_square_with_folio_and_total(self) -> None:
        code = receipts.verification_code(taken())
        assert receipts.qr_text(taken()) == f"R-000123 6000.00 MXN {code}"
        assert receipts.qr_text(taken(verify_url="https://c.example/verificar")) == (
            f"https://c.example/verificar/R-000123?total=6000.00&codigo={code}"
        )

    def test_the_square_has_its_margin_and_can_be_read_by_any_camera(self) -> None:
        square = segno.make(receipts.qr_text(taken()), error="m", micro=False)
        assert square.mode == "alphanumeric"
        drawn = ET.fromstring(receipts._qr(taken()))
        side = square.symbol_size(border=2)[0]
        assert drawn.attrib["viewBox"] == f"0 0 {side} {side}"

    def test_survives_being_annulled(self) -> None:
        undone = taken(annulment=Annulment(taken().at, "Luis", "error"))
        assert receipts.verification_code(undone) == receipts.verification_code(taken())


class TestRefusals:
    def test_refuses_figures_that_do_not_add_up(self) -> None:
        with pytest.raises(ValueError, match="no suman el total"):
            taken(credit=pesos(0))

    def test_refuses_a_balance_that_is_not_what_was_left(self) -> None:
        wrong = PaidDebt("CXC-001", "x", pesos(10), pesos(5), pesos(6))
        with pytest.raises(ValueError, match="CXC-001"):
            taken(total=pesos(5), debts=(wrong,), credit=pesos(0))

    def test_refuses_to_mix_currencies(self) -> None:
        with pytest.raises(MixedCurrencies):
            taken(credit=Money.of(200, "COP"))


@settings(max_examples=25)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_a_receipt(name: str, concept: str) -> None:
    debt = PaidDebt("CXC-001", concept, pesos(10), pesos(6), pesos(4))
    made = taken(payer=Payer("CL-1", name), debts=(debt,), total=pesos(6), credit=pesos(0))
    assert "$6.00 MXN" in read(receipt(made, paper="ticket")).text


def test_many_at_once_are_each_their_own() -> None:
    wanted = {f"Cajera {n}": receipt(taken(cashier=f"Cajera {n}")) for n in range(8)}
    with ThreadPoolExecutor(8) as several:
        made = dict(several.map(lambda who: (who, receipt(taken(cashier=who))), list(wanted) * 3))
    assert made == wanted


class TestOffline:
    def test_asks_nothing_of_the_network_nor_of_the_machines_fonts(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("la red")

        monkeypatch.setattr(socket, "socket", refuse)
        families = typesetting._fonts().families()
        assert "Inter" in families
        assert "Liberation Sans" not in families
        assert receipt(taken())

    def test_templates_name_no_package_and_read_no_file(self) -> None:
        for template in typesetting._TEMPLATES.glob("*.typ"):
            text = template.read_text(encoding="utf-8")
            assert "@" not in text, template.name
            assert "read(" not in text, template.name
            assert "eval(" not in text, template.name

    @pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="solo Linux dice su memoria así")
    def test_memory_does_not_grow_with_receipts(self) -> None:
        """The typesetter keeps for ever each content it is given, but not each path."""
        program = (
            "from tests.commons.documents.test_receipts import taken, receipt\n"
            "from pathlib import Path\n"
            "kib = lambda: int(Path('/proc/self/statm').read_text().split()[1]) * 4\n"
            "make = lambda some: [receipt(taken(cashier=str(n)), paper='ticket') for n in some]\n"
            "make(range(150)); before = kib(); make(range(150, 450)); print(kib() - before)"
        )
        root = Path(__file__).parents[3]
        env = {**os.environ, "PYTHONPATH": f"{root}:{root / 'src'}"}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=root, env=env, capture_output=True, text=True, check=True
        )
        assert int(done.stdout) < 12_000


@pytest.mark.parametrize("module", [moments, typesetting, receipts])
def test_examples_hold(module: Any) -> None:
    assert doctest.testmod(module).failed == 0
