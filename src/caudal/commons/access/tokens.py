"""What is carried to prove who comes: signed access tokens, refresh tokens and integrators' keys."""

import base64
import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt

from caudal.kernel.settings import Settings

_ISSUER, _AUDIENCE, _ALGORITHM = "caudal", "caudal-api", "HS256"
_CLAIMS: Any = {
    "require": ["iss", "aud", "sub", "sid", "exp"],
    # Judged here against the house's clock, which a demonstration may have moved.
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}
KEY_MARK = "ck_"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs and reads access tokens. They only say which session: what it may do is read at each request."""

    key: bytes
    life: timedelta

    @classmethod
    def of(cls, settings: Settings) -> "Signer":
        """As this installation is set; its own key is made the first time where none is given."""
        told = settings.secret_key.get_secret_value()
        return cls(
            hashlib.sha256((told or _own_key(settings.data_dir)).encode()).digest(),
            timedelta(minutes=settings.access_minutes),
        )

    @property
    def key_id(self) -> str:
        """Names the key without telling it."""
        return hashlib.sha256(b"kid:" + self.key).hexdigest()[:12]

    def sign(self, user_id: int, session_id: UUID, at: datetime) -> str:
        """An access token for a session, good until ``at + life``."""
        claims = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": str(user_id),
            "sid": session_id.hex,
            "iat": int(at.timestamp()),
            "exp": int((at + self.life).timestamp()),
        }
        return jwt.encode(claims, self.key, _ALGORITHM, headers={"kid": self.key_id})

    def session_of(self, token: str, at: datetime) -> UUID | None:
        """The session a token speaks of; nothing where it isn't ours, or its time is over."""
        session_id, expires = _read(self.key, token) or (None, 0)
        return session_id if at.timestamp() < expires else None


@lru_cache(maxsize=4096)
def _read(key: bytes, token: str) -> tuple[UUID, int] | None:
    """Session and end of a token signed with `key`: the same answer for ever, so it is remembered."""
    try:
        claims = jwt.decode(token, key, [_ALGORITHM], options=_CLAIMS, audience=_AUDIENCE, issuer=_ISSUER)
        return UUID(claims["sid"]), int(claims["exp"])
    except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError):
        return None


def new_refresh(session_id: UUID) -> str:
    """A refresh token: the session it belongs to and 32 random bytes."""
    return f"{session_id.hex}.{secrets.token_urlsafe(32)}"


def refresh_session(token: str) -> UUID | None:
    """The session a refresh token says it belongs to."""
    try:
        return UUID(token.partition(".")[0])
    except ValueError:
        return None


def new_key() -> tuple[str, str]:
    """An integrator's key and its prefix, which is what lists show."""
    prefix = base64.b32encode(secrets.token_bytes(5)).decode().lower()
    return f"{KEY_MARK}{prefix}_{secrets.token_urlsafe(32)}", prefix


def digest(secret: str) -> bytes:
    """What is stored of a random secret."""
    return hashlib.sha256(secret.encode()).digest()


def _own_key(data_dir: Path) -> str:
    """The key in the data folder; of two processes that start at once, the second reads the first's."""
    folder = data_dir.expanduser() / "secretos"
    path = folder / "clave-de-sesiones"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        number, name = tempfile.mkstemp(prefix="clave-", dir=folder)
        draft = Path(name)
        with os.fdopen(number, "w", encoding="ascii") as opened:
            opened.write(secrets.token_urlsafe(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
