"""WhatsApp to the people of the house: an approved template through the channel that clients are written to."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from caudal.commons.messaging.channels import Outgoing, WhatsAppCloud
from caudal.commons.messaging.channels import Result as Heard
from caudal.commons.notices.channels.seam import Outcome, Parcel, Result
from caudal.kernel.settings import Settings

_LANGUAGE = "es"
_MEANS = {
    Heard.ACCEPTED: Result.SENT, Heard.AMBIGUOUS: Result.AMBIGUOUS, Heard.REFUSED: Result.REFUSED,
    Heard.RETRY: Result.RETRY,
}  # fmt: skip


class StaffWhatsApp:
    """Sends templates only: nobody of the house has to have written first."""

    name = "whatsapp"
    provider = "whatsapp_cloud"

    def __init__(self, settings: Settings) -> None:
        self._cloud = WhatsAppCloud(settings)

    def send(self, parcel: Parcel) -> Outcome:
        """Try once."""
        done = self._cloud.send(Outgoing(parcel.id, parcel.attempt, parcel.to, wire(parcel.wire)))
        away = done.result is Heard.RETRY and (done.code is None or done.pause is not None)
        result = Result.AWAY if away else _MEANS[done.result]
        return Outcome(result, done.provider_id, done.code, done.cause, done.wait or done.pause)

    def close(self) -> None:
        """Let the connections go."""
        self._cloud.close()


def wire(told: Mapping[str, Any]) -> dict[str, Any]:
    """A template and its values as they travel: none may be empty or break the line."""
    values = [" ".join(str(value).split()) or "—" for value in told.get("values", ())]
    return {"kind": "template", "name": f"caudal_{told['template']}", "language": _LANGUAGE, "values": values}


def template_text(told: Mapping[str, Any]) -> str:
    """What the person reads."""
    text = _texts()[str(told["template"])]
    for number, value in enumerate(wire(told)["values"], start=1):
        text = text.replace(f"{{{number}}}", value)
    return text


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, str]:
    raw = resources.files("caudal.commons.notices").joinpath("texts.toml").read_text("utf-8")
    return {row["codigo"]: row["texto"] for row in tomllib.loads(raw)["plantilla"]}
