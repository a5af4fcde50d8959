"""Test mode: messages arrive at an inbox of the house; nothing leaves until a provider is configured."""

from caudal.commons.messaging.channels.seam import Outcome, Outgoing, Result


class Sandbox:
    """Accepts everything. The one who records the attempt puts it in ``sandbox_inbox``, delivered."""

    name = "whatsapp"
    provider = "sandbox"
    local = True

    def send(self, message: Outgoing) -> Outcome:
        """Accept `message` under an id of our own."""
        return Outcome(Result.ACCEPTED, provider_id=f"prueba.{message.callback}")
