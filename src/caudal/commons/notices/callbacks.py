"""What Twilio tells afterwards of an SMS. Nothing is believed before its signature is checked.

Source: Twilio «Track outbound message status» (``MessageSid``, ``MessageStatus``, ``ErrorCode``), request validation.
"""

import hmac
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.commons.notices.channels.sms import CALLBACK, cause_of, signature
from caudal.kernel.problems import Problem
from caudal.kernel.settings import Settings

_ACCEPTED = frozenset({"accepted", "scheduled", "queued", "sending", "sent"})
_DELIVERED = frozenset({"delivered", "read"})
_FAILED = frozenset({"undelivered", "failed", "canceled"})
_APPLY = text(
    "update notices set provider_id = coalesce(provider_id, :sid),"
    " sent_at = coalesce(sent_at, :at), cause = :cause, code = :code,"
    " status = :status, delivered_at = case when :status = 'delivered' then cast(:at as timestamptz) end,"
    " closed_at = case when :status = 'failed' then cast(:at as timestamptz) end"
    " where channel = 'sms' and (provider_id = :sid or (provider_id is null and id = cast(:notice as uuid)))"
    " and (status in ('sending', 'sent') or (status = 'queued' and attempts > 0)) returning id"
)


class SmsSignature(Problem):
    type, title, status = "firma-sms-invalida", "La firma del aviso de SMS no es válida", 401


def receive(act: Act, query: str, form: Mapping[str, str], signed: str, config: Settings) -> bool:
    """Take in what became of a message; whether it was one of ours.

    Raises:
        SmsSignature: Twilio didn't sign it, or no credential is set.
    """
    token = config.twilio_auth_token.get_secret_value()
    url = config.public_url.rstrip("/") + CALLBACK + (f"?{query}" if query else "")
    if not token or not hmac.compare_digest(signature(url, form, token).encode(), signed.encode()):
        raise SmsSignature("El aviso no viene de Twilio")
    told = form.get("MessageStatus", "")
    status = "delivered" if told in _DELIVERED else "failed" if told in _FAILED else "sent"
    if not form.get("MessageSid") or told not in _ACCEPTED | _DELIVERED | _FAILED:
        return False
    code = form.get("ErrorCode", "")
    number = int(code) if code.isascii() and code.isdigit() and len(code) < 7 else None
    values = {
        "sid": form["MessageSid"], "notice": _notice(query), "at": act.at, "status": status, "code": number,
        "cause": cause_of(number) if status == "failed" else "",
    }  # fmt: skip
    return act.db.execute(_APPLY, values).first() is not None


def _notice(query: str) -> str | None:
    name, _, value = query.partition("=")
    try:
        return str(UUID(value)) if name == "notice" else None
    except ValueError:
        return None
