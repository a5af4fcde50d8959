"""No word of English reaches whoever reads a terminal."""

import doctest

import pytest

from caudal.interfaces.cli import acting, refusals, spanish
from caudal.kernel.problems import Invalid
from tests.interfaces.cli.conftest import Command

ENGLISH = (
    "Usage",
    "Options",
    "Arguments",
    "Commands",
    "Show this",
    "required",
    "default",
    "Error",
    "Try ",
    "Missing",
)


@pytest.mark.parametrize(
    "words",
    [
        ("--help",), ("import", "--help"), ("close-day", "--help"), ("user", "--help"), ("user", "add", "--help"),
        ("user", "password", "--help"), ("migrate", "--help"), ("doctor", "--help"),
    ],
)  # fmt: skip
def test_helps(caudal: Command, words: tuple[str, ...]) -> None:
    ended = caudal(*words)
    assert ended.code == 0
    assert ended.said.startswith("Uso:")
    assert [word for word in ENGLISH if word in ended.said] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nada",), "No hay una orden «nada»."),
        (("import",), "Falta ARCHIVO."),
        (("close-day", "x"), "Sobra «x»."),
        (("close-day", "--date"), "A la opción --date le falta su valor."),
        (("close-day", "--fecha", "1"), "No hay una opción --fecha."),
        (("import", "x", "--dry-run=1"), "La opción --dry-run no lleva valor."),
        (("user",), "Órdenes:"),
        ((), "Salida: 0 hecho"),
    ],
)
def test_complaints(caudal: Command, words: tuple[str, ...], told: str) -> None:
    ended = caudal(*words)
    assert ended.code == 2
    assert told in ended.complained
    assert [word for word in ENGLISH if word in ended.complained] == []


def test_a_problem_says_each_thing_to_mend() -> None:
    problem = Invalid("Revise", errors=[{"pointer": "/amount", "detail": "debe ser mayor que cero"}])
    assert refusals.said(problem) == "Hay datos que corregir: Revise\n  amount: debe ser mayor que cero"


@pytest.mark.parametrize("module", [acting, refusals, spanish])
def test_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
