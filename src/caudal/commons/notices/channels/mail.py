"""E-mail by SMTP: STARTTLS or TLS from the start, login, and an honest reading of every answer.

Source: RFC 5321 (reply codes: 4yz transient, 5yz permanent), RFC 5322 (Message-ID), RFC 8314 (implicit TLS).
"""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import timedelta
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any

from caudal.commons.notices.channels.seam import Outcome, Parcel, Result
from caudal.kernel.settings import Settings

_TYPES = {
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"), "pdf": ("application", "pdf"),
}  # fmt: skip
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_BROKEN: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLError, "El correo no ofrece una conexión segura de confianza"),
    (smtplib.SMTPNotSupportedError, "El correo no ofrece STARTTLS o no acepta usuario"),
    (TimeoutError, "El correo no respondió a tiempo"),
    (Exception, "No hay conexión con el correo"),
)
_SLOW_DOWN = timedelta(minutes=2)


class Letters(EmailPolicy):
    """How messages are written; the standard one loses a space where it cuts a long subject with accents.

    Source: RFC 2047, section 6.2: the space between two encoded words isn't read, so it goes inside one of them.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        """A header as it travels."""
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        written = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {written}{self.linesep}".encode("ascii")


class Mail:
    """Sends one message per connection: a house sends few."""

    name = "email"
    provider = "smtp"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def send(self, parcel: Parcel) -> Outcome:
        """Try once. The same notice carries the same Message-ID, so that a repeated one can be told."""
        if self._exposed():
            return Outcome(
                Result.AWAY, cause="El correo no manda la contraseña sin cifrar: use starttls o tls"
            )
        message = composed(parcel, self._settings.smtp_from)
        attempt = _Attempt()
        try:
            with self._connected() as server:
                return attempt.deliver(server, self._settings.smtp_from, parcel.to, message)
        except (OSError, smtplib.SMTPException) as failure:
            return attempt.meaning(failure)

    def _exposed(self) -> bool:
        """Whether the password would travel in clear to another machine."""
        config = self._settings
        return config.smtp_security == "none" and bool(config.smtp_user) and config.smtp_host not in _HERE

    def _connected(self) -> smtplib.SMTP:
        config = self._settings
        context = ssl.create_default_context(cafile=config.smtp_ca_file or None)
        wait = config.smtp_timeout_seconds
        server: smtplib.SMTP
        if config.smtp_security == "tls":
            server = smtplib.SMTP_SSL(config.smtp_host, config.smtp_port, timeout=wait, context=context)
        else:
            server = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=wait)
        try:
            server.ehlo_or_helo_if_needed()
            if config.smtp_security == "starttls":
                server.starttls(context=context)
                server.ehlo()
            if config.smtp_user:
                server.login(config.smtp_user, config.smtp_password.get_secret_value())
        except BaseException:
            server.close()
            raise
        return server


@dataclass(slots=True)
class _Attempt:
    """One conversation; ``told``: the message began to travel, so a loss can't be told from a success."""

    told: bool = False
    accepted: Outcome | None = None

    def deliver(self, server: smtplib.SMTP, sender: str, to: str, message: EmailMessage) -> Outcome:
        content = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
        size = [f"size={len(content)}"] if server.has_extn("size") else []
        code, _ = server.mail(_address(sender), options=size)
        if code != 250:
            return _read(code, "El correo no aceptó al remitente")
        code, _ = server.rcpt(to)
        if code not in (250, 251):
            return _read(code, "El correo no aceptó la dirección")
        self.told = True
        code, _ = server.data(content)
        if code != 250:
            return _read(code, "El correo no aceptó el mensaje")
        self.accepted = Outcome(Result.SENT, provider_id=str(message["Message-ID"]))
        return self.accepted

    def meaning(self, failure: Exception) -> Outcome:
        """What it means that the conversation broke; after the message was accepted, nothing."""
        if self.accepted is not None:
            return self.accepted
        if isinstance(failure, smtplib.SMTPAuthenticationError):
            return Outcome(
                Result.AWAY, code=failure.smtp_code, cause="El correo no aceptó usuario o contraseña"
            )
        if isinstance(failure, smtplib.SMTPResponseException):
            return _read(failure.smtp_code, "El correo no aceptó el envío")
        if self.told:
            cause = "El correo no confirmó el mensaje; se repite con el mismo número"
            return Outcome(Result.AMBIGUOUS, cause=cause)
        return Outcome(Result.AWAY, cause=next(told for kind, told in _BROKEN if isinstance(failure, kind)))


def composed(parcel: Parcel, sender: str) -> EmailMessage:
    """The message: plain text, the same with links in HTML, and the attachment."""
    host = _address(sender).rpartition("@")[2] or "localhost"
    message = EmailMessage(Letters())
    message["From"], message["To"] = sender, parcel.to
    message["Subject"] = " ".join(parcel.subject.split())
    message["Date"] = format_datetime(parcel.at)
    message["Message-ID"] = f"<{parcel.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(parcel.text, cte="quoted-printable")
    if parcel.html:
        message.add_alternative(parcel.html, subtype="html", cte="quoted-printable")
    if parcel.attachment is not None:
        name, content = parcel.attachment
        main, sub = _TYPES.get(name.rpartition(".")[2], ("application", "octet-stream"))
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def _address(sender: str) -> str:
    return sender.partition("<")[2].partition(">")[0] if "<" in sender else sender


def _read(code: int, cause: str) -> Outcome:
    told = f"{cause} ({code})"
    if code in {421, 450, 451, 452, 454}:
        return Outcome(
            Result.AWAY if code in {421, 454} else Result.RETRY, code=code, cause=told, wait=_SLOW_DOWN
        )
    if code in {530, 534, 535, 538}:
        return Outcome(Result.AWAY, code=code, cause=told)
    return Outcome(Result.RETRY if 400 <= code < 500 or code < 0 else Result.REFUSED, code=code, cause=told)
