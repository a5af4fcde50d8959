"""One process of the API, over a socket that its parent already opened."""

import argparse
import gc
import importlib
import socket

import uvicorn

from caudal.kernel.settings import settings


def main() -> None:
    """Serve until told to stop; requests under way are given eight seconds to finish."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    listening = socket.socket(fileno=parser.parse_args().fd)
    gc.disable()  # what is imported stays: looking for garbage in it was a fifth of the start
    application = importlib.import_module("caudal.interfaces.api.app")
    gc.freeze()
    gc.enable()
    config = uvicorn.Config(
        application.from_settings,
        factory=True,
        ws="none",
        access_log=False,
        server_header=False,
        log_level=settings().log_level.lower(),
        timeout_keep_alive=30,
        timeout_graceful_shutdown=8,
        backlog=512,
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
