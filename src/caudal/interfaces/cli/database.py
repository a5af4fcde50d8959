"""The database, for commands that run beside the product or while it is stopped."""

import os
from collections.abc import Generator
from contextlib import contextmanager

from caudal.interfaces.cli.place import Place
from caudal.interfaces.cli.prepare import check_server, check_url, plain


@contextmanager
def opened(place: Place) -> Generator[str]:
    """The URL of this installation's database; the embedded one is started for the occasion if nobody had.

    Raises:
        NotReady: the server named by CAUDAL_DATABASE_URL cannot be used.
        Refused: the data folder is somebody else's, or Caudal is starting at this very moment.
        PostgresFailed: the embedded server does not start.
    """
    if url := plain(os.environ.get("CAUDAL_DATABASE_URL", "")):
        check_url(url)
        check_server(url)
        yield url
        return
    if place.busy():
        url = place.cluster().url()
        check_server(url)
        yield url
        return
    with place.occupied():
        cluster = place.cluster()
        cluster.initialise()
        cluster.start()
        try:
            cluster.create_database()
            yield cluster.url()
        finally:
            cluster.stop()
