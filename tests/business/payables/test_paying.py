"""Owing and paying suppliers by the document's own figures: contract, invoice, two hands, batch, bank."""

import csv
import io
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from caudal.business.approvals import commands as approvals
from caudal.business.approvals import queries as hands
from caudal.business.approvals.rules.kinds import Kind
from caudal.business.approvals.rules.kinds import State as Signed
from caudal.business.payables import commands, queries
from caudal.business.payables.commands import AskAdvance, BankFile, CreditNote, NewPaper, NewPrice, Serve
from caudal.business.payables.queries import PayableFilter
from caudal.business.payables.rules.matching import TaxKind
from caudal.business.payables.rules.states import State, View
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import OpenAccount
from caudal.business.treasury.rules.numbers import NumberKind
from caudal.commons.documents.sheets import Origin
from caudal.flows import payment_files
from caudal.flows.deciding import Decision
from caudal.kernel.money import Money
from caudal.kernel.problems import Conflict, Forbidden, Invalid, NotFound, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.commands import InsufficientFunds, PeriodClosed
from caudal.ledger.rules import Use
from tests.business.payables.payer import CLABE, OTHER_CLABE, PEOPLE, SERVICE, Desk, pesos, tax
from tests.business.races import at_once

OUR_CLABE = "072180000118359711"


def refused(desk: Desk, who: str, work: object, *args: object, **more: object) -> str:
    """The slug of the refusal."""
    with pytest.raises(Problem) as caught, desk.as_(who, reason="revisado") as act:
        work(act, *args, **more)  # type: ignore[operator]
    return caught.value.type


class TestTheDocument:
    def test_a_service_is_authorised_on_day_2_and_paid_on_day_17(self, desk: Desk) -> None:
        desk.fund()
        first = desk.today
        done = desk.invoice(desk.serve().id)
        assert (done.folio, done.state, done.balance) == ("CXP-001", State.ASKED, pesos(7_000))
        assert (desk.books(Use.COSTS), desk.books(Use.PAYABLES)) == (7_000, -7_000)
        desk.house.later(days=1)
        desk.decide(desk.request(done.id).id)
        done = desk.read(done.id)
        assert (done.state, done.scheduled_on) == (State.AUTHORISED, first + timedelta(days=16))
        with pytest.raises(Invalid, match="El lote no se puede armar"):
            desk.batch(done.id)
        desk.house.later(days=15)
        batch = desk.pay(done.id)
        paid = desk.read(done.id)
        assert (paid.state, paid.label(desk.today), paid.paid_on) == (
            State.PAID, "✅ PAGADO", first + timedelta(days=16),
        )  # fmt: skip
        assert (batch.total, desk.books(Use.PAYABLES), desk.books(Use.BANK)) == (pesos(7_000), 0, 93_000)

    def test_an_invoice_of_8000_against_a_contract_of_7000_cannot_be_paid(self, desk: Desk) -> None:
        served = desk.serve()
        assert served.state is State.WAITING
        wrong = desk.invoice(served.id, 8_000)
        assert wrong.state is State.MISMATCH
        assert wrong.invoice is not None
        assert wrong.invoice.match.banner == "🔴 Monto no coincide: factura $8,000, contrato $7,000"
        told = desk.house.one("select body from outbox where fact = 'payables.InvoiceMismatched'").body
        assert (told["invoiced"], told["contracted"], told["currency"]) == (800_000, 700_000, "MXN")
        assert refused(desk, "eva", commands.ask_payment, wrong.id) == "monto-no-coincide"
        with pytest.raises(Problem):
            desk.batch(wrong.id)
        with desk.as_("gema", reason="el contrato dice 7,000") as act:
            commands.reject_invoice(act, wrong.id)
        assert desk.read(wrong.id).state is State.REJECTED
        assert desk.books(Use.PAYABLES) == -7_000
        right = desk.invoice(wrong.id, 7_000, "F-88-B")
        assert right.state is State.ASKED
        with desk.as_("eva") as act:
            history = queries.invoices(act, wrong.id)
            kinds = [event.kind for event in queries.events(act, wrong.id)]
        assert [(i.number, i.state) for i in history] == [("F-88", "rejected"), ("F-88-B", "accepted")]
        assert kinds == ["created", "invoice", "mismatch", "rejected", "invoice", "asked"]

    def test_the_director_may_pay_it_as_an_exception(self, desk: Desk) -> None:
        wrong = desk.invoice(desk.serve().id, 8_000)
        with desk.as_("eva", reason="hubo un pasajero más") as act:
            commands.ask_exception(act, wrong.id)
        request = desk.request(wrong.id)
        with pytest.raises(Problem) as caught:
            desk.decide(request.id, by="gema")
        assert caught.value.type == "no-es-su-funcion"
        desk.decide(request.id, by="diana")
        done = desk.read(wrong.id)
        assert (done.state, done.amount, desk.books(Use.COSTS)) == (State.AUTHORISED, pesos(8_000), 8_000)
        desk.fund()
        desk.when_due(done.id)
        desk.pay(done.id)
        assert desk.read(done.id).state is State.PAID

    def test_a_correction_replaces_what_it_corrects_with_its_own_number(self, desk: Desk) -> None:
        wrong = desk.invoice(desk.serve().id, 8_000)
        with desk.as_("gema", reason="corrijan el total") as act:
            commands.ask_correction(act, wrong.id)
        assert desk.read(wrong.id).state is State.CORRECTION
        right = desk.invoice(wrong.id, 7_000)
        with desk.as_("eva") as act:
            assert [i.state for i in queries.invoices(act, wrong.id)] == ["replaced", "accepted"]
        assert right.state is State.ASKED


class TestTwoHands:
    def test_who_authorised_neither_puts_it_in_a_batch_nor_executes_it(self, desk: Desk) -> None:
        desk.fund()
        done = desk.authorised(by="ana")
        desk.when_due(done.id)
        assert refused(desk, "ana", commands.open_batch, _batch(desk, done.id)) == "una-persona-una-firma"
        made = desk.batch(done.id)
        assert refused(desk, "ana", commands.execute, made.id) == "una-persona-una-firma"
        assert refused(desk, "gema", commands.execute, made.id) == "no-es-su-funcion"
        with desk.as_("carlos") as act:
            assert commands.execute(act, made.id).state == "executed"

    def test_eight_people_execute_it_at_once_and_it_is_paid_once(self, desk: Desk) -> None:
        desk.fund()
        done = desk.authorised()
        desk.when_due(done.id)
        made = desk.batch(done.id)

        def pay() -> None:
            with desk.as_("carlos") as act:
                commands.execute(act, made.id)

        assert sorted(at_once(*[pay] * 8)) == ["hecho"] + ["lote-en-otro-estado"] * 7
        assert desk.books(Use.BANK) == 93_000
        with pytest.raises(Problem) as caught:
            desk.batch(done.id)
        assert caught.value.type == "pago-en-otro-estado"

    def test_over_the_limit_of_who_authorises(self, desk: Desk) -> None:
        with desk.as_("ana", reason="límite de gerencia") as act:
            limit = approvals.NewLimit(Kind.PAYABLE, "gerente", "MXN", pesos(5_000))
            approvals.set_limits(act, approvals.SayLimits((limit,)))
        done = desk.invoice(desk.serve().id)
        with pytest.raises(Problem) as caught:
            desk.decide(desk.request(done.id).id)
        assert caught.value.type == "sobre-su-limite"
        desk.decide(desk.request(done.id).id, by="diana")
        assert desk.read(done.id).state is State.AUTHORISED

    def test_an_invoice_that_changed_after_the_signature_is_not_paid(
        self, desk: Desk, database_url: str
    ) -> None:
        desk.fund()
        done = desk.authorised()
        desk.when_due(done.id)
        made = desk.batch(done.id)
        with psycopg.connect(database_url) as root:  # behind the product's back
            root.execute("update payable_invoices set number = 'F-89'")
        assert refused(desk, "carlos", commands.execute, made.id) == "contenido-cambiado"
        changed = desk.invoice(done.id, number="F-90", who="eva")
        assert (changed.state, changed.scheduled_on) == (State.ASKED, None)
        assert refused(desk, "carlos", commands.execute, made.id) == "lote-en-otro-estado"
        assert desk.books(Use.BANK) == 100_000

    def test_what_is_annulled_leaves_the_inbox_and_says_why(self, desk: Desk) -> None:
        """Authorised and then annulled, corrected or set free: its request is never «autorizada» again."""
        first, second, third = (desk.authorised(number=f"F-{n}") for n in (1, 2, 3))
        signed = {each.id: desk.request(each.id).id for each in (first, second, third)}
        with desk.as_("gema", reason="el tour no salió") as act:
            commands.cancel(act, first.id)
            commands.release(act, second.id)
        desk.invoice(third.id, number="F-33")
        with desk.as_("carlos") as act:
            found = {each: hands.request(act, signed[each]) for each in signed}
            told = [(each.state.label, each.annulled_because) for each in found.values()]
            assert told == [
                ("anulada", "Se anuló la cuenta por pagar, y con ella su autorización: el tour no salió"),
                ("anulada", "Se le quitó la autorización: el tour no salió"),
                ("anulada", "Cambió después de la firma: hay que pedir el pago otra vez"),
            ]
            waiting = hands.requests(act, hands.Which(states=(Signed.AUTHORISED,))).items
            assert [each.kind for each in waiting] == []
            accounts = hands.requests(act, hands.Which(kinds=(Kind.SUPPLIER_ACCOUNT,))).items
            assert {each.state for each in accounts} == {Signed.EXECUTED}, "done when it was authorised"
        alive = desk.request(desk.authorised(number="F-9").id).id
        assert refused(desk, "gema", approvals.annul, signed[first.id], "otra vez") == "sin-autorizar"
        assert refused(desk, "gema", approvals.annul, alive, " ") == "datos-invalidos"
        assert refused(desk, "gema", approvals.authorise, signed[first.id]) == "solicitud-anulada"

    def test_no_is_no_and_back_is_to_be_asked_again(self, desk: Desk) -> None:
        done = desk.invoice(desk.serve().id)
        desk.decide(desk.request(done.id).id, Decision.SEND_BACK)
        assert desk.read(done.id).state is State.SENT_BACK
        with desk.as_("eva") as act:
            commands.ask_payment(act, done.id)
            assert queries.payables(act, PayableFilter(view=View.AUTHORISE)).items[0].id == done.id
        desk.decide(desk.request(done.id).id, Decision.REJECT)
        assert desk.read(done.id).state is State.REJECTED
        with desk.as_("gema", reason="no se prestó el servicio") as act:
            gone = commands.cancel(act, done.id)
        assert (gone.state, gone.balance.minor, desk.books(Use.PAYABLES)) == (State.CANCELLED, 0, 0)

    def test_what_waits_is_withdrawn_by_who_asked_or_not_changed_by_another(self, desk: Desk) -> None:
        done = desk.invoice(desk.serve().id)
        with pytest.raises(Problem) as caught:
            desk.invoice(done.id, number="F-91", who="sofia")
        assert caught.value.type == "solicitud-por-decidir"
        assert desk.invoice(done.id, number="F-91", who="eva").state is State.ASKED
        with desk.as_("eva") as act:
            assert commands.withdraw(act, done.id).state is State.READY

    def test_a_key_of_an_integrator_registers_and_a_person_asks(self, desk: Desk) -> None:
        served = desk.serve()
        with desk.as_("eva", door="key") as act:
            ask = commands.NewInvoice("F-1", desk.today, pesos(7_000))
            assert commands.receive(act, served.id, ask).state is State.READY
        with desk.as_("eva") as act:
            assert commands.ask_payment(act, served.id).state is State.ASKED


class TestAccounts:
    def test_a_change_is_decided_by_another_and_waits(self, desk: Desk) -> None:
        seller = desk.supplier(account=False)
        with desk.as_("eva") as act:
            assert queries.in_force(act, [seller], "MXN", desk.today) == {}
        first = desk.account(seller)
        second = desk.account(seller, OTHER_CLABE)
        with desk.as_("eva") as act:
            assert queries.in_force(act, [seller], "MXN", desk.today) == {seller: first}
            assert queries.in_force(act, [seller], "MXN", desk.today + timedelta(days=3)) == {seller: second}
            assert queries.account(act, second).usable_from == desk.today + timedelta(days=3)
        with pytest.raises(Problem) as caught:
            desk.account(seller, who="gema", by="gema")
        assert caught.value.type == "solicitud-propia"
        with desk.as_("carlos") as act:
            left = {a.id: a.state for a in queries.accounts(act, seller)}
        assert sorted(left.values()) == ["active", "active", "asked"]

    def test_nobody_is_paid_without_one_nor_in_one_that_changed(self, desk: Desk) -> None:
        desk.fund()
        seller = desk.supplier(account=False)
        desk.contracts["Tours Maya"] = desk.contract(seller)
        done = desk.authorised()
        desk.when_due(done.id)
        assert refused(desk, "carlos", commands.open_batch, _batch(desk, done.id)) == "proveedor-sin-cuenta"
        desk.account(seller)
        made = desk.batch(done.id)
        desk.account(seller, OTHER_CLABE)
        desk.house.later(days=3)
        assert refused(desk, "carlos", commands.execute, made.id) == "proveedor-sin-cuenta"
        with desk.as_("carlos") as act:
            commands.cancel_batch(act, made.id)
        desk.pay(done.id)

    def test_what_is_not_an_account(self, desk: Desk) -> None:
        seller = desk.supplier(account=False)
        with pytest.raises(Invalid):
            desk.account(seller, "032180000118359718")


class TestMoney:
    def test_taxes_and_withholdings(self, desk: Desk) -> None:
        """7,000 with tax: 6,034.48 and 965.52, of which 603.45 are withheld."""
        desk.fund()
        served = desk.serve()
        lines = (tax("965.52"), tax("603.45", TaxKind.WITHHOLDING, "ISR 10 %"))
        done = desk.invoice(served.id, "6034.48", taxes=lines)
        assert (done.state, done.amount) == (State.ASKED, pesos("6396.55"))
        desk.decide(desk.request(done.id).id)
        desk.when_due(done.id)
        desk.pay(done.id)
        found = {use: desk.books(use) for use in (Use.COSTS, Use.TAX_CREDIT, Use.WITHHOLDINGS, Use.PAYABLES)}
        assert found == {Use.COSTS: 6_034, Use.TAX_CREDIT: 965, Use.WITHHOLDINGS: -604, Use.PAYABLES: 0}

    def test_a_price_before_tax_is_compared_before_tax(self, desk: Desk) -> None:
        seller = desk.supplier()
        contract = desk.contract(seller, includes_tax=False)
        served = desk.serve(contract_id=contract)
        assert desk.invoice(served.id, 7_000, taxes=(tax(1_120),)).amount == pesos(8_120)

    def test_in_parts_each_signed_and_paid_by_itself(self, desk: Desk) -> None:
        desk.fund()
        done = desk.invoice(desk.serve().id)
        with desk.as_("eva") as act:
            commands.withdraw(act, done.id)
            commands.ask_payment(act, done.id, pesos(3_000))
        for expected in (State.READY, State.PAID):
            desk.decide(desk.request(done.id).id)
            desk.when_due(done.id)
            desk.pay(done.id)
            assert desk.read(done.id).state is expected
            if expected is State.READY:
                assert desk.read(done.id).label(desk.today) == "🟡 PAGADO EN PARTE"
                with desk.as_("eva") as act:
                    commands.ask_payment(act, done.id)
        assert desk.books(Use.BANK) == 93_000

    def test_a_payment_the_bank_gave_back_is_owed_and_signed_again(self, desk: Desk) -> None:
        desk.fund()
        done = desk.paid()
        with desk.as_("carlos", reason="cuenta inexistente") as act:
            payment = queries.payments_of(act, done.id)[0]
            commands.refer(act, payment.id, "BNET0100")
            commands.give_back(act, payment.id)
        back = desk.read(done.id)
        assert (back.state, back.balance, desk.books(Use.BANK)) == (State.RETURNED, pesos(7_000), 100_000)
        assert refused(desk, "carlos", commands.give_back, payment.id) == "lote-en-otro-estado"
        with desk.as_("eva") as act:
            commands.ask_payment(act, done.id)
        desk.decide(desk.request(done.id).id)
        desk.when_due(done.id)
        desk.pay(done.id)
        assert (desk.read(done.id).state, desk.books(Use.BANK)) == (State.PAID, 93_000)

    def test_an_advance_and_a_credit_note(self, desk: Desk) -> None:
        desk.fund()
        seller = desk.maya()
        with desk.as_("eva") as act:
            advance = commands.ask_advance(act, AskAdvance(seller, pesos(2_000), "temporada"))
        desk.decide(desk.request(advance.id).id)
        desk.pay(advance.id)
        assert (desk.books(Use.SUPPLIER_ADVANCES), desk.books(Use.PAYABLES)) == (2_000, 0)
        done = desk.authorised()
        with desk.as_("gema", reason="aplicar") as act:
            commands.apply_advance(act, done.id, advance.id)
        moved = desk.read(done.id)
        assert (moved.state, moved.balance, desk.books(Use.SUPPLIER_ADVANCES)) == (
            State.READY,
            pesos(5_000),
            0,
        )
        assert refused(desk, "gema", commands.apply_advance, done.id, advance.id) == "datos-invalidos"
        fiscal = uuid4()
        with desk.as_("gema", reason="descuento") as act:
            commands.take_credit(act, done.id, CreditNote("NC-1", pesos(1_000), fiscal_uuid=fiscal))
        again = CreditNote("NC-1", pesos(1_000), fiscal_uuid=fiscal)
        assert refused(desk, "gema", commands.take_credit, done.id, again) == "factura-repetida"
        with desk.as_("gema", reason="no correspondía") as act:
            credit = next(m for m in queries.moves(act, done.id) if m.kind == "credit")
            commands.undo_move(act, done.id, credit.id)
        assert refused(desk, "gema", commands.undo_move, done.id, credit.id) == "ya-reversado"
        assert (desk.read(done.id).balance, desk.books(Use.PAYABLES)) == (pesos(5_000), -5_000)

    def test_there_is_not_so_much_in_the_bank(self, desk: Desk) -> None:
        desk.fund(6_999)
        done = desk.authorised()
        desk.when_due(done.id)
        made = desk.batch(done.id)
        with pytest.raises(InsufficientFunds), desk.as_("carlos") as act:
            commands.execute(act, made.id)
        assert desk.read(done.id).state is State.AUTHORISED

    def test_a_closed_month(self, desk: Desk) -> None:
        desk.maya()
        with desk.as_("ana") as act:
            ledger.close_period(act, 202609, "C")
        before = desk.today.replace(day=1) - timedelta(days=2)
        ask = Serve(desk.suppliers["Tours Maya"], SERVICE, before, desk.contracts["Tours Maya"])
        with pytest.raises(PeriodClosed), desk.as_("eva") as act:
            commands.serve(act, ask)
        assert desk.serve(served_on=before, booked_on=desk.today).served_on == before


class TestRefused:
    def test_an_invoice_twice(self, desk: Desk) -> None:
        fiscal = uuid4()
        desk.invoice(desk.serve().id, fiscal_uuid=fiscal)
        second = desk.serve()
        for number, code in (("F-88", None), ("f-88", None), ("F-100", fiscal)):
            with pytest.raises(Problem) as caught:
                desk.invoice(second.id, number=number, fiscal_uuid=code)
            assert caught.value.type == "factura-repetida"
        assert desk.read(second.id).state is State.WAITING

    @pytest.mark.parametrize(
        "ask",
        [
            {"subtotal": 0}, {"number": " "}, {"taxes": (tax(7_000, TaxKind.WITHHOLDING),)},
            {"taxes": (tax(1),) * 11},
        ],
    )  # fmt: skip
    def test_an_invoice_that_cannot_be(self, desk: Desk, ask: dict[str, object]) -> None:
        with pytest.raises(Invalid):
            desk.invoice(desk.serve().id, **ask)  # type: ignore[arg-type]

    def test_another_currency_another_supplier_another_day(self, desk: Desk) -> None:
        served = desk.serve()
        usd = commands.NewInvoice("F-1", desk.today, Money.of(7_000, "USD"))
        assert refused(desk, "eva", commands.receive, served.id, usd) == "datos-invalidos"
        other = desk.supplier("Otro", account=False)
        contract, day = desk.contracts["Tours Maya"], desk.today
        wrong = (
            Serve(other, SERVICE, day, contract), Serve(other, SERVICE, day), Serve(other, SERVICE, day, None, 0),
            Serve(desk.suppliers["Tours Maya"], "Otra cosa", day, contract),
            Serve(desk.suppliers["Tours Maya"], SERVICE, day - timedelta(days=61), contract),
            Serve(desk.suppliers["Tours Maya"], SERVICE, day + timedelta(days=1), contract),
        )  # fmt: skip
        for ask in wrong:
            with pytest.raises(Invalid), desk.as_("eva") as act:
                commands.serve(act, ask)

    def test_a_price_is_the_one_of_the_day(self, desk: Desk) -> None:
        desk.maya()
        contract = desk.contracts["Tours Maya"]
        with desk.as_("gema") as act:
            commands.set_price(act, contract, NewPrice(SERVICE, pesos(7_500), desk.today))
        assert desk.serve().contracted == pesos(7_500)
        assert desk.serve(served_on=desk.today - timedelta(days=1), quantity=2).contracted == pesos(14_000)

    def test_a_contract_ends_with_its_reason_and_not_before_what_was_served(self, desk: Desk) -> None:
        desk.maya()
        contract, today = desk.contracts["Tours Maya"], desk.today
        desk.serve()
        for on, why in ((today - timedelta(days=1), "subió de precio"), (today, " ")):
            with pytest.raises(Invalid), desk.as_("gema", reason=why) as act:
                commands.end_contract(act, contract, on)
        with desk.as_("gema", reason="subió de precio") as act:
            ended = commands.end_contract(act, contract, today)
        assert (ended.to_on, ended.ended_reason, ended.ended_by) == (
            today,
            "subió de precio",
            PEOPLE["gema"][0],
        )
        with pytest.raises(Invalid), desk.as_("gema", reason="otra vez") as act:
            commands.end_contract(act, contract, today)
        desk.house.at += timedelta(days=1)
        with pytest.raises(Invalid):
            desk.serve()

    def test_who_does_not_work_there(self, desk: Desk) -> None:
        served = desk.serve()
        with desk.house.act(2, 2) as act, pytest.raises(NotFound):
            queries.payable(act, served.id)
        with desk.house.act(2, 2) as act:
            assert queries.payables(act, PayableFilter()).items == []
            assert queries.figures(act) == {}
        with pytest.raises(Forbidden), desk.house.act(2, 2) as act:
            commands.serve(act, Serve(desk.suppliers["Tours Maya"], SERVICE, desk.today, branch_id=1))

    def test_evidence(self, desk: Desk) -> None:
        served = desk.serve()
        assert (
            refused(desk, "eva", commands.add_paper, served.id, NewPaper("x", b"MZ"))
            == "evidencia-no-admitida"
        )
        with desk.as_("eva") as act:
            kept = commands.add_paper(act, served.id, NewPaper("factura.pdf", b"%PDF-1.7 x"))
            assert commands.add_paper(act, served.id, NewPaper("otra.pdf", b"%PDF-1.7 x")).id == kept.id
            assert queries.paper(act, served.id, kept.id)[2] == b"%PDF-1.7 x"
            with pytest.raises(NotFound):
                queries.paper(act, served.id, UUID(int=1))


class TestReading:
    def test_the_list_its_totals_its_ageing_and_the_day(self, desk: Desk) -> None:
        desk.fund()
        wrong, waiting = desk.invoice(desk.serve().id, 8_000), desk.serve()
        asked, ready = desk.invoice(desk.serve().id, number="F-2"), desk.authorised(number="F-3")
        desk.when_due(ready.id)
        with desk.as_("carlos") as act:
            for view, expected in (
                (View.AUTHORISE, {wrong.id, asked.id}), (View.TODAY, {ready.id}), (View.SCHEDULED, set[UUID]()),
                (View.PENDING, {waiting.id}), (View.ALL, {wrong.id, asked.id, ready.id, waiting.id}),
            ):  # fmt: skip
                assert {p.id for p in queries.payables(act, PayableFilter(view=view)).items} == expected, view
            (total,) = queries.sums(act, PayableFilter())
            assert (total.count, total.balance) == (4, pesos(28_000))
            found = {f.key: (f.amount, f.count) for f in queries.figures(act)["MXN"]}
            assert found["authorise"] == (pesos(14_000), 2)
            assert found["today"] == (pesos(7_000), 1)
            assert found["owed"] == (pesos(28_000), 4)
            rows = queries.ageing(act)
            assert sum(row.balance.minor for row in rows) == 2_800_000
            aged = next(row for row in rows if row.bucket.code == "1-7")
            assert len(queries.payables(act, PayableFilter(bucket="1-7")).items) == aged.payables
            for typed, count in (("CXP-001", 1), ("maya", 4), ("F-2", 1), ("nadie", 0)):
                assert len(queries.payables(act, PayableFilter(q=typed)).items) == count, typed
            page = queries.payables(act, PayableFilter(), 3)
            assert len(queries.payables(act, PayableFilter(), 3, page.next).items) == 1
            owed = queries.owed(act, [desk.suppliers["Tours Maya"]])
            assert owed[desk.suppliers["Tours Maya"]][0].balance == pesos(28_000)

    def test_the_file_for_the_bank_is_kept(self, desk: Desk) -> None:
        done = desk.authorised()
        desk.when_due(done.id)
        made = desk.batch(done.id)
        with desk.as_("carlos") as act:
            kept = commands.keep_file(act, made.id, BankFile("csv", "lote.csv", b"x"))
            assert kept.sha == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
            assert queries.bank_file(act, made.id, kept.id) == ("lote.csv", b"x")

    def test_the_file_says_from_which_account_of_ours(self, desk: Desk) -> None:
        """Its bank and its CLABE once somebody registers them; until then, its name."""
        done = desk.authorised()
        desk.when_due(done.id)
        batch = desk.batch(done.id)

        def row() -> dict[str, str]:
            with desk.as_("carlos") as act:
                origin = Origin("Prueba", "MX", "America/Cancun", "Carlos", act.at)
                (only,) = csv.DictReader(
                    io.StringIO(payment_files.make(act, batch, "csv", origin).data.decode())
                )
                assert payment_files.make(act, batch, "xlsx", origin).data.startswith(b"PK")
                return only

        with desk.as_("ana") as act:
            name = payment_files.plain(treasury.destination(act, "transfer", "MXN").name, 40)
        assert (row()["BANCO_ORIGEN"], row()["CUENTA_ORIGEN"]) == ("", name)
        with desk.as_("ana") as act:
            main = treasury.destination(act, "transfer", "MXN").id
            ours = OpenAccount("Operadora", "Banorte", NumberKind.CLABE, OUR_CLABE, "MXN", box_id=main)
            treasury.open_account(act, ours)
        found = row()
        assert (found["BANCO_ORIGEN"], found["CUENTA_ORIGEN"]) == ("BANORTE", OUR_CLABE)
        assert (found["CUENTA_DESTINO"], found["IMPORTE"], found["MONEDA"]) == (CLABE, "7000.00", "MXN")

    def test_a_supplier_changes_and_is_one(self, desk: Desk) -> None:
        seller = desk.supplier(account=False)
        with desk.as_("gema") as act:
            found = queries.supplier(act, seller)
            changed = commands.change(act, commands.ChangeSupplier(seller, terms_days=30, version=1))
            assert (found.terms_days, changed.terms_days) == (15, 30)
            with pytest.raises(Conflict):
                commands.change(act, commands.ChangeSupplier(seller, terms_days=10, version=1))
            with pytest.raises(commands.AlreadySupplier):
                commands.register(act, commands.NewSupplier(party_id=found.party_id))


def _batch(desk: Desk, *payables: UUID) -> commands.OpenBatch:
    return commands.OpenBatch(desk.bank, payables)
