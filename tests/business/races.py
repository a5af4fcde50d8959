"""Several people at once: what each was told, once all of them had begun."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from caudal.kernel.problems import Problem


def told(work: Callable[[], object]) -> str:
    """The slug of the refusal, or «hecho»."""
    try:
        work()
    except Problem as refused:
        return refused.type
    return "hecho"


def at_once(*works: Callable[[], object]) -> list[str]:
    """What each was told, in the order of `works`."""
    begun = Barrier(len(works))

    def meet(work: Callable[[], object]) -> str:
        begun.wait()
        return told(work)

    with ThreadPoolExecutor(len(works)) as several:
        return list(several.map(meet, works))
