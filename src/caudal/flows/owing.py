"""How what is asked about suppliers is decided from the inbox: signed, and the payable or the account moves with it."""

from uuid import UUID

from caudal.business.approvals import commands as approvals
from caudal.business.approvals.queries import Request
from caudal.business.payables import commands, queries
from caudal.business.payables.rules.matching import brief
from caudal.business.treasury import queries as treasury
from caudal.business.treasury.rules import BoxKind
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import in_branch
from caudal.kernel.money import Money
from caudal.ledger import queries as books
from caudal.ledger.rules import Use


def decide_payment(act: Act, request: Request, decision: str) -> None:
    """Sign the decision on a payment, and schedule it, turn it down or send it back in the same act.

    Raises:
        Problem: as approvals refuses the signature, or payables what no longer is what was asked for.
    """
    if decision == "authorise":
        approvals.authorise(act, request.id)
        commands.authorised(act, request)
    elif decision == "withdraw":
        approvals.withdraw(act, request.id)
        commands.withdrawn(act, request)
    else:
        back = decision == "send_back"
        (approvals.send_back if back else approvals.reject)(act, request.id)
        commands.refused(act, request, send_back=back)


def decide_account(act: Act, request: Request, decision: str) -> None:
    """Sign the decision on the bank account of a supplier, which serves, or not, from then on.

    Raises:
        Problem: as approvals refuses the signature, or payables an account that is no longer what was asked for.
    """
    if decision == "authorise":
        approvals.authorise(act, request.id)
    elif decision == "withdraw":
        approvals.withdraw(act, request.id)
    else:
        (approvals.send_back if decision == "send_back" else approvals.reject)(act, request.id)
    commands.decide_account(act, request, authorised=decision == "authorise")


def evidence(act: Act, request: Request) -> list[tuple[str, str]]:
    """What backs a payment, and where it is seen: its contract beside its invoice, and the documents that were kept."""
    owed = queries.payable(act, UUID(str(request.payload["payable"])))
    link, kept = f"/cxp/{owed.id}", len(queries.papers(act, owed.id))
    told = [(f"Contrato: {owed.service}, {brief(owed.contracted)}", link)]
    if owed.invoice is not None:
        told.append((f"Factura {owed.invoice.number}: {brief(owed.invoice.match.invoiced)}", link))
    return [*told, (f"Documentos: {kept}", link)] if kept else told


def entry(act: Act, request: Request) -> list[tuple[str, str, Money]]:
    """What paying writes, from the main bank account of the branch: code, name and amount, debit positive."""
    act = in_branch(act, request.branch_id)
    kind = queries.payable(act, UUID(str(request.payload["payable"]))).kind
    currency = request.money.currency
    use = Use.SUPPLIER_ADVANCES if kind == "advance" else Use.PAYABLES
    against = next(iter(books.accounts(act, use, currency)), None)
    box = treasury.main_box(act, BoxKind.BANK, currency)
    bank = next((a for a in books.accounts(act, Use.BANK, currency) if box and a.id == box.account_id), None)
    if against is None or bank is None:
        return []
    return [(against.code, against.name, request.money), (bank.code, bank.name, -request.money)]
