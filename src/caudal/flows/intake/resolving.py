"""The same file against what the house already knows: clients, debts, folios, closed months."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from rapidfuzz import fuzz

from caudal.business.parties import queries as parties
from caudal.business.receivables import queries as receivables
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of, branches
from caudal.flows.intake.rules.cells import fold
from caudal.flows.intake.rules.checking import Checked, amount_of
from caudal.flows.intake.rules.columns import Place
from caudal.flows.intake.rules.findings import Bad
from caudal.flows.intake.rules.relations import SIMILAR
from caudal.kernel.ids import folio
from caudal.kernel.money import Money
from caudal.kernel.sql import sql
from caudal.ledger import queries as books

_FLOW = "caudal.flows.intake"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Which rows are of somebody already known: the client of each, by position."""

    known: dict[int, UUID] = field(default_factory=dict[int, UUID])


def places(act: Act) -> dict[int, Place]:
    """The branches a file may name: the actor's, of the company of the act."""
    company = branch_of(act, act.place.branch_id).company_id
    return {
        each.id: Place(each.id, each.name, each.country, each.currency)
        for each in branches(act).values()
        if each.company_id == company and each.id in act.actor.branches
    }


def resolve(act: Act, checked: Checked, kind: str, mode: str) -> Resolved:
    """Go on judging a file with the database at hand; what is found is added to its notes."""
    name_key = "client" if kind == "debts" else "name"
    known = _people(act, checked, name_key, once=kind == "clients")
    if kind == "debts":
        if mode == "sale":
            _closed_months(act, checked)
        _references(act, checked)
        _debts(act, checked, known)
    return Resolved(known)


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


def _people(act: Act, checked: Checked, name_key: str, *, once: bool) -> dict[int, UUID]:
    good, columns = checked.good, checked.columns
    papers, phones = columns.get("document"), columns.get("phone")
    keys = {papers[i].key for i in good if papers[i]} if papers else set[str]()
    by_document = parties.known_documents(act, list(keys)) if keys else {}
    wanted = {phones[i][0] for i in good if phones[i]} if phones else set[str]()
    by_phone = parties.known_phones(act, list(wanted)) if wanted else {}
    names = _names(act, {*by_document.values(), *by_phone.values()})
    known: dict[int, UUID] = {}
    same_phone: list[int] = []
    for i in good:
        paper, phone = papers[i] if papers else None, phones[i][0] if phones and phones[i] else None
        found = by_document.get(paper.key) if paper else None
        if found is not None:
            if _unlike(names[found][0], columns[name_key][i]):
                _other_name(checked, i, names[found])
                continue
            known[i] = found
        elif phone in by_phone:
            owner = by_phone[phone]
            if paper is None and not _unlike(names[owner][0], columns[name_key][i]):
                known[i] = owner
            else:
                same_phone.append(i)
    _say_phones(checked, same_phone)
    if once:
        _leave_known(checked, known)
    return known


def _names(act: Act, ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    return {each.id: (each.name, each.folio) for each in parties.many(act, ids).values()}


def _unlike(one: str, other: str) -> bool:
    left, right = fold(one), fold(other)
    return left != right and fuzz.token_set_ratio(left, right) < SIMILAR


def _other_name(checked: Checked, i: int, who: tuple[str, str]) -> None:
    said = f"El documento es de {who[0][:60]} ({who[1]}), que se llama de otro modo"
    bad = Bad(
        "documento-de-otro-cliente", said, "Corrija el documento o el nombre; o cambie el nombre del cliente"
    )
    checked.notes.error(i, "document", checked.notes.written(i, "document"), bad)


def _say_phones(checked: Checked, rows: list[int]) -> None:
    if rows:
        said = f"{len(rows)} filas traen el teléfono de un cliente que ya existe con otro nombre o documento"
        if len(rows) == 1:
            said = "La fila trae el teléfono de un cliente que ya existe con otro nombre o documento"
        bad = Bad(
            "telefono-de-otro-cliente", said, "Entran como personas nuevas; revise que no estén repetidas"
        )
        checked.notes.warning(rows[0], "phone", checked.notes.written(rows[0], "phone"), bad)


def _leave_known(checked: Checked, known: Mapping[int, UUID]) -> None:
    """Clients that exist stay as they are."""
    if known:
        first = min(known)
        many = "1 cliente ya existe" if len(known) == 1 else f"{len(known)} clientes ya existen"
        bad = Bad("cliente-existente", f"{many}: se queda como está", "Si algo cambió, edítelo en su ficha")
        checked.notes.warning(first, "name", checked.notes.written(first, "name"), bad)


# ── debts ────────────────────────────────────────────────────────────────────────────────────────────────


def _closed_months(act: Act, checked: Checked) -> None:
    closed: dict[date, bool] = {}
    for key in ("issued_on", "due_on"):
        for i in checked.good:
            on: date = checked.columns[key][i]
            month = on.replace(day=1)
            if month not in closed:
                closed[month] = books.is_closed(act, month)
            if closed[month]:
                bad = Bad(
                    "periodo-cerrado",
                    f"El mes {month:%m/%Y} está cerrado",
                    "Impórtela como saldo inicial, o pida que abran el mes",
                )
                checked.notes.error(i, key, checked.notes.written(i, key), bad)


def _references(act: Act, checked: Checked) -> None:
    references = checked.columns.get("reference")
    if references is None:
        return
    good = checked.good
    taken = receivables.existing_refs(act, [references[i] for i in good if references[i]])
    bad = Bad(
        "folio-existente",
        "Ya hay una deuda con ese folio",
        "Si es la misma, quite la fila; si es otra, corrija el folio",
    )
    for i in good:
        if references[i] in taken:
            checked.notes.error(i, "reference", references[i], bad)


def _debts(act: Act, checked: Checked, known: Mapping[int, UUID]) -> None:
    """A debt that is already here, with the same client, amount, due date and concept."""
    if not known:
        return
    rows = act.db.execute(sql(_FLOW, "known_debts"), {"clients": list(set(known.values()))})
    here = {
        (row.party_id, row.currency, row.amount, row.due_on, fold(row.concept)): row.number for row in rows
    }
    if not here:
        return
    for i in checked.good:
        number = here.get(_debt(checked, i, known[i])) if i in known else None
        if number is not None:
            said = f"La deuda ya está registrada: {folio('CXC', number)}"
            bad = Bad("deuda-existente", said, "Quite la fila; si es otra, distíngala en el concepto")
            checked.notes.error(i, "amount", checked.notes.written(i, "amount"), bad)


def _debt(checked: Checked, i: int, client: UUID) -> tuple[Any, ...]:
    columns = checked.columns
    owed = Money.of(amount_of(checked, i), columns["currency"][i])
    return client, owed.currency, owed.minor, columns["due_on"][i], fold(columns["concept"][i])
