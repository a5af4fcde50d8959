"""From the columns of a file to clients and debts, in sets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import NewReceivable
from caudal.commons.acts.act import Act
from caudal.flows.intake.rules.cells import fold
from caudal.flows.intake.rules.checking import Checked, amount_of
from caudal.kernel.money import Money

_AT_ONCE = 10_000

Progress = Callable[[str, int, int], None]
"""Told the phase in Spanish, how many are done and of how many."""


@dataclass(frozen=True, slots=True)
class Newcomers:
    """People nobody knows, once each; ``of_row`` says which one is that of a row, by position."""

    people: list[NewParty]
    of_row: dict[int, int]


def enter_people(
    act: Act, newcomers: Newcomers, known: Mapping[int, UUID], batch: UUID, progress: Progress
) -> dict[int, UUID]:
    """Write the clients that are not known; returns the client of every good row."""
    new, of_row = newcomers.people, newcomers.of_row
    opened: list[UUID] = []
    for start in range(0, len(new), _AT_ONCE):
        progress("Creando clientes", start, len(new))
        rows = [replace(one, batch_id=batch) for one in new[start : start + _AT_ONCE]]
        opened += parties.open_many(act, rows)
    progress("Creando clientes", len(new), len(new))
    return dict(known) | {i: opened[number] for i, number in of_row.items()}


def newcomers(checked: Checked, known: Mapping[int, UUID]) -> Newcomers:
    """The people of a file that nobody knows.

    The same document is the same person; without one, the same name and telephones. What a row leaves blank is
    taken from the next one of the same person.
    """
    new: list[NewParty] = []
    of_row: dict[int, int] = {}
    numbers: dict[Any, int] = {}
    columns = checked.columns
    names = columns["client"] if "client" in columns else columns["name"]
    papers, phones = columns.get("document"), columns.get("phone")
    for i in checked.good:
        if i in known:
            continue
        paper = papers[i] if papers else None
        who = paper.key if paper else (fold(names[i]), phones[i] if phones else None)
        number = numbers.setdefault(who, len(new))
        of_row[i] = number
        party = _party(columns, i, names[i])
        if number == len(new):
            new.append(party)
        else:
            new[number] = _completed(new[number], party)
    return Newcomers(new, of_row)


def _party(columns: Mapping[str, Sequence[Any]], i: int, name: str) -> NewParty:
    def of(key: str) -> Any:
        values = columns.get(key)
        return values[i] if values else None

    paper = of("document")
    return NewParty(
        name, paper.document if paper else None, of("phone") or (), of("email"), of("zone"), of("address"),
        of("notes"), ("whatsapp",) if of("consent_whatsapp") else (), of("branch"), "import",
    )  # fmt: skip


def _completed(one: NewParty, later: NewParty) -> NewParty:
    if (one.phones and one.email and one.zone) or not (later.phones or later.email or later.zone):
        return one
    return replace(
        one, phones=one.phones or later.phones, email=one.email or later.email, zone=one.zone or later.zone
    )


def enter_debts(
    act: Act, checked: Checked, clients: Mapping[int, UUID], batch: tuple[UUID, str], progress: Progress
) -> int:
    """Write the debts of the good rows; ``batch`` is their import and its mode. Returns how many."""
    batch_id, mode = batch
    rows = checked.good
    for start in range(0, len(rows), _AT_ONCE):
        progress("Registrando deudas", start, len(rows))
        asks = [_debt(checked, i, clients[i]) for i in rows[start : start + _AT_ONCE]]
        receivables.open_many(act, asks, mode, batch_id)
    progress("Registrando deudas", len(rows), len(rows))
    return len(rows)


def _debt(checked: Checked, i: int, client: UUID) -> NewReceivable:
    columns = checked.columns
    references = columns.get("reference")
    return NewReceivable(
        client, columns["concept"][i], Money.of(amount_of(checked, i), columns["currency"][i]),
        columns["issued_on"][i], columns["due_on"][i], columns["branch"][i],
        references[i] if references else None, "import",
    )  # fmt: skip
