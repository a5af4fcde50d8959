"""Lots: what the house sells of what nobody redeemed, and what it owes to whoever pledged it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caudal.business.pawn.commands.custody import check_still
from caudal.business.pawn.commands.holding import Happened, articles, check_free, check_reason, hold, tell
from caudal.business.pawn.commands.lending import check_method
from caudal.business.pawn.commands.opening import OVERRIDE
from caudal.business.pawn.events import LotSold
from caudal.business.pawn.queries import lots
from caudal.business.pawn.queries.lots import LotRecord
from caudal.business.pawn.rules.selling import Sold, sold, tax_in
from caudal.business.pawn.tables import PawnLot
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.rules import KIND_OF_METHOD
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Invalid, NotFound, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Line, Use, credit, debit


class LotEnded(Problem):
    type, title, status = "lote-cerrado", "El lote ya no está en la casa", 409


class BelowMinimum(Problem):
    type, title, status = "precio-bajo-el-minimo", "El precio es menor que el mínimo del lote", 422


class NoSurplus(Problem):
    type, title, status = "sin-demasia", "No hay demasía que pagar", 409


@dataclass(frozen=True, slots=True)
class SellLot:
    """``name``: of who buys it; ``sale_cost``: what selling it cost, the part that the plan says when absent.

    ``box_id``: the bank account the price came into; where the branch receives when absent.
    """

    lot_id: UUID
    price: Money
    method: str
    name: str = ""
    sale_cost: Money | None = None
    box_id: int | None = None


@command
def list_lot(act: Act, lot_id: UUID, minimum: Money) -> LotRecord:
    """Put a lot on sale from a price up; again, to change that price.

    Raises:
        NotFound, LotEnded: there is none within the branches of the act, or it isn't in the house.
        InvalidAmount: not more than zero, or in another currency.
    """
    row, here = _hold(act, lot_id)
    _check_money(row, minimum, "/minimum")
    row.minimum, row.listed_on, row.version = (
        minimum.minor,
        row.listed_on or here.business_date,
        row.version + 1,
    )
    here.db.flush()
    return lots.lot(here, lot_id)


@command
def sell_lot(act: Act, ask: SellLot) -> LotRecord:
    """Sell a lot: what the price leaves over debt and cost is its owner's, if the plan says so; a shortfall nobody's.

    Raises:
        NotFound, LotEnded: as :func:`list_lot`.
        BelowMinimum: less than its minimum, and the role may not override it or gave no reason.
        Retained, OnItsWay: an authority keeps it, or it is between two hands.
        InvalidAmount, Invalid: a price, a way of paying or a place for it that isn't one.
    """
    row, here = _hold(act, ask.lot_id)
    _check_money(row, ask.price, "/price")
    if ask.method not in KIND_OF_METHOD:
        raise Invalid(
            "La forma de pago es cash, transfer, card o cheque",
            errors=[{"pointer": "/method", "detail": "desconocida"}],
        )
    cost = ask.sale_cost
    if cost is not None and (cost.currency != row.currency or cost.minor < 0 or cost > ask.price):
        raise InvalidAmount(
            "El costo de la venta va de cero al precio",
            errors=[{"pointer": "/sale_cost", "detail": "de cero al precio"}],
        )
    if row.minimum and ask.price.minor < row.minimum and not (act.actor.may(OVERRIDE) and act.reason.strip()):
        least = Money.from_minor(row.minimum, row.currency)
        raise BelowMinimum(
            f"Se vende desde {least.amount} {least.currency}, salvo autorización con su motivo"
        )
    spent = None if cost is None else cost.minor
    left = sold(row.debt, ask.price, spent, row.sale_cost_rate, surplus=row.surplus_policy)
    _free(here, row, "sold", ask.name)
    box = treasury.destination(here, ask.method, row.currency, ask.box_id)
    entry = ledger.post(
        here,
        kind="pawn_sale",
        source=f"pawn_lots:{row.id}",
        lines=[*treasury.into_box(here, box, ask.price), *_sold(row, ask.price, left)],
        memo=f"Venta de {ids.folio('LOT', row.number)}",
    )
    row.price, row.sale_cost, row.surplus, row.shortfall = (
        ask.price.minor,
        left.cost,
        left.surplus,
        left.shortfall,
    )
    row.buyer = ask.name
    _end(here, row, "sold", entry)
    here.tell(LotSold(row.id, row.party_id, left.surplus))
    return lots.lot(here, row.id)


@command
def pay_surplus(act: Act, lot_id: UUID, method: str = "cash", box_id: int | None = None) -> LotRecord:
    """Give whoever pledged what was left of the sale.

    `box_id`: the bank account a transfer leaves from; the usual one of the branch when absent.

    Raises:
        NotFound: there is none within the branches of the act.
        NoSurplus: nothing is owed, or it was paid or lapsed.
        InsufficientFunds: the till or the account hasn't got it.
        NotFound, Invalid: the place it leaves from isn't one for that branch, method and currency.
    """
    check_method(method)
    row, here = _hold(act, lot_id, ended=True)
    owed = _surplus(row)
    box = treasury.source(here, method, row.currency, box_id)
    return _settle(here, row, "paid", treasury.out_of_box(here, box, owed))


@command
def lapse_surplus(act: Act, lot_id: UUID) -> LotRecord:
    """What nobody claimed in time is the house's.

    Raises:
        NotFound: there is none within the branches of the act.
        NoSurplus: nothing is owed, or there is still time to claim it.
        Invalid: no reason was given.
    """
    check_reason(act)
    row, here = _hold(act, lot_id, ended=True)
    owed = _surplus(row)
    until = lots.record(row).surplus_until
    if until is None or here.business_date <= until:
        raise NoSurplus(f"El cliente puede reclamarla hasta el {until:%d/%m/%Y}")
    return _settle(here, row, "lapsed", [credit(Use.OTHER_INCOME, owed)])


@command
def write_off_lot(act: Act, lot_id: UUID) -> LotRecord:
    """Take a lot out of the inventory: stolen, broken, worth nothing.

    Raises:
        NotFound, LotEnded: as :func:`list_lot`.
        Invalid: no reason was given.
    """
    return _lose(act, lot_id, "written_off")


@command
def surrender_lot(act: Act, lot_id: UUID) -> LotRecord:
    """Give a lot to the authority that asks for it.

    Raises:
        NotFound, LotEnded: as :func:`list_lot`.
        Invalid: no reason (the order) was given.
    """
    return _lose(act, lot_id, "surrendered")


def _hold(act: Act, lot_id: UUID, *, ended: bool = False) -> tuple[PawnLot, Act]:
    wanted = select(PawnLot).where(PawnLot.id == lot_id).with_for_update()
    row = act.db.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound("El lote no existe o es de otra sucursal")
    if row.ended_on is not None and not ended:
        raise LotEnded(f"{ids.folio('LOT', row.number)} salió de la casa el {row.ended_on:%d/%m/%Y}")
    return row, in_branch(act, row.branch_id)


def _check_money(row: PawnLot, money: Money, pointer: str) -> None:
    if not money.is_positive or money.currency != row.currency:
        raise InvalidAmount(
            f"El precio es un monto en {row.currency} mayor que cero",
            errors=[{"pointer": pointer, "detail": "mayor que cero, en la moneda del lote"}],
        )


def _free(act: Act, row: PawnLot, how: str, to: str) -> None:
    held = hold(act, row.ticket_id)
    if how == "sold":
        check_free(held)
    items = [item for item in articles(act, held.row) if item.gone_on is None]
    check_still(act, [item.id for item in items])
    for item in items:
        item.location_id, item.gone_on, item.gone_how, item.gone_to = None, act.business_date, how, to[:200]
    tell(act, held.row, Happened(how, note=ids.folio("LOT", row.number)))


def _sold(row: PawnLot, price: Money, left: Sold) -> list[Line]:
    """What a sale is against what came in."""
    surplus, tax = left.surplus, tax_in(row.capital, row.debt, row.tax, price.minor - left.cost)
    cost = Money.from_minor(row.cost + surplus + tax, row.currency)
    lines = [credit(Use.SALES, price)]
    if cost.is_positive:
        lines.append(debit(Use.COSTS, cost))
    if row.cost:
        lines.append(credit(Use.PAWN_INVENTORY, Money.from_minor(row.cost, row.currency), doc=row.id))
    if tax:
        lines.append(
            credit(Use.TAX_PAYABLE, Money.from_minor(tax, row.currency), party=row.party_id, doc=row.id)
        )
    if surplus:
        owed = Money.from_minor(surplus, row.currency)
        lines.append(credit(Use.PAWN_SURPLUS, owed, party=row.party_id, doc=row.id))
    return lines


def _surplus(row: PawnLot) -> Money:
    if not row.surplus or row.surplus_ended_on is not None:
        raise NoSurplus(f"{ids.folio('LOT', row.number)} no debe demasía a su cliente")
    return Money.from_minor(row.surplus, row.currency)


def _settle(act: Act, row: PawnLot, how: str, against: list[Line]) -> LotRecord:
    owed = Money.from_minor(row.surplus, row.currency)
    entry = ledger.post(
        act,
        kind="pawn_surplus",
        source=f"pawn_lots:{row.id}",
        lines=[debit(Use.PAWN_SURPLUS, owed, party=row.party_id, doc=row.id), *against],
        memo=f"Demasía de {ids.folio('LOT', row.number)}",
    )
    row.surplus_ended_on, row.surplus_how, row.surplus_entry_id = act.business_date, how, entry
    row.version += 1
    act.db.flush()
    return lots.lot(act, row.id)


def _lose(act: Act, lot_id: UUID, how: str) -> LotRecord:
    check_reason(act)
    row, here = _hold(act, lot_id)
    _free(here, row, how, act.reason)
    entry = None
    if row.cost:
        lost = Money.from_minor(row.cost, row.currency)
        entry = ledger.post(
            here,
            kind="pawn_loss",
            source=f"pawn_lots:{row.id}",
            lines=[debit(Use.BAD_DEBT, lost), credit(Use.PAWN_INVENTORY, lost, doc=row.id)],
            memo=f"{ids.folio('LOT', row.number)}: {act.reason}"[:500],
        )
    _end(here, row, how, entry)
    return lots.lot(here, row.id)


def _end(act: Act, row: PawnLot, how: str, entry: int | None) -> None:
    row.ended_on, row.ended_how, row.end_entry_id, row.version = (
        act.business_date,
        how,
        entry,
        row.version + 1,
    )
    act.db.flush()
