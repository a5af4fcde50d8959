"""`caudal close-day`: closes the day of one branch or of all, telling each step as it happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import typer
from sqlalchemy import Engine

from caudal.commons.access import queries as people
from caudal.commons.acts.act import write_down
from caudal.flows import end_of_day
from caudal.flows.end_of_day import BranchDay
from caudal.interfaces.cli.acting import Who, acting, chosen, engine_of
from caudal.interfaces.cli.options import Branch, DataDir, User
from caudal.interfaces.cli.place import Refused, place_of
from caudal.kernel import clock
from caudal.kernel.dates import local_date
from caudal.kernel.formats import date_text, money_text
from caudal.kernel.money import Money

PERMISSION = "days.close"
_REMINDERS = {
    "queued": "en cola", "deferred": "aplazados", "blocked": "sin consentimiento o fuera de la ley",
    "expired": "ya sin razón",
}  # fmt: skip


@dataclass(frozen=True)
class CloseDay:
    """What `caudal close-day` is asked."""

    on: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="FECHA", help="Hasta qué día, dd/mm/aaaa; si no se dice, hoy en cada sucursal."
        ),
    ] = None
    branch: Branch = None
    user: User = None
    data_dir: DataDir = None


class Told:
    """Tells each phase of the close in a line."""

    def phase(self, name: str, number: int, phases: int) -> None:
        typer.echo(f"  {number}/{phases} {name}")

    def step(self, done: int, total: int) -> None:
        """Steps within a phase are too many to tell."""


def close_day(asked: CloseDay) -> None:
    """Close the days of the branches asked, one after another; the book of acts keeps who asked for it."""
    on = day_of(asked.on) if asked.on else None
    with engine_of(place_of(asked.data_dir)) as engine:
        at = clock.now()
        with acting(engine, Who(asked.user, PERMISSION, asked.branch)) as act:
            days = end_of_day.branch_days(act)
            if asked.branch:
                only = chosen(people.branches(act), asked.branch).id
                days = [day for day in days if day.branch_id == only]
            for day in days:
                end_of_day.check_day(day, on or local_date(at, day.time_zone), at)
            listed = [day.branch_id for day in days]
            write_down(act, PERMISSION, {"business_date": on or act.business_date, "branches": listed})
        closed = [_close(engine, at, day, on or local_date(at, day.time_zone)) for day in days]
        end_of_day.index_closed(engine, at, closed)


def day_of(told: str) -> date:
    """A date as it is typed.

    Raises:
        Refused: it isn't one.
    """
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(told.strip(), shape).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise Refused(f"«{told}» no es una fecha.\nRemedio: escríbala como 31/01/2026.")


def _close(engine: Engine, at: datetime, day: BranchDay, on: date) -> dict[str, Any]:
    typer.echo(f"{day.name}, hasta el {date_text(on)}")
    result = end_of_day.close_day(engine, at, day.branch_id, on, Told())
    for line in _lines(result):
        typer.echo(f"    {line}")
    return result


def _lines(result: Mapping[str, Any]) -> Sequence[str]:
    """What was done and what it found, for a person."""
    figures: dict[str, Any] = result["figures"]
    amounts: dict[str, dict[str, int]] = figures.get("amounts") or {}
    collected: dict[str, int] = figures.get("collected") or {}
    lines = [f"{step['name']}: {step['rows']} en {step['ms']} ms" for step in result["steps"]]
    if figures:
        lines.append(
            f"Deudas abiertas {figures['open_debts']}, vencidas {figures['late_debts']},"
            f" entraron en un tramo de atraso {figures['entered']}"
        )
    for currency, minor in amounts.items():
        owed, late = (Money.from_minor(int(minor[key]), currency) for key in ("receivable", "overdue"))
        lines.append(f"Por cobrar {money_text(owed)}, vencido {money_text(late)}")
    for currency, minor in collected.items():
        lines.append(f"Cobrado en el día {money_text(Money.from_minor(int(minor), currency))}")
    if told := {name: count for name, count in result["reminders"].items() if count}:
        said = ", ".join(f"{count} {_REMINDERS.get(name, name)}" for name, count in told.items())
        lines.append(f"Recordatorios: {said}")
    return lines
