"""Each format from a small file written by hand: opening + Σ = closing, and what is broken is only what is broken."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from caudal.business.reconciliation.rules.statements import StatementIn
from caudal.flows.intake.rules.reading import UnreadableFile, read_file
from caudal.flows.statements.readers import camt, mt940, ofx, sheets
from caudal.flows.statements.taking import format_of
from caudal.kernel.problems import Invalid, Problem

D5, D6 = date(2026, 10, 5), date(2026, 10, 6)

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt>
<Id>S1</Id><FrToDt><FrDtTm>2026-10-05T00:00:00</FrDtTm><ToDtTm>2026-10-06T23:59:59</ToDtTm></FrToDt>
<Acct><Id><Othr><Id>00112233445</Id></Othr></Id><Ccy>MXN</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="MXN">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="MXN">1334.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="MXN">350.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-10-05</Dt></BookgDt>
<AcctSvcrRef>BK-1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>SPEI-70011</EndToEndId></Refs>
<RltdPties><Dbtr><Pty><Nm>Ana Ruiz Vega</Nm></Pty></Dbtr></RltdPties>
<RmtInf><Ustrd>Abono tour</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="MXN">16.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><DtTm>2026-10-06T10:00:00</DtTm></BookgDt>
<AddtlNtryInf>COMISION</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="MXN">99.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2026-10-06</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""

MT940 = """:20:START
:25:00112233445
:28C:1/1
:60F:C261004MXN1000,00
:61:2610051005C350,00NTRFSPEI70011//BK1
:86:ABONO TOUR ANA RUIZ VEGA
:61:2610061006D16,00NCHGNONREF//BK2
:86:COMISION
:62F:C261006MXN1334,00
-
"""

OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20261006<LANGUAGE>SPA</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>MXN
<BANKACCTFROM><BANKID>072<ACCTID>00112233445<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261005<DTEND>20261006
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261005233000[-6:CST]<TRNAMT>350.00<FITID>F1
<REFNUM>SPEI70011<NAME>ANA RUIZ VEGA<MEMO>Abono tour</STMTTRN>
<STMTTRN><TRNTYPE>FEE<DTPOSTED>20261006<TRNAMT>-16.00<FITID>F2<NAME>COMISION</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1334.00<DTASOF>20261006</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""

CSV = """Banco del Sureste;;;;;
Movimientos de octubre;;;;;
Fecha;Descripción;Referencia;Cargo;Abono;Saldo
05/10/2026;SPEI ANA RUIZ VEGA;SPEI70011;;350.00;1,350.00
06/10/2026;COMISION;;16.00;;1,334.00
"""


def add_up(read: StatementIn) -> None:
    """The two lines every file here tells, from 1,000.00 to 1,334.00."""
    assert [(x.on, x.amount) for x in read.lines] == [(D5, 35_000), (D6, -1_600)]
    assert (read.uneven, read.total, read.closing) == (0, 33_400, 133_400)
    assert read.opening in (100_000, None)
    assert read.lines[0].reference.replace("-", "") == "SPEI70011"
    assert "ANA RUIZ VEGA" in f"{read.lines[0].text} {read.lines[0].payer}".upper()
    assert not read.broken


def table(data: bytes, name: str = "e.csv") -> StatementIn:
    sheet = read_file(data, name)
    return sheets.read(sheet, sheets.guess(sheet, "MXN").layout, "MXN")


class TestWhole:
    def test_camt(self) -> None:
        (read,) = camt.read(CAMT.encode())
        add_up(read)
        assert (read.account, read.currency, read.lines[0].external_id, read.days) == (
            "00112233445",
            "MXN",
            "BK-1",
            (D5, D6),
        )

    def test_mt940(self) -> None:
        (read,) = mt940.read(MT940.encode())
        add_up(read)
        assert (read.account, read.currency) == ("00112233445", "MXN")

    def test_mt940_of_several_days_is_one_statement(self) -> None:
        second = MT940.replace("60F:C261004MXN1000,00", "60F:C261006MXN1334,00").replace(
            "MXN1334,00\n-", "MXN1668,00\n-"
        )
        (read,) = mt940.read((MT940 + second).encode())
        assert (len(read.lines), read.uneven, [x.position for x in read.lines]) == (4, 0, [1, 2, 3, 4])

    def test_ofx_by_the_clock_of_the_bank(self) -> None:
        (read,) = ofx.read(OFX.encode())
        add_up(read)
        assert (read.account, read.currency, read.lines[1].external_id) == ("00112233445", "MXN", "F2")

    def test_ofx_as_banks_write_it_badly(self) -> None:
        bad = (
            OFX.replace("VERSION:102", "")
            .replace("<TRNAMT>350.00", "<TRNAMT>350,00")
            .replace("OFXHEADER:100\n", "")
        )
        (read,) = ofx.read(bad.encode())
        add_up(read)

    def test_csv_with_charges_and_credits_and_the_newest_first(self) -> None:
        add_up(table(CSV.encode("latin-1")))
        head, rows = CSV.splitlines()[:3], CSV.splitlines()[3:]
        read = table("\n".join([*head, *reversed(rows)]).encode())
        assert (read.opening, read.closing) == (100_000, 133_400)

    def test_a_workbook_with_signed_amounts(self) -> None:
        book = Workbook()
        page = book.active
        assert page is not None
        for row in (
            ("Fecha", "Concepto", "Referencia", "Importe", "Saldo"), (D5, "SPEI ANA RUIZ VEGA", "SPEI70011", 350, 1350),
            (D6, "COMISION", None, -16, 1334),
        ):  # fmt: skip
            page.append(row)
        out = io.BytesIO()
        book.save(out)
        add_up(table(out.getvalue(), "e.xlsx"))

    def test_a_column_may_say_whether_it_comes_or_goes(self) -> None:
        data = b"Fecha,Concepto,Importe,Tipo\n2026-10-05,A,350.00,ABONO\n2026-10-06,B,16.00,CARGO\n"
        assert [x.amount for x in table(data).lines] == [35_000, -1_600]

    @pytest.mark.parametrize(
        ("data", "kind"), [(CAMT, "camt"), (MT940, "mt940"), (OFX, "ofx"), (CSV, "table")]
    )
    def test_a_file_is_known_by_what_it_holds(self, data: str, kind: str) -> None:
        assert format_of(data.encode()) == kind


class TestBroken:
    def test_a_row_that_cannot_be_read_says_which_and_why(self) -> None:
        data = CSV + "ayer;X;;;5.00;\n07/10/2026;Y;;1.00;2.00;\n08/10/2026;Z;;;cinco;\n31/02/2026;W;;;1.00;\n"
        read = table(data.encode())
        assert [(b.row, b.why.split(":")[0]) for b in read.broken] == [
            (6, "La fecha"), (7, "Trae abono y cargo a la vez"), (8, "El abono"), (9, "La fecha"),
        ]  # fmt: skip
        assert len(read.lines) == 2

    def test_one_line_of_each_format(self) -> None:
        (one,) = camt.read(CAMT.replace(">350.00<", ">tres<").encode())
        (two,) = ofx.read(OFX.replace("<TRNAMT>350.00", "<TRNAMT>1.234.567").encode())
        (three,) = camt.read(CAMT.replace('<Ntry><Amt Ccy="MXN">350', '<Ntry><Amt Ccy="USD">350').encode())
        assert [(len(r.lines), len(r.broken)) for r in (one, two, three)] == [(1, 1)] * 3

    def test_a_line_of_mt940_spoils_only_itself(self) -> None:
        spoilt = MT940.replace(":61:2610061006D16,00NCHGNONREF//BK2", ":61:BASURA")
        (read,) = mt940.read(spoilt.encode())
        assert [x.amount for x in read.lines] == [35_000]
        assert [(b.row, b.shown) for b in read.broken] == [(2, ":61:BASURA :86:COMISION")]
        assert (read.opening, read.closing) == (100_000, 133_400)

    def test_an_ofx_that_was_cut_is_not_half_a_statement(self) -> None:
        with pytest.raises(UnreadableFile, match="le falta el final"):
            ofx.read(OFX[: OFX.index("<STMTTRN><TRNTYPE>FEE")].encode())

    def test_an_ofx_writes_its_signs_as_they_are_read(self) -> None:
        bad = (
            OFX.replace("VERSION:102", "")
            .replace("COMISION", "COMISION &amp; IVA")
            .replace("350.00", "350,00")
        )
        (read,) = ofx.read(bad.encode())
        assert read.lines[1].text == "COMISION & IVA"

    @pytest.mark.parametrize("data", [
        b"", b"   ", b"<Document><camt.053", b"<a/>", b":20:\n", b"OFXHEADER:100\n<OFX></OFX>", b"%PDF-1.4 x",
        b"\x00\x01",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Document xmlns="camt.053"><Stmt>&a;</Stmt></Document>',
    ])  # fmt: skip
    def test_what_is_no_statement_is_refused_in_words(self, data: bytes) -> None:
        readers = {"camt": camt.read, "mt940": mt940.read, "ofx": ofx.read}
        with pytest.raises(Problem) as refused:
            _nothing(readers.get(format_of(data), lambda d: [table(d)])(data))
        assert refused.value.detail

    def test_columns_nobody_said(self) -> None:
        sheet = read_file(CSV.encode(), "e.csv")
        with pytest.raises(Invalid) as refused:
            sheets.read(sheet, sheets.Layout({"on": "Fecha", "text": "No está"}), "MXN")
        assert [e["pointer"] for e in refused.value.facts["errors"]] == ["/columns/text", "/columns/amount"]


def _nothing(found: list[StatementIn]) -> None:
    if not any(read.lines for read in found):
        raise UnreadableFile("no trae líneas")
