"""Where each person of the house is told things, what they were told, and how the ways of telling are."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.params import Depends
from pydantic import Field

from caudal.commons.acts.act import Act
from caudal.commons.notices import callbacks, commands, queries
from caudal.commons.notices.queries import ChannelState
from caudal.interfaces.api.alert_shapes import NoticeOut, notice_out
from caudal.interfaces.api.door import SIGNED_IN, Reply, door
from caudal.interfaces.api.shapes import After, Ask, Limit, Listed, Out, listed
from caudal.interfaces.api.webhooks import raw_body
from caudal.kernel.settings import settings

router = APIRouter(tags=["notices"])


class ChannelOut(Out):
    """`configured`: si hay proveedor; `down_since`: desde cuándo no responde."""

    channel: str
    label: str
    configured: bool
    down_since: datetime | None
    cause: str
    latest_at: datetime | None


class ContactOut(Out):
    """Correo y teléfono propios; vacíos si no se han dado."""

    email: str
    phone: str
    channels: list[ChannelOut]


class ContactAsk(Ask):
    """Vacío: se quita."""

    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=40)


class TrialAsk(Ask):
    channel: str = Field(max_length=20)


@router.get("/me/contact", operation_id="notices.contact")
@door(SIGNED_IN)
def contact(act: Act) -> ContactOut:
    """El correo y el teléfono propios, y por dónde puede avisar la casa."""
    known = queries.addresses(act, [act.actor.id]).get(act.actor.id)
    return _contact(act, known.email if known else "", known.phone if known else "")


@router.put("/me/contact", operation_id="notices.keep_contact")
@door(SIGNED_IN, key="none")
def keep_contact(act: Act, ask: ContactAsk) -> ContactOut:
    """Cambia el correo y el teléfono propios, a los que llegan alertas y reportes."""
    kept = commands.keep_address(act, ask.email, ask.phone)
    return _contact(act, kept.email, kept.phone)


@router.post("/me/contact/trial", status_code=201, operation_id="notices.try_out")
@door(SIGNED_IN)
def try_out(act: Act, ask: TrialAsk) -> NoticeOut:
    """Se manda a uno mismo un aviso de prueba."""
    return notice_out(commands.try_out(act, ask.channel))


@router.get("/me/notices", operation_id="notices.mine")
@door(SIGNED_IN)
def mine(act: Act, limit: Limit = 50, after: After = None) -> Listed[NoticeOut]:
    """Lo que la casa le ha avisado a uno, lo último primero, y qué fue de ello."""
    page = queries.notices(act, user_id=act.actor.id, limit=limit, after=after)
    return listed(page, [notice_out(each) for each in page.items])


@router.get("/notice-channels", operation_id="notices.channels")
@door("alerts.read")
def channels(act: Act) -> Listed[ChannelOut]:
    """Correo, SMS y WhatsApp: si están configurados y si responden."""
    return Listed[ChannelOut].model_construct(items=_channels(queries.channels(act, settings())), next=None)


@router.post("/notices/{notice_id}/retry", status_code=201, operation_id="notices.retry")
@door("alerts.manage")
def retry(act: Act, notice_id: UUID) -> NoticeOut:
    """Vuelve a enviar un aviso que no salió, a la dirección que la persona tiene ahora."""
    return notice_out(commands.retry(act, notice_id))


@router.post("/webhooks/sms", operation_id="webhooks.receive_sms")
@door(SIGNED_IN, public=True, every_branch=True, key="none")
def receive_sms(act: Act, raw: Annotated[bytes, Depends(raw_body)], request: Request) -> Reply:
    """Twilio avisa de lo que fue de un SMS; sin su firma no se guarda nada."""
    form = dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=100))
    signed = request.headers.get("x-twilio-signature", "")
    known = callbacks.receive(act, request.url.query, form, signed, request.app.state.settings)
    return Reply({"received": known})


def _contact(act: Act, email: str, phone: str) -> ContactOut:
    found = _channels(queries.channels(act, settings()))
    return ContactOut.model_construct(email=email, phone=phone, channels=found)


def _channels(found: Iterable[ChannelState]) -> list[ChannelOut]:
    return [
        ChannelOut.model_construct(
            channel=each.channel, label=each.label, configured=each.configured, down_since=each.down_since,
            cause=each.cause, latest_at=each.latest_at,
        )
        for each in found
    ]  # fmt: skip
