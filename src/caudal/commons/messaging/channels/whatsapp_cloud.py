"""WhatsApp Cloud API of Meta: one call, and an honest reading of its answer.

Source: Cloud API reference, ``POST /{version}/{phone-number-id}/messages``.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from caudal.commons.messaging.channels.meta_errors import outcome_of
from caudal.commons.messaging.channels.seam import Outcome, Outgoing, Result
from caudal.kernel.settings import Settings

_GATEWAY_TIMEOUT = 504


class WhatsAppCloud:
    """Sends approved templates, and plain text inside an open conversation."""

    name = "whatsapp"
    provider = "whatsapp_cloud"
    local = False

    def __init__(self, settings: Settings) -> None:
        """Keep one connection pool; the credential never leaves the header."""
        self._path = f"/{settings.whatsapp_version}/{settings.whatsapp_phone_id}/messages"
        self._client = httpx.Client(
            base_url=settings.whatsapp_base_url,
            headers={"Authorization": f"Bearer {settings.whatsapp_token.get_secret_value()}"},
            timeout=settings.whatsapp_timeout_seconds,
        )

    def send(self, message: Outgoing) -> Outcome:
        """Try once. A lost answer is ambiguous; a connection that was never made is not."""
        try:
            answer = self._client.post(self._path, json=body(message))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Outcome(Result.RETRY, cause="No hay conexión con WhatsApp")
        except httpx.HTTPError:
            cause = "WhatsApp no respondió a tiempo; se espera su aviso antes de repetir"
            return Outcome(Result.AMBIGUOUS, cause=cause)
        return _read(answer)

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()


def body(message: Outgoing) -> dict[str, Any]:
    """The request: a template with its parameters in order, or text."""
    wire = message.wire
    common: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.to.removeprefix("+"),
        "biz_opaque_callback_data": message.callback,
    }
    if wire["kind"] == "text":
        return common | {"type": "text", "text": {"preview_url": False, "body": wire["text"]}}
    parameters = [{"type": "text", "text": value} for value in wire["values"]]
    components = [{"type": "body", "parameters": parameters}] if parameters else []
    template = {"name": wire["name"], "language": {"code": wire["language"]}, "components": components}
    return common | {"type": "template", "template": template}


def _read(answer: httpx.Response) -> Outcome:
    content = _content(answer)
    if answer.is_success:
        ids = [sent["id"] for sent in content.get("messages", ()) if sent.get("id")]
        if ids:
            return Outcome(Result.ACCEPTED, provider_id=ids[0])
        return Outcome(Result.AMBIGUOUS, cause="WhatsApp respondió sin identificador; se espera su aviso")
    if answer.status_code == _GATEWAY_TIMEOUT:
        return Outcome(Result.AMBIGUOUS, cause="WhatsApp no respondió a tiempo; se espera su aviso (504)")
    error: Mapping[str, Any] = content.get("error") or {}
    outcome = outcome_of(error.get("code"), str(error.get("message") or ""), answer.status_code)
    after = answer.headers.get("Retry-After", "")
    if after.isdigit() and outcome.result is Result.RETRY and outcome.wait is None:
        return Outcome(
            outcome.result, code=outcome.code, cause=outcome.cause, wait=timedelta(seconds=int(after)),
            pause=outcome.pause,
        )  # fmt: skip
    return outcome


def _content(answer: httpx.Response) -> dict[str, Any]:
    try:
        content: Any = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}  # pyright: ignore[reportUnknownVariableType]
