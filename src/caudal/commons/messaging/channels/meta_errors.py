"""Meta's error codes and what the house does about each. Source: Cloud API error reference."""

import tomllib
from datetime import timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

from caudal.commons.messaging.channels.seam import Outcome, Result

_SERVER_ERROR = 500


def outcome_of(code: int | None, title: str = "", status: int = 400) -> Outcome:
    """What an error means, in the answer to a request (HTTP `status`) or in a later ``failed`` notice.

    A code nobody knows is retried where the provider blames itself and refused otherwise.
    """
    row = _row(code)
    if row is None:
        retry = status >= _SERVER_ERROR or status == 429
        cause = f"WhatsApp respondió {title or status}" + (f" ({code})" if code is not None else "")
        return Outcome(Result.RETRY if retry else Result.REFUSED, code=code, cause=cause)
    cause = f"{row['texto']} ({code})"
    if row["accion"] == "repetir":
        return Outcome(Result.RETRY, code=code, cause=cause)
    if row["accion"] == "esperar":
        return Outcome(Result.RETRY, code=code, cause=cause, wait=timedelta(hours=row["horas"]))
    if row["accion"] == "pausar":
        return Outcome(Result.RETRY, code=code, cause=cause, pause=timedelta(minutes=row["minutos"]))
    return Outcome(Result.REFUSED, code=code, cause=cause, mark=row.get("marca"))


def _row(code: int | None) -> dict[str, Any] | None:
    if code is None:
        return None
    for row in _table():
        if code in row["codigos"] or row.get("desde", 1) <= code <= row.get("hasta", 0):
            return row
    return None


@lru_cache(maxsize=1)
def _table() -> list[dict[str, Any]]:
    raw = resources.files("caudal.commons.messaging.channels").joinpath("meta_errors.toml").read_text("utf-8")
    return tomllib.loads(raw)["error"]
