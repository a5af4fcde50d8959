"""What explains what: the sure passes post, the rest is proposed, a person decides, and everything can be undone."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from caudal.business.payments.commands import ReferenceRepeated
from caudal.business.reconciliation import commands, queries
from caudal.business.reconciliation.commands import AlreadyExplained, Claim, NewRule
from caudal.business.reconciliation.rules.statements import Broken
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import MoveCash
from caudal.business.treasury.rules.states import Operation
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, NotFound
from caudal.ledger import queries as books
from caudal.ledger.rules import Use
from tests.business.house import TODAY
from tests.business.reconciliation.desk import Desk, line


def held(desk: Desk, use: Use) -> int:
    with desk.house.act() as act:
        return books.balance(act, use, "MXN").minor


class TestSurePasses:
    def test_reference_and_amount_whatever_else_is_alike(self, desk: Desk) -> None:
        desk.paid("500", "Ana Ruiz", "SPEI-70011", -2)
        desk.paid("500", "Luis Vega", "SPEI-70022", -2)
        desk.paid("500", "Rosa Soto", None, -2)
        done = desk.enter(line("500", "SPEI 0070022 BANORTE", -1), line("500", "TRANSFERENCIA 70011", 0))
        assert done.matched.by_pass == {"reference": 2, "slip": 0, "unique": 0}
        assert [(x.open.minor, x.why) for x in desk.lines()] == [
            (0, "mismo monto y referencia, +1 día"), (0, "mismo monto y referencia, +2 días"),
        ]  # fmt: skip
        assert [m.party for m in desk.movements(open=True)] == ["Rosa Soto"]

    def test_a_reference_that_two_payments_have_decides_nothing(self, desk: Desk) -> None:
        desk.paid("500", "Ana Ruiz", "REF-9001")
        desk.paid("500", "Luis Vega", "REF9001")
        assert desk.enter(line("500", "SPEI REF9001")).matched.by_pass["reference"] == 0

    def test_what_a_till_deposited_in_a_day(self, desk: Desk) -> None:
        account = desk.account()
        desk.house.pay(desk.client("Ana"), "900")
        for amount in ("300", "250"):
            with desk.house.act() as act:
                till = treasury.till_of(act, "MXN").id
                treasury.move(
                    act,
                    MoveCash(
                        till, Operation.DEPOSIT, Money.of(amount, "MXN"), "corte", to_account_id=account
                    ),
                )
        done = desk.enter(line("550", "DEPOSITO EFECTIVO SUC 12", 1))
        assert done.matched.by_pass == {"reference": 0, "slip": 1, "unique": 0}
        assert desk.movements(open=True) == []

    def test_the_only_one_of_its_amount_unless_the_names_differ(self, desk: Desk) -> None:
        desk.paid("123.45", "Ana Ruiz", day=-3)
        desk.paid("678.90", "Luis Vega", day=-1)
        done = desk.enter(
            line("123.45", "SPEI RECIBIDO RUIZ ANA", 0), line("678.90", "SPEI RECIBIDO ROSA SOTO", 0)
        )
        assert done.matched.by_pass["unique"] == 1
        (left,) = desk.lines(open=True)
        assert (left.text, left.suggestions) == ("SPEI RECIBIDO ROSA SOTO", 1)

    def test_an_entry_and_its_reversal_explain_each_other(self, desk: Desk) -> None:
        paid = desk.paid("500", reference="R-77001")
        desk.house.reverse(paid.id)
        assert desk.movements(open=True) == []
        assert desk.enter(line("500", "SPEI R77001")).matched.total == 0


class TestProposals:
    def test_names_tell_equal_amounts_apart(self, desk: Desk) -> None:
        desk.paid("500", "Ana Ruiz Vega", day=-1)
        desk.paid("500", "Luis Soto Mora", day=-1)
        done = desk.enter(line("500", "SPEI SOTO MORA LUIS"), line("500", "SPEI ANA RUIZ VEG"))
        assert (done.matched.total, done.matched.suggestions) == (0, 2)
        for each in desk.lines():
            with desk.house.act() as act:
                (best,) = queries.suggestions(act, each.id)
                commands.accept(act, best.id)
            assert best.reason.startswith("mismo monto y nombre parecido")
        assert {(x.open.minor, x.how) for x in desk.lines()} == {(0, "name")}

    def test_several_payments_in_one_transfer_and_the_other_way_around(self, desk: Desk) -> None:
        for amount in ("100", "250", "75"):
            desk.paid(amount, "Ana Ruiz Vega", day=-1)
        desk.paid("900", "Luis Soto Mora", day=-1)
        desk.enter(
            line("425", "SPEI ANA RUIZ VEGA"),
            line("400", "SPEI LUIS SOTO MORA"),
            line("500", "SPEI LUIS SOTO MORA"),
        )
        with desk.house.act() as act:
            found = [
                queries.suggestions(act, each.id)[0]
                for each in queries.lines(act, queries.Which(desk.account())).items
            ]
        assert [each.reason for each in found] == [
            "3 movimientos del mismo nombre suman la línea", "2 líneas del banco del mismo nombre suman el movimiento",
            "2 líneas del banco del mismo nombre suman el movimiento",
        ]  # fmt: skip
        for each in (found[0], found[1]):
            with desk.house.act() as act:
                commands.accept(act, each.id)
        assert desk.lines(open=True) == desk.movements(open=True) == []
        with pytest.raises(NotFound), desk.house.act() as act:
            commands.accept(act, found[2].id)

    def test_a_payer_accepted_once_is_known_the_next_time(self, desk: Desk) -> None:
        desk.paid("500", "Ana Ruiz", day=-1)
        desk.enter(line("500", "SPEI COMERCIALIZADORA DEL SURESTE"))
        (one,) = desk.lines()
        (move,) = desk.movements()
        desk.match([one.id], [(move.entry_id, move.line)])
        desk.paid("700", "Ana Ruiz")
        desk.paid("700", "Luis Vega")
        desk.enter(line("700", "SPEI COMERCIALIZADORA DEL SURESTE"))
        with desk.house.act() as act:
            best = queries.suggestions(act, desk.lines(open=True)[0].id)[0]
        assert "ya pagó antes con ese nombre" in best.reason
        assert (
            b"COMERCIALIZADORA"
            not in desk.house.one("select string_agg(payer_key, '') from payer_aliases")[0]
        )


class TestByHand:
    def test_many_to_many_add_up_to_the_same(self, desk: Desk) -> None:
        for amount in ("100", "200", "300"):
            desk.paid(amount, "Ana Ruiz")
        desk.enter(line("350", "X1"), line("250", "X2"))
        lines, moves = [x.id for x in desk.lines()], [(m.entry_id, m.line) for m in desk.movements()]
        with pytest.raises(Invalid):
            desk.match(lines, moves[:2])
        made = desk.match(lines, moves)
        assert sum(p.amount.minor for p in made.parts) == 60_000
        assert desk.lines(open=True) == desk.movements(open=True) == []
        with pytest.raises(AlreadyExplained):
            desk.match(lines, moves)
        undone = desk.undo(made.id)
        assert undone.undone_reason == "no era eso"
        assert len(desk.lines(open=True)) == 2
        assert len(desk.movements(open=True)) == 3
        with pytest.raises(AlreadyExplained):
            desk.undo(made.id)

    def test_partly_leaves_the_rest_open(self, desk: Desk) -> None:
        desk.paid("900", "Ana Ruiz")
        desk.enter(line("1000", "SPEI X"))
        (one,), (move,) = desk.lines(), desk.movements()
        desk.match([one.id], [(move.entry_id, move.line)], partly=True)
        assert [x.open.minor for x in desk.lines()] == [10_000]
        assert desk.movements(open=True) == []

    def test_what_comes_in_and_goes_out_may_be_one_line(self, desk: Desk) -> None:
        desk.paid("1000", "Ana Ruiz")
        desk.enter(line("990", "SPEI NETO"), line("-10", "CARGO X"))
        net, charge = desk.lines()
        (move,) = desk.movements()
        with desk.house.act() as act:
            commands.explain(act, charge.id, "fee")
        assert held(desk, Use.BANK_FEES) == 1_000
        with pytest.raises(Invalid):
            desk.match([net.id], [(move.entry_id, move.line)])

    def test_what_is_of_another_account_or_comes_twice(self, desk: Desk) -> None:
        desk.paid("10")
        desk.enter(line("10", "A"), line("11", "B"))
        (move,) = desk.movements()
        first = desk.lines()[0].id
        for lines, moves, refusal in (
            ([first, first], [(move.entry_id, move.line)], Invalid), ([], [(move.entry_id, move.line)], Invalid),
            ([999_999], [(move.entry_id, move.line)], NotFound), ([desk.lines()[1].id], [(1, 99)], NotFound),
        ):  # fmt: skip
            with pytest.raises(refusal):
                desk.match(lines, moves)


class TestLinesInNoBooks:
    def test_fees_their_tax_and_interest_are_posted_when_the_bank_did_it(self, desk: Desk) -> None:
        desk.enter(
            line("-116", "COMISION MANEJO", -3),
            line("-18.56", "IVA COM MANEJO", -3),
            line("7", "INTERESES GANADOS", -1),
        )
        for each in desk.lines():
            with desk.house.act() as act:
                (seen,) = queries.suggestions(act, each.id)
                assert seen.outcome == each.nature
                made = commands.explain(act, each.id, each.nature)
                assert books.entry(act, made.made_entry_id or 0).on == each.on
        assert [held(desk, use) for use in (Use.BANK_FEES, Use.TAX_CREDIT, Use.OTHER_INCOME)] == [
            11_600,
            1_856,
            -700,
        ]
        assert desk.lines(open=True) == []
        for each in desk.lines():
            desk.undo(each.match_id)  # type: ignore[arg-type]
        assert [held(desk, use) for use in (Use.BANK_FEES, Use.TAX_CREDIT, Use.OTHER_INCOME)] == [0, 0, 0]
        assert desk.movements(open=True) == []

    def test_a_rule_says_what_a_text_always_is(self, desk: Desk) -> None:
        desk.enter(line("-50", "CUOTA TPV 88"), line("900", "DEP GRUPO HOTELERO"))
        with desk.house.act() as act:
            commands.add_rule(act, NewRule("cuota tpv", "fee"))
            rule = commands.add_rule(
                act,
                NewRule("Grupo Hotelero", "payer", account=desk.account(), client_id=desk.client("Hotel")),
            )
        found = {}
        for each in desk.lines():
            with desk.house.act() as act:
                (seen,) = queries.suggestions(act, each.id)
                found[each.text] = (seen.outcome, seen.party, seen.reason)
        assert found == {
            "CUOTA TPV 88": ("fee", None, "la regla «CUOTA TPV»"),
            "DEP GRUPO HOTELERO": ("payer", "Hotel", "la regla «GRUPO HOTELERO»"),
        }
        with desk.house.act() as act:
            commands.end_rule(act, rule.id)
            assert queries.suggestions(act, desk.lines()[1].id) == []

    def test_money_nobody_claimed_waits_until_somebody_does(self, desk: Desk) -> None:
        debt = desk.house.debt(desk.client("Ana Ruiz"), "800")
        desk.enter(line("800", "SPEI 4455 SIN NOMBRE", -2, reference="4455"))
        (one,) = desk.lines()
        with desk.house.act() as act:
            commands.explain(act, one.id, "unidentified")
        assert held(desk, Use.UNIDENTIFIED) == -80_000
        with desk.house.act() as act:
            made = commands.claim(act, Claim(one.id, desk.client("Ana Ruiz")))
        assert held(desk, Use.UNIDENTIFIED) == 0
        assert desk.house.due(debt.id).standing.status == "paid"
        assert (made.made, [x.open.minor for x in desk.lines()]) == ("payment", [0])
        assert desk.movements(open=True) == []
        with pytest.raises(AlreadyExplained), desk.house.act() as act:
            commands.claim(act, Claim(one.id, desk.client("Ana Ruiz")))

    def test_a_deposit_taken_before_is_not_taken_again(self, desk: Desk) -> None:
        desk.paid("800", "Ana Ruiz", "4455")
        desk.enter(line("801", "SPEI", reference="4455"))
        with pytest.raises(ReferenceRepeated), desk.house.act() as act:
            commands.claim(act, Claim(desk.lines()[0].id, desk.client("Ana Ruiz")))

    def test_what_cannot_be(self, desk: Desk) -> None:
        desk.enter(line("-5", "CARGO"))
        (one,) = desk.lines()
        for bad in ("unidentified", "propina"):
            with pytest.raises(Invalid), desk.house.act() as act:
                commands.explain(act, one.id, bad)
        with pytest.raises(Invalid), desk.house.act() as act:
            commands.claim(act, Claim(one.id, desk.client("Ana")))


class TestStatements:
    def test_equal_lines_are_two_and_the_same_ones_again_none(self, desk: Desk) -> None:
        two = [line("50", "OXXO", -1), line("50", "OXXO", -1), line("60", "OXXO", 0)]
        first = desk.enter(*two, opening=1_000, closing=17_000)
        again = desk.enter(*two, line("70", "OXXO", 0), opening=1_000, closing=24_000)
        assert (first.statement.lines, first.statement.repeated) == (3, 0)
        assert (again.statement.lines, again.statement.repeated, again.statement.gap.minor) == (4, 3, 0)  # type: ignore[union-attr]
        assert len(desk.lines()) == 4

    def test_lines_that_the_bank_numbers_are_told_apart_by_it(self, desk: Desk) -> None:
        desk.enter(line("50", "OXXO", external_id="A1"))
        done = desk.enter(line("50", "OXXO", external_id="A2"), line("50", "OTRO TEXTO", external_id="A1"))
        assert (done.statement.repeated, len(desk.lines())) == (1, 2)

    def test_a_gap_between_statements_is_shown(self, desk: Desk) -> None:
        desk.enter(line("100", "A", -3), opening=0, closing=10_000)
        done = desk.enter(line("50", "B", -1), opening=13_000, closing=18_000)
        assert done.statement.gap == Money.of("30", "MXN")
        (after,) = [desk.enter(line("20", "C", 0)).statement]
        assert (after.opening, after.closing, after.gap) == (
            Money.of("180", "MXN"),
            Money.of("200", "MXN"),
            Money.of(0, "MXN"),
        )

    def test_what_does_not_add_up_or_is_of_another_account_does_not_enter(self, desk: Desk) -> None:
        cases = {
            "extracto-descuadrado": {"opening": 0, "closing": 1}, "extracto-de-otra-cuenta": {"account": "99887766"},
            "extracto-en-otra-moneda": {"currency": "USD"},
        }  # fmt: skip
        for slug, told in cases.items():
            with pytest.raises(
                (commands.Uneven, commands.AnotherAccount, commands.AnotherCurrency)
            ) as refused:
                desk.enter(line("100"), **told)
            assert refused.value.type == slug
        assert desk.lines() == []
        with pytest.raises(commands.Uneven):
            desk.enter(line("100", day=400))

    def test_broken_rows_stay_out_only_if_somebody_says_so(self, desk: Desk) -> None:
        bad = [Broken(3, "La fecha «ayer» no es una fecha", "ayer")]
        with pytest.raises(commands.HasBroken) as refused:
            desk.enter(line("100"), broken=bad, opening=0, closing=15_000)
        assert refused.value.facts["errors"] == [
            {"pointer": "/rows/3", "detail": "La fecha «ayer» no es una fecha"}
        ]
        done = desk.enter(line("100"), broken=bad, leave_out=True, opening=0, closing=15_000)
        assert done.statement.uneven == Money.of("50", "MXN")
        assert [b["row"] for b in done.statement.broken] == [3]

    def test_one_with_nothing_explained_can_be_taken_back_and_come_again(self, desk: Desk) -> None:
        desk.paid("77", reference="70077")
        done = desk.enter(line("77", "SPEI 70077"), line("5", "X"))
        with pytest.raises(commands.NotNow), desk.house.act(reason="era de otra cuenta") as act:
            commands.withdraw(act, done.statement.id)
        desk.undo(desk.lines(open=False)[0].match_id)  # type: ignore[arg-type]
        with desk.house.act(reason="era de otra cuenta") as act:
            assert commands.withdraw(act, done.statement.id).state == "withdrawn"
        assert desk.lines() == []
        assert desk.enter(line("77", "SPEI 70077"), line("5", "X")).statement.repeated == 0


class TestDays:
    def test_two_errors_do_not_hide_each_other(self, desk: Desk) -> None:
        desk.paid("100", "Ana Ruiz", "70001")
        desk.paid("40", "Luis Vega")
        desk.enter(line("100", "SPEI 70001"), line("40.00", "SPEI ROSA SOTO MORA"))
        day = desk.day()
        assert (day.state, day.difference.minor) == ("unreconciled", 0)
        assert (day.unmatched_bank, day.unmatched_books, day.unexplained.minor) == (1, 1, 8_000)
        assert desk.told("reconciliation.DayUnreconciled") == 1

    def test_what_the_bank_saw_another_day_has_its_age_and_is_no_error(self, desk: Desk) -> None:
        desk.paid("100", "Ana Ruiz", "70001", -1)
        desk.enter(line("100", "SPEI 70001"), since=TODAY - timedelta(days=1))
        before, today = desk.day(TODAY - timedelta(days=1)), desk.day()
        assert [(d.state, d.system.minor, d.bank.minor, d.timing) for d in (before, today)] == [
            ("reconciled", 10_000, 0, 1), ("reconciled", 0, 10_000, 1),
        ]  # fmt: skip
        assert today.items["timing"][0]["age"] == 1

    def test_without_its_statement_a_day_waits_and_the_statement_decides_it(self, desk: Desk) -> None:
        desk.paid("100", "Ana Ruiz", "70001")
        assert (desk.day().state, desk.told("reconciliation.DayReconciled")) == ("pending", 0)
        desk.enter(line("100", "SPEI 70001"))
        with desk.house.act() as act:
            (now,) = queries.day(act, 1, TODAY)
        assert (now.state, now.version) == ("reconciled", 2)
        assert desk.told("reconciliation.DayReconciled") == 1
        assert desk.day().version == 3
        assert desk.told("reconciliation.DayReconciled") == 1

    def test_another_amount_is_a_difference_of_amount(self, desk: Desk) -> None:
        desk.paid("90", "Ana Ruiz")
        desk.enter(line("100", "SPEI ANA RUIZ"))
        (one,), (move,) = desk.lines(), desk.movements()
        desk.match([one.id], [(move.entry_id, move.line)], partly=True)
        day = desk.day()
        assert (day.uneven, day.unmatched_bank, day.unmatched_books, day.unexplained.minor) == (
            1,
            0,
            0,
            1_000,
        )

    def test_open_differences_have_an_owner_and_an_age(self, desk: Desk) -> None:
        desk.paid("90", "Ana Ruiz", day=-2)
        desk.enter(line("100", "SPEI X", -2))
        with desk.house.act() as act:
            for statement in (
                "insert into users (id, username, name, role) overriding system value values (9, 'c', 'C', 'contador')",
                "insert into user_branches (user_id, branch_id) values (9, 1)",
            ):
                act.db.execute(text(statement))
            commands.name_owner(act, commands.NameOwner(9, desk.lines()[0].id, note="se preguntó al banco"))
            found = queries.open_items(act).items
        assert [(x.owner, x.age, x.note) for x in found] == [(9, 2, "se preguntó al banco"), (7, 2, None)]

    def test_not_before_it_comes(self, desk: Desk) -> None:
        desk.account()
        with pytest.raises(commands.DayToCome):
            desk.day(TODAY + timedelta(days=2))
