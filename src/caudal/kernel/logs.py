"""Log lines that hold nobody's data: what an error says of itself may repeat what it was given, so it is left out."""

import logging
import traceback
from types import TracebackType

from sqlalchemy.exc import DBAPIError

from caudal.kernel.db import sqlstate
from caudal.kernel.problems import Problem

_SAFE = (Problem, TypeError, AttributeError, NameError, RuntimeError)
"""Errors whose words are of the program, not of what it was given."""


class Lines(logging.Formatter):
    """Writes tracebacks whole, and of each error only what it may say."""

    def formatException(  # noqa: N802 - the name that the library calls
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The errors of a log record, the first one first."""
        return traced(ei[1]) if ei[1] is not None else ""


def traced(error: BaseException) -> str:
    """Where an error was raised, and those it came from, the first one first."""
    chain: list[str] = []
    link: BaseException | None = error
    while link is not None:
        chain.append("".join(traceback.format_tb(link.__traceback__)) + spoken(link))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n… y entonces:\n".join(reversed(chain))


def spoken(error: BaseException) -> str:
    """What an error says of itself, where that can't hold anybody's data.

    >>> spoken(TypeError("falta un dato")), spoken(ValueError("Juan Pérez no es un número"))
    ('TypeError: falta un dato', 'ValueError')
    """
    kind = type(error).__qualname__
    if isinstance(error, DBAPIError):
        return f"{kind} [{sqlstate(error)}]"
    if type(error).__module__.startswith(("psycopg", "pydantic")):
        diagnostic = getattr(error, "diag", None)
        return f"{kind}: {getattr(diagnostic, 'message_primary', None) or ''}"
    return f"{kind}: {error}" if isinstance(error, _SAFE) else kind
