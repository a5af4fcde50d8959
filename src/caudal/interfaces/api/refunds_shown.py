"""Refunds as the door tells them: names, what applied of the policy, and what happened with each."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from caudal.business.bookings import queries as bookings
from caudal.business.bookings.queries import BookingRecord
from caudal.business.parties import queries as parties
from caudal.business.refunds import queries
from caudal.business.refunds.commands import Worth
from caudal.business.refunds.queries import RefundRecord
from caudal.business.refunds.rules import BACK_BY, METHODS, STATES, Method, State, band_of
from caudal.business.treasury import queries as treasury
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.flows import refunding
from caudal.interfaces.api.payments import EntryLineOut
from caudal.interfaces.api.policies import calculation_out, policy_out
from caudal.interfaces.api.receivables import reference
from caudal.interfaces.api.refunds_shapes import RefundDetail, RefundOut, StepOut, WorthOut
from caudal.kernel.formats import money_screen


def outs(act: Act, records: Iterable[RefundRecord]) -> list[RefundOut]:
    """Refunds in the shape of the door, with names."""
    return [RefundOut.model_construct(**each) for each in _shapes(act, list(records))]


def detail(act: Act, refund: RefundRecord) -> RefundDetail:
    """A refund with how it was calculated and what happened with it."""
    booking, policy = bookings.booking(act, refund.booking_id), queries.policy(act, refund.policy_id)
    ordered = sorted(policy.bands, key=lambda band: -band.first_day)
    applied = band_of(policy.bands, refund.days)
    box = treasury.names(act, {refund.box_id}).get(refund.box_id) if refund.box_id else None
    entries = (refund.decision_entry_id, refund.entry_id, refund.void_entry_id)
    return RefundDetail.model_construct(
        **next(_shapes(act, [refund])),
        pay_to=refund.pay_to, reference=refund.reference, account=box.name if box else None,
        receivable_id=booking.debt.id, receivable=booking.debt.folio,
        policy_applied=policy_out(policy, access.names(act, {policy.created_by}).get(policy.created_by)),
        row=ordered.index(applied), ways=queries.ways(act, booking.debt.id), timeline=list(_life(act, refund)),
        entries=[each for each in entries if each],
    )  # fmt: skip


def worth_out(act: Act, booking: BookingRecord, found: Worth) -> WorthOut:
    """What cancelling gives back, in the shape of the door."""
    back = {BACK_BY.get(way) for way in found.ways}
    only = back.pop() if len(back) == 1 else None
    by = access.names(act, {found.policy.created_by}).get(found.policy.created_by)
    return WorthOut.model_construct(
        calculation=calculation_out(found.sum, found.policy.bands, found.policy.id), cancelled_on=found.cancelled_on,
        due_on=act.business_date + timedelta(days=found.policy.pay_days), unpaid=booking.debt.balance,
        ways=dict(found.ways), method=only.value if only else None, policy=policy_out(found.policy, by),
        entry=[_line(each) for each in refunding.foreseen(act, booking, found, only or Method.TRANSFER)],
    )  # fmt: skip


def _line(each: refunding.Written) -> EntryLineOut:
    debit = each.amount if each.amount.is_positive else None
    return EntryLineOut.model_construct(
        account=each.account, name=each.name, debit=debit, credit=None if debit else -each.amount
    )


def _shapes(act: Act, rows: list[RefundRecord]) -> Iterator[dict[str, Any]]:
    people, places = parties.many(act, {row.party_id for row in rows}), branches(act)
    sold = bookings.many(act, {row.booking_id for row in rows})
    who = {each for row in rows for each in (row.asked_by, row.decided_by, row.paid_by) if each is not None}
    staff = access.names(act, who)
    for row in rows:
        booking = sold[row.booking_id]
        authorised = row.decided_by is not None and row.state is not State.RETAINED
        yield {
            "id": row.id, "folio": row.folio, "branch_id": row.branch_id, "branch": places[row.branch_id].name,
            "client": reference(row.party_id, people), "client_id": row.party_id, "booking_id": row.booking_id,
            "booking": booking.folio, "service": booking.debt.concept, "service_on": row.service_on, "days": row.days,
            "percent": str(row.percent), "paid": row.paid, "already": row.already,
            "policy": row.policy, "amount": row.amount, "retained": row.retained, "exception": row.exception,
            "method": row.method.value, "method_label": METHODS[row.method], "state": row.state.value,
            "state_label": STATES[row.state], "late": row.late(act.business_date), "asked_on": row.asked_on,
            "due_on": row.due_on, "asked_by": staff.get(row.asked_by),
            "authorised_by": staff.get(row.decided_by or 0) if authorised else None,
            "paid_by": staff.get(row.paid_by) if row.paid_by else None, "paid_on": row.paid_on,
            "request_id": row.request_id, "reason": row.reason,
        }  # fmt: skip


def _life(act: Act, row: RefundRecord) -> Iterator[StepOut]:
    who = {each for each in (row.asked_by, row.decided_by, row.paid_by, row.ended_by) if each is not None}
    staff = access.names(act, who)
    amount = money_screen(row.amount)
    steps: list[tuple[datetime | None, date | None, str, int | None, str | None]] = [
        (row.asked_at, row.asked_on, f"Se pidió devolver {amount}", row.asked_by, row.reason),
        (row.decided_at, row.decided_on, _decided(row), row.decided_by, None),
        (row.paid_at, row.paid_on, f"Se pagaron {amount} · {METHODS[row.method]} {row.reference or ''}".strip(),
         row.paid_by, None),
        (row.ended_at, None, STATES[row.state], row.ended_by, row.ended_reason),
    ]  # fmt: skip
    for at, on, text, by, reason in steps:
        if at is not None:
            actor = staff.get(by) if by is not None else None
            yield StepOut.model_construct(at=at, on=on, text=text, actor=actor, reason=reason)


def _decided(row: RefundRecord) -> str:
    kept = money_screen(row.retained)
    if row.state is State.RETAINED:
        return f"La política no devuelve nada: se retienen {kept}"
    return f"Se autorizó; se retienen {kept}"
