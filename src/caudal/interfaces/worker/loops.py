"""Something done again and again in a thread of its own, that outlives whatever goes wrong in it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from caudal.kernel.problems import NotFound, Unavailable

log = logging.getLogger(__name__)

_LONGEST_S = 60.0


@dataclass(frozen=True, slots=True)
class Loop:
    """`round` is repeated every `every_s` seconds; at once where it answers that there is more to do.

    A failure is written in the log and the pause doubles, up to a minute, until a round ends well.
    """

    name: str
    every_s: float
    round: Callable[[], bool]

    def start(self, stop: Event) -> Thread:
        """Begin in a thread of its own, until `stop` is set."""
        thread = Thread(target=self.run, args=(stop,), name=self.name, daemon=True)
        thread.start()
        return thread

    def run(self, stop: Event) -> None:
        """Go round until `stop` is set."""
        pause = self.every_s
        while not stop.is_set():
            try:
                pause = 0.0 if self.round() else self.every_s
            except NotFound as nothing:  # a house without branches: nothing can be due yet
                log.debug("%s: %s", self.name, nothing)
                pause = self.every_s
            except Unavailable as away:
                pause = self._longer(pause)
                log.warning("%s: %s Se repite en %.0f s", self.name, away, pause)
            except Exception:
                pause = self._longer(pause)
                log.exception("%s: falló; se repite en %.0f s", self.name, pause)
            if pause:
                stop.wait(pause)

    def _longer(self, pause: float) -> float:
        return min(max(pause * 2, 1.0), max(_LONGEST_S, self.every_s))
