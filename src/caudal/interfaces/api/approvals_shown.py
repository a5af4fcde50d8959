"""Requests as each person may see them: what holds and what doesn't, who can, and what they may do now."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from caudal.business.approvals import queries as hands
from caudal.business.approvals.queries import DelegationRecord, LimitRecord, Request, Signature
from caudal.business.approvals.rules.kinds import (
    AT_ONCE,
    DUTIES,
    GOLDEN_RULE,
    KINDS,
    ROLES,
    SAID,
    STATES,
    Duty,
    Kind,
    State,
)
from caudal.business.approvals.rules.policy import Check, Matrix, refusal, who_text
from caudal.business.approvals.rules.spans import LABELS as LABELS_OF_SPANS
from caudal.business.parties import queries as parties
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.flows import deciding
from caudal.flows.inbox import APPROVALS, LABELS, SOURCES, Waiting
from caudal.interfaces.api.approvals_shapes import (
    ApprovalDetail,
    ApprovalOut,
    AuthoriserOut,
    CheckOut,
    DecisionOut,
    DelegationOut,
    DutyRow,
    EvidenceOut,
    KindOut,
    LimitOut,
    MatrixOut,
    MayOut,
    RuleOut,
    SignatureOut,
    SpanOut,
    WhoOut,
)
from caudal.interfaces.api.payments import EntryLineOut
from caudal.kernel.formats import money_text

AUTHORISE, LIMITS = "approvals.authorise", "approvals.limits"


def waiting_out(act: Act, rows: Sequence[Waiting]) -> list[ApprovalOut]:
    """What waits, each as its own room decides it."""
    staff = access.names(act, {row.asked_by for row in rows if row.asked_by is not None})
    ours = hands.many(act, [UUID(row.id) for row in rows if row.source == APPROVALS])
    shown = {each.id: each for each in requests_out(act, ours)}
    return [shown.get(row.id) or _elsewhere(act, row, staff) for row in rows]


def requests_out(act: Act, found: Sequence[Request]) -> list[ApprovalOut]:
    """Requests with their policy, in words."""
    signed = hands.signatures(act, [each.id for each in found])
    people = parties.many(act, {each.party_id for each in found if each.party_id})
    staff = access.names(act, {each.asked_by for each in found})
    names = {each.id: each.name for each in people.values()}
    return [
        ApprovalOut.model_construct(
            **_told(act, each, signed[each.id], names.get(each.party_id) if each.party_id else None, staff)
        )
        for each in found
    ]


def detail_out(act: Act, found: Request) -> ApprovalDetail:
    """One request with everything that was signed of it."""
    signed = hands.signatures(act, [found.id])[found.id]
    people = parties.many(act, {found.party_id} if found.party_id else set())
    known = (
        {each.actor_id for each in signed}
        | {
            found.asked_by,
            found.decided_by or 0,
            found.executed_by or 0,
            found.annulled_by or 0,
        }
        | {each.on_behalf_of or 0 for each in signed}
    )
    staff = access.names(act, known)
    matrix = hands.matrix(act)
    name = people[found.party_id].name if found.party_id and found.party_id in people else None
    return ApprovalDetail.model_construct(
        **_told(act, found, signed, name, staff),
        payload=dict(found.payload), sha=found.sha.hex(), decided_by=_person(found.decided_by, staff),
        decided_at=found.decided_at, decision_reason=found.decision_reason,
        executed_by=_person(found.executed_by, staff), executed_at=found.executed_at,
        annulled_by=_person(found.annulled_by, staff), annulled_at=found.annulled_at,
        annulled_because=found.annulled_because,
        who_executes="Se hace al autorizarse" if found.kind in AT_ONCE
        else who_text(matrix, found.kind, Duty.EXECUTE, found.money),
        signatures=[_signature(each, matrix, staff) for each in signed],
        entry=[
            EntryLineOut.model_construct(
                account=line.account, name=line.name, debit=line.amount if line.amount.is_positive else None,
                credit=None if line.amount.is_positive else -line.amount,
            )
            for line in deciding.entry_of(act, found)
        ],
    )  # fmt: skip


def matrix_out(act: Act) -> MatrixOut:
    """The matrix as it is on the date of the act, and what was said of its limits."""
    known = hands.matrix(act)
    said = hands.limits(act)
    staff = access.names(act, {each.by for each in (*said, *hands.spans(act)) if each.by is not None})
    now = {(each.kind, each.role, each.currency, each.at) for each in hands.limits(act, act.business_date)}
    rows = [
        _limit(each, known, staff, (each.kind, each.role, each.currency, each.at) in now) for each in said
    ]
    listed = {role for _, role, _ in known.duties}
    return MatrixOut.model_construct(
        duties={duty.value: name for duty, name in DUTIES.items()},
        kinds=[_kind(kind, known, listed) for kind in Kind],
        limits=[row for row in rows if row.in_force or row.since > act.business_date],
        history=rows, golden_rule=RuleOut.model_construct(text=GOLDEN_RULE, editable=False),
        spans=_spans(act, staff), may_edit=act.actor.may(LIMITS), own_role=act.actor.role,
        delegations=[delegation_out(act, each) for each in hands.delegations(act)],
        authorisers=[
            AuthoriserOut.model_construct(id=each.id, name=each.name, role_name=each.role_name)
            for each in hands.authorisers(act, known.duties)
        ],
        may_delegate=act.actor.may(AUTHORISE),
    )  # fmt: skip


def _spans(act: Act, staff: Mapping[int, str]) -> list[SpanOut]:
    """What counts together, in the order of the kinds: in force, and what will be."""
    today = act.business_date
    later = [each for each in hands.spans(act) if each.from_on > today]
    found = [(each, True) for each in hands.spans(act, today)] + [(each, False) for each in later]
    order = list(LABELS_OF_SPANS)
    return [
        SpanOut.model_construct(
            kind=each.kind, kind_label=LABELS_OF_SPANS[each.kind], days=each.days, text=each.text, since=each.from_on,
            in_force=now, reason=each.reason, at=each.at, by=staff.get(each.by, "") if each.by else "",
        )
        for each, now in sorted(found, key=lambda pair: (order.index(pair[0].kind), not pair[1], pair[0].from_on))
    ]  # fmt: skip


_LENT = {"in_force": "En vigor", "later": "Anunciada", "over": "Terminó", "ended": "Se terminó antes"}


def delegation_out(act: Act, each: DelegationRecord) -> DelegationOut:
    """A delegation as whoever asks may see it and end it."""
    state, me = each.state(act.business_date), act.actor
    whose = me.id in (each.from_user, each.to_user) or me.may(LIMITS)
    return DelegationOut.model_construct(
        id=each.id, from_user=WhoOut.model_construct(id=each.from_user, name=each.from_name),
        to_user=WhoOut.model_construct(id=each.to_user, name=each.to_name), role_name=each.role_name,
        from_on=each.from_on, to_on=each.to_on, reason=each.reason, by=each.created_by or "", state=state,
        state_label=_LENT[state], ended_by=each.ended_by or "", ended_reason=each.ended_reason, signed=each.signed,
        may_end=whose and me.may(AUTHORISE) and state in ("in_force", "later"),
    )  # fmt: skip


def _in_order(roles: Mapping[str, str]) -> list[tuple[str, str]]:
    """As the document lists them, and any other after them."""
    rank = {role: number for number, role in enumerate(ROLES)}
    return sorted(roles.items(), key=lambda each: rank.get(each[0], len(rank)))


def _kind(kind: Kind, known: Matrix, listed: set[str]) -> KindOut:
    return KindOut.model_construct(
        kind=kind.value, label=KINDS[kind],
        rows=[
            DutyRow.model_construct(
                role=role, role_name=name, ask=known.holds(kind, role, Duty.ASK),
                authorise=known.holds(kind, role, Duty.AUTHORISE), execute=known.holds(kind, role, Duty.EXECUTE),
                review=known.holds(kind, role, Duty.REVIEW),
            )
            for role, name in _in_order(known.roles) if role in listed
        ],
    )  # fmt: skip


def _limit(each: LimitRecord, known: Matrix, staff: Mapping[int, str], in_force: bool) -> LimitOut:  # noqa: FBT001 - a fact
    return LimitOut.model_construct(
        kind=each.kind.value, kind_label=KINDS[each.kind], role=each.role,
        role_name=known.roles.get(each.role, each.role), currency=each.currency, amount=each.amount,
        since=each.from_on, in_force=in_force, reason=each.reason, at=each.at, by=staff.get(each.by, ""),
    )  # fmt: skip


def _told(
    act: Act, found: Request, signed: Sequence[Signature], party: str | None, staff: Mapping[int, str]
) -> dict[str, Any]:
    checks = hands.told(act, found, _next(found.state), signed)
    allowed = act.actor.may(AUTHORISE) or found.state is not State.ASKED
    return {
        "id": str(found.id), "source": APPROVALS, "kind": found.kind.value, "kind_label": KINDS[found.kind],
        "folio": found.folio, "summary": found.summary, "link": deciding.link_of(found), "party_id": found.party_id,
        "party": party, "branch_id": found.branch_id, "branch": branches(act)[found.branch_id].name,
        "money": found.money, "state": found.state.value, "state_label": STATES[found.state],
        "asked_by": _person(found.asked_by, staff), "asked_at": found.asked_at,
        "age_days": found.age // timedelta(days=1), "reason": found.reason,
        "policy": [_check(each) for each in checks], "policy_ok": refusal(checks) is None,
        "who": who_text(hands.matrix(act), found.kind, _next(found.state), found.money),
        "may": _may(act, found, checks, allowed=allowed),
        "evidence": [
            EvidenceOut.model_construct(label=each.label, link=each.link, photo=each.photo)
            for each in deciding.DESKS[found.kind].evidence(act, found)
        ],
    }  # fmt: skip


def _next(state: State) -> Duty:
    """What a request waits for."""
    return {State.AUTHORISED: Duty.EXECUTE, State.EXECUTED: Duty.REVIEW}.get(state, Duty.AUTHORISE)


def _may(act: Act, found: Request, checks: Sequence[Check], *, allowed: bool) -> MayOut:
    path, bad = f"/v1/approvals/{found.id}", refusal(checks)
    if found.state is State.EXECUTED:
        return MayOut.model_construct(review=None if bad else _door(f"{path}/review"))
    if found.state is not State.ASKED:
        return MayOut.model_construct()
    decides = allowed and (bad is None or bad.key == "limit")
    own = found.asked_by == act.actor.id
    return MayOut.model_construct(
        authorise=_door(f"{path}/authorisation") if allowed and bad is None else None,
        reject=_door(f"{path}/rejection", reason=True) if decides else None,
        send_back=_door(f"{path}/return", reason=True) if decides else None,
        withdraw=_door(f"{path}/withdrawal") if own else None,
    )


def _elsewhere(act: Act, row: Waiting, staff: Mapping[int, str]) -> ApprovalOut:
    """What waits in another room: its own door decides it."""
    source = SOURCES[row.source]
    able = [name for code, name in _holders(act, source.permission) if row.able is None or code in row.able]
    who = f"Lo autoriza: {', '.join(able) or 'nadie con ese límite'}"
    held = act.actor.may(source.permission)
    checks = _checks_elsewhere(row, held=held)
    yes: dict[str, bool | str] = {"approve": True} if source.rejects else {}
    rejects = source.rejects and held and row.barred in ("", "limit")
    may = MayOut.model_construct(
        authorise=_door(row.path, yes, reason=row.source == "tills") if row.mine else None,
        reject=_door(row.path, {"approve": False}, reason=True) if rejects else None,
    )
    return ApprovalOut.model_construct(
        id=row.id, source=row.source, kind=row.kind, kind_label=LABELS[row.kind], folio=row.folio, summary=row.summary,
        link=row.link, party_id=row.party_id, party=row.party, branch_id=row.branch_id,
        branch=branches(act)[row.branch_id].name, money=row.money, state=State.ASKED.value,
        state_label=STATES[State.ASKED], asked_by=_person(row.asked_by, staff), asked_at=row.asked_at,
        age_days=max(act.at - row.asked_at, timedelta()) // timedelta(days=1), reason=row.reason,
        policy=[_check(each) for each in checks], policy_ok=row.mine, who=who, may=may, evidence=[],
    )  # fmt: skip


_BARRED = {
    "own": ("hands", "Usted lo pidió: nadie autoriza lo que pidió"),
    "hands": ("hands", "Usted abrió, contó o pidió: lo decide otra persona"),
}


def _checks_elsewhere(row: Waiting, *, held: bool) -> list[Check]:
    """What must hold to decide what waits in another room, in words."""
    checks = [Check("duty", held, "Su puesto lo autoriza" if held else "Su puesto no lo autoriza")]
    if row.barred in _BARRED:
        key, told = _BARRED[row.barred]
        return [*checks, Check(key, ok=False, text=told)]
    if not held or row.able is None:
        return checks
    if row.ceiling is None:
        return [*checks, Check("limit", ok=row.mine, text="Su puesto no decide nada de este producto")]
    told = f"{'Dentro de' if row.mine else 'Pasa de'} su tope: {money_text(row.ceiling)}"
    if row.given is not None:
        told += f". Con lo que {row.lately} ya condonó de este préstamo: {money_text(row.given)}"
    return [*checks, Check("limit", ok=row.mine, text=told)]


def _holders(act: Act, permission: str) -> list[tuple[str, str]]:
    """The roles that hold a permission: code and name."""
    kept: dict[str, list[tuple[str, str]]] = act.db.info.setdefault("holders", {})
    if permission not in kept:
        kept[permission] = [
            (role.code, role.name)
            for role in access.roles(act)
            if permission in {code for code, _ in role.permissions}
        ]
    return kept[permission]


def _door(path: str, body: dict[str, bool | str] | None = None, *, reason: bool = False) -> DecisionOut:
    return DecisionOut.model_construct(path=path, body=body or {}, reason=reason)


def _check(each: Check) -> CheckOut:
    return CheckOut.model_construct(key=each.key, ok=each.ok, text=each.text)


def _signature(each: Signature, matrix: Matrix, staff: Mapping[int, str]) -> SignatureOut:
    return SignatureOut.model_construct(
        actor=WhoOut.model_construct(id=each.actor_id, name=staff.get(each.actor_id, "")),
        role=matrix.roles.get(each.role, each.role), duty=DUTIES[each.says.duty], says=each.says.value,
        says_label=SAID[each.says], at=each.at, ip=each.ip, note=each.note,
        on_behalf_of=_person(each.on_behalf_of, staff),
    )  # fmt: skip


def _person(user: int | None, staff: Mapping[int, str]) -> WhoOut | None:
    return None if user is None else WhoOut.model_construct(id=user, name=staff.get(user, ""))
