"""Rows against rows, and what is not a row: totals, examples, blanks; each with what a person is told."""

from typing import Any

import pytest

from caudal.flows.intake.rules.checking import Checked, check
from caudal.flows.intake.rules.formats import Formats
from caudal.flows.intake.rules.plans import plan_of
from caudal.flows.intake.rules.reading import read_file
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid
from tests.flows.intake import files


def judged(*rows: dict[str, Any], **terms: Any) -> Checked:
    return check(read_file(files.as_csv(rows), "a.csv"), files.terms(**terms))


def codes(checked: Checked) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.field, each.code) for each in checked.errors]


def warned(checked: Checked) -> list[tuple[int | None, str]]:
    return [(each.row, each.code) for each in checked.warnings]


BLANK = dict.fromkeys(files.KEYS, "")


class TestLeftovers:
    def test_a_row_of_totals_is_left_out_and_compared(self) -> None:
        rows = [files.clean(n) | {"amount": "100.00"} for n in range(3)]
        fits = judged(*rows, BLANK | {"client": "TOTAL", "amount": "$ 300.00"})
        assert (codes(fits), warned(fits), fits.rows) == ([], [(5, "fila-de-totales")], 3)
        lacks = judged(*rows, BLANK | {"reference": "Total general:", "amount": "$ 350.00"})
        assert warned(lacks) == [(5, "fila-de-totales"), (5, "total-del-archivo-no-cuadra")]
        assert "faltan 50.00" in lacks.warnings[1].problem
        exceeds = judged(*rows, BLANK | {"client": "Suma", "amount": "250.00"})
        assert "sobran 50.00" in exceeds.warnings[1].problem
        unread = judged(*rows, BLANK | {"client": "Suma", "amount": "ver hoja 2"})
        assert warned(unread) == [(5, "fila-de-totales")]

    def test_a_client_called_total_is_a_client(self) -> None:
        checked = judged(files.clean(0) | {"client": "Total Servicios, SA"})
        assert (codes(checked), checked.rows) == ([], 1)

    def test_blank_rows_repeated_titles_and_examples_are_no_debts(self) -> None:
        titles = dict(zip(files.KEYS, files.TITLES, strict=True))
        checked = judged(
            files.clean(0), BLANK, titles, files.clean(1) | {"client": "(Ejemplo) Ana"}, files.clean(2)
        )
        assert codes(checked) == []
        assert warned(checked) == [(4, "titulos-repetidos"), (5, "fila-de-ejemplo")]
        assert checked.good == [0, 4]

    def test_columns_nobody_asked_for_are_said(self) -> None:
        mapping = {key: name for key, name in files.MAPPING.items() if key not in ("zone", "email")}
        checked = judged(files.clean(0), mapping=mapping)
        assert warned(checked) == [(None, "columnas-sin-usar")]
        assert "«Correo», «Zona»" in checked.warnings[0].problem


class TestMoney:
    def test_what_is_paid_is_taken_off_and_what_is_all_paid_does_not_enter(self) -> None:
        rows = [
            files.clean(n) | {"amount": "100.00", "paid": paid}
            for n, paid in enumerate(["40.00", "100", "0"])
        ]
        checked = judged(*rows)
        assert (codes(checked), checked.good) == ([], [0, 2])
        assert [each.problem for each in checked.warnings] == ["1 deuda ya pagada: no se importa"]
        several = judged(rows[1], rows[1] | {"reference": "F-9"}, rows[0])
        assert several.warnings[0].problem == "2 deudas ya pagadas: no se importan"

    def test_a_new_sale_brings_no_payments(self) -> None:
        checked = judged(files.clean(0) | {"paid": "1.00"}, mode="sale")
        assert codes(checked) == [(2, "paid", "abono-en-venta")]

    def test_the_currency_is_the_rows_the_amounts_or_the_files(self) -> None:
        abroad = dict.fromkeys(("currency", "phone", "document", "document_kind"), "") | {"branch": "Bogotá"}
        rows = [files.clean(0) | {"currency": "usd", "branch": ""},
                files.clean(1) | {"currency": "", "amount": "US$ 5"},
                files.clean(2) | {"currency": ""}, files.clean(3) | abroad]  # fmt: skip
        checked = judged(*rows)
        assert checked.columns["currency"] == ["USD", "USD", "MXN", "MXN"]
        assert codes(checked) == [(5, "branch", "moneda-sin-decir")]

    def test_what_was_paid_in_another_currency_is_refused(self) -> None:
        checked = judged(files.clean(0) | {"paid": "US$ 1.00"})
        assert codes(checked) == [(2, "paid", "monedas-mezcladas")]

    def test_telephones_and_documents_are_of_the_branchs_country(self) -> None:
        row = files.clean(0) | {"branch": "4", "currency": "COP", "phone": "300 123 4567", "document": "1020304050",
                                "document_kind": ""}  # fmt: skip
        checked = judged(row)
        assert codes(checked) == []
        assert checked.columns["phone"] == [("+573001234567",)]
        assert checked.columns["document"][0].key == "CO:CC:1020304050"


class TestDates:
    def test_the_date_of_the_debt_may_be_left_out(self) -> None:
        rows = [
            files.clean(0) | {"issued_on": "", "due_on": "01/09/2026"},
            files.clean(1) | {"issued_on": "", "due_on": "01/12/2026"},
        ]
        assert [f"{on:%d/%m}" for on in judged(*rows).columns["issued_on"]] == ["01/09", "05/10"]

    def test_two_digits_and_day_numbers_are_said_once(self) -> None:
        rows = [files.clean(n) | {"due_on": "15/11/26", "issued_on": "46270"} for n in range(3)]
        checked = judged(*rows)
        assert warned(checked) == [(2, "fecha-como-numero"), (2, "anio-de-dos-cifras")]
        assert (
            "3 fechas traen el año con dos cifras: se leyó 15/11/26 como 15/11/2026"
            in checked.warnings[1].problem
        )
        one = judged(files.clean(0) | {"due_on": "15/11/26"})
        assert one.warnings[0].problem.startswith("1 fecha trae")

    def test_nobody_gives_forty_years(self) -> None:
        checked = judged(files.clean(0) | {"issued_on": "01/01/2000", "due_on": "01/01/2050"})
        assert codes(checked) == [(2, "due_on", "plazo-improbable")]


class TestPeople:
    def test_a_name_written_in_two_ways_is_one_person(self) -> None:
        rows = [files.clean(n) | {"document": "PEPJ800101AB1", "client": name}
                for n, name in enumerate(["Juan Pérez", "JUAN PEREZ", "Pérez Gómez Juan", "Juan Peres"])]  # fmt: skip
        checked = judged(*rows)
        assert codes(checked) == []
        assert warned(checked)[0] == (4, "nombre-parecido")

    def test_without_a_document_and_with_the_name_of_somebody_who_has_one(self) -> None:
        rows = [
            files.clean(0),
            files.clean(1) | {"client": files.clean(0)["client"], "document": "", "document_kind": ""},
        ]
        assert warned(judged(*rows)) == [(3, "mismo-nombre-sin-documento")]

    def test_a_telephone_of_several_is_said(self) -> None:
        rows = [files.clean(n) | {"phone": "998 123 4567"} for n in range(3)]
        checked = judged(*rows)
        assert warned(checked) == [(3, "telefono-compartido")]
        assert "1 teléfono es de varias personas" in checked.warnings[0].problem

    def test_a_check_digit_that_fails_is_a_warning(self) -> None:
        checked = judged(files.clean(0) | {"document": "PEPJ800101HDFXXX01", "document_kind": "CURP"})
        assert (codes(checked), warned(checked)) == ([], [(2, "documento-dudoso")])

    def test_a_name_is_not_an_email(self) -> None:
        assert codes(judged(files.clean(0) | {"client": "ana@ejemplo.com"})) == [
            (2, "client", "nombre-es-correo")
        ]


class TestRows:
    def test_the_same_debt_twice_is_said_once_with_the_row_it_repeats(self) -> None:
        checked = judged(files.clean(0), files.clean(1), files.clean(0))
        assert codes(checked) == [(4, "client", "fila-repetida")]
        assert checked.errors[0].problem == "La fila repite la 2"

    def test_two_debts_alike_with_their_own_folios_are_two(self) -> None:
        assert codes(judged(files.clean(0), files.clean(0) | {"reference": "F-2"})) == []

    def test_a_comma_without_quotes_is_noticed(self) -> None:
        data = b"Cliente,Concepto,Monto,Vence\nPerez, Ana,Nevera,500,15/11/2026\n"
        mapping = {"client": "Cliente", "concept": "Concepto", "amount": "Monto", "due_on": "Vence"}
        checked = check(read_file(data, "a.csv"), files.terms(mapping=mapping))
        assert (2, None, "celdas-de-mas") in codes(checked)

    def test_clients_come_once(self) -> None:
        text = "Nombre,RFC,Teléfono\nAna,PEPJ800101AB1,\nAna,PEPJ800101AB1,\nEva,,9981234567\nEva,,9981234567\nEva,,\n"
        mapping = {"name": "Nombre", "document": "RFC", "phone": "Teléfono"}
        checked = check(read_file(text.encode(), "a.csv"), files.terms(kind="clients", mapping=mapping))
        assert codes(checked) == [(3, "document", "cliente-repetido"), (5, "name", "cliente-repetido")]


class TestTerms:
    def test_an_unknown_column_or_field_is_refused_where_it_is(self) -> None:
        with pytest.raises(Invalid) as refused:
            judged(files.clean(0), mapping=files.MAPPING | {"zone": "Barrio", "color": "Zona"})
        pointers = [each["pointer"] for each in refused.value.facts["errors"]]
        assert pointers == ["/mapping/zone", "/mapping/color"]

    def test_unknown_formats_too(self) -> None:
        with pytest.raises(Invalid) as refused:
            judged(files.clean(0), formats=Formats(";", "yyy", "MX", "XXX"))
        pointers = [each["pointer"] for each in refused.value.facts["errors"]]
        assert pointers == ["/formats/decimal", "/formats/dates", "/formats/currency"]


class TestPlan:
    DEFAULT = Formats(None, "dmy", "MX", "MXN")

    def test_is_read_from_a_request_and_kept_as_it_is(self) -> None:
        body = {
            "mapping": {"client": "Cliente", "zone": ""},
            "formats": {"decimal": ",", "currency": "cop"},
            "mode": "sale",
            "expected_total": {"amount": "12430000.00", "currency": "COP"},
        }
        plan = plan_of(body, self.DEFAULT)
        assert plan.mapping == {"client": "Cliente"}
        assert plan.formats == Formats(",", "dmy", "MX", "COP")
        assert plan.expected_total == Money.of(12430000, "COP")
        assert plan_of(plan.body(), self.DEFAULT) == plan
        assert plan_of({"mapping": {}, "expected_total": "5"}, self.DEFAULT).expected_total == Money.of(
            5, "MXN"
        )

    def test_is_refused_where_it_is_wrong(self) -> None:
        body = {
            "mapping": {"client": 5},
            "formats": {"decimal": ";", "dates": "yyy", "currency": "XXX"},
            "mode": "both",
            "expected_total": "mucho",
        }
        with pytest.raises(Invalid) as refused:
            plan_of(body, self.DEFAULT)
        assert [each["pointer"] for each in refused.value.facts["errors"]] == [
            "/mapping/client", "/formats/decimal", "/formats/dates", "/formats/currency", "/mode", "/expected_total",
        ]  # fmt: skip
        with pytest.raises(Invalid):
            plan_of({}, self.DEFAULT)
