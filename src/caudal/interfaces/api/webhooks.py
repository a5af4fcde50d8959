"""What providers tell us. Nothing is believed before its signature is checked over the bytes as they came."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.params import Depends
from fastapi.responses import PlainTextResponse, Response

from caudal.commons.acts.act import Act
from caudal.commons.messaging import webhooks
from caudal.interfaces.api.door import SIGNED_IN, Reply, door

router = APIRouter(tags=["webhooks"])


async def raw_body(request: Request) -> bytes:
    """The body as it came."""
    return await request.body()


async def parameters(request: Request) -> dict[str, str]:
    """The query as it came: the provider's names have dots."""
    return dict(request.query_params)


@router.get("/webhooks/whatsapp", operation_id="webhooks.verify", response_class=PlainTextResponse)
@door(SIGNED_IN, public=True)
def verify(  # the act isn't needed: an answer, no change
    act: Act,  # noqa: ARG001
    asked: Annotated[dict[str, str], Depends(parameters)],
    request: Request,
) -> Response:
    """WhatsApp comprueba que esta dirección es nuestra."""
    return PlainTextResponse(webhooks.verify(asked, request.app.state.settings))


@router.post("/webhooks/whatsapp", operation_id="webhooks.receive")
@door(SIGNED_IN, public=True, every_branch=True, key="none")
def receive(act: Act, raw: Annotated[bytes, Depends(raw_body)], request: Request) -> Reply:
    """WhatsApp avisa de entregas, lecturas y respuestas; sin su firma no se guarda nada."""
    signature = request.headers.get("x-hub-signature-256", "")
    webhooks.receive(act, raw, signature, request.app.state.settings)
    return Reply({"received": True})
