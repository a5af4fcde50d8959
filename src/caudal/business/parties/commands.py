"""Opening, changing and forgetting parties."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from caudal.business.parties import queries
from caudal.business.parties.events import PartyErased
from caudal.business.parties.rules import (
    Document,
    check_document,
    check_email,
    check_name,
    check_phone,
    document_key,
)
from caudal.business.parties.tables import Party
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import allowed, home_for
from caudal.commons.messaging import commands as messaging
from caudal.commons.messaging.commands import Consent
from caudal.commons.messaging.rules import CHANNELS
from caudal.kernel.problems import Conflict, Invalid, NotFound, Problem
from caudal.kernel.sql import sql

_ROOM = "caudal.business.parties"


class DuplicateDocument(Problem):
    type, title, status = "documento-repetido", "Ese documento ya es de otro cliente", 409


@dataclass(frozen=True, slots=True)
class NewParty:
    """Somebody new. ``consents``: channels that were authorised; ``branch_id``: by document when absent."""

    name: str
    document: Document | None = None
    phones: tuple[str, ...] = ()
    email: str | None = None
    zone: str | None = None
    address: str | None = None
    notes: str | None = None
    consents: tuple[str, ...] = ()
    branch_id: int | None = None
    origin: str = "manual"
    batch_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeParty:
    """What changes of a party: only what is given. ``version``: the one that was read, to notice other hands."""

    party_id: UUID
    name: str | None = None
    document: Document | None = None
    phones: tuple[str, ...] | None = None
    email: str | None = None
    zone: str | None = None
    address: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None
    version: int | None = None


@command
def open_party(act: Act, ask: NewParty) -> queries.PartyRecord:
    """Write a new party.

    Raises:
        DuplicateDocument: somebody has that document; the fact ``client_id`` says who, when the act can see them.
        InvalidDocument, InvalidPhone, InvalidEmail, InvalidName: what was typed isn't one.
        Forbidden: the branch isn't one of the actor's.
    """
    new = _checked(ask)
    allowed(act, [_home(act, new)])
    row = Party(**_row(act, new))
    with _unique(act, [new]):
        act.db.add(row)
        act.db.flush()
    _authorise(act, row.id, new)
    return queries.record(row)


@command
def open_many(act: Act, asks: Sequence[NewParty]) -> list[UUID]:
    """Write many parties at once; returns their ids in the order asked.

    Raises:
        DuplicateDocument: one of them already belongs to somebody; nothing is written.
        InvalidDocument, InvalidPhone, InvalidEmail, InvalidName: what was given isn't one.
    """
    new = [_checked(ask) for ask in asks]
    allowed(act, {_home(act, one) for one in new})
    if not new:
        return []
    rows = [_row(act, one) for one in new]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    columns["phones"] = ["{" + ",".join(row["phones"]) + "}" for row in rows]
    with _unique(act, new):
        found = list(act.db.execute(sql(_ROOM, "open_many"), columns).scalars())
    _authorise_many(act, zip(found, new, strict=True))
    return found


@command
def change_party(act: Act, ask: ChangeParty) -> queries.PartyRecord:
    """Change some data of a party; the book of changes keeps what it was.

    Raises:
        NotFound: there is none within the branches of the act.
        Conflict: somebody changed it after `ask.version` was read.
        DuplicateDocument, InvalidDocument, InvalidPhone, InvalidEmail, InvalidName: as in :func:`open_party`.
    """
    row = _locked(act, ask.party_id)
    if ask.version is not None and ask.version != row.version:
        raise Conflict("Otra persona cambió a este cliente mientras lo editaba", version=row.version)
    country = row.doc_country
    given = NewParty(ask.name or row.name, ask.document, ask.phones or (), ask.email)
    new = _checked(replace(given, branch_id=row.branch_id), country)
    values: dict[str, Any] = {
        "name": new.name if ask.name is not None else None,
        "phones": list(new.phones) if ask.phones is not None else None,
        "email": (new.email or "") if ask.email is not None else None,
        "zone": ask.zone, "address": ask.address, "notes": ask.notes,
        "tags": list(ask.tags) if ask.tags is not None else None,
        **(_document(new.document) if new.document else {}),
    }  # fmt: skip
    with _unique(act, [new]):
        for field, value in values.items():
            if value is not None:
                setattr(row, field, value or (None if isinstance(value, str) else value))
        row.version += 1
        act.db.flush()
    return queries.record(row)


@command
def erase_party(act: Act, party_id: UUID) -> None:
    """Forget a person (habeas data): name, document, telephones and texts go; movements of money stay, nameless.

    Whoever calls has made sure that nothing is owed (``flows.forgetting``).

    Source: Ley 1581 de 2012, art. 8 (CO); LFPDPPP (MX), derecho de cancelación; Ley 172-13, art. 8 (DO).

    Raises:
        NotFound: there is none within the branches of the act.
        Invalid: no reason was given.
    """
    if not act.reason.strip():
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])
    row = _locked(act, party_id)
    row.name, row.doc_kind, row.doc_number, row.doc_country, row.doc_key = (
        "Datos suprimidos",
        None,
        None,
        None,
        None,
    )
    row.phones, row.email, row.address, row.zone, row.notes, row.tags = [], None, None, None, None, []
    row.erased_at, row.version = act.at, row.version + 1
    act.db.flush()
    messaging.forget(act, party_id)
    act.db.execute(text("select forget_changes(:party)"), {"party": party_id})
    act.tell(PartyErased(party_id))


def _locked(act: Act, party_id: UUID) -> Party:
    row = act.db.get(Party, party_id, with_for_update=True, populate_existing=True)
    if row is None or row.erased_at is not None:
        raise NotFound("El cliente no existe o es de otra sucursal")
    return row


def _checked(ask: NewParty, country: str | None = None) -> NewParty:
    document = ask.document and check_document(ask.document.kind, ask.document.number, ask.document.country)
    region = document.country if document else country
    unknown = [c for c in ask.consents if c not in CHANNELS]
    if unknown:
        raise Invalid(
            f"«{unknown[0]}» no es un canal; use {', '.join(CHANNELS)}",
            errors=[{"pointer": "/consents", "detail": "canal desconocido"}],
        )
    return replace(
        ask,
        name=check_name(ask.name),
        document=document,
        phones=tuple(dict.fromkeys(check_phone(phone, region) for phone in ask.phones)),
        email=check_email(ask.email) if ask.email else None,
    )


def _home(act: Act, new: NewParty) -> int:
    if new.branch_id is not None:
        return new.branch_id
    return home_for(act, new.document.country if new.document else None)


def _document(document: Document | None) -> dict[str, str | None]:
    if document is None:
        return dict.fromkeys(("doc_kind", "doc_number", "doc_country", "doc_key"))
    return {
        "doc_kind": document.kind,
        "doc_number": document.number,
        "doc_country": document.country,
        "doc_key": document_key(document.kind, document.number, document.country),
    }


def _row(act: Act, new: NewParty) -> dict[str, Any]:
    return {
        "branch_id": _home(act, new), "name": new.name, **_document(new.document), "phones": list(new.phones),
        "email": new.email, "address": new.address or None, "zone": new.zone or None, "notes": new.notes or None,
        "origin": new.origin, "batch_id": new.batch_id, "created_at": act.at, "created_by": act.actor.id, "version": 1,
    }  # fmt: skip


def _authorise(act: Act, party_id: UUID, new: NewParty) -> None:
    for channel in dict.fromkeys(new.consents):
        messaging.consent(
            act,
            Consent(
                party_id,
                channel,
                evidence=f"alta de cliente ({new.origin})",
                address=next(iter(new.phones), ""),
            ),
        )


def _authorise_many(act: Act, opened: Iterable[tuple[UUID, NewParty]]) -> None:
    given = [(party_id, channel) for party_id, new in opened for channel in dict.fromkeys(new.consents)]
    if given:
        act.db.execute(
            sql(_ROOM, "authorise_many"),
            {"parties": [p for p, _ in given], "channels": [c for _, c in given], "at": act.at,
             "actor": act.actor.id, "act": act.id},
        )  # fmt: skip


@contextmanager
def _unique(act: Act, new: Sequence[NewParty]) -> Generator[None]:
    """Say who has the document when the database says that somebody does."""
    try:
        with act.db.begin_nested():
            yield
    except IntegrityError as refused:
        if "doc_key" not in str(refused.orig):
            raise
        keys = [
            document_key(n.document.kind, n.document.number, n.document.country) for n in new if n.document
        ]
        known = queries.known_documents(act, keys)
        if not known:
            raise DuplicateDocument(
                "El documento ya está registrado en otra sucursal o viene repetido"
            ) from None
        who = queries.party(act, next(iter(known.values())))
        raise DuplicateDocument(f"Ya lo tiene {who.name} ({who.folio})", client_id=str(who.id)) from None
