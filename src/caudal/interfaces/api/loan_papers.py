"""The papers of a loan: what was agreed with its calendar, and what closes it or that nothing is owed."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from caudal.business.loans import queries
from caudal.business.loans.commands import NotHandedOver
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.cost import cost, rounded
from caudal.business.loans.rules.replay import InstalmentState, LoanState
from caudal.business.loans.rules.schedule import schedule
from caudal.business.parties import queries as parties
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.documents.letters import Letter, letter
from caudal.commons.documents.receipts import Issuer
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.kernel.formats import date_text, money_screen, percent
from caudal.kernel.money import Money

router = APIRouter(tags=["loans"])
_LABELS = {
    Component.PRINCIPAL: "Capital",
    Component.INTEREST: "Interés",
    Component.ARREARS: "Mora",
    Component.CHARGE: "Gastos",
    Component.INSURANCE: "Seguros",
}
_ALWAYS = frozenset({Component.PRINCIPAL, Component.INTEREST})


@router.get("/loans/{loan_id}/contract.pdf", operation_id="loans.print_contract")
@door("loans.read")
def print_contract(act: Act, loan_id: UUID) -> Response:
    """Resumen de lo pactado con su calendario, para firmar."""
    loan = queries.loan(act, loan_id)
    body = letter(_letter(act, loan, "Resumen del contrato", queries.state(act, loan), signed=True))
    return exports.file(body, "application/pdf", f"contrato-{loan.folio}.pdf", inline=True)


@router.get("/loans/{loan_id}/schedule.pdf", operation_id="loans.print_schedule")
@door("loans.read")
def print_schedule(act: Act, loan_id: UUID) -> Response:
    """El calendario de pagos como está hoy."""
    loan = queries.loan(act, loan_id)
    body = letter(_letter(act, loan, "Calendario de pagos", queries.state(act, loan)))
    return exports.file(body, "application/pdf", f"calendario-{loan.folio}.pdf", inline=True)


@router.get("/loans/{loan_id}/payoff-letter.pdf", operation_id="loans.print_payoff")
@door("loans.read")
def print_payoff(
    act: Act, loan_id: UUID, on: Annotated[date | None, Query(description="El día de la liquidación.")] = None
) -> Response:
    """Carta de saldo: lo que liquida el préstamo ese día; si ya no se debe nada, el paz y salvo."""
    loan = queries.loan(act, loan_id)
    if loan.disbursed_on is None:
        raise NotHandedOver(f"{loan.folio} todavía no se entrega: no hay saldo que certificar")
    body = letter(_payoff(act, loan, on or act.business_date))
    return exports.file(body, "application/pdf", f"saldo-{loan.folio}.pdf", inline=True)


def _letter(act: Act, loan: LoanRecord, title: str, state: LoanState, *, signed: bool = False) -> Letter:
    terms, found = loan.contract.terms, cost(schedule(loan.contract.terms))
    facts = [
        *who(act, loan),
        ("Monto prestado", money_screen(loan.principal)),
        ("Entrega", date_text(loan.disbursed_on) if loan.disbursed_on else ""),
        ("Cuotas", str(terms.periods)),
        ("Tasa efectiva anual del costo", percent(rounded(found.annual, "0.0001"))),
        ("CAT", percent(rounded(found.cat, "0.001"))),
    ]
    columns, rows, sums = calendar(state.instalments, loan.currency)
    return Letter(
        title, loan.folio, issuer(act, loan), act.at, facts, (), columns, rows,
        signers=("El deudor", "Por la empresa") if signed else (), sums=sums,
    )  # fmt: skip


def _payoff(act: Act, loan: LoanRecord, on: date) -> Letter:
    state, house = queries.state(act, loan, on), issuer(act, loan)
    if not state.payoff:
        told = (
            f"Certificamos que al {date_text(on)} el préstamo {loan.folio} está pagado y por él no se debe nada: "
            "queda a paz y salvo por todo concepto."
        )
        return Letter(
            "Paz y salvo", loan.folio, house, act.at, who(act, loan), (told,), signers=(house.company,)
        )
    total = Money.from_minor(state.payoff, loan.currency)
    rows = [
        (label, money_screen(Money.from_minor(amount, loan.currency)))
        for component, label in _LABELS.items()
        if (amount := state.due[component] + state.to_close[component])
    ]
    if state.advance:
        rows.append(
            ("Recibido por adelantado", money_screen(Money.from_minor(-state.advance, loan.currency)))
        )
    told = f"El préstamo {loan.folio} se liquida el {date_text(on)} con {money_screen(total)}. Vale solo ese día."
    return Letter(
        "Carta de saldo", loan.folio, house, act.at, who(act, loan), (told,), ("Concepto", "Monto"),
        [*rows, ("Total para liquidar", money_screen(total))], 1, (house.company,),
    )  # fmt: skip


def who(act: Act, loan: LoanRecord) -> list[tuple[str, str]]:
    """Whose loan it is, as its papers begin."""
    client = parties.party(act, loan.party_id)
    document = " ".join(client.document[:2]) if client.document else ""
    return [
        ("Deudor", client.name),
        ("Cliente", " · ".join(part for part in (client.folio, document) if part)),
    ]


def issuer(act: Act, loan: LoanRecord) -> Issuer:
    """The company and the branch that give a paper of a loan."""
    branch, (name, tax_id) = branch_of(act, loan.branch_id), exports.company(act)
    return Issuer(name, branch.name, branch.time_zone, tax_id)


def calendar(plan: Sequence[InstalmentState], currency: str) -> tuple[list[str], list[list[str]], list[int]]:
    """The columns of a calendar, its rows with a sum by year and the whole, and which of the rows are sums.

    A component that no instalment has gets no column; a single year, no sum of its own.
    """
    shown = [each for each in _LABELS if each in _ALWAYS or any(row.due[each] for row in plan)]

    def amounts(rows: Sequence[InstalmentState]) -> list[str]:
        sums = [sum(row.due[each] for row in rows) for each in shown]
        more = sum(row.total for row in rows), sum(sum(row.paid) + row.covered for row in rows)
        return [money_screen(Money.from_minor(each, currency)) for each in (*sums, *more)]

    found: list[list[str]] = []
    sums: list[int] = []
    years = {year: list(rows) for year, rows in groupby(plan, lambda row: row.due_on.year)}
    for year, rows in years.items():
        for row in rows:
            balance = money_screen(Money.from_minor(row.balance, currency))
            found.append([str(row.number), date_text(row.due_on), *amounts([row]), balance])
        if len(years) > 1:
            sums.append(len(found))
            found.append(["", f"Suma {year}", *amounts(rows), ""])
    if plan:
        sums.append(len(found))
        found.append(["", "Total", *amounts(plan), ""])
    return ["Nº", "Vence", *(_LABELS[each] for each in shown), "Cuota", "Pagado", "Saldo"], found, sums
