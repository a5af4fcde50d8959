"""The API, as `caudal run` starts it, that kills itself between keeping a payment and answering. Run as a program."""

import os
import signal
from typing import Any

from caudal.interfaces.api import door
from caudal.interfaces.cli import serve

_attempt = door._attempt


def _killed(errand: Any, call: Any) -> Any:
    response = _attempt(errand, call)
    if errand.plan.operation == "payments.take":
        os.kill(os.getpid(), signal.SIGKILL)
    return response


if __name__ == "__main__":
    door._attempt = _killed
    serve.main()
