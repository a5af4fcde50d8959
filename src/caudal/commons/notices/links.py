"""Where a notice leads: a place of the product, as an address that can be opened from a telephone."""

from caudal.kernel.settings import settings


def absolute(path: str) -> str:
    """The public address of a place of the product; signing in is asked for there."""
    chosen = settings()
    base = chosen.public_url.rstrip("/") or f"http://{chosen.host}:{chosen.port}"
    return f"{base}{path}"
