"""How patient a notice is, and what addresses look like. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import phonenumbers

CHANNELS: Mapping[str, str] = {"email": "Correo", "sms": "SMS", "whatsapp": "WhatsApp"}
STATUSES: Mapping[str, str] = {
    "queued": "En cola", "deferred": "Espera su hora", "sending": "Enviando", "sent": "Enviado",
    "delivered": "Entregado", "failed": "Falló", "kept": "Nada se envió", "undeliverable": "Sin dirección",
}  # fmt: skip
UNSET: Mapping[str, str] = {
    "email": "Nada se envió: falta configurar el correo (CAUDAL_SMTP_HOST)",
    "sms": "Nada se envió: falta configurar el SMS (CAUDAL_TWILIO_ACCOUNT_SID)",
    "whatsapp": "Nada se envió: falta configurar WhatsApp (CAUDAL_WHATSAPP_PHONE_ID)",
}
NO_ADDRESS: Mapping[str, str] = {
    "email": "No tiene correo registrado en «Mi cuenta»",
    "sms": "No tiene teléfono registrado en «Mi cuenta»",
    "whatsapp": "No tiene teléfono registrado en «Mi cuenta»",
}

FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=30)
FOR = timedelta(hours=48)
"""How long a notice is tried: older, it says nothing to anybody."""

EVIDENCE = timedelta(minutes=2)
"""How long a provider's word is waited for after an answer was lost, before trying again."""

DOWN_AFTER = 3
"""Attempts in a row a provider doesn't answer before it is told to be down."""

LONGEST_SMS = 300
_EMAIL = re.compile(r"[^@\s,;<>\"'\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z]{2,63}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is told things; empty where they didn't say."""

    email: str = ""
    phone: str = ""

    def of(self, channel: str) -> str:
        """The one a channel uses."""
        return self.email if channel == "email" else self.phone


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: each wait doubles.

    >>> pause(1), pause(2), pause(20) == LONGEST
    (datetime.timedelta(seconds=30), datetime.timedelta(seconds=60), True)
    """
    return min(FIRST * 2 ** min(max(attempts - 1, 0), 12), LONGEST)


def email_ok(told: str) -> bool:
    """Whether it has the shape of an e-mail address in plain ASCII.

    >>> email_ok("ana@caudal.example"), email_ok("ana@caudal"), email_ok("a b@c.mx"), email_ok("a@b.mx\\nBcc: c@d.mx")
    (True, False, False, False)
    """
    return told.isascii() and len(told) <= 254 and _EMAIL.fullmatch(told) is not None and ".." not in told


def phone_e164(told: str, country: str) -> str | None:
    """A mobile number as it is dialled from anywhere, or nothing if it can't be one.

    >>> phone_e164("998 123 4567", "MX"), phone_e164("+57 300 123 4567", "MX"), phone_e164("123", "MX")
    ('+529981234567', '+573001234567', None)
    """
    try:
        parsed = phonenumbers.parse(told, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def masked(address: str) -> str:
    """Enough of an address to recognise it.

    >>> masked("ana.perez@caudal.example"), masked("+529981234567"), masked("")
    ('a•••@caudal.example', '•••4567', '')
    """
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}•••@{host}"
    return f"•••{address[-4:]}" if address else ""


def short(text: str) -> str:
    """What fits in an SMS of a few parts: one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_SMS:
        return line
    return line[: LONGEST_SMS - 1].rsplit(" ", 1)[0] + "…"
