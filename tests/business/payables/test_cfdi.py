"""The XML of a supplier's invoice: what it says, what is wrong with it, and how it looks beside the contract."""

from datetime import date
from uuid import uuid4

import psycopg
import pytest

from caudal.business.payables import commands, queries
from caudal.business.payables.commands import NewInvoice, NewPaper
from caudal.business.payables.rules import cfdi as rules
from caudal.business.payables.rules.cfdi import BadCfdi
from caudal.business.payables.rules.matching import TaxKind
from caudal.business.payables.rules.states import State
from caudal.kernel.problems import Problem
from tests.business.payables.invoices import IVA, UUID_88, cfdi
from tests.business.payables.payer import Desk, pesos

ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4"/>'


def test_says_number_date_uuid_and_figures() -> None:
    found = rules.read(cfdi())
    assert (found.number, found.uuid, found.issued_on, found.issuer) == (
        "F-88", UUID_88, date(2026, 10, 5), "TMA950101AB1",
    )  # fmt: skip
    assert (found.figures.subtotal, found.figures.tax, found.total) == (
        pesos("6034.48"), pesos("965.52"), pesos(7_000),
    )  # fmt: skip
    assert [line.label for line in found.figures.taxes] == ["IVA 16 %"]


def test_discounts_withholdings_and_taxes_of_the_state() -> None:
    """A professional of a hotel: 10,000 less 500, IVA 16 %, ISH 3 %, and ISR and IVA withheld."""
    lodging = (
        '<implocal:ImpuestosLocales version="1.0"><implocal:TrasladosLocales ImpLocTrasladado="ISH"'
        ' TasadeTraslado="3.00" Importe="285.00"/></implocal:ImpuestosLocales>'
    )
    found = rules.read(
        cfdi(
            subtotal="10000.00", Descuento="500.00", total="8755.00",
            taxes='<cfdi:Traslado Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="1520.00"/>'
            '<cfdi:Traslado Impuesto="002" TipoFactor="Exento" Base="10.00"/>',
            withheld='<cfdi:Retencion Impuesto="001" Importe="950.00"/>'
            '<cfdi:Retencion Impuesto="002" Importe="1600.00"/>',
            local=lodging, Folio="", Serie="",
        )
    )  # fmt: skip
    assert (found.number, found.figures.subtotal) == ("6F9B4B5E", pesos(9_500))
    assert [(t.kind, t.label, t.amount) for t in found.figures.taxes] == [
        (TaxKind.TAX, "IVA 16 %", pesos(1_520)), (TaxKind.WITHHOLDING, "ISR retenido", pesos(950)),
        (TaxKind.WITHHOLDING, "IVA retenido", pesos(1_600)), (TaxKind.TAX, "ISH", pesos(285)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "dañado"), (b"<cfdi:Comprobante", "dañado"), (b"\xff\xfe\x00", "dañado"), (ENTITY, "entidades"),
        (b"<a/>", "otra clase de XML"), (cfdi(Version="3.3"), "versión 3.3"),
        (cfdi(TipoDeComprobante="E"), "nota de crédito"), (cfdi(TipoDeComprobante="P"), "complemento de pago"),
        (cfdi(stamp=""), "No está timbrada"), (cfdi(stamp="nada"), "No está timbrada"),
        (cfdi(Fecha="ayer"), "cuándo se emitió"), (cfdi(rfc=""), "RFC de quien la emite"),
        (cfdi(to=""), "RFC de quien la recibe"), (cfdi(total="7000.01"), "suman 7000.00 y dice 7000.01"),
        (cfdi(subtotal="1e9"), "«SubTotal» no es un importe"), (cfdi(subtotal="-1"), "«SubTotal»"),
        (cfdi(subtotal="6034.481"), "«SubTotal»"), (cfdi(Moneda="XTS"), "XTS"),
        (cfdi(taxes=IVA.replace("965.52", "NaN")), "«Importe»"), (b" " * (rules.LARGEST + 1), "Pesa"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(data: bytes, told: str) -> None:
    with pytest.raises(BadCfdi) as caught:
        rules.read(data)
    assert told in caught.value.detail


def test_beside_its_supplier_its_contract_and_the_others(desk: Desk, database_url: str) -> None:
    served, other = desk.serve(), desk.serve()

    def look(payable: object = served.id, data: bytes | None = None) -> dict[str, tuple[bool, str, bool]]:
        with desk.as_("eva") as act:
            found = queries.electronic(act, payable, data or cfdi())  # type: ignore[arg-type]
            return {each.key: (each.ok, each.text, each.blocks) for each in found.checks}

    assert look()["issuer"] == (
        False, "La emitió TMA950101AB1 TOURS MAYA; Tours Maya no tiene RFC registrado", False,
    )  # fmt: skip
    with psycopg.connect(database_url) as root:
        root.execute("update suppliers set tax_id = 'TMA-950101-AB1'")  # it was no RFC until here
        root.execute("update companies set tax_id = 'CDE010203XY9'")
    good = look()
    assert [each for each in good.values() if not each[0]] == []
    assert good["contract"][1] == "Coincide con el contrato: $7,000"
    bad = look(
        data=cfdi(
            rfc="OTR950101AB1",
            to="XAXX010101000",
            Fecha="2026-10-06T00:00:00",
            subtotal="7034.48",
            total="8000.00",
        )
    )
    assert [key for key, each in bad.items() if each[2]] == ["issuer", "receiver", "issued_on"]
    assert bad["contract"] == (False, "Monto no coincide: factura $8,000, contrato $7,000", False)
    assert look(data=cfdi(Moneda="USD"))["currency"][2] is True

    read = rules.read(cfdi())
    with desk.as_("eva") as act:
        asked = NewInvoice(read.number, read.issued_on, read.figures.subtotal, read.figures.taxes, read.uuid)
        assert commands.receive(act, served.id, asked).state is State.ASKED
    assert look(other.id)["uuid"] == (False, f"Su folio fiscal ya está en {served.folio}, F-88", True)
    with desk.as_("eva") as act, pytest.raises(Problem) as caught:
        commands.receive(
            act, other.id, NewInvoice("F-89", read.issued_on, read.figures.subtotal, (), read.uuid)
        )
    assert caught.value.type == "factura-repetida"
    with desk.as_("eva") as act:
        kept = commands.add_paper(act, served.id, NewPaper("f-88.xml", cfdi()))
        assert kept.media == "application/xml"
        for wrong in (cfdi(stamp=str(uuid4())), cfdi(subtotal="6034.49", total="7000.01")):
            with pytest.raises(Problem, match="es de otra factura"):
                commands.add_paper(act, served.id, NewPaper("otra.xml", wrong))
        assert (
            commands.add_paper(act, served.id, NewPaper("pago.xml", cfdi(TipoDeComprobante="P"))).name
            == "pago.xml"
        )
