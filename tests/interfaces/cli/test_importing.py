"""`caudal import`: the file enters whole, or the person is told row by row what to mend."""

from pathlib import Path

import openpyxl
import pytest

from tests.business.house import House
from tests.interfaces.cli.conftest import Command

GOOD = """Cliente;Documento;Teléfono;Concepto;Monto;Fecha;Vencimiento
Juan Pérez;PEPJ800101AB1;998 123 4567;Tour Chichén Itzá;10,000.00;01/09/2026;20/09/2026
María López;LOMM850505XY2;998 765 4321;Paquete Cancún;2,500.50;15/09/2026;30/10/2026
"""
BAD = """Cliente;Documento;Teléfono;Concepto;Monto;Fecha;Vencimiento
Juan Pérez;PEPJ800101AB1;998 123 4567;Tour;10,000.00;01/09/2026;20/09/2026
;LOMM850505XY2;998 765 4321;Paquete;mil pesos;15/09/2026;31/02/2026
"""


def written(folder: Path, text: str, name: str = "deudas.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def debts(house: House) -> int:
    return house.one("select count(*) from receivables")[0]


def test_enters_whole(caudal: Command, house: House, tmp_path: Path) -> None:
    ended = caudal("import", written(tmp_path, GOOD), "--branch", "Cancún")
    assert ended.code == 0, ended
    assert "deudas.csv: 2 filas, títulos en la fila 1" in ended.said
    assert "Monto ← «Monto»" in ended.said
    assert "$12,500.50 MXN en 2 deudas; vencido $10,000.00 MXN" in ended.said
    assert "Clientes: 2 nuevos, 0 ya registrados" in ended.said
    assert ended.said.rstrip().endswith("entró. Deudas: 2. Clientes nuevos: 2.")
    assert debts(house) == 2
    doors = house.one(
        "select array_agg(distinct door) as doors, array_agg(command order by id) as commands from audit"
    )
    assert doors.doors == ["cli"]
    assert doors.commands == ["intake.open", "intake.run"]


def test_a_dry_run_says_the_same_and_keeps_nothing(caudal: Command, house: House, tmp_path: Path) -> None:
    ended = caudal("import", written(tmp_path, GOOD), "--kind", "debts", "--dry-run")
    assert ended.code == 0
    assert "$12,500.50 MXN en 2 deudas" in ended.said
    assert ended.said.rstrip().endswith("Prueba: no entró nada.")
    assert debts(house) == 0
    assert house.one("select (select count(*) from imports) + (select count(*) from audit)")[0] == 0


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_errors_are_told_with_row_column_and_remedy(
    caudal: Command, house: House, tmp_path: Path, more: tuple[str, ...]
) -> None:
    marked = tmp_path / "errores.xlsx"
    ended = caudal("import", written(tmp_path, BAD), "--errors", str(marked), *more)
    assert ended.code == 1
    table = [line.split() for line in ended.said.splitlines() if line.lstrip().startswith("3 ")]
    assert {"Cliente", "Monto", "Vencimiento"} <= {line[1] for line in table}
    assert "«mil pesos»" in ended.said
    assert all("→" in line for line in table)
    assert "Filas que pueden entrar: 1 de 2" in ended.said
    assert "No entró nada." in ended.said
    assert debts(house) == 0
    assert openpyxl.load_workbook(marked).active is not None


def test_a_column_can_be_told(caudal: Command, house: House, tmp_path: Path) -> None:
    text = GOOD.replace("Concepto;Monto", "Xyz;Monto")
    ended = caudal("import", written(tmp_path, text), "--column", "concept=Xyz")
    assert ended.code == 0, ended
    assert "Concepto ← «Xyz»" in ended.said


def test_the_total_is_checked(caudal: Command, house: House, tmp_path: Path) -> None:
    ended = caudal("import", written(tmp_path, GOOD), "--expected-total", "12500.00")
    assert ended.code == 1
    assert debts(house) == 0
    assert caudal("import", written(tmp_path, GOOD), "--expected-total", "12500.50").code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nada.xlsx",), "No se puede leer nada.xlsx"),
        (("{file}", "--kind", "cosas"), "«cosas» no se importa"),
        (("{file}", "--branch", "Lima"), "No hay una sucursal «Lima»"),
        (("{file}", "--column", "monto"), "«monto» no dice qué dato es una columna"),
        (("{file}", "--mode", "otro"), "mode: Debe ser «opening», «sale»"),
        (("{file}", "--user", "nadie"), "El usuario «nadie» no existe"),
        (("{empty}",), "El archivo está vacío"),
    ],
)
def test_refuses(caudal: Command, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    files = {"file": written(tmp_path, GOOD), "empty": written(tmp_path, "", "vacio.csv")}
    ended = caudal("import", *(word.format(**files) for word in words))
    assert ended.code == 1
    assert told in ended.complained


def test_clients_enter_too(caudal: Command, house: House, tmp_path: Path) -> None:
    text = "Nombre;Documento;Teléfono\nJuan Pérez;PEPJ800101AB1;998 123 4567\n"
    ended = caudal("import", written(tmp_path, text, "clientes.csv"), "--kind", "clients")
    assert ended.code == 0, ended
    assert "entró. Deudas: 0. Clientes nuevos: 1." in ended.said
