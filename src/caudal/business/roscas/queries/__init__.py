"""Reading sanes: one as of any date, many, and what happened to them."""

from caudal.business.roscas.queries.lists import RoscaFilter, roscas
from caudal.business.roscas.queries.reading import events, folio, rosca, rosca_of
from caudal.business.roscas.queries.records import (
    CellRecord,
    DeliveryRecord,
    EventRecord,
    NumberRecord,
    RoscaRecord,
    RoundRecord,
    Summary,
)

__all__ = [
    "CellRecord",
    "DeliveryRecord",
    "EventRecord",
    "NumberRecord",
    "RoscaFilter",
    "RoscaRecord",
    "RoundRecord",
    "Summary",
    "events",
    "folio",
    "rosca",
    "rosca_of",
    "roscas",
]
