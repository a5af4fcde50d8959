"""«Margen < 5 %»: what a branch kept of what it earned last week, by the figures of the dashboards."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from caudal.commons.acts.act import Act
from caudal.commons.alerts.commands import Cause
from caudal.flows import figures
from caudal.kernel.formats import percent, week_text


def below(act: Act, least: Decimal, branch_id: int, on: date) -> list[Cause]:
    """The currencies in which a branch kept less than `least` of its income in the whole week before `on`.

    A week that only spent is below any margin; one without income nor expenses isn't.
    """
    monday = on - timedelta(days=on.isoweekday() - 1 + 7)
    sunday = monday + timedelta(days=6)
    here = replace(act, actor=replace(act.actor, branches=(branch_id,)))
    return [
        Cause(
            row.currency, monday.isoformat(), f"Semana del {week_text(monday)}: margen {_shown(row.margin)}",
            f"/libros/resultados?from={monday}&to={sunday}&branch_id={branch_id}", amount=row.utility,
        )
        for row in figures.figures(here, monday, sunday, branch_id)
        if (row.utility.amount < 0 if row.margin is None else row.margin < least)
    ]  # fmt: skip


def _shown(margin: Decimal | None) -> str:
    return "sin ingresos" if margin is None else percent(margin, space=False)
