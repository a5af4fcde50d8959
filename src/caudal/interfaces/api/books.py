"""The books: entries, accounts and the trial balance. Tills and verification have their own file."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from caudal.business.parties import queries as parties
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of, branches
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import (
    BranchFilter,
    Day,
    Listed,
    MoneyOut,
    Out,
    Reading,
    Since,
    Totalled,
    Until,
    listed,
)
from caudal.interfaces.api.words import called, link_of
from caudal.kernel.money import Money, total
from caudal.ledger import queries as books
from caudal.ledger.queries import EntryFilter, EntryRecord, LineRecord, TrialRow

router = APIRouter(tags=["books"])


class EntriesFilter(Reading):
    source: str | None = Field(None, max_length=120, description="Qué lo causó, como «payments:<id>».")
    kind: str | None = Field(None, max_length=40)
    account: str | None = Field(None, max_length=40, description="Código de la cuenta.")
    currency: str | None = Field(None, max_length=3, description="Cuál de las cuentas con ese código.")
    client_id: UUID | None = None
    since: Since = None
    until: Until = None


class ClientOut(Out):
    id: UUID
    folio: str
    name: str


class LineOut(Out):
    """Un renglón: solo uno de `debit` y `credit`."""

    account: str
    account_id: int
    name: str
    branch: str
    branch_id: int
    debit: MoneyOut | None
    credit: MoneyOut | None
    client: ClientOut | None


class EntryOut(Out):
    id: int
    folio: str
    on_date: date
    kind: str
    kind_label: str
    memo: str | None
    source: str | None
    source_link: str | None
    reverses: int | None
    reversed_by: int | None
    branch_id: int
    actor: str | None
    act_id: UUID | None
    at: datetime
    lines: list[LineOut]


class AccountOut(Out):
    id: int
    code: str
    name: str
    kind: str
    kind_label: str
    currency: str
    parent_id: int | None
    active: bool
    balance: MoneyOut


class TrialRowOut(Out):
    account: str
    account_id: int
    name: str
    kind: str
    kind_label: str
    currency: str
    debit: MoneyOut
    credit: MoneyOut
    balance: MoneyOut


class SideOut(Out):
    currency: str
    debit: MoneyOut
    credit: MoneyOut
    balance: MoneyOut


@router.get("/entries", operation_id="entries.list")
@door("books.read")
def entries(act: Act, which: Annotated[EntriesFilter, Query()]) -> Listed[EntryOut]:
    """Los asientos, la fecha contable más reciente primero."""
    account_id = None
    if which.account:
        account_id = _account(act, which.account, which.currency)
        if account_id is None:
            return Listed[EntryOut](items=[])
    wanted = EntryFilter(
        source=which.source or None,
        kind=which.kind or None,
        since=which.since,
        until=which.until,
        account_id=account_id,
        party=which.client_id,
        branch_id=which.branch_id,
    )
    page = books.entries(act, wanted, limit=which.limit, after=which.after)
    return listed(page, _entries(act, page.items))


@router.get("/entries/{entry_id}", operation_id="entries.read")
@door("books.read")
def entry(act: Act, entry_id: int) -> EntryOut:
    """Un asiento con sus renglones."""
    return _entries(act, [books.entry(act, entry_id)])[0]


@router.get("/accounts", operation_id="accounts.list")
@door("books.read")
def accounts(act: Act, branch_id: BranchFilter = None, on: Day = None) -> Listed[AccountOut]:
    """Las cuentas abiertas de la empresa con su saldo."""
    held = {row.account_id: row.balance for row in books.trial_balance(act, on, branch_id)}
    found = [
        AccountOut(
            id=a.id,
            code=a.code,
            name=a.name,
            kind=a.class_,
            kind_label=called("classes", a.class_),
            currency=a.currency,
            parent_id=a.parent_id,
            active=a.active,
            balance=held.get(a.id) or Money.of(0, a.currency),
        )
        for a in books.accounts(act)
    ]
    return Listed[AccountOut](items=found)


@router.get("/trial-balance", operation_id="books.trial_balance")
@door("books.read")
def trial_balance(act: Act, on: Day = None, branch_id: BranchFilter = None) -> Totalled[TrialRowOut]:
    """La balanza de comprobación al cierre de un día; cargos y abonos suman lo mismo en cada moneda."""
    rows = books.trial_balance(act, on, branch_id)
    currencies = sorted({row.balance.currency for row in rows})
    totals = {"by_currency": [_sides(rows, currency) for currency in currencies]}
    return Totalled[TrialRowOut](items=[_trial(row) for row in rows], totals=totals)


def _entries(act: Act, found: list[EntryRecord]) -> list[EntryOut]:
    """Entries with what their numbers are called."""
    names = access.names(act, {record.actor for record in found})
    wanted = {line.party for record in found for line in record.lines if line.party is not None}
    clients = parties.many(act, wanted) if wanted else {}
    return [
        EntryOut(
            id=e.id,
            folio=e.folio,
            on_date=e.on,
            kind=e.kind,
            kind_label=_kind(e),
            memo=e.memo,
            source=e.source,
            source_link=link_of(e.source),
            reverses=e.reverses,
            reversed_by=e.reversed_by,
            branch_id=e.branch_id,
            actor=names.get(e.actor),
            act_id=e.act_id,
            at=e.at,
            lines=[_line(act, line, clients) for line in e.lines],
        )
        for e in found
    ]


def _kind(record: EntryRecord) -> str:
    label = called("kinds", record.kind)
    return f"{label} (reversa)" if record.reverses is not None else label


def _line(act: Act, line: LineRecord, clients: dict[UUID, Any]) -> LineOut:
    client = clients.get(line.party) if line.party is not None else None
    known = branches(act).get(line.branch_id)
    return LineOut(
        account=line.code,
        account_id=line.account_id,
        name=line.name,
        branch=known.name if known else str(line.branch_id),
        branch_id=line.branch_id,
        debit=line.amount if line.amount.is_positive else None,
        credit=None if line.amount.is_positive else -line.amount,
        client=ClientOut(id=client.id, folio=client.folio, name=client.name) if client else None,
    )


def _account(act: Act, code: str, currency: str | None) -> int | None:
    """The account of that code: each currency has its own, so the branch's unless another is named."""
    found = {a.currency: a.id for a in books.accounts(act) if a.code == code.strip()}
    if currency is not None:
        return found.get(currency.upper())
    own = branch_of(act, act.place.branch_id).currency
    return found.get(own, next(iter(found.values()), None))


def _trial(row: TrialRow) -> TrialRowOut:
    return TrialRowOut(
        account=row.code,
        account_id=row.account_id,
        name=row.name,
        kind=row.class_,
        kind_label=called("classes", row.class_),
        currency=row.balance.currency,
        debit=row.debit,
        credit=row.credit,
        balance=row.balance,
    )


def _sides(rows: list[TrialRow], currency: str) -> SideOut:
    own = [row for row in rows if row.balance.currency == currency]
    return SideOut(
        currency=currency,
        debit=total((row.debit for row in own), currency),
        credit=total((row.credit for row in own), currency),
        balance=total((row.balance for row in own), currency),
    )
