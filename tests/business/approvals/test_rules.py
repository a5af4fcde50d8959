"""What is signed and who may sign it, for any matrix, amount and person."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caudal.business.approvals.rules.kinds import Duty, Kind, Says, State
from caudal.business.approvals.rules.payload import canonical, digest
from caudal.business.approvals.rules.policy import Case, Hand, Matrix, checks, refusal, who_text
from caudal.kernel.money import Money

ROLES = ("empleado", "supervisor", "gerente", "contador", "director", "duena")
duties = st.frozensets(st.tuples(st.sampled_from(Kind), st.sampled_from(ROLES), st.sampled_from(Duty)).map(
    lambda each: (each[0].value, each[1], each[2].value)
))  # fmt: skip
amounts = st.integers(0, 10_000_000).map(lambda minor: Money.from_minor(minor, "MXN"))
limits = st.dictionaries(
    st.tuples(st.sampled_from(Kind).map(str), st.sampled_from(ROLES), st.sampled_from(["MXN", "COP"])),
    st.none() | amounts,
).map(
    lambda found: {key: limit if limit is None or key[2] == "MXN" else None for key, limit in found.items()}
)
matrices = st.builds(Matrix, duties, limits, st.just({role: role.capitalize() for role in ROLES}))
cases = st.builds(
    Case, st.sampled_from(Kind), amounts, st.sampled_from(State),
    st.dictionaries(st.integers(1, 4), st.sampled_from(Says), max_size=3),
)  # fmt: skip
hands = st.builds(Hand, st.integers(1, 5), st.sampled_from(ROLES))
data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | amounts | st.dates() | st.uuids()
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3), max_leaves=8,
)  # fmt: skip


@settings(max_examples=100)
@given(matrices, cases, hands, st.sampled_from(Duty))
def test_it_may_be_signed_only_if_all_of_it_holds(matrix: Matrix, case: Case, hand: Hand, duty: Duty) -> None:
    allowed = refusal(checks(matrix, case, hand, duty)) is None
    held = (case.kind.value, hand.role, duty.value) in matrix.duties
    limit = matrix.limits.get((case.kind.value, hand.role, "MXN")) if duty is Duty.AUTHORISE else None
    within = limit is None or case.money.minor <= limit.minor
    waits = {Duty.AUTHORISE: State.ASKED, Duty.EXECUTE: State.AUTHORISED, Duty.REVIEW: State.EXECUTED}
    in_turn = duty is Duty.ASK or case.state is waits[duty]
    assert allowed == (held and within and in_turn and hand.id not in case.signed)


@settings(max_examples=100)
@given(matrices, cases, hands)
def test_nobody_authorises_and_executes_the_same(matrix: Matrix, case: Case, hand: Hand) -> None:
    """The golden rule: whatever the matrix and the limits, one of the two is refused to who did the other."""
    for first, second, state in (
        (Says.AUTHORISE, Duty.EXECUTE, State.AUTHORISED), (Says.EXECUTE, Duty.AUTHORISE, State.ASKED),
        (Says.ASK, Duty.AUTHORISE, State.ASKED), (Says.ASK, Duty.EXECUTE, State.AUTHORISED),
    ):  # fmt: skip
        signed = Case(case.kind, case.money, state, {**case.signed, hand.id: first})
        assert refusal(checks(matrix, signed, hand, second)) is not None


@settings(max_examples=60)
@given(matrices, st.sampled_from(Kind), amounts, amounts)
def test_who_may_for_more_may_for_less(matrix: Matrix, kind: Kind, one: Money, other: Money) -> None:
    less, more = sorted((one, other), key=lambda money: money.minor)
    assert set(matrix.who(kind, Duty.AUTHORISE, more)) <= set(matrix.who(kind, Duty.AUTHORISE, less))
    assert matrix.who(kind, Duty.EXECUTE, more) == matrix.who(kind, Duty.EXECUTE, less)
    assert who_text(matrix, kind, Duty.AUTHORISE, more).startswith("Lo autoriza: ")


@settings(max_examples=100)
@given(st.dictionaries(st.text(max_size=4), data, max_size=4), st.data())
def test_the_same_content_has_the_same_digest_and_another_has_another(
    payload: dict[str, object], more: st.DataObject
) -> None:
    subject, money = UUID(int=7), Money.of("7000", "MXN")
    shuffled = dict(more.draw(st.permutations(list(payload.items()))))
    whole = digest("payable", subject, money, None, payload)
    assert digest("payable", subject, money, None, shuffled) == whole
    key = more.draw(st.text(min_size=5, max_size=6))
    assert digest("payable", subject, money, None, {**payload, key: 1}) != whole
    assert digest("payable", subject, money + Money.of("0.01", "MXN"), None, payload) != whole
    assert digest("refund", subject, money, None, payload) != whole
    assert digest("payable", subject, money, UUID(int=8), payload) != whole
    assert digest("payable", UUID(int=8), money, None, payload) != whole


def test_what_is_signed_is_exact() -> None:
    known = {
        "when": date(2026, 10, 5),
        "rate": Decimal("0.10"),
        "who": UUID(int=1),
        "kind": Kind.REFUND,
        "ok": True,
    }
    assert canonical(known) == (
        '{"kind":"refund","ok":true,"rate":"0.10","when":"2026-10-05","who":"00000000-0000-0000-0000-000000000001"}'
    )
    for bad in (1.5, {"a": [1.5]}, object(), b"x"):
        with pytest.raises(TypeError):
            canonical(bad)
