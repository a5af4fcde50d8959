"""What the worker does besides waiting: each duty is a round that may be repeated at any time."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple
from functools import partial

from sqlalchemy import Engine

from caudal.commons.acts import relay
from caudal.commons.acts.act import SYSTEM, Act
from caudal.commons.acts.opening import house_acting
from caudal.commons.jobs import queue, runs
from caudal.commons.jobs.queue import Kind, Pace
from caudal.commons.messaging.channels import Channel, channel_for
from caudal.commons.messaging.sending import send_due
from caudal.commons.messaging.statuses import Policy
from caudal.commons.notices import sending as notices
from caudal.commons.notices.channels import Line, lines_of
from caudal.flows import retention, schedule, wiring
from caudal.flows.alerts import routine
from caudal.flows.reminders import still_due
from caudal.flows.reports import routine as reports
from caudal.interfaces.worker.loops import Loop
from caudal.kernel import clock, ids
from caudal.kernel.db import Scope, transaction
from caudal.kernel.settings import Settings
from caudal.ledger import commands as ledger

_ROUND = 200


def loops(engine: Engine, settings: Settings, pace: Pace) -> Sequence[Loop]:
    """Every duty and how often, in seconds, it is looked at."""
    channel, policy = channel_for(settings), Policy.of(settings)
    return [
        Loop("avisar a quien escucha", 1.0, partial(deliver, engine)),
        Loop(f"enviar por {channel.name}", 5.0, partial(send, engine, channel, policy)),
        Loop("enviar avisos a la casa", 5.0, partial(notify, engine, lines_of(settings))),
        Loop("alertas y reportes", 60.0, partial(watch, engine)),
        Loop("retomar trabajos", pace.stalled / 2, partial(rescue, engine, pace.stalled)),
        Loop("agenda", 60.0, partial(tick, engine)),
        Loop("sellar el diario", 3600.0, partial(seal, engine)),
        Loop("soltar lo vencido", 6 * 3600.0, partial(prune, engine)),
    ]


def kinds(engine: Engine) -> Mapping[str, Kind]:
    """What the queue may be asked to do."""

    def carry_out(what: runs.Work, job: queue.Job) -> None:
        runs.carry_out(engine, job, what, clock.now())

    return {name: Kind(partial(carry_out, what)) for name, what in wiring.RUNS.items()}


def deliver(engine: Engine) -> bool:
    """Deliver what acts told; whether there is more."""
    return relay.deliver(engine, clock.now(), wiring.LISTENERS).more


def send(engine: Engine, channel: Channel, policy: Policy) -> bool:
    """Send what is due through `channel`; whether there may be more."""

    def acts() -> AbstractContextManager[Act]:
        return house_acting(engine, clock.now())

    report = send_due(acts, channel, still_due, policy, _ROUND)
    return sum(astuple(report)) - report.released >= _ROUND


def notify(engine: Engine, lines: Mapping[str, Line | None]) -> bool:
    """Send what is due to the people of the house; whether there may be more."""

    def acts() -> AbstractContextManager[Act]:
        return house_acting(engine, clock.now())

    return notices.send_due(acts, lines, _ROUND).sent >= _ROUND


def watch(engine: Engine) -> bool:
    """Look for what the house warns of and send the reports whose hour came; never asks to be repeated at once."""
    routine.tick(engine, clock.now())
    reports.tick(engine, clock.now())
    return False


def rescue(engine: Engine, stalled_s: float) -> bool:
    """Take up the jobs of workers that died; never asks to be repeated at once."""
    at = clock.now()
    with transaction(engine, Scope(ids.derived("rescue", at), SYSTEM, every_branch=True)) as db:
        abandoned = queue.rescue(db, stalled_s)
    for each in abandoned:
        runs.give_up(engine, each, at)
    return False


def tick(engine: Engine) -> bool:
    """Ask for what the schedule says is due; never asks to be repeated at once."""
    schedule.tick(engine, clock.now())
    return False


def seal(engine: Engine) -> bool:
    """Seal the journal; what was sealed already is not sealed again. Never asks to be repeated at once."""
    with house_acting(engine, clock.now()) as act:
        ledger.seal(act)
    return False


def prune(engine: Engine) -> bool:
    """Let go of what was kept only for a while; whether there may be more."""
    with house_acting(engine, clock.now()) as act:
        return retention.prune(act)
