"""SQL kept as files beside the room that owns it."""

from functools import lru_cache
from importlib import resources

from sqlalchemy import TextClause, text


@lru_cache(maxsize=256)
def sql(package: str, name: str) -> TextClause:
    """The statement in ``<package>/sql/<name>.sql``, with its ``:named`` parameters."""
    return text(source(package, name))


def source(package: str, name: str) -> str:
    """The text of ``<package>/sql/<name>.sql``."""
    return resources.files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
