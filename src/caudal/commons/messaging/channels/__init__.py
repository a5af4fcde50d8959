"""Providers behind one seam: a channel sends one message and says, truthfully, what is known of it."""

from caudal.commons.messaging.channels.sandbox import Sandbox
from caudal.commons.messaging.channels.seam import Channel, Outcome, Outgoing, Result
from caudal.commons.messaging.channels.whatsapp_cloud import WhatsAppCloud
from caudal.kernel.settings import Settings

__all__ = ["Channel", "Outcome", "Outgoing", "Result", "Sandbox", "WhatsAppCloud", "channel_for"]


def channel_for(settings: Settings) -> Channel:
    """The WhatsApp channel that is configured: the Cloud API, or the test inbox where no number is set."""
    return WhatsAppCloud(settings) if settings.whatsapp_configured else Sandbox()
