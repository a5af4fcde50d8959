"""SMS through Twilio: one call, and an honest reading of its answer.

Source: Twilio Messages resource, ``POST /2010-04-01/Accounts/{AccountSid}/Messages.json``; error dictionary; request
validation (``X-Twilio-Signature``: HMAC-SHA1 over the address and the sorted parameters).
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from caudal.commons.notices.channels.seam import Outcome, Parcel, Result
from caudal.commons.notices.rules import short
from caudal.kernel.settings import Settings

CALLBACK = "/v1/webhooks/sms"
_SERVICE = "MG"
_CAUSES: Mapping[int, str] = {
    20003: "Twilio no aceptó la cuenta o su credencial",
    20404: "Twilio no conoce esa cuenta",
    20429: "Twilio pide ir más despacio",
    21211: "El número de destino no es válido",
    21212: "El número que envía no es válido",
    21408: "La cuenta no tiene permiso para enviar a ese país",
    21606: "El número que envía no es de la cuenta",
    21610: "Esa persona pidió no recibir más SMS (STOP)",
    21611: "El número que envía tiene demasiados mensajes en cola",
    21612: "No hay ruta para ese número",
    21614: "El número de destino no es un móvil",
    21617: "El mensaje es demasiado largo",
    30001: "La cola de Twilio está llena",
    30002: "La cuenta de Twilio está suspendida",
    30003: "El teléfono está apagado o fuera de alcance",
    30004: "El mensaje fue bloqueado",
    30005: "El número ya no existe",
    30006: "El número no recibe SMS",
    30007: "El operador lo tomó por publicidad",
    30008: "El operador no dijo por qué",
}
_OURS = frozenset({20003, 20404, 21212, 21606, 30002})
"""Errors of the account and not of the message: everything waits until somebody puts them right."""
_PASSING = frozenset({20429, 21611, 30001})


class Sms:
    """Sends text messages; from a number, or from a messaging service where the sender begins with MG."""

    name = "sms"
    provider = "twilio"

    def __init__(self, settings: Settings) -> None:
        """Keep one connection pool; the credential never leaves the header."""
        account = settings.twilio_account_sid
        self._path = f"/2010-04-01/Accounts/{account}/Messages.json"
        self._from = settings.twilio_from
        self._callback = settings.public_url.rstrip("/") + CALLBACK if settings.public_url else ""
        self._client = httpx.Client(
            base_url=settings.twilio_base_url,
            auth=(account, settings.twilio_auth_token.get_secret_value()),
            timeout=settings.twilio_timeout_seconds,
        )

    def send(self, parcel: Parcel) -> Outcome:
        """Try once. A lost answer is ambiguous; a connection that was never made is not."""
        form = {"To": parcel.to, "Body": short(parcel.text)}
        form["MessagingServiceSid" if self._from.startswith(_SERVICE) else "From"] = self._from
        if self._callback:
            form["StatusCallback"] = f"{self._callback}?notice={parcel.id}"
        try:
            answer = self._client.post(self._path, data=form)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Outcome(Result.AWAY, cause="No hay conexión con Twilio")
        except httpx.HTTPError:
            return Outcome(
                Result.AMBIGUOUS, cause="Twilio no respondió a tiempo; se espera su aviso antes de repetir"
            )
        return _read(answer)

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()


def cause_of(code: int | None) -> str:
    """What an error of Twilio means, in Spanish."""
    known = _CAUSES.get(code or 0, "Twilio no lo aceptó")
    return f"{known} ({code})" if code else known


def signature(url: str, form: Mapping[str, str], token: str) -> str:
    """What Twilio signs: the address it called, then each parameter with its value, in order of name."""
    whole = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), whole.encode(), hashlib.sha1).digest()).decode()


def _read(answer: httpx.Response) -> Outcome:
    content = _content(answer)
    if answer.is_success:
        if content.get("sid"):
            return Outcome(Result.SENT, provider_id=str(content["sid"]))
        return Outcome(Result.AMBIGUOUS, cause="Twilio respondió sin identificador; se espera su aviso")
    told = content.get("code")
    code = told if isinstance(told, int) else None
    cause = cause_of(code or answer.status_code)
    after = answer.headers.get("Retry-After", "")
    wait = timedelta(seconds=int(after)) if after.isdigit() else None
    if answer.status_code in {401, 403, 404} or code in _OURS:
        return Outcome(Result.AWAY, code=code, cause=cause)
    if answer.status_code == 429 or code in _PASSING:
        return Outcome(Result.RETRY, code=code, cause=cause, wait=wait or timedelta(minutes=1))
    if answer.status_code >= 500:
        return Outcome(Result.AWAY, code=code, cause=cause, wait=wait)
    return Outcome(Result.REFUSED, code=code, cause=cause)


def _content(answer: httpx.Response) -> dict[str, Any]:
    try:
        content: Any = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}  # pyright: ignore[reportUnknownVariableType]
