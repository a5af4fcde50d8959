"""What is done in pawn."""

from caudal.business.pawn.commands.accruing import accrue
from caudal.business.pawn.commands.collecting import Desk
from caudal.business.pawn.commands.custody import (
    CountVault,
    NewLocation,
    SendPledges,
    add_location,
    count_vault,
    receive_pledges,
    send_pledges,
)
from caudal.business.pawn.commands.ending import (
    Adjudicate,
    Deliver,
    adjudicate,
    deliver,
    release_pledge,
    retain_pledge,
    surrender_pledge,
)
from caudal.business.pawn.commands.guiding import (
    NewLtv,
    NewPlan,
    NewPrice,
    retire_plan,
    set_ltv,
    set_plan,
    set_price,
)
from caudal.business.pawn.commands.lending import hand_over
from caudal.business.pawn.commands.losing import ReportLost, reissue_ticket, report_lost
from caudal.business.pawn.commands.opening import OpenTicket, add_photo, cancel_ticket, open_ticket
from caudal.business.pawn.commands.renewing import Renew, renew
from caudal.business.pawn.commands.selling import (
    SellLot,
    lapse_surplus,
    list_lot,
    pay_surplus,
    sell_lot,
    surrender_lot,
    write_off_lot,
)
from caudal.business.pawn.commands.starting import SuggestedTables, use_suggested_tables

__all__ = [
    "Adjudicate",
    "CountVault",
    "Deliver",
    "Desk",
    "NewLocation",
    "NewLtv",
    "NewPlan",
    "NewPrice",
    "OpenTicket",
    "Renew",
    "ReportLost",
    "SellLot",
    "SendPledges",
    "SuggestedTables",
    "accrue",
    "add_location",
    "add_photo",
    "adjudicate",
    "cancel_ticket",
    "count_vault",
    "deliver",
    "hand_over",
    "lapse_surplus",
    "list_lot",
    "open_ticket",
    "pay_surplus",
    "receive_pledges",
    "reissue_ticket",
    "release_pledge",
    "renew",
    "report_lost",
    "retain_pledge",
    "retire_plan",
    "sell_lot",
    "send_pledges",
    "set_ltv",
    "set_plan",
    "set_price",
    "surrender_lot",
    "surrender_pledge",
    "use_suggested_tables",
    "write_off_lot",
]
