"""Taking a bank statement in: what the file is, what it says, what would happen; then it enters, whole."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from caudal.business.reconciliation import commands as reconciliation
from caudal.business.reconciliation import queries
from caudal.business.reconciliation.commands import Entered, Entering, NewFile
from caudal.business.reconciliation.queries import StatementRecord
from caudal.business.reconciliation.rules.statements import StatementIn
from caudal.business.treasury.queries import AccountRecord
from caudal.business.treasury.rules.numbers import same_account
from caudal.commons.acts.act import Act
from caudal.flows.intake.rules.reading import UnreadableFile, read_file
from caudal.flows.statements.readers import camt, mt940, ofx, sheets
from caudal.flows.statements.readers.sheets import Layout, layout_of
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, Problem

MAX_BYTES = 20 * 2**20
_SHOWN_BROKEN = 200
_SHOWN_LINES = 10
_READERS = {"camt": camt.read, "mt940": mt940.read, "ofx": ofx.read}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person decides of a statement.

    ``layout``: what its columns are, of a sheet. ``opening`` and ``closing``: balances the file doesn't tell.
    ``leave_out``: it enters without the rows that can't be read.
    """

    layout: Layout | None = None
    opening: Money | None = None
    closing: Money | None = None
    leave_out: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """A statement before it enters: what its columns seem to be, and what would happen with that."""

    record: StatementRecord
    layout: Layout | None
    summary: dict[str, Any] | None


def format_of(data: bytes) -> str:
    """What a file is by its contents: ``camt``, ``ofx``, ``mt940`` or ``table``.

    >>> format_of(b"{1:F01}{4:\\n:20:START"), format_of(b"Fecha,Abono")
    ('mt940', 'table')
    """
    head = data[:4000].decode("latin-1").lstrip("\ufeffï»¿ \r\n\t")
    if "<ofx>" in head.lower() or head.upper().startswith("OFXHEADER"):
        return "ofx"
    if head.startswith("<") and ("camt.05" in head or "BkToCstmr" in head):
        return "camt"
    return "mt940" if head.startswith(":20:") or "\n:20:" in head else "table"


def open(act: Act, account_id: int, filename: str, data: bytes, sheet: str | None = None) -> Preview:  # noqa: A001 - the verb
    """Keep a file and say what it seems to be; nothing enters.

    Raises:
        NotFound: there is no such bank account within the branches of the act.
        UnreadableFile: it is empty, too large, or no format that is read here.
        SameStatement: that very file entered in that account already.
    """
    account = queries.account_of(act, account_id)
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"Pesa {len(data) // 2**20} MB; el máximo son {MAX_BYTES // 2**20} MB")
    name = " ".join(filename.replace("\\", "/").rpartition("/")[2].split())[-200:] or "extracto"
    kind = format_of(data)
    analysis: dict[str, Any] = {"format": kind}
    if kind == "table":
        read = read_file(data, name, sheet)
        guessed = sheets.guess(read, account.box.currency)
        known = queries.layout(act, account.bank or account.box.name, list(read.names))
        layout = known or guessed.layout.body()
        analysis |= guessed.body() | {
            "sheets": list(read.sheets[:50]), "sheet": read.sheet, "rows": read.rows, "titles": list(read.names),
            "layout": layout, "remembered": known is not None,
        }  # fmt: skip
    else:
        _READERS[kind](data)
    new = reconciliation.keep_file(act, NewFile(account_id, kind, name, data, analysis))
    return preview(act, new, Plan())


def preview(act: Act, statement_id: UUID, plan: Plan) -> Preview:
    """What would happen with that plan; the one the file suggests when it has none.

    Raises:
        NotFound: there is no such statement within the branches of the act.
        Invalid: a balance is in another currency.
    """
    record = queries.statement(act, statement_id)
    account = queries.account_of(act, record.account)
    plan = _whole(record, plan)
    if plan.layout is not None:
        try:
            read = _read(act, record, account, plan)
        except Invalid as refused:
            return Preview(record, plan.layout, {"problems": [_told(refused)], "lines": 0})
    else:
        read = _read(act, record, account, plan)
    judged = queries.judge(act, account, read)
    problems = [_told(each) for each in reconciliation.check(act, account, read)]
    currency, days = account.box.currency, read.days

    def money(minor: int | None) -> Any:
        return None if minor is None else Money.from_minor(minor, currency).json()

    return Preview(record, plan.layout, {
        "lines": judged.lines, "repeated": judged.repeated, "since": days[0] if days else None,
        "until": days[1] if days else None, "opening": money(judged.opening), "closing": money(judged.closing),
        "total": money(read.total), "uneven": money(read.uneven), "gap": money(judged.gap),
        "entered": money(sum(x.amount for x in read.lines if x.amount > 0)),
        "gone": money(-sum(x.amount for x in read.lines if x.amount < 0)),
        "broken": [{"row": b.row, "why": b.why, "shown": b.shown} for b in read.broken[:_SHOWN_BROKEN]],
        "broken_total": len(read.broken), "problems": problems,
        "sample": [{"row": x.position, "on": x.on, "text": x.text, "reference": x.reference, "amount": money(x.amount)}
                   for x in read.lines[:_SHOWN_LINES]],
    })  # fmt: skip


def enter(act: Act, statement_id: UUID, plan: Plan) -> Entered:
    """Let a statement enter.

    Raises:
        NotFound, NotNow, SameStatement, AnotherCurrency, AnotherAccount, Uneven, HasBroken: as
            :func:`caudal.business.reconciliation.commands.enter`.
        Invalid: a column isn't in the file or nobody said which it is, or a balance is in another currency.
    """
    record = queries.statement(act, statement_id)
    account = queries.account_of(act, record.account)
    plan = _whole(record, plan)
    read = _read(act, record, account, plan)
    titles: list[str] = record.analysis.get("titles", [])
    layout = plan.layout.body() if plan.layout else {}
    return reconciliation.enter(act, statement_id, Entering(read, layout, titles, plan.leave_out))


def _whole(record: StatementRecord, plan: Plan) -> Plan:
    if record.format != "table" or plan.layout is not None:
        return plan
    return replace(plan, layout=layout_of(record.analysis["layout"]))


def _read(act: Act, record: StatementRecord, account: AccountRecord, plan: Plan) -> StatementIn:
    data, currency = queries.data_of(act, record.id), account.box.currency
    if plan.layout is not None:
        sheet = read_file(data, record.filename, record.analysis.get("sheet"))
        read = sheets.read(sheet, plan.layout, currency)
    else:
        read = _of_account(_READERS[record.format](data), account)
    for name, told in (("opening", plan.opening), ("closing", plan.closing)):
        if told is not None and told.currency != currency:
            raise Invalid(
                "El saldo está en otra moneda", errors=[{"pointer": f"/{name}", "detail": f"es {currency}"}]
            )
    return replace(
        read,
        opening=plan.opening.minor if plan.opening is not None else read.opening,
        closing=plan.closing.minor if plan.closing is not None else read.closing,
    )


def _of_account(found: list[StatementIn], account: AccountRecord) -> StatementIn:
    """The statement of the account among those of a file; the only one, where there is one."""
    own = [each for each in found if account.number and same_account(each.account, account.number)]
    return own[0] if own else found[0]


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "type": problem.type,
        "title": problem.title,
        "detail": problem.detail,
        "errors": problem.facts.get("errors", []),
    }
