"""One migration is one SQL file beside its version."""

from pathlib import Path

from alembic import op


def apply(version_file: str) -> None:
    """Execute the ``.sql`` file of the same name as `version_file`."""
    raw = op.get_bind().connection.driver_connection
    raw.execute(Path(version_file).with_suffix(".sql").read_bytes())
