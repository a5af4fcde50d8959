"""Providers of notices behind one seam: each sends once and says, truthfully, what is known of it."""

from caudal.commons.notices.channels.mail import Mail
from caudal.commons.notices.channels.seam import Line, Parcel
from caudal.commons.notices.channels.sms import Sms
from caudal.commons.notices.channels.whatsapp import StaffWhatsApp
from caudal.kernel.settings import Settings

__all__ = ["Line", "Mail", "Parcel", "Sms", "StaffWhatsApp", "lines_of"]


def lines_of(settings: Settings) -> dict[str, Line | None]:
    """The provider of each channel; nothing where it isn't configured."""
    return {
        "email": Mail(settings) if settings.mail_configured else None,
        "sms": Sms(settings) if settings.sms_configured else None,
        "whatsapp": StaffWhatsApp(settings) if settings.whatsapp_configured else None,
    }
