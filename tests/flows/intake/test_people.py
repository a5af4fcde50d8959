"""Documents, telephones, e-mails and answers, as they come in cells."""

from typing import Any

import pytest

from caudal.business.parties.rules import Document
from caudal.flows.intake.rules import people
from caudal.flows.intake.rules.findings import Bad
from caudal.flows.intake.rules.people import Paper


def code(found: Any) -> str | None:
    return found.code if isinstance(found, Bad) else None


class TestDocument:
    @pytest.mark.parametrize(
        ("cell", "kind", "country", "key"),
        [
            ("1.020.304.050", None, "CO", "CO:CC:1020304050"),
            (1020304050, None, "CO", "CO:CC:1020304050"),
            ("900.123.456-8", None, "CO", "CO:NIT:9001234568"),
            ("E-123456", "CE", "CO", "CO:CE:E123456"),
            ("PEPJ800101AB1", None, "MX", "MX:RFC:PEPJ800101AB1"),
            ("BOXW310820HNERXN09", None, "MX", "MX:CURP:BOXW310820HNERXN09"),
            ("BDSNLL85091809M800", "INE", "MX", "MX:INE:BDSNLL85091809M800"),
            ("001-1391820-5", None, "DO", "DO:CED:00113918205"),
            ("101-01063-2", None, "DO", "DO:RNC:101010632"),
            ("AB123456", None, "VE", "VE:PAS:AB123456"),
            ("lo que sea 1", "OTRO", "MX", "MX:OTRO:LOQUESEA1"),
        ],
    )
    def test_is_told_by_its_kind_or_by_its_shape(
        self, cell: Any, kind: str | None, country: str, key: str
    ) -> None:
        found = people.document(cell, kind, country)
        assert isinstance(found, Paper)
        assert found.key == key

    @pytest.mark.parametrize(
        ("cell", "kind", "country", "said"),
        [
            ("12", None, "CO", "documento-no-reconocido"),
            ("12", "RFC", "MX", "documento-invalido"),
            ("1020304050", "RFC", "CO", "documento-invalido"),
            ("1.02E+09", None, "CO", "notacion-cientifica"),
            (10**16, None, "CO", "notacion-cientifica"),
            ("#N/D", None, "CO", "error-de-formula"),
            (113918205, None, "DO", "documento-sin-ceros"),
            ("0113918205", "CED", "DO", "documento-sin-ceros"),
            ("12345", "CED", "DO", "documento-invalido"),
        ],
    )
    def test_is_refused_saying_why(self, cell: Any, kind: str | None, country: str, said: str) -> None:
        found = people.document(cell, kind, country)
        assert code(found) == said
        assert isinstance(found, Bad)
        assert found.remedy

    def test_the_zeros_that_a_sheet_took_away_are_proposed_back(self) -> None:
        found = people.document(113918205, None, "DO")
        assert isinstance(found, Bad)
        assert "001-1391820-5" in found.remedy

    def test_a_wrong_check_digit_is_a_doubt_and_not_a_refusal(self) -> None:
        found = people.document("900.123.456-1", "NIT", "CO")
        assert isinstance(found, Paper)
        assert found.document == Document("NIT", "9001234561", "CO")
        assert found.doubt

    @pytest.mark.parametrize("cell", [None, "", " \u00a0"])
    def test_a_blank_is_nothing(self, cell: Any) -> None:
        assert people.document(cell, None, "CO") is None


class TestKindAndCountry:
    @pytest.mark.parametrize(
        ("cell", "country", "kind"),
        [("C.C.", "CO", "CC"), ("Cédula", "CO", "CC"), ("cedula", "DO", "CED"), ("Cédula", "MX", "OTRO"),
         ("IFE", "MX", "INE"), ("Cédula de Extranjería", "CO", "CE"),
         ("Pasaporte", "MX", "PAS"), ("R.N.C.", "DO", "RNC"), ("", "MX", None)],
    )  # fmt: skip
    def test_kinds_are_known_by_many_names(self, cell: str, country: str, kind: str | None) -> None:
        assert people.kind(cell, country) == kind

    def test_unknown_ones_are_refused(self) -> None:
        assert code(people.kind("Carnet", "MX")) == "documento-de-clase-desconocida"
        assert code(people.kind("#REF!", "MX")) == "error-de-formula"
        assert code(people.country("Narnia")) == "pais-desconocido"

    @pytest.mark.parametrize(
        ("cell", "found"),
        [("México", "MX"), ("co", "CO"), ("Rep. Dominicana", "DO"), ("EE. UU.", "US"), (None, None)],
    )
    def test_countries_too(self, cell: str | None, found: str | None) -> None:
        assert people.country(cell) == found


class TestPhones:
    @pytest.mark.parametrize(
        ("cell", "country", "phones"),
        [
            ("300 123 4567", "CO", ("+573001234567",)),
            (3001234567, "CO", ("+573001234567",)),
            ("+57 (300) 123-4567", "MX", ("+573001234567",)),
            ("300 123 4567 / 310 555 1234", "CO", ("+573001234567", "+573105551234")),
            ("300 123 4567 y 3001234567", "CO", ("+573001234567",)),
            ("809/555-1234", "DO", ("+18095551234",)),
            ("998-123-4567", "MX", ("+529981234567",)),
            (None, "MX", None),
        ],
    )
    def test_are_read_as_somebody_there_writes_them(self, cell: Any, country: str, phones: Any) -> None:
        assert people.phones(cell, country) == phones

    @pytest.mark.parametrize(
        ("cell", "said"),
        [("12345", "telefono-invalido"), ("no tiene", "telefono-invalido"), ("3.0E+09", "notacion-cientifica"),
         ("#REF!", "error-de-formula"), (" / ".join(["300 123 4567"] * 5), "telefonos-de-mas")],
    )  # fmt: skip
    def test_are_refused_saying_why(self, cell: str, said: str) -> None:
        assert code(people.phones(cell, "CO")) == said


class TestTheRest:
    def test_an_email_is_one(self) -> None:
        assert people.email(" Ana@Ejemplo.COM ") == "ana@ejemplo.com"
        assert people.email("") is None
        assert code(people.email("ana arroba")) == "correo-invalido"
        assert code(people.email("#N/A")) == "error-de-formula"

    @pytest.mark.parametrize(
        ("cell", "said"),
        [("Sí", True), ("x", True), (1, True), ("VERDADERO", True), ("no", False), (0, False), ("", None)],
    )
    def test_yes_and_no(self, cell: Any, said: bool | None) -> None:
        assert people.yes_or_no(cell) is said

    def test_neither(self) -> None:
        assert code(people.yes_or_no("quizás")) == "si-o-no"
        assert code(people.yes_or_no("#N/A")) == "error-de-formula"
