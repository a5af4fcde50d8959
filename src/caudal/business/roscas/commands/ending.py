"""How a san ends: everybody received and paid, or who hasn't received gets back what was put in."""

from dataclasses import dataclass
from uuid import UUID

from caudal.business.roscas.commands.changing import renew
from caudal.business.roscas.commands.keeping import WrongState, become, hold, note, read, reasoned
from caudal.business.roscas.queries import NumberRecord, RoscaRecord
from caudal.business.roscas.rules.standing import Status
from caudal.business.roscas.tables import RoscaRefund
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.queries import BoxRecord
from caudal.commons.acts.act import Act, command
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Invalid, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Line, Use, credit, debit

_METHODS = ("cash", "transfer")


class Unsettled(Problem):
    type, title, status = "san-con-saldo", "Al san le queda algo por saldar", 409


class TooMuch(Problem):
    type, title, status = "reembolso-excedido", "El reembolso es mayor de lo que se puede devolver", 409


@dataclass(frozen=True, slots=True)
class Refund:
    """Give back to a number of a liquidated san; all that can be when ``amount`` is absent.

    ``box_id``: the bank account a transfer leaves from; the usual one of the branch when absent.
    """

    rosca_id: UUID
    number: int
    amount: Money | None = None
    method: str = "cash"
    box_id: int | None = None


@command
def liquidate(act: Act, rosca_id: UUID) -> RoscaRecord:
    """End a san before its time: who hasn't received stops owing; who has, owes what is left.

    One that never started is simply closed.

    Raises:
        WrongState: it has already ended.
        Invalid: no reason was given.
    """
    reasoned(act)
    act, san = hold(act, rosca_id, Status.FORMING, Status.DRAWN, Status.ACTIVE, Status.SUSPENDED)
    if san.status in {Status.FORMING, Status.DRAWN}:
        become(act, san, Status.LIQUIDATED, "liquidated", closed=True)
        return read(act, san.id)
    for number in san.numbers:
        if number.received is None and number.party_id is not None:
            unpaid = [cell for cell in number.cells if cell.receivable_id and cell.balance.is_positive]
            renew(act, san, number, unpaid, "El san se liquidó", only_paid=True)
    positions = {str(each.number): each.position.json() for each in san.numbers}
    become(act, san, Status.LIQUIDATED, "liquidated", positions=positions, pot=san.pot.json())
    return read(act, san.id)


@command
def refund(act: Act, ask: Refund) -> RoscaRecord:
    """Give back to a number of a liquidated san what it put in, as far as the fund goes.

    Raises:
        NotFound: the san isn't within reach, or has no such number.
        WrongState: it isn't being liquidated.
        TooMuch: more than its position, or than what is in the fund.
        InvalidAmount: not more than zero.
        InsufficientFunds: the till or the account hasn't that money.
    """
    if ask.method not in _METHODS:
        raise Invalid(
            "Se devuelve en cash o transfer", errors=[{"pointer": "/method", "detail": "desconocida"}]
        )
    act, san = hold(act, ask.rosca_id, Status.LIQUIDATED)
    number = san.number(ask.number)
    most = min(number.position, san.pot)
    amount = ask.amount or most
    if ask.amount is not None and not ask.amount.is_positive:
        raise InvalidAmount(
            "El monto debe ser mayor que cero", errors=[{"pointer": "/amount", "detail": "mayor que cero"}]
        )
    if not amount.is_positive or amount > most:
        able = most if most.is_positive else Money.of(0, most.currency)
        raise TooMuch(
            f"Al número {ask.number} del san {san.folio} se le puede devolver hasta {able.amount} {able.currency}",
            most=able.json(),
        )
    box = treasury.source(act, ask.method, amount.currency, ask.box_id)
    entry = ledger.post(
        act,
        kind="rosca_refund",
        source=f"roscas:{san.id}",
        lines=[
            debit(Use.ROSCA_FUND, amount, party=number.party_id, doc=number.id, branch=san.branch_id),
            *treasury.out_of_box(act, box, amount),
        ],
        memo=f"San {san.name}: devolución al número {number.number}",
    )
    _write(act, san, number, amount, entry, (box, ask.method))
    note(act, san, "refunded", number=ask.number, amount=amount.minor)
    return read(act, san.id)


@command
def close(act: Act, rosca_id: UUID) -> RoscaRecord:
    """Close a san with nothing left: everybody received and paid, or its liquidation is done.

    In a liquidation the organiser takes last, from what is left in the fund, what was put forward for others.

    Raises:
        WrongState: it isn't going on nor being liquidated.
        Unsettled: a pot hasn't been handed over, a quota is owed, or a number has something to get back.
    """
    act, san = hold(act, rosca_id, Status.ACTIVE, Status.LIQUIDATED)
    if san.closed_on is not None:
        raise WrongState(f"El san {san.folio} ya se cerró")
    if san.status is Status.ACTIVE:
        if san.next is not None:
            raise Unsettled(f"Falta entregar el bote de la ronda {san.next.round}")
        _nothing_owed(san)
        become(act, san, Status.COMPLETED, "closed", closed=True)
        return read(act, san.id)
    _nothing_owed(san)
    waiting = [str(each.number) for each in san.numbers if each.position.is_positive]
    if waiting:
        raise Unsettled(f"Falta devolver lo que pusieron los números {', '.join(waiting)}")
    _recover(act, san)
    become(act, san, Status.LIQUIDATED, "closed", closed=True)
    return read(act, san.id)


def _nothing_owed(san: RoscaRecord) -> None:
    owing = [
        str(each.number)
        for each in san.numbers
        if any(cell.receivable_id and cell.balance.is_positive for cell in each.cells)
    ]
    if owing:
        raise Unsettled(f"Deben cuotas los números {', '.join(owing)}")


def _recover(act: Act, san: RoscaRecord) -> None:
    """What is left in the fund is what the organiser put forward for numbers that then stopped owing."""
    lines: list[Line] = []
    back: list[tuple[NumberRecord, Money]] = []
    done = {each.round for each in san.rounds if each.delivery is not None}
    for number in san.numbers:
        lacks = sum(
            san.terms.contribution.minor - cell.paid.minor for cell in number.cells if cell.round in done
        )
        if lacks:
            money = Money.from_minor(lacks, san.pot.currency)
            back.append((number, money))
            lines += [
                debit(Use.ROSCA_FUND, money, party=number.party_id, doc=number.id, branch=san.branch_id),
                credit(Use.ROSCA_FRONTED, money, party=number.party_id, doc=number.id, branch=san.branch_id),
            ]
    if not lines:
        return
    entry = ledger.post(act, kind="rosca_recovery", source=f"roscas:{san.id}", lines=lines)
    for number, money in back:
        _write(act, san, number, money, entry, None)
    note(act, san, "recovered", amount=sum(money.minor for _, money in back))


def _write(
    act: Act,
    san: RoscaRecord,
    number: NumberRecord,
    amount: Money,
    entry: int,
    out: tuple[BoxRecord, str] | None,
) -> None:
    """A refund that went out of a box in some way, or what the organiser got back."""
    row = RoscaRefund(
        rosca_id=san.id, branch_id=san.branch_id, number_id=number.id, kind="member" if out else "organiser",
        amount=amount.minor, method=out[1] if out else None, box_id=out[0].id if out else None,
        on_date=act.business_date, at=act.at, actor_id=act.actor.id, entry_id=entry, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
