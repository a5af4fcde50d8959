"""What a loan does with money from the counter: the answers that payments ask of every room of contracts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caudal.business.loans import queries
from caudal.business.loans.commands.states import in_state, nothing_given_back
from caudal.business.loans.commands.syncing import (
    LaterPaymentLeftOver,
    Reading,
    keep_event,
    lines,
    locked,
    read,
    write,
)
from caudal.business.loans.queries import law
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.happenings import Effect, Payment, Reversal, in_force
from caudal.business.loans.rules.outlook import choices_of
from caudal.business.loans.rules.replay import LoanState, replay
from caudal.business.loans.tables import Instalment, Loan
from caudal.business.receivables.rules import Beside, Settlement
from caudal.commons.acts.act import Act
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, Problem
from caudal.kernel.sql import sql

_ROOM = "caudal.business.loans"
_ARREARS = Component.ARREARS
_CONCEPTS = {_ARREARS.code: "Interés de mora", Component.INTEREST.code: "Interés al día"}
_DEBTS = select(Instalment.receivable_id, Instalment.number, Instalment.end_on).where(Instalment.live)


class NotHandedOver(Problem):
    type, title, status = "prestamo-sin-desembolso", "El préstamo todavía no se había entregado", 409


@dataclass(frozen=True, slots=True)
class Chosen:
    """A loan that money is meant for, whatever else its client owes, and what the debtor chose for what is ahead."""

    loan_id: UUID
    effect: Effect = Effect.ADVANCE


class Loans:
    """Loans, as payments see them."""

    def beyond(self, act: Act, contracts: Sequence[UUID], on: date) -> dict[UUID, int]:
        """The arrears interest of each instalment on `on`."""
        found: dict[UUID, int] = {}
        for loan_id in contracts:
            state, _ = _standing(act, locked(act, loan_id), on)
            owed = {
                (each.number, each.nominal): each.due[_ARREARS] - each.paid[_ARREARS] - each.waived[_ARREARS]
                for each in state.instalments
            }
            if any(owed.values()):
                rows = act.db.execute(_DEBTS.where(Instalment.loan_id == loan_id))
                known = ((debt, owed.get((number, end), 0)) for debt, number, end in rows)
                found |= {debt: amount for debt, amount in known if debt is not None and amount > 0}
        return found

    def settle(
        self,
        act: Act,
        contract: UUID,
        payment: UUID,
        amount: Money,
        on: date,
        effect: Effect = Effect.ADVANCE,
    ) -> Settlement:
        """What the loan would do with `amount` on `on`.

        Raises:
            NotHandedOver: `on` is before the money was handed over.
            LaterPaymentLeftOver: with it, a payment taken later would have nothing to pay.
        """
        row = locked(act, contract)
        if row.disbursed_on is None or on < row.disbursed_on:
            raise NotHandedOver("La fecha del pago es anterior al desembolso del préstamo")
        before, known = _standing(act, row, on)
        event = Payment(
            on=on, id=str(payment), seq=known, recorded_on=act.business_date, amount=amount.minor,
            effect=effect,
        )  # fmt: skip
        reading = read(act, row, on, event, payment)
        left = reading.state.overpaid - before.overpaid
        taken = sum(each.amount for each in reading.shares if each.payment == str(payment))
        if left and taken + left != amount.minor:
            raise LaterPaymentLeftOver(
                "Con este pago, otro que se tomó después quedaría de más: reverse primero el más reciente"
            )
        return _settlement(reading, left)

    def choose(self, act: Act, ask: Chosen, payment: UUID, amount: Money, on: date) -> Settlement:
        """What one loan would do with money meant for it, with what its debtor chose.

        Raises:
            NotInThatState: it isn't running.
            Invalid: its interest is a fixed sum and the choice would need it to be smaller.
            NotHandedOver, LaterPaymentLeftOver: as in :meth:`settle`.
        """
        row = locked(act, ask.loan_id)
        in_state(row, "active", "written_off")
        history = queries.history(act, row.id)
        agreed = in_force(keeping.contract(row.contract).terms, history, max(on, act.business_date))
        if ask.effect not in choices_of(agreed):
            raise Invalid(
                "El interés de este préstamo es una suma fija: lo adelantado paga las cuotas siguientes",
                errors=[{"pointer": "/effect", "detail": "en este préstamo solo «advance»"}],
            )
        return self.settle(act, ask.loan_id, payment, amount, on, ask.effect)

    def unsettle(self, act: Act, contract: UUID, payment: UUID, on: date) -> Settlement:
        """What the loan would be without a payment: only what its own entry, posted back, does not undo.

        Raises:
            OverchargeStands: something it paid over a ceiling was given back since it ended.
        """
        row = locked(act, contract)
        nothing_given_back(act, row)
        undo = Reversal(on=on, id=f"rev-{payment}", recorded_on=act.business_date, of=str(payment))
        reading = read(act, row, on, undo, payment)
        original = queries.effects(act, contract, payment)
        return replace(_settlement(reading, 0), lines=tuple(lines(reading, original)))

    def beside(self, act: Act, payments: Sequence[UUID]) -> dict[UUID, list[Beside]]:
        """The arrears interest and the capital ahead that payments paid, also of those that were reversed."""
        found: dict[UUID, list[Beside]] = {}
        rows = act.db.execute(sql(_ROOM, "beside"), {"payments": list(payments)})
        for row in rows:
            money = Money.from_minor(int(row.amount), row.currency)
            concept = _CONCEPTS.get(row.component, "Abono a capital")
            one = Beside(row.loan_id, ids.folio("LN", row.number), concept, money, money)
            found.setdefault(row.payment_id, []).append(one)
        return found

    def record(self, act: Act, settlement: Settlement) -> None:
        """Write what was decided, with what happened."""
        reading = settlement.work
        assert isinstance(reading, Reading)
        if reading.event is not None:
            keep_event(act, reading)
        write(act, reading)


def _standing(act: Act, row: Loan, on: date) -> tuple[LoanState, int]:
    """Where the loan stands on `on` (or today, if later) by its events alone, and how many they are."""
    history = queries.history(act, row.id)
    return replay(law.contract(act, row), history, max(on, act.business_date)), len(history)


def _settlement(reading: Reading, left: int) -> Settlement:
    paid: dict[UUID, int] = {}
    for each in reading.shares:
        debt = reading.pieces[each.place].receivable_id if each.place >= 0 else None
        if debt is not None and each.component != _ARREARS.code:
            paid[debt] = paid.get(debt, 0) + each.amount
    touched = [debt for (who, debt) in reading.applied if who == reading.payment]
    full = [
        p.receivable_id for p in reading.pieces if p.receivable_id and paid.get(p.receivable_id) == p.amount
    ]
    gone = [each.receivable_id for each in reading.gone if each.receivable_id]
    mine = [
        reading.pieces[each.place].receivable_id
        for each in reading.shares
        if each.place >= 0 and each.payment == str(reading.payment)
    ]
    return Settlement(
        contract=reading.loan.id,
        branch_id=reading.loan.branch_id,
        lines=tuple(lines(reading)),
        left=left,
        touched=tuple(dict.fromkeys([*touched, *(one for one in mine if one is not None)])),
        settled=tuple(dict.fromkeys([*full, *gone])),
        work=reading,
    )


LOANS = Loans()
