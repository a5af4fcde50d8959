"""What WhatsApp tells us: the address check, and notices signed over their raw bytes.

Source: Cloud API webhooks reference (verification request, ``X-Hub-Signature-256``, value object).
"""

import hashlib
import hmac
import json
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert

from caudal.commons.acts.act import Act
from caudal.commons.messaging import commands, queries, statuses, templates
from caudal.commons.messaging.commands import NewMessage, OptOut
from caudal.commons.messaging.events import ReplyReceived
from caudal.commons.messaging.queries import Recipient
from caudal.commons.messaging.rules import Purpose
from caudal.commons.messaging.statuses import Policy, Status
from caudal.commons.messaging.tables import InboundMessage, Message
from caudal.kernel.problems import Forbidden, Invalid, Problem
from caudal.kernel.settings import Settings, settings

log = logging.getLogger(__name__)

CHANNEL = "whatsapp"
LEAVE = frozenset({"baja", "stop", "no mas", "cancelar"})
COME_BACK = frozenset({"alta"})
_POLITE = re.compile(r"\b(por favor|porfavor|gracias)\b")


class BadSignature(Problem):
    type, title, status = "firma-invalida", "La firma del aviso no es válida", 401


@dataclass(frozen=True, slots=True)
class Received:
    """What came: statuses applied, parked (message unknown) and repeated; replies; words obeyed."""

    statuses: int = 0
    parked: int = 0
    repeated: int = 0
    replies: int = 0
    words: int = 0
    preferences: int = 0


def verify(params: Mapping[str, str], config: Settings) -> str:
    """The challenge to echo when WhatsApp checks that this address is ours.

    Raises:
        Forbidden: the verification word is not ours, or none is set.
    """
    token = config.whatsapp_verify_token.get_secret_value()
    given = params.get("hub.verify_token", "")
    if (
        params.get("hub.mode") != "subscribe"
        or not token
        or not hmac.compare_digest(given.encode(), token.encode())
    ):
        raise Forbidden("La palabra de verificación no coincide")
    return params.get("hub.challenge", "")


def check_signature(raw: bytes, signature: str, secret: str) -> None:
    """Whether `raw` was signed with our application's secret, compared in constant time.

    Raises:
        BadSignature: it was not, or no secret is set.
    """
    expected = "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    if not secret or not hmac.compare_digest(expected.encode(), signature.encode()):
        log.warning("aviso de WhatsApp con firma inválida: %d bytes descartados", len(raw))
        raise BadSignature("El aviso no viene firmado por WhatsApp; no se guardó nada")


def receive(act: Act, raw: bytes, signature: str, config: Settings | None = None) -> Received:
    """Take in a notice: statuses in any order and number, replies, opt-out words, preferences.

    The act must see every branch.

    Raises:
        BadSignature: the signature is not ours; nothing was stored.
        Invalid: it is signed but isn't JSON.
    """
    config = config or settings()
    check_signature(raw, signature, config.whatsapp_app_secret.get_secret_value())
    counts = Counter[str]()
    values = list(_values(raw, config.whatsapp_phone_id))
    found = [_status(entry) for value in values for entry in _objects(value.get("statuses"))]
    policy = Policy.of(config)
    counts.update(_take_statuses(act, [status for status in found if status is not None], policy))
    for value in values:
        for entry in _objects(value.get("messages")):
            counts.update(_take_reply(act, entry))
        for entry in _objects(value.get("user_preferences")):
            counts.update(_take_preference(act, entry))
    return Received(**counts)


def word_of(written: str) -> str | None:
    """«baja» or «alta» where the whole message is one of those words; «quiero cancelar mi deuda» is neither.

    >>> word_of("¡No más, por favor!"), word_of("Alta"), word_of("quiero cancelar mi deuda")
    ('baja', 'alta', None)
    """
    folded = "".join(c for c in unicodedata.normalize("NFD", written.lower()) if not unicodedata.combining(c))
    bare = " ".join(re.findall(r"[a-z0-9]+", _POLITE.sub(" ", folded)))
    if bare in LEAVE:
        return "baja"
    return "alta" if bare in COME_BACK else None


def address_of(wa_id: str) -> str:
    """A WhatsApp id as an E.164 number; Mexico's old mobile 1 is dropped.

    >>> address_of("5215512345678"), address_of("573001234567")
    ('+525512345678', '+573001234567')
    """
    if wa_id.startswith("521") and len(wa_id) == 13:
        wa_id = "52" + wa_id[3:]
    return f"+{wa_id}"


def _values(raw: bytes, phone_id: str) -> Iterator[dict[str, Any]]:
    """The value objects that speak about our own number."""
    try:
        envelope: Any = json.loads(raw)
    except ValueError as broken:
        raise Invalid("El aviso no es JSON") from broken
    for account in _objects([envelope]):
        if account.get("object") != "whatsapp_business_account":
            continue
        for entry in _objects(account.get("entry")):
            for change in _objects(entry.get("changes")):
                for value in _objects([change.get("value")]):
                    ours = _first([value.get("metadata")]).get("phone_number_id")
                    if not phone_id or ours in (None, phone_id):
                        yield value


def _objects(found: Any) -> list[dict[str, Any]]:
    """The JSON objects of a list; none where it isn't one."""
    listed = cast("list[Any]", found) if isinstance(found, list) else []
    return [cast("dict[str, Any]", one) for one in listed if isinstance(one, dict)]


def _first(found: Any) -> dict[str, Any]:
    """The first object of a list, empty where there is none."""
    listed = _objects(found)
    return listed[0] if listed else {}


def _status(entry: Mapping[str, Any]) -> Status | None:
    if not entry.get("id") or not entry.get("status"):
        return None
    error = _first(entry.get("errors"))
    message_id, attempt = _callback(str(entry.get("biz_opaque_callback_data") or ""))
    return Status(
        provider_id=str(entry["id"]),
        kind=str(entry["status"]),
        at=_instant(entry.get("timestamp")),
        message_id=message_id,
        attempt=attempt,
        code=error.get("code"),
        detail=str(error.get("title") or error.get("message") or ""),
        raw=dict(entry),
    )


def _callback(mark: str) -> tuple[UUID | None, int | None]:
    """Our message and attempt, from the mark we put on it."""
    name, _, attempt = mark.rpartition(".")
    try:
        return UUID(name), int(attempt)
    except ValueError:
        return None, None


def _instant(timestamp: Any) -> datetime:
    digits = str(timestamp or "0")
    return datetime.fromtimestamp(int(digits) if digits.isdecimal() and len(digits) < 12 else 0, UTC)


def _take_statuses(act: Act, found: list[Status], policy: Policy) -> Counter[str]:
    counts = Counter[str]()
    unmarked = [status.provider_id for status in found if status.message_id is None]
    by_provider = {
        provider_id: message_id
        for message_id, provider_id in act.db.execute(
            select(Message.id, Message.provider_id).where(Message.provider_id.in_(unmarked))
        )
    }
    known = [(status.message_id or by_provider.get(status.provider_id), status) for status in found]
    for message_id, status in sorted(known, key=lambda pair: (str(pair[0] or ""), pair[1].at)):
        message = statuses.locked(act, message_id) if message_id is not None else None
        if not statuses.keep(act, status, message):
            counts["repeated"] += 1
        elif message is None:
            counts["parked"] += 1
        else:
            statuses.apply(act, message, status, policy)
            counts["statuses"] += 1
    return counts


def _take_reply(act: Act, entry: Mapping[str, Any]) -> Counter[str]:
    if not entry.get("id") or not entry.get("from"):
        return Counter()
    address, written = address_of(str(entry["from"])), _text(entry)
    word, at = word_of(written), _instant(entry.get("timestamp"))
    latest = act.db.scalar(
        select(Message)
        .where(Message.channel == CHANNEL, Message.to_address == address)
        .order_by(Message.id.desc())
        .limit(1)
    )
    row = {
        "channel": CHANNEL, "provider_id": str(entry["id"]), "from_address": address, "text": written,
        "party_id": latest.party_id if latest else None, "branch_id": latest.branch_id if latest else None,
        "kind": str(entry.get("type", "")), "reply_to": _first([entry.get("context")]).get("id"),
        "word": word, "raw": dict(entry), "at": at, "received_at": act.at, "act_id": act.id,
    }  # fmt: skip
    statement = insert(InboundMessage).values(row).on_conflict_do_nothing(index_elements=["provider_id"])
    inbound_id = act.db.scalar(statement.returning(InboundMessage.id))
    if inbound_id is None:
        return Counter(repeated=1)
    act.db.execute(
        update(Message)
        .where(
            Message.channel == CHANNEL,
            Message.to_address == address,
            Message.status.in_(("sent", "delivered", "read")),
            Message.answered_at.is_(None),
            Message.sent_at > at - queries.CONVERSATION,
        )
        .values(answered_at=at)
    )
    _reachable(act, address, latest)
    if word is not None:
        _obey(act, word, row, latest)
    party_id, branch_id = (latest.party_id, latest.branch_id) if latest else (None, None)
    act.tell(ReplyReceived(inbound_id, CHANNEL, party_id, branch_id, word))
    return Counter(replies=1, words=int(word is not None))


def _text(entry: Mapping[str, Any]) -> str:
    """The words of a reply, however it was given."""
    kind = str(entry.get("type", ""))
    if kind == "text":
        return str(_first([entry.get("text")]).get("body", ""))
    if kind == "button":
        return str(_first([entry.get("button")]).get("text", ""))
    if kind == "interactive":
        return str(_first([_first([entry.get("interactive")]).get("button_reply")]).get("title", ""))
    return ""


def _reachable(act: Act, address: str, latest: Message | None) -> None:
    """A number that writes can receive: what said otherwise no longer holds."""
    marks = act.db.execute(
        text(
            "select active from opt_outs where channel = :channel and address = :address"
            " and kind = 'no_entregable' order by id desc limit 1"
        ),
        {"channel": CHANNEL, "address": address},
    ).scalar()
    if marks:
        party = latest.party_id if latest else None
        evidence = "El cliente escribió desde este número"
        commands.opt_out(
            act,
            OptOut(
                CHANNEL, address, party, "no_entregable", active=False, source="proveedor", evidence=evidence
            ),
        )


def _obey(act: Act, word: str, row: Mapping[str, Any], latest: Message | None) -> None:
    """Close or open the channel as asked, and say so in the open conversation."""
    party = latest.party_id if latest else None
    asked = OptOut(
        CHANNEL,
        row["from_address"],
        party,
        active=word == "baja",
        source="palabra",
        evidence=row["text"][:200],
    )
    commands.opt_out(act, asked)
    if latest is None:
        return
    answer = queries.template(act, f"{word}_confirmada")
    to = Recipient(
        latest.party_id, latest.to_address, latest.country, latest.time_zone, latest.party_name, latest.role
    )
    commands.queue_many(
        act,
        [
            NewMessage(
                dedupe=f"{word}:{row['provider_id']}",
                branch_id=latest.branch_id,
                to=to,
                text=templates.render(answer, {}).text,
                purpose=Purpose.REPLY,
            )
        ],
    )


def _take_preference(act: Act, entry: Mapping[str, Any]) -> Counter[str]:
    if entry.get("category") != "marketing_messages" or not entry.get("wa_id"):
        return Counter()
    evidence = str(entry.get("detail") or "Preferencia cambiada en WhatsApp")
    commands.opt_out(
        act,
        OptOut(
            CHANNEL, address_of(str(entry["wa_id"])), kind="publicidad", active=entry.get("value") == "stop",
            source="proveedor", evidence=evidence,
        ),
    )  # fmt: skip
    return Counter(preferences=1)
