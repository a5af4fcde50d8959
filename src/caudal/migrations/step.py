"""One migration is one SQL file beside its version."""

from pathlib import Path
from typing import Any

from alembic import op


def apply(version_file: str) -> None:
    """Execute the ``.sql`` file of the same name as `version_file`."""
    raw: Any = op.get_bind().connection.driver_connection
    raw.execute(Path(version_file).with_suffix(".sql").read_bytes())
