"""Products: each change is a new version, and loans keep theirs."""

import re
from dataclasses import dataclass

from sqlalchemy import select, update

from caudal.business.loans import queries
from caudal.business.loans.queries import ProductRecord
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.product import Definition
from caudal.business.loans.tables import Product
from caudal.commons.acts.act import Act, command
from caudal.kernel.problems import Invalid

_CODE = re.compile(r"[a-z0-9_-]{2,40}")
_TAKEN = frozenset({"nuevo", "topes-legales"})
"""What the console shows at the address of a product that had that code: nobody could open it."""


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product, or a new version of the one with that code."""

    code: str
    name: str
    definition: Definition


@command
def save_product(act: Act, ask: NewProduct) -> ProductRecord:
    """Keep a product as it will be from now on; those agreed before keep their version.

    Raises:
        Invalid: the code or the name can't be one.
    """
    if not _CODE.fullmatch(ask.code):
        raise Invalid(
            "El código lleva de 2 a 40 letras minúsculas, números o guiones",
            errors=[{"pointer": "/code", "detail": "letras minúsculas, números o guiones"}],
        )
    if ask.code in _TAKEN:
        raise Invalid(
            f"«{ask.code}» es una dirección de la casa: use otro código",
            errors=[{"pointer": "/code", "detail": "ya quiere decir otra cosa"}],
        )
    name = " ".join(ask.name.split())
    if not 2 <= len(name) <= 80:
        raise Invalid(
            "Escriba el nombre, de 2 a 80 letras", errors=[{"pointer": "/name", "detail": "de 2 a 80 letras"}]
        )
    latest = act.db.scalars(
        select(Product)
        .where(Product.code == ask.code)
        .order_by(Product.version.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if latest is not None:
        act.db.execute(update(Product).where(Product.code == ask.code, Product.active).values(active=False))
    row = Product(
        code=ask.code, version=latest.version + 1 if latest else 1, name=name, currency=ask.definition.currency,
        definition=keeping.kept(ask.definition), active=True, created_at=act.at, created_by=act.actor.id,
        act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    return queries.product_of(act, row.id)


@command
def retire_product(act: Act, code: str) -> ProductRecord:
    """Stop lending with a product; its loans go on.

    Raises:
        NotFound: it isn't in use.
    """
    found = queries.product(act, code)
    act.db.execute(update(Product).where(Product.id == found.id).values(active=False))
    act.db.expire_all()
    return queries.product_of(act, found.id)
