"""What is kept only for a while: after ninety days it says nothing to anybody and may say too much of somebody."""

from sqlalchemy import text

from caudal.commons.acts.act import Act

_MOST = 5_000
"""Rows of each kind that go at a time, so that nobody waits for them."""


def prune(act: Act) -> bool:
    """Let go of what is past its time: keys of requests, attempts to sign in, ended sessions, files never used.

    Returns:
        Whether there may be more.
    """
    gone: int = act.db.execute(
        text("select prune_stale(:at, :most)"), {"at": act.at, "most": _MOST}
    ).scalar_one()
    return gone >= _MOST
