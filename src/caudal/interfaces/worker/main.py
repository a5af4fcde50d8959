"""The worker's process: takes jobs from the queue, delivers events, sends messages, keeps the schedule.

It holds no state: killed at any instant, the next one goes on from what is stored. Several may run at once.
"""

import logging
import signal
import sys
from queue import SimpleQueue
from threading import Event, Thread
from types import FrameType

from caudal.commons.jobs import queue
from caudal.commons.jobs.queue import Pace
from caudal.interfaces.worker import duties
from caudal.kernel.db import connect
from caudal.kernel.logs import Lines
from caudal.kernel.settings import settings

log = logging.getLogger("caudal.worker")

_CONNECTIONS = 4
_PATIENCE_S = 9.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def main(pace: Pace | None = None) -> None:
    """Work until told to stop; the job under way is finished first."""
    chosen, rhythm = settings(), pace or Pace()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=chosen.log_level, handlers=[handler])
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    told: SimpleQueue[int] = SimpleQueue()

    def stop_asked(number: int, _frame: FrameType | None) -> None:
        told.put(number)  # the one thing a signal handler may safely do

    for number in _SIGNALS:
        signal.signal(number, stop_asked)
    stop, engine = Event(), connect(chosen.database_url, pool_size=_CONNECTIONS)
    loops = [loop.start(stop) for loop in duties.loops(engine, chosen, rhythm)]
    jobs = Thread(
        target=queue.work,
        args=(chosen.database_url, duties.kinds(engine), stop),
        name="trabajos",
        daemon=True,
    )
    jobs.start()
    log.info("trabajador en marcha")
    told.get()
    stop.set()
    jobs.join()
    for thread in loops:
        thread.join(_PATIENCE_S)
    engine.dispose()
    log.info("trabajador detenido")


if __name__ == "__main__":
    main()
