"""The demonstration's bank accounts: one per branch, with a statement of two weeks of which a few lines wait."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta

from caudal.business.reconciliation import commands as reconciliation
from caudal.business.reconciliation import queries
from caudal.business.reconciliation.commands import ReconcileDay
from caudal.business.reconciliation.queries import MovementRecord, Which
from caudal.business.treasury import commands as treasury
from caudal.business.treasury import queries as boxes
from caudal.business.treasury.commands import OpenAccount
from caudal.business.treasury.rules import BoxKind
from caudal.business.treasury.rules.numbers import NumberKind, clabe_digit
from caudal.commons.acts.act import Act
from caudal.flows.demo import cast
from caudal.flows.demo.house import House
from caudal.flows.statements import taking
from caudal.flows.statements.taking import Plan
from caudal.kernel.money import Money

_ACCOUNTS = {
    1: ("BBVA Cancún", "BBVA", NumberKind.CLABE, "01269000118359712"),
    2: ("Santander CDMX", "Santander", NumberKind.CLABE, "01418000652203345"),
    3: ("Banorte Guadalajara", "Banorte", NumberKind.CLABE, "07232000441120987"),
    4: ("Bancolombia Bogotá", "Bancolombia", NumberKind.ACCOUNT, "03124457810"),
    5: ("Banreservas Santo Domingo", "Banreservas", NumberKind.ACCOUNT, "9601245577"),
}
"""Name, bank and number of the account of each branch; a CLABE without its check digit."""
_LOW = {"MXN": 50_000, "COP": 12_000_000, "DOP": 170_000}
_FEE = {"MXN": ("116.00", "18.56"), "COP": ("15900.00", "3021.00"), "DOP": ("450.00", "81.00")}
_STRANGER = {"MXN": "1840.00", "COP": "420000.00", "DOP": "6100.00"}
_DAYS = 14
_UNSEEN = 7
"""One movement in so many isn't in the statement yet; and of the rest, one in so many comes without its reference."""

_Row = tuple[date, str, str, Money]


def bank(house: House) -> None:
    """Name the account of each branch, bring its statement up to yesterday, and compare the last days."""
    for branch in range(1, len(cast.BRANCHES) + 1):
        currency = cast.BRANCHES[branch - 1][2]
        act = house.act("duena", branch, 0)
        found = boxes.main_box(act, BoxKind.BANK, currency)
        name, bank_name, kind, number = _ACCOUNTS[branch]
        whole = number + clabe_digit(number) if kind is NumberKind.CLABE else number
        asked = OpenAccount(
            name, bank_name, kind, whole, currency, branch, box_id=found.id if found else None,
            threshold=Money.of(_LOW[currency], currency),
        )  # fmt: skip
        account = treasury.open_account(act, asked).box.id
        _statement(act, account, currency)
        for ago in (3, 2, 1):
            reconciliation.reconcile(act, ReconcileDay(act.business_date - timedelta(days=ago), branch))


def _statement(act: Act, account: int, currency: str) -> None:
    """The statement of the last two weeks up to yesterday, as the bank would write it."""
    today = act.business_date
    since, until = today - timedelta(days=_DAYS), today - timedelta(days=1)
    moves = _all(act, Which(account, until=until))
    opening = sum(m.amount.minor for m in moves if m.on < since)
    seen = [m for m in moves if m.on >= since and m.paired_with is None]
    rows = _rows(seen, until, currency)
    data = _written(rows, Money.from_minor(opening, currency), currency)
    name = f"estado-{since:%d%m}-{until:%d%m}.csv"
    opened = taking.open(act, account, name, data)
    taking.enter(act, opened.record.id, Plan())


def _all(act: Act, which: Which) -> list[MovementRecord]:
    found: list[MovementRecord] = []
    after: str | None = None
    while True:
        page = queries.movements(act, which, limit=500, after=after)
        found += page.items
        if page.next is None:
            return sorted(found, key=lambda m: (m.on, m.entry_id, m.line))
        after = page.next


def _rows(seen: Sequence[MovementRecord], until: date, currency: str) -> list[_Row]:
    fee, tax = (Money.of(each, currency) for each in _FEE[currency])
    rows: list[_Row] = []
    for number, m in enumerate(seen):
        if number % _UNSEEN == _UNSEEN - 1:
            continue
        on = min(m.on + timedelta(days=number % 2), until)
        named = (m.party or "").upper()
        if m.kind == "deposit":
            rows.append((on, "DEPOSITO EN EFECTIVO SUCURSAL", m.reference or "", m.amount))
        elif m.amount.is_positive:
            told = m.reference if number % 4 else ""
            rows.append((on, f"TRANSFERENCIA RECIBIDA {named}".strip(), told or "", m.amount))
        else:
            rows.append((on, "PAGO A TERCEROS", m.reference or "", m.amount))
    rows.append((until - timedelta(days=4), "COMISION POR MANEJO DE CUENTA", "", -fee))
    rows.append((until - timedelta(days=4), "IVA COMISION POR MANEJO", "", -tax))
    stranger = Money.of(_STRANGER[currency], currency)
    rows.append((until, "TRANSFERENCIA RECIBIDA SIN NOMBRE 884417", "884417", stranger))
    return sorted(rows, key=lambda row: row[0])


def _written(rows: Sequence[_Row], opening: Money, currency: str) -> bytes:
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(("Fecha", "Concepto", "Referencia", "Cargo", "Abono", "Saldo"))
    balance = opening
    for on, told, reference, money in rows:
        balance += money
        cells = ("", str(money.amount)) if money.is_positive else (str((-money).amount), "")
        figures = [_as(currency, each) for each in (*cells, str(balance.amount))]
        sheet.writerow((f"{on:%Y-%m-%d}", told, reference, *figures))
    return out.getvalue().encode()


def _as(currency: str, figure: str) -> str:
    """As the country writes decimals."""
    return figure.replace(".", ",") if currency == "COP" else figure
