"""What may be done with notices: write one down, once, for each person and channel; and keep one's own address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of
from caudal.commons.notices import queries
from caudal.commons.notices.queries import NoticeRecord
from caudal.commons.notices.rules import CHANNELS, NO_ADDRESS, Address, email_ok, phone_e164
from caudal.commons.notices.tables import NoticeRow
from caudal.kernel.problems import Invalid, NotFound, Problem

_KEEP = text(
    "update users set email = :email, phone = :phone, version = version + 1 where id = :id and id <> 0"
)


class NoticeNotRepeatable(Problem):
    type, title, status = "aviso-no-repetible", "Ese aviso no se puede volver a enviar", 409


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said. ``text``: the whole of it; ``short``: for an SMS; ``wire``: the WhatsApp template with its values.

    ``branch_id``: what branch it speaks of, absent when of all; ``when``: not before.
    """

    dedupe: str
    kind: str
    subject: str
    text: str
    short: str
    wire: Mapping[str, Any]
    branch_id: int | None
    html: str = ""
    link: str = ""
    urgent: bool = False
    when: datetime | None = None
    alert_id: UUID | None = None
    report_id: UUID | None = None
    attachment: tuple[str, bytes] | None = field(default=None, repr=False)


def tell(act: Act, notice: Notice, users: Sequence[int], channels: Sequence[str]) -> int:
    """Write a notice down for each person and channel, each once whatever happens; returns how many are new.

    Who has no address of a channel is noted too, so that it can be seen that they weren't told.
    """
    known = queries.addresses(act, users)
    rows = [
        _row(act, notice, user, channel, known.get(user, Address()))
        for user in dict.fromkeys(users)
        for channel in dict.fromkeys(channels)
    ]
    if not rows:
        return 0
    statement = insert(NoticeRow).values(rows).on_conflict_do_nothing(index_elements=["dedupe"])
    return len(act.db.execute(statement.returning(NoticeRow.id)).all())


@command
def try_out(act: Act, channel: str) -> NoticeRecord:
    """Send oneself a notice through a channel, to see that it arrives.

    Raises:
        Invalid: there is no such channel.
    """
    if channel not in CHANNELS:
        raise Invalid(
            "Hay un dato que corregir",
            errors=[{"pointer": "/channel", "detail": f"debe ser {', '.join(CHANNELS)}"}],
        )
    said = "Este aviso de prueba llegó: así recibirá alertas y reportes."
    notice = Notice(
        f"prueba:{act.id}", "test", "Aviso de prueba de Caudal", said, said,
        {"template": "aviso_prueba", "values": []}, act.place.branch_id, urgent=True,
    )  # fmt: skip
    tell(act, notice, [act.actor.id], [channel])
    return queries.by_key(act, f"prueba:{act.id}:{act.actor.id}:{channel}")


@command
def retry(act: Act, notice_id: UUID) -> NoticeRecord:
    """Try again one that failed or was kept; it goes to the address its person has now.

    Raises:
        NotFound: there is none within the branches of the act.
        NoticeNotRepeatable: it is waiting, on its way or sent.
    """
    row = act.db.get(NoticeRow, notice_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("Ese aviso no existe")
    if row.status not in {"failed", "kept", "undeliverable"}:
        raise NoticeNotRepeatable("Ya salió o está por salir")
    address = queries.addresses(act, [row.user_id]).get(row.user_id, Address()).of(row.channel)
    if not address:
        raise NoticeNotRepeatable(NO_ADDRESS[row.channel])
    again = Notice(
        f"{row.dedupe}:{act.id}", row.kind, row.subject, row.text, row.text, row.wire, row.branch_id, row.html,
        row.link, row.urgent, None, row.alert_id, row.report_id,
        (row.attachment_name, row.attachment) if row.attachment_name and row.attachment else None,
    )  # fmt: skip
    tell(act, again, [row.user_id], [row.channel])
    return queries.by_key(act, f"{again.dedupe}:{row.user_id}:{row.channel}")


@command
def keep_address(act: Act, email: str, phone: str) -> Address:
    """Keep where one is told things; empty takes it away.

    Raises:
        Invalid: the e-mail or the telephone can't be one.
    """
    mail = email.strip()
    if mail and not email_ok(mail):
        _wrong("/email", "no parece un correo")
    dialled = None
    if phone.strip():
        dialled = phone_e164(phone, branch_of(act, act.place.branch_id).country)
        if dialled is None:
            _wrong("/phone", "no es un teléfono; escríbalo con su código de país, como +52 998 123 4567")
    act.db.execute(_KEEP, {"id": act.actor.id, "email": mail or None, "phone": dialled})
    return Address(mail, dialled or "")


def _row(act: Act, notice: Notice, user: int, channel: str, address: Address) -> dict[str, Any]:
    to = address.of(channel)
    waits = notice.when is not None and notice.when > act.at
    status = "undeliverable" if not to else "deferred" if waits else "queued"
    name, content = notice.attachment or (None, None)
    mail = channel == "email"
    return {
        "branch_id": notice.branch_id, "user_id": user, "kind": notice.kind, "channel": channel,
        "dedupe": f"{notice.dedupe}:{user}:{channel}", "urgent": notice.urgent, "subject": notice.subject[:200],
        "text": notice.short if channel == "sms" else notice.text, "html": notice.html if mail else "",
        "wire": dict(notice.wire) if channel == "whatsapp" else {}, "link": notice.link, "alert_id": notice.alert_id,
        "report_id": notice.report_id, "attachment": content if mail else None,
        "attachment_name": name if mail else None, "to_address": to, "status": status,
        "cause": "" if to else NO_ADDRESS[channel], "attempts": 0,
        "next_attempt_at": notice.when if notice.when is not None and waits else act.at, "created_at": act.at,
        "closed_at": None if to else act.at, "actor_id": act.actor.id, "act_id": act.id,
    }  # fmt: skip


def _wrong(pointer: str, detail: str) -> None:
    raise Invalid("Hay un dato que corregir", errors=[{"pointer": pointer, "detail": detail}])
