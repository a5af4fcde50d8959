"""Tables to render in the tests of the three renderers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from caudal.commons.documents.sheets import Cell, Column, Kind, Origin, Sheet
from caudal.kernel.money import Money

AT = datetime(2026, 1, 10, 20, 5, tzinfo=UTC)
COLUMNS = (
    Column("Folio"),
    Column("Cliente"),
    Column("Vence", Kind.DATE),
    Column("Días de atraso", Kind.INTEGER),
    Column("Saldo", Kind.MONEY, total=True),
    Column("Visto", Kind.INSTANT),
)


def origin(country: str = "MX") -> Origin:
    return Origin("Caudal Demo", country, "America/Cancun", "Ana Gómez", AT)


def row(number: int, amount: str, currency: str = "MXN", client: str = "Juan Pérez") -> tuple[Cell, ...]:
    return (f"CXC-{number:03d}", client, date(2026, 2, 10), number, Money.of(amount, currency), AT)


def table(rows: Iterable[Sequence[Cell]], title: str = "Cuentas por cobrar", country: str = "MX") -> Sheet:
    return Sheet(title, COLUMNS, rows, origin(country), (("Sucursal", "Cancún"), ("Estado", "vencidas")))


def many(count: int) -> Iterator[tuple[Cell, ...]]:
    return (row(n, f"{n}.01") for n in range(count))


HOSTILE = [
    "=1+1", "+57300", "-2+3", "@SUM(A1)", "\t=1", "  =1", '=HYPERLINK("http://x","y")', "{=1}",
    "http://example.test", "=cmd|' /C calc'!A0", "＝1+1",
]  # fmt: skip
