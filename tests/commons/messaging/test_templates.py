"""The texts a client reads."""

from datetime import date

import pytest

from caudal.commons.messaging import templates
from caudal.commons.messaging.templates import BUILT_IN, MAX_LENGTH, check, fields, render
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid

JUAN = fields("Juan Pérez Gómez", Money.of("250000.00", "COP"), date(2026, 1, 10))
EVERYTHING = dict.fromkeys(templates.VARIABLES, "x") | JUAN


def test_the_overdue_message_is_the_documents_to_the_letter() -> None:
    message = render(BUILT_IN["mora_1"], JUAN)
    assert message.text == (
        "Hola *Juan*, te recordamos que tienes un pago pendiente por **$250.000 COP** con vencimiento el"
        " **10/01/2026**. Por favor comunícate para evitar recargos. Gracias."
    )


def test_over_the_wire_bold_is_one_asterisk_and_values_keep_their_order() -> None:
    wire = render(BUILT_IN["mora_1"], JUAN).wire
    assert wire == {
        "kind": "template",
        "name": "caudal_mora_1",
        "language": "es",
        "values": ["Juan", "$250.000 COP", "10/01/2026"],
        "text": (
            "Hola *Juan*, te recordamos que tienes un pago pendiente por *$250.000 COP* con vencimiento el"
            " *10/01/2026*. Por favor comunícate para evitar recargos. Gracias."
        ),
    }


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("250000", "COP", "$250.000 COP"),
        ("1250.5", "MXN", "$1,250.50 MXN"),
        ("84200", "DOP", "RD$84,200.00"),
    ],
)
def test_each_country_writes_its_money(amount: str, currency: str, text: str) -> None:
    values = fields("Ana", Money.of(amount, currency), date(2026, 3, 1))
    assert f"**{text}** con vencimiento el **01/03/2026**" in render(BUILT_IN["mora_1"], values).text


@pytest.mark.parametrize("code", sorted(BUILT_IN))
def test_the_built_in_texts_obey_the_rules_they_impose(code: str) -> None:
    template = BUILT_IN[code]
    check(template.body)
    filled = render(template, EVERYTHING)
    assert "{" not in filled.text
    assert "**" not in filled.wire["text"]
    assert len(filled.wire["values"]) == len(templates.variables(template.body))


def test_a_name_cannot_change_the_markup_or_break_the_line() -> None:
    values = JUAN | {"nombre": "*Ju\nan*_"}
    assert render(BUILT_IN["mora_1"], values).text.startswith("Hola *Ju an*, te")
    assert templates.first_name("  María\tJosé ") == "María"


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(Invalid, match="falta vence"):
        render(BUILT_IN["mora_1"], {"nombre": "Juan", "monto": "$1"})


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("Hola {apodo}, paga pronto.", "la variable {apodo} no existe"),
        ("Hola {nombre}, tu deuda sigue { abierta.", "llave"),
        ("{nombre}, tu pago está pendiente.", "empieza o termina"),
        ("Tu pago pendiente es **{monto}**", "empieza o termina"),
        ("Hola {nombre} {monto} gracias.", "dos variables seguidas"),
        ("Hola, si no pagas habrá embargo.", "«embargo» suena a amenaza"),
        ("Hola, ÚLTIMO aviso antes de todo.", "«ultimo aviso» suena a amenaza"),
        ("Hola, avisaremos a tus vecinos.", "«tus vecinos» involucra a terceros"),
        ("Hola, ¿por qué no has pagado?", "pregunta por qué no se pagó"),
        ("Hola, eres un moroso.", "«moroso» avergüenza al cliente"),
        ("   ", "vacío"),
        ("a" * (MAX_LENGTH + 1), "el máximo es 1024"),
    ],
)
def test_a_bad_body_says_what_to_mend(body: str, error: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(body)
    errors = refused.value.facts["errors"]
    assert any(error in e["detail"] for e in errors), errors
    assert {e["pointer"] for e in errors} == {"/body"}


def test_words_that_only_contain_a_forbidden_one_are_fine() -> None:
    check("Hola {nombre}, sin prejuicio de tu crédito, tu cuenta está por vencer. Gracias.")


def test_the_body_to_register_with_whatsapp_has_numbers() -> None:
    assert templates.provider_body(BUILT_IN["mora_1"].body) == (
        "Hola *{{1}}*, te recordamos que tienes un pago pendiente por *{{2}}* con vencimiento el *{{3}}*."
        " Por favor comunícate para evitar recargos. Gracias."
    )


def test_a_typed_text_is_linted_too() -> None:
    assert templates.free_text("  Claro, tu saldo es **$10**. ").wire == {
        "kind": "text",
        "text": "Claro, tu saldo es *$10*.",
    }
    with pytest.raises(Invalid):
        templates.free_text("Paga o habrá denuncia")
