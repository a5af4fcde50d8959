"""The same request twice is one act: keys, the hash of what was asked, and the answer that was given."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.kernel.problems import Invalid, Problem

_LONGEST = 100
_CLAIM = text(
    "insert into idempotency (key, command, sha, actor_id, at) values (:key, :command, :sha, :actor, :at)"
    " on conflict (key) do nothing returning true"
)
_FIND = text("select command, sha, status, response from idempotency where key = :key")
_ANSWER = text(
    "update idempotency set status = :status, response = cast(:response as jsonb) where key = :key"
)


class KeyReused(Problem):
    type, title, status = "llave-repetida", "Esa llave ya se usó con otro contenido", 409


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered the first time."""

    status: int
    body: Any


def claim(act: Act, key: str, command: str, asked: bytes) -> Answer | None:
    """Take `key` for this act; the answer of the first time when it was taken already.

    Two at the same instant: the second waits until the first is kept (and repeats its answer) or is not (and does it).
    Keys belong to the actor: somebody else's equal key is another one.

    Raises:
        KeyReused: the key was used for another command or with another content.
        Invalid: the key is empty or too long.
    """
    if not key.strip() or len(key) > _LONGEST:
        raise Invalid(
            f"La llave debe tener de 1 a {_LONGEST} caracteres",
            errors=[{"pointer": "header:Idempotency-Key", "detail": f"de 1 a {_LONGEST} caracteres"}],
        )
    own, sha = _own(act, key), hashlib.sha256(asked).digest()
    taken = act.db.execute(
        _CLAIM, {"key": own, "command": command, "sha": sha, "actor": act.actor.id, "at": act.at}
    ).scalar()
    if taken:
        return None
    first = act.db.execute(_FIND, {"key": own}).one()
    if first.command != command or bytes(first.sha) != sha:
        raise KeyReused("La llave pertenece a otra solicitud; use una nueva para una operación distinta")
    return Answer(first.status, first.response)


def answer(act: Act, key: str, status: int, body: Any) -> None:
    """Keep what is answered, to repeat it to whoever asks again with `key`."""
    act.db.execute(
        _ANSWER, {"key": _own(act, key), "status": status, "response": json.dumps(body, ensure_ascii=False)}
    )


def _own(act: Act, key: str) -> str:
    return f"{act.actor.id}:{key}"
