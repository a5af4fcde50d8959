"""Which migration is the last: numbers are given before the steps land, so it isn't always the largest."""

import re
from functools import lru_cache
from importlib import resources

_STEP = re.compile(r"\d{4}_\w+\.py")
_CHAIN = re.compile(r'^revision = "(\d{4})"\ndown_revision = (?:"(\d{4})"|None)$', re.MULTILINE)


@lru_cache(maxsize=1)
def level() -> str:
    """The migration this version ends with: the one that no other comes after."""
    folder = resources.files("caudal.migrations").joinpath("versions")
    texts = [entry.read_text("utf-8") for entry in folder.iterdir() if _STEP.fullmatch(entry.name)]
    after = dict(pair for text in texts for pair in _CHAIN.findall(text))
    (last,) = after.keys() - set(after.values())
    return last
