"""Records of banks as they are answered."""

from collections.abc import Iterable, Sequence

from caudal.business.approvals.queries import Request
from caudal.business.reconciliation import queries
from caudal.business.reconciliation.queries import (
    DayRecord,
    LineRecord,
    MatchRecord,
    MovementRecord,
    OpenRecord,
    RuleRecord,
    StatementRecord,
    SuggestionRecord,
    Which,
)
from caudal.business.reconciliation.rules.days import LABELS as DAY_LABELS
from caudal.business.reconciliation.rules.days import DayState
from caudal.business.reconciliation.rules.reasons import LABELS, OUTCOMES, Pass
from caudal.business.treasury.queries import AccountRecord
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.interfaces.api.bank_shapes import (
    AccountOut,
    BankRuleOut,
    DayOut,
    DifferenceOut,
    LastStatement,
    LineOut,
    MatchOut,
    MatchPartOut,
    MovementOut,
    StatementOut,
    SuggestionOut,
    TransferOut,
)
from caudal.interfaces.api.receivables import ClientRef
from caudal.interfaces.api.words import called
from caudal.kernel.money import Money

_SURE = {Pass.REFERENCE, Pass.SLIP, Pass.UNIQUE}


def accounts_out(act: Act, found: Iterable[AccountRecord]) -> list[AccountOut]:
    """Bank accounts, with what is in them and how far each is explained."""
    places = branches(act)
    shown: list[AccountOut] = []
    for each in found:
        mine = each.balance is not None or not each.shared
        told = queries.progress(act, each.box.id) if mine else None
        last = queries.latest(act, each.box.id) if mine else None
        shown.append(
            AccountOut.model_construct(
                id=each.box.id, name=each.box.name, bank=each.bank, number=each.shown, number_kind=each.number_kind,
                currency=each.box.currency, branch_id=each.box.branch_id, branch=places[each.box.branch_id].name,
                main=each.box.main, shared=each.shared, balance=each.balance, floor=each.floor,
                threshold=each.threshold, low=each.low, described=bool(each.number),
                last_statement=LastStatement.model_construct(until=last.until, closing=last.closing) if last else None,
                lines=told.lines if told else 0, explained=told.explained if told else 0,
                left=told.left if told else Money.of(0, each.box.currency),
                to_see=told.movements - told.seen if told else 0,
            )
        )  # fmt: skip
    return shown


def statements_out(act: Act, found: Sequence[StatementRecord]) -> list[StatementOut]:
    """Statements."""
    staff = access.names(act, {each.created_by for each in found})
    names = queries.account_names(act, {each.account for each in found})
    return [
        StatementOut.model_construct(
            id=s.id, folio=s.folio, account_id=s.account, account=names.get(s.account, ""), currency=s.currency,
            format=s.format, filename=s.filename, state=s.state, since=s.since, until=s.until, opening=s.opening,
            closing=s.closing, total=s.total, gap=s.gap, uneven=s.uneven, lines=s.lines, repeated=s.repeated,
            broken=list(s.broken), created_at=s.created_at, created_by=staff.get(s.created_by, ""),
            withdrawn_reason=s.withdrawn_reason,
        )
        for s in found
    ]  # fmt: skip


def lines_out(act: Act, found: Sequence[LineRecord]) -> list[LineOut]:
    """Lines of the bank."""
    staff = access.names(act, {each.owner for each in found if each.owner is not None})
    return [
        LineOut.model_construct(
            id=x.id, account_id=x.account, statement_id=x.statement_id, on=x.on, text=x.text, reference=x.reference,
            payer=x.payer, amount=x.amount, open=x.open, nature=x.nature, match_id=x.match_id, how=x.how, why=x.why,
            made=x.made, suggestions=x.suggestions, owner=staff.get(x.owner) if x.owner is not None else None,
        )
        for x in found
    ]  # fmt: skip


def movement_out(x: MovementRecord) -> MovementOut:
    """A movement of the books; a supplier is told in its memo, and what has neither memo nor client, by what it is."""
    supplied = (x.source or "").startswith("payables:")
    whose = ClientRef.model_construct(id=x.party_id, folio="", name=x.party) if x.party_id else None
    memo = x.memo if x.memo or whose else called("kinds", x.kind)
    return MovementOut.model_construct(
        entry_id=x.entry_id, entry_line=x.line, account_id=x.account, on=x.on, kind=x.kind,
        memo=f"{memo} · {x.party}" if supplied and x.party else memo, reference=x.reference,
        client=None if supplied else whose,
        amount=x.amount, open=x.open, paired_with=x.paired_with, link=f"/libros/asientos/{x.entry_id}",
    )  # fmt: skip


def suggestions_out(act: Act, found: Sequence[SuggestionRecord], account: int) -> list[SuggestionOut]:
    """Proposals, each with its movements."""
    wanted = {each for s in found for each in s.movements}
    known = {
        (m.entry_id, m.line): m for m in queries.movements_of(act, account, sorted(wanted))
    } if wanted else {}  # fmt: skip
    return [
        SuggestionOut.model_construct(
            id=s.id, how=s.how, score=s.score, reason=s.reason, outcome=s.outcome,
            outcome_label=OUTCOMES.get(s.outcome) if s.outcome else None,
            client=ClientRef.model_construct(id=s.party_id, folio="", name=s.party) if s.party_id else None,
            lines=list(s.lines), movements=[movement_out(known[m]) for m in s.movements if m in known],
        )
        for s in found
    ]  # fmt: skip


def matches_out(act: Act, found: Sequence[MatchRecord]) -> list[MatchOut]:
    """What was explained."""
    staff = access.names(act, {each.by for each in found})
    return [
        MatchOut.model_construct(
            id=m.id, account_id=m.account, how=m.how, how_label=LABELS[Pass(m.how)], automatic=Pass(m.how) in _SURE,
            score=m.score, reason=m.reason, made=m.made, made_entry_id=m.made_entry_id, payment_id=m.payment_id,
            at=m.at, by=staff.get(m.by, ""), undone_at=m.undone_at, undone_reason=m.undone_reason,
            parts=[MatchPartOut.model_construct(line_id=p.line_id, entry_id=p.movement[0], entry_line=p.movement[1],
                                                amount=p.amount) for p in m.parts],
        )
        for m in found
    ]  # fmt: skip


def rules_out(act: Act, found: Sequence[RuleRecord]) -> list[BankRuleOut]:
    """Rules in force."""
    places, staff = branches(act), access.names(act, {each.by for each in found})
    names = queries.account_names(act, {each.account for each in found if each.account is not None})
    return [
        BankRuleOut.model_construct(
            id=r.id, branch_id=r.branch_id, branch=places[r.branch_id].name, account_id=r.account,
            account=names.get(r.account, "") if r.account is not None else None, needle=r.needle,
            outcome=r.outcome, outcome_label=OUTCOMES[r.outcome],
            client=ClientRef.model_construct(id=r.party_id, folio="", name=r.party) if r.party_id else None,
            created_by=staff.get(r.by, ""), created_at=r.at,
        )
        for r in found
    ]  # fmt: skip


def days_out(act: Act, found: Sequence[DayRecord]) -> list[DayOut]:
    """Days against the bank."""
    places, staff = branches(act), access.names(act, {each.by for each in found if each.by is not None})
    return [
        DayOut.model_construct(
            branch_id=d.branch_id, branch=places[d.branch_id].name, business_date=d.on, currency=d.currency,
            version=d.version, state=d.state, state_label=DAY_LABELS[DayState(d.state)], system=d.system, bank=d.bank,
            difference=d.difference, system_out=d.system_out, bank_out=d.bank_out, unmatched_bank=d.unmatched_bank,
            unmatched_books=d.unmatched_books, uneven=d.uneven, timing=d.timing, unexplained=d.unexplained,
            items=d.items, at=d.at, by=staff.get(d.by, "") if d.by is not None else "",
        )
        for d in found
    ]  # fmt: skip


def differences_out(act: Act, found: Sequence[OpenRecord]) -> list[DifferenceOut]:
    """What nothing explains, with who answers for it."""
    places, staff = branches(act), access.names(act, {each.owner for each in found})
    names = queries.account_names(act, {each.account for each in found})
    return [
        DifferenceOut.model_construct(
            account_id=x.account, account=names.get(x.account, ""), branch=places[x.branch_id].name, line_id=x.line_id,
            entry_id=x.entry_id, entry_line=x.entry_line, on=x.on, text=_told(x), amount=x.amount, open=x.open,
            owner=staff.get(x.owner, ""), owner_id=x.owner, note=x.note, age=x.age,
        )
        for x in found
    ]  # fmt: skip


def _told(x: OpenRecord) -> str:
    """What it is, and whose where the books know it."""
    said = x.text or called("kinds", x.kind or "")
    return f"{said} · {x.party}" if x.party and x.party not in said else said


def transfers_out(act: Act, found: Sequence[Request]) -> list[TransferOut]:
    """Transfers asked for, and who signed what."""
    hands = {x for r in found for x in (r.asked_by, r.authorised_by, r.executed_by) if x is not None}
    staff = access.names(act, hands)
    return [
        TransferOut.model_construct(
            id=r.subject_id, request_id=r.id, folio=r.folio, summary=r.summary, branch_id=r.branch_id,
            from_account_id=r.payload["from_account_id"], to_account_id=r.payload["to_account_id"], amount=r.money,
            concept=r.payload["concept"], reference=r.payload["reference"], state=r.state.value,
            state_label=r.state.label, asked_by=staff.get(r.asked_by, ""), asked_at=r.asked_at,
            authorised_by=staff.get(r.authorised_by) if r.authorised_by is not None else None,
            executed_by=staff.get(r.executed_by) if r.executed_by is not None else None, executed_at=r.executed_at,
        )
        for r in found
    ]  # fmt: skip


def which_of(asked: object) -> Which:
    """What the address asks for."""
    get = asked.__getattribute__
    return Which(
        get("account_id"), get("open"), get("since"), get("until"), get("q"), branch_id=get("branch_id")
    )
