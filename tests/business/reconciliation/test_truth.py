"""Known truth: what posts by itself never errs; and whatever is matched, nothing is explained twice."""

import threading
from datetime import timedelta

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from benchmarks.bank_truth import make
from benchmarks.reconcile import Bench, furnish, judged
from caudal.business.reconciliation import commands
from caudal.business.reconciliation.commands import AlreadyExplained, Match
from caudal.business.reconciliation.rules import pairing, sums
from caudal.business.reconciliation.rules.statements import LineIn, from_running, told
from caudal.business.treasury.rules.numbers import NumberKind, clabe_digit, same_account, wrong_number
from caudal.kernel.db import connect
from caudal.kernel.problems import Invalid
from tests import database
from tests.business.house import TODAY
from tests.business.reconciliation.desk import Desk, line


def test_the_passes_that_post_by_themselves_never_err(postgres: database.Server) -> None:
    truth = make(1_500, 11)
    with postgres.clone() as url:
        furnish(url)
        bench = Bench(connect(url, pool_size=2))
        try:
            bench.fill(truth, url)
            with bench.act() as act:
                commands.run(act, bench.account)
            found = bench.found()
            by_pass = judged(truth, found)
            with psycopg.connect(url) as root:
                left = root.execute(
                    "select count(*) from bank_lines where open <> 0 and open <> amount"
                ).fetchone()
        finally:
            bench.engine.dispose()
    assert left == (0,)
    sure_of = {
        truth.lines[place].text.split()[how]
        for lines, _ in found["reference"]
        for place in lines
        for how in (0, 1)
    }
    assert sure_of >= {"CXP", "FACT", "DEVOLUCION"}, (
        "what the house pays is known by its folio and its invoice"
    )
    assert any(told.startswith("PG-") for told in sure_of)
    sure = {how: by_pass[how] for how in ("reference", "slip", "unique")}
    assert all(said == right > 0 for said, right in sure.values()), by_pass
    wanted = len({x for lines, _ in truth.same for x in lines})
    assert sum(right for _, right in by_pass.values()) >= 0.85 * wanted


AMOUNTS = st.lists(st.integers(1, 400), min_size=1, max_size=6)


@settings(max_examples=100)
@given(AMOUNTS, AMOUNTS, st.booleans(), st.booleans())
def test_parts_are_the_same_on_both_sides(
    left: list[int], right: list[int], goes: bool, partly: bool
) -> None:
    sign = -1 if goes else 1
    lines = [(n, sign * each) for n, each in enumerate(left)]
    moves = [((n, 1), sign * each) for n, each in enumerate(right)]
    if sum(left) != sum(right) and not partly:
        with pytest.raises(Invalid):
            pairing.parts(lines, moves, partly=partly)
        return
    parts = pairing.parts(lines, moves, partly=partly)
    for place, amount in lines:
        assert 0 <= sign * sum(p.amount for p in parts if p.line == place) <= sign * amount
    for move, amount in moves:
        assert 0 <= sign * sum(p.amount for p in parts if p.movement == move) <= sign * amount
    assert sign * sum(p.amount for p in parts) == min(sum(left), sum(right))
    assert len({(p.line, p.movement) for p in parts}) == len(parts)


@settings(max_examples=100)
@given(st.lists(st.integers(1, 1_000_000), min_size=2, max_size=26), st.data())
def test_sums_add_up_and_a_small_one_is_always_found(amounts: list[int], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(amounts) - 1), min_size=2, max_size=3, unique=True))
    target = sum(amounts[place] for place in chosen)
    found = sums.subsets(amounts, target)
    assert found
    for each in found:
        assert sum(amounts[place] for place in each) == target
        assert len(set(each)) == len(each) > 1
    assert sums.subsets([*amounts, *[1] * 26], target) == []


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(-500, 500).filter(bool), st.sampled_from(["A", "B"])), min_size=1, max_size=8
    ),
    st.integers(-9, 9),
)
def test_running_balances_tell_the_ends_in_either_order(rows: list[tuple[int, str]], opening: int) -> None:
    lines, balance = [], opening
    for amount, word in rows:
        balance += amount
        lines.append(LineIn(1, TODAY, amount, word, balance=balance))
    assert from_running(lines)[:2] == (opening, balance)
    before, after, _ = from_running(lines[::-1])
    assert before is not None
    assert after is not None
    assert after - before == balance - opening
    seen = [(x.line.amount, x.hash, x.ordinal) for x in told(lines)]
    assert len(set(seen)) == len(seen)


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_the_digit_of_a_clabe_catches_one_wrong_digit(first: str, place: int, off: int) -> None:
    number = first + clabe_digit(first)
    assert wrong_number(NumberKind.CLABE, number) == ""
    wrong = number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]
    assert wrong_number(NumberKind.CLABE, wrong) != ""


def test_the_number_inside_a_clabe_is_that_account() -> None:
    assert same_account("0011835971", "032180000118359719")
    assert not same_account("0011835972", "032180000118359719")
    assert not same_account("59719", "032180000118359719")


def test_two_people_at_the_same_line_are_one(desk: Desk) -> None:
    desk.paid("500", "Ana Ruiz", day=-1)
    desk.paid("500", "Luis Vega", day=-1)
    desk.enter(line("500", "SPEI X Y"))
    (one,) = desk.lines()
    moves = [(m.entry_id, m.line) for m in desk.movements()]
    gate, said = threading.Barrier(2), list[str]()

    def explain(move: tuple[int, int]) -> None:
        gate.wait()
        try:
            desk.match([one.id], [move])
            said.append("done")
        except AlreadyExplained:
            said.append("late")

    both = [threading.Thread(target=explain, args=(move,)) for move in moves]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(said) == ["done", "late"]
    assert [x.open.minor for x in desk.lines()] == [0]
    with pytest.raises(Exception, match="bank_lines_open"), desk.house.act() as act:
        act.db.execute(text("update bank_lines set open = amount + 1"))


def test_lives_of_a_line_end_as_they_began(desk: Desk) -> None:
    """Explained in any order and undone in any other, what is left is what there was."""
    for n, amount in enumerate(("100", "250", "150")):
        desk.paid(amount, f"Persona Número{n}", day=-1)
    desk.enter(line("350", "A B"), line("151", "C D"))
    (big, small), moves = desk.lines(), {m.amount.minor: (m.entry_id, m.line) for m in desk.movements()}
    first = desk.match([big.id], [moves[10_000]], partly=True)
    second = desk.match([big.id], [moves[25_000]])
    third = desk.match([small.id], [moves[15_000]], partly=True)
    with pytest.raises(AlreadyExplained), desk.house.act() as act:
        commands.match(act, Match(desk.account(), (big.id,), (moves[15_000],), partly=True))
    for each in (second, third, first):
        desk.undo(each.id)
    assert all(x.open == x.amount for x in desk.lines())
    assert all(m.open == m.amount for m in desk.movements())
    assert desk.day(TODAY - timedelta(days=1)).unmatched_books == 3
