"""A relay that stops in the middle of an event, for whoever wants to kill it there."""

import sys
import time
from typing import Any

from sqlalchemy import event

from caudal.commons.acts import relay
from caudal.commons.acts.act import Act
from caudal.kernel.db import connect
from tests.commons.acts.conftest import NOON
from tests.commons.acts.test_relay import Ignored, Paid


def wait(*_: Any) -> None:
    print("a medias", flush=True)
    time.sleep(60)


def listen(act: Act, heard: Paid) -> None:
    act.tell(Ignored(heard.number))
    if moment == "in the listener" and heard.number == 2:
        wait()


url, moment = sys.argv[1:]
engine = connect(url)
if moment == "before the commit":
    event.listen(engine, "commit", wait)
relay.deliver(
    engine, NOON, {Paid: [listen]}, within_s=60
)  # a slow machine must reach the moment in one round
