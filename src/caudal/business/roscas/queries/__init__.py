"""Reading sanes: one as of any date, many, and what happened to them."""

from caudal.business.roscas.queries.lists import RoscaFilter, goes_on, roscas
from caudal.business.roscas.queries.reading import events, folio, of_number, rosca
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
    "goes_on",
    "of_number",
    "rosca",
    "roscas",
]
