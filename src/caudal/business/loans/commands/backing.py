"""Whether what backs a loan is enough to lend it."""

from datetime import date

from caudal.business.collateral.rules import CollateralShort
from caudal.business.loans import queries
from caudal.business.loans.queries import backing
from caudal.business.loans.tables import Loan
from caudal.commons.acts.act import Act
from caudal.kernel.formats import percent
from caudal.kernel.money import Money


def check_backing(act: Act, row: Loan, on: date) -> None:
    """Refuse to approve or hand over a loan beyond what its product lends of what backs it.

    A product that asks for nothing may still have a lien: it only counts where the product has a limit for its kind.

    Raises:
        CollateralShort: nothing backs it, its valuation isn't in force, or it isn't worth enough.
    """
    rule = queries.product_of(act, row.product_id).definition.collateral
    if not rule.required:
        return
    found = backing.standing(act, queries.record(act, row), on)
    if found.lendable >= row.principal:
        return
    if found.ltv is None:
        detail = "Este producto se presta con garantía: agregue la garantía y su avalúo"
    elif found.expired:
        detail = "El avalúo de la garantía venció: agregue uno vigente"
    else:
        most = Money.from_minor(found.lendable, row.currency)
        detail = f"Con esa garantía se prestan hasta {most.amount} {most.currency}"
        if found.limit is not None:
            detail += f": {percent(found.limit)} de su avalúo, y se piden {percent(found.ltv)}"
    raise CollateralShort(
        detail,
        lendable=Money.from_minor(found.lendable, row.currency).json(),
        ltv=str(found.ltv) if found.ltv is not None else None,
        limit=str(found.limit) if found.limit is not None else None,
    )
