"""Rows of treasury."""

from datetime import datetime

from sqlalchemy import FetchedValue, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Box(Table):
    """A place where money is."""

    __tablename__ = "boxes"

    id: Mapped[int] = mapped_column(primary_key=True, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    currency: Mapped[str]
    name: Mapped[str]
    account_id: Mapped[int]
    main: Mapped[bool]
    active: Mapped[bool]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
