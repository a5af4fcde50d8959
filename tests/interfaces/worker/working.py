"""A worker like the real one, in a hurry, that also knows a kind of run: ten steps, each kept on its own."""

import time
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Engine, text

from caudal.commons.jobs.queue import Pace
from caudal.commons.jobs.runs import Progress, Run
from caudal.flows import wiring
from caudal.interfaces.worker.main import main
from caudal.kernel.db import Scope, transaction

STEPS = 10


def ten_steps(engine: Engine, at: datetime, run: Run, progress: Progress) -> dict[str, int]:
    progress.phase("Contando", 1, 1)
    for step in range(STEPS):
        with transaction(engine, Scope(uuid4(), 0, every_branch=True)) as db:
            known = {"run": run.id, "step": step}
            if not db.execute(text("select 1 from counted where run = :run and step = :step"), known).first():
                db.execute(text("insert into counted values (:run, :step)"), known)
                time.sleep(float(run.args["pause"]))
        progress.step(step + 1, STEPS)
    return {"pasos": STEPS}


if __name__ == "__main__":
    wiring.RUNS = {**wiring.RUNS, "prueba": ten_steps}
    main(Pace(poll=0.05, heartbeat=0.2, stalled=1.0))
