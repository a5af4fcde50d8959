"""Which column is which field: by its title and by what is in it."""

import pytest

from caudal.flows.intake.analysing import analyse
from caudal.flows.intake.rules import mapping
from caudal.flows.intake.rules.fields import fields
from caudal.flows.intake.rules.reading import Sheet, read_file
from caudal.kernel.problems import Invalid


def sheet(text: str) -> Sheet:
    return read_file(text.encode(), "a.csv")


def guessed(text: str, kind: str = "debts") -> dict[str, str | None]:
    return {column.name: column.guess for column in mapping.columns(sheet(text), kind)}


class TestColumns:
    def test_a_colombian_notebook(self) -> None:
        text = (
            "Nombre completo;No. cédula;Celular;Descripción;Valor deuda;Abonos;Saldo pendiente;Fecha crédito;"
            "Fecha límite de pago\n"
            "Juan Pérez;1020304050;3001234567;Nevera;$ 1.250.000;250.000;1.000.000;02/01/2026;31/01/2026\n"
        )
        assert guessed(text) == {
            "Nombre completo": "client", "No. cédula": "document", "Celular": "phone", "Descripción": "concept",
            "Valor deuda": "amount", "Abonos": "paid", "Saldo pendiente": "balance", "Fecha crédito": "issued_on",
            "Fecha límite de pago": "due_on",
        }  # fmt: skip

    def test_an_english_export(self) -> None:
        text = (
            "Invoice Number,Customer Name,Invoice Date,Due Date,Invoice Amount,Currency,Email\n"
            "611365,Acme Inc,2013-01-02,2013-02-01,55.94,USD,pay@acme.com\n"
        )
        assert guessed(text) == {
            "Invoice Number": "reference", "Customer Name": "client", "Invoice Date": "issued_on", "Due Date": "due_on",
            "Invoice Amount": "amount", "Currency": "currency", "Email": "email",
        }  # fmt: skip

    def test_the_content_beats_the_title(self) -> None:
        """A telephone in the column of e-mails, a date in the one of amounts: the wrong column is not offered."""
        text = "Cliente,Total,Contacto\nAna,10/01/2026,ana@ejemplo.com\nEva,11/01/2026,eva@ejemplo.com\n"
        assert guessed(text) == {"Cliente": "client", "Total": None, "Contacto": "email"}

    def test_only_a_balance_is_the_amount(self) -> None:
        assert guessed("Deudor,Saldo,Vence\nAna,500,10/01/2026\n")["Saldo"] == "amount"

    def test_a_field_is_guessed_once(self) -> None:
        found = guessed("Cliente,Monto,Importe,Vence\nAna,5,6,10/01/2026\n")
        assert list(found.values()).count("amount") == 1

    def test_titles_that_mean_nothing_are_left_to_say(self) -> None:
        found = analyse(sheet("alfa,beta\nx,y\n"), "debts", "MX", "MXN")
        assert [column.guess for column in found.columns] == [None, None]
        assert [each.code for each in found.warnings] == ["titulos-desconocidos"]

    def test_clients_have_their_own_fields(self) -> None:
        text = "Nombre,RFC,Domicilio,Acepta WhatsApp,Observaciones\nAna,PEPJ800101AB1,Calle 1,Sí,Buena\n"
        assert list(guessed(text, "clients").values()) == [
            "name",
            "document",
            "address",
            "consent_whatsapp",
            "notes",
        ]

    def test_samples_are_different_values_from_all_along_the_column(self) -> None:
        column = mapping.columns(sheet("Cliente,Monto\n" + "Ana,5\n" * 3 + ",\n" + "Eva,6\n"), "debts")[0]
        assert column.sample == ("Ana", "Eva")
        assert len(mapping.sampled([None] * 5000)) == 0
        assert len(mapping.sampled(list(range(5000)))) == 120


class TestFormats:
    def test_what_nothing_needs_is_as_in_the_country_and_what_is_ambiguous_is_asked(self) -> None:
        plain = analyse(sheet("Cliente,Monto,Vence\nAna,500,2026-01-10\n"), "debts", "CO", "COP").body()
        assert plain["formats"] == {"decimal": ",", "dates": "ymd", "country": "CO", "currency": "COP"}
        asked = analyse(sheet("Cliente;Monto;Vence\nAna;1.250;05/06/2026\n"), "debts", "CO", "COP")
        assert (asked.formats.decimal, asked.formats.dates) == (None, None)
        assert [each.code for each in asked.warnings] == [
            "formato-de-montos-ambiguo",
            "formato-de-fechas-ambiguo",
        ]
        assert len(asked.notes) == 2


class TestFields:
    def test_say_what_they_are(self) -> None:
        body = analyse(sheet("Cliente,Monto\nAna,5\n"), "debts", "MX", "MXN").body()["fields"]
        assert [each["key"] for each in body if each["required"]] == ["client", "concept", "amount", "due_on"]
        assert {"key", "label", "required", "help"} == set(body[0])

    def test_unknown_kinds_are_refused(self) -> None:
        with pytest.raises(Invalid):
            fields("loans")
