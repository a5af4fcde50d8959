"""A report as a file: the same lines in a workbook or on paper."""

from datetime import date

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.documents.excel import workbook
from caudal.commons.documents.reports import report_pdf
from caudal.commons.documents.sheets import Column, Origin, Sheet
from caudal.flows.reports.rules import Report

_COMPANY = text("select name from companies order by id limit 1")


def attachment(
    act: Act, report: Report, kind: str, branch_id: int | None, on: date
) -> tuple[str, bytes] | None:
    """Name and content, or nothing where none was asked for."""
    if kind == "none":
        return None
    sheet = _sheet(act, report, branch_id)
    name = f"{report.title.split(' - ')[0].lower().replace(' ', '-')}-{on}.{kind}"
    return name, workbook([sheet]) if kind == "xlsx" else report_pdf(sheet)


def _sheet(act: Act, report: Report, branch_id: int | None) -> Sheet:
    places = branches(act)
    place = places[branch_id or min(places)]
    company: str = act.db.execute(_COMPANY).scalar() or ""
    origin = Origin(company, place.country, place.time_zone, act.actor.name, act.at)
    rows = [_split(line.text) for line in report.lines if line.link]
    return Sheet(report.title, (Column("Concepto", width=40), Column("Valor", width=40)), rows, origin)


def _split(said: str) -> tuple[str, str]:
    concept, colon, value = said.partition(": ")
    return (concept, value) if colon else (said, "")
