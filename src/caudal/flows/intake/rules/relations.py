"""What one cell alone doesn't show: amounts against currencies, dates against dates, rows against rows."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz

from caudal.flows.intake.rules import amounts
from caudal.flows.intake.rules.amounts import Figure
from caudal.flows.intake.rules.cells import fold
from caudal.flows.intake.rules.columns import Reading
from caudal.flows.intake.rules.findings import Bad
from caudal.flows.intake.rules.notes import Notes
from caudal.kernel.money import CURRENCIES

LONGEST = timedelta(days=365 * 40)
SIMILAR = 90
"""From this likeness (0–100) two names are the same person written twice."""

_SALE = Bad(
    "abono-en-venta",
    "Una venta nueva no trae abonos",
    "Importe como «saldos iniciales», o vacíe el abono y registre el pago en Cobrar",
)
_OVERPAID = Bad(
    "abono-mayor",
    "Lo abonado es más que el monto",
    "Revise las dos cifras; un saldo a favor se registra como pago",
)


def debts(notes: Notes, parsed: dict[str, list[Any]], reading: Reading, *, mode: str) -> None:
    """Judge debts row by row; leaves amounts as ``Decimal`` and every currency said."""
    rows = notes.sheet.rows
    parsed["currency"] = _currencies(notes, parsed, reading)
    for key in ("amount", "paid", "balance"):
        if key in parsed:
            parsed[key] = _amounts(notes, key, parsed[key], parsed["currency"], zero=key != "amount")
    _paid(notes, parsed, [None] * rows, mode)
    due, issued = parsed["due_on"], parsed["issued_on"]
    for i in range(rows):
        if not due[i] or not issued[i]:
            continue
        if due[i] < issued[i]:
            said = f"Vence el {_day(due[i])}, antes de la fecha de la deuda ({_day(issued[i])})"
            bad = Bad("vence-antes", said, "Corrija una de las dos fechas")
            notes.error(i, "due_on", notes.written(i, "due_on"), bad)
        elif due[i] - issued[i] > LONGEST:
            bad = Bad(
                "plazo-improbable", "Vence más de 40 años después de la fecha de la deuda", "Revise los años"
            )
            notes.error(i, "due_on", notes.written(i, "due_on"), bad)
    _references(notes, parsed)
    _repeated(notes, parsed)


def _currencies(notes: Notes, parsed: Mapping[str, list[Any]], reading: Reading) -> list[str]:
    """The currency of each row: its column's, the one its amount names, or the file's."""
    said = parsed.get("currency") or [None] * notes.sheet.rows
    found: list[str] = []
    for i, (code, figure, branch) in enumerate(zip(said, parsed["amount"], parsed["branch"], strict=True)):
        marked = figure.currency if figure else None
        if code and marked and code != marked:
            bad = Bad(
                "monedas-mezcladas",
                f"El monto dice {marked} y la columna de moneda dice {code}",
                "Deje una sola moneda en la fila",
            )
            notes.error(i, "amount", notes.written(i, "amount"), bad)
        place = reading.places.get(branch)
        if (
            not code
            and not marked
            and place
            and place.currency != reading.currency
            and branch != reading.here
        ):
            bad = Bad(
                "moneda-sin-decir",
                f"La sucursal {place.name} trabaja en {place.currency} y el archivo se lee en {reading.currency}",
                "Agregue una columna de moneda",
            )
            notes.error(i, "branch", notes.written(i, "branch"), bad)
        found.append(code or marked or reading.currency)
    return found


def _amounts(
    notes: Notes, key: str, figures: Sequence[Figure | None], currencies: Sequence[str], *, zero: bool
) -> list[Decimal | None]:
    found: list[Decimal | None] = []
    for i, figure in enumerate(figures):
        if figure is None:
            found.append(None)
            continue
        bad = amounts.check(figure, CURRENCIES[currencies[i]], zero=zero)
        if bad is None and figure.currency and key != "amount" and figure.currency != currencies[i]:
            bad = Bad(
                "monedas-mezcladas",
                f"Dice {figure.currency} y la deuda es en {currencies[i]}",
                "Deje una sola moneda",
            )
        if bad:
            notes.error(i, key, notes.written(i, key), bad)
        found.append(None if bad else figure.amount)
    return found


def _paid(notes: Notes, parsed: Mapping[str, list[Any]], none: list[Any], mode: str) -> None:
    settled: list[int] = []
    for i, (amount, paid, balance) in enumerate(
        zip(parsed["amount"], parsed.get("paid") or none, parsed.get("balance") or none, strict=True)
    ):
        if amount is None:
            continue
        left = amount - (paid or 0)
        if paid and mode == "sale":
            notes.error(i, "paid", notes.written(i, "paid"), _SALE)
        elif left < 0:
            notes.error(i, "paid", notes.written(i, "paid"), _OVERPAID)
        elif balance is not None and balance != left:
            bad = Bad(
                "saldo-no-cuadra",
                f"El saldo dice {balance:,.2f} y monto menos abonado da {left:,.2f}",
                "Corrija el monto, lo abonado o el saldo",
            )
            notes.error(i, "balance", notes.written(i, "balance"), bad)
        elif not left and i not in notes.failed:
            settled.append(i)
            notes.skip(i)
    if settled:
        many = len(settled)
        said = (
            "1 deuda ya pagada: no se importa" if many == 1 else f"{many} deudas ya pagadas: no se importan"
        )
        bad = Bad("ya-pagada", said, "No hace falta hacer nada")
        notes.warning(settled[0], "paid", notes.written(settled[0], "paid"), bad)


def _references(notes: Notes, parsed: Mapping[str, list[Any]]) -> None:
    """The same folio on two rows, unless the whole row is repeated: that is said once, as such."""
    seen: dict[tuple[int, str], int] = {}
    for i, reference in enumerate(parsed.get("reference") or []):
        if reference is None or i in notes.skipped:
            continue
        earlier = seen.setdefault((parsed["branch"][i], fold(reference) or reference), i)
        if earlier != i and _same(parsed, i) != _same(parsed, earlier):
            bad = Bad(
                "folio-repetido",
                f"El folio ya está en la fila {notes.sheet.number(earlier)}",
                "Cada deuda lleva su propio folio: corrija uno de los dos",
            )
            notes.error(i, "reference", notes.written(i, "reference"), bad)


def _repeated(notes: Notes, parsed: Mapping[str, list[Any]]) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    for i in range(notes.sheet.rows):
        if i in notes.skipped or i in notes.failed:
            continue
        earlier = seen.setdefault(_same(parsed, i), i)
        if earlier != i:
            bad = Bad(
                "fila-repetida",
                f"La fila repite la {notes.sheet.number(earlier)}",
                "Quite una; si son dos deudas, distíngalas por el folio o el concepto",
            )
            notes.error(i, "client", notes.written(i, "client"), bad)


def _same(parsed: Mapping[str, list[Any]], i: int) -> tuple[Any, ...]:
    """What makes two rows the same debt."""
    paper = parsed["document"][i] if "document" in parsed else None
    name, concept = parsed["client"][i], parsed["concept"][i]
    reference = parsed["reference"][i] if "reference" in parsed else None
    return (
        paper.key if paper else name and fold(name), concept and concept.casefold(), parsed["amount"][i],
        parsed["currency"][i], parsed["due_on"][i], parsed["issued_on"][i], parsed["branch"][i], reference,
    )  # fmt: skip


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


def people(notes: Notes, parsed: Mapping[str, list[Any]], name_key: str, *, once: bool) -> None:
    """The same document with two names, the same person twice, documents in doubt, shared telephones.

    Args:
        notes: where it is written.
        parsed: the columns read.
        name_key: the field with the name.
        once: whether a person may come in one row only.
    """
    names = parsed[name_key]
    papers = parsed.get("document") or [None] * len(names)
    owners: dict[str, int] = {}
    likened: set[str] = set()
    for i, (name, paper) in enumerate(zip(names, papers, strict=True)):
        if name is None or paper is None or i in notes.skipped:
            continue
        first = owners.setdefault(paper.key, i)
        if first == i:
            if paper.doubt:
                bad = Bad("documento-dudoso", paper.doubt, "Si está bien, no hace falta hacer nada")
                notes.warning(i, "document", notes.written(i, "document"), bad)
            continue
        if fold(name) != fold(names[first]):
            _two_names(notes, (first, i), names, likened, paper.key)
        if once and i not in notes.failed:
            _twice(notes, first, i, "document")
    _nameless(notes, parsed, names, papers, once=once)
    _phones(notes, parsed, names, papers)


def _two_names(
    notes: Notes, rows: tuple[int, int], names: Sequence[str], likened: set[str], key: str
) -> None:
    first, i = rows
    where = notes.sheet.number(first)
    if fuzz.token_set_ratio(fold(names[first]), fold(names[i])) >= SIMILAR:
        if key not in likened:
            likened.add(key)
            said = f"El mismo documento lleva otro nombre en la fila {where}: «{names[first][:60]}»"
            bad = Bad(
                "nombre-parecido", said, "Se toma como la misma persona, con el nombre que aparece primero"
            )
            notes.warning(i, "document", notes.written(i, "document"), bad)
        return
    said = f"El mismo documento tiene otro nombre en la fila {where}: «{names[first][:60]}»"
    notes.error(
        i, "document", notes.written(i, "document"),
        Bad("documento-con-dos-nombres", said, "Corrija el documento o el nombre en una de las dos filas"),
    )  # fmt: skip


def _twice(notes: Notes, first: int, i: int, key: str) -> None:
    said = f"El cliente ya está en la fila {notes.sheet.number(first)}"
    bad = Bad("cliente-repetido", said, "Quite una de las dos filas")
    notes.error(i, key, notes.written(i, key), bad)


def _nameless(
    notes: Notes, parsed: Mapping[str, list[Any]], names: Sequence[Any], papers: Sequence[Any], *, once: bool
) -> None:
    """People without a document: known by name and telephone."""
    phones = parsed.get("phone") or [None] * len(names)
    documented = {fold(name) for name, paper in zip(names, papers, strict=True) if name and paper}
    seen: dict[tuple[str, Any], int] = {}
    doubtful: list[int] = []
    for i, (name, paper) in enumerate(zip(names, papers, strict=True)):
        if name is None or paper is not None or i in notes.skipped or i in notes.failed:
            continue
        if fold(name) in documented:
            doubtful.append(i)
        first = seen.setdefault((fold(name), phones[i]), i)
        if first != i and once:
            _twice(notes, first, i, "name")
    if doubtful:
        said = f"{len(doubtful)} sin documento con el nombre de alguien que sí lo tiene: entran como otra persona"
        bad = Bad("mismo-nombre-sin-documento", said, "Si es la misma, póngale el documento")
        notes.warning(doubtful[0], None, str(names[doubtful[0]]), bad)


def _phones(
    notes: Notes, parsed: Mapping[str, list[Any]], names: Sequence[Any], papers: Sequence[Any]
) -> None:
    """A telephone that several people share is normal in a house, and worth a look."""
    seen: dict[str, Any] = {}
    shared: dict[str, int] = {}
    for i, phones in enumerate(parsed.get("phone") or []):
        if not phones or names[i] is None or i in notes.skipped:
            continue
        who = papers[i].key if papers[i] else fold(names[i])
        if seen.setdefault(phones[0], who) != who:
            shared.setdefault(phones[0], i)
    if shared:
        i = next(iter(shared.values()))
        many = "1 teléfono es" if len(shared) == 1 else f"{len(shared)} teléfonos son"
        bad = Bad(
            "telefono-compartido",
            f"{many} de varias personas, como {next(iter(shared))}",
            "Revise que no sea el teléfono del negocio; los recordatorios llegan a ese número",
        )
        notes.warning(i, "phone", notes.written(i, "phone"), bad)


def _day(on: Any) -> str:
    return f"{on.day:02d}/{on.month:02d}/{on.year}"
