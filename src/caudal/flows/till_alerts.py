"""«Descuadre Caja»: when a count doesn't match, the house says so at once, without saying by how much."""

from caudal.business.treasury.events import TillMismatch
from caudal.commons.acts.act import Act, write_down


def on_mismatch(act: Act, event: TillMismatch) -> None:
    """A line in the book of acts, which the first screen tells: the figure is read where it may be seen."""
    told = {"till": event.till, "shift_id": event.shift_id, "why": event.reason}
    write_down(act, "tills.mismatch", told)
