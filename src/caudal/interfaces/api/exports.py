"""The same list on paper, in a workbook or in a plain file."""

from fastapi.responses import Response
from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.documents.delimited import csv_text
from caudal.commons.documents.excel import workbook
from caudal.commons.documents.reports import report_pdf
from caudal.commons.documents.sheets import Origin, Sheet

_COMPANY = text(
    "select c.name, c.tax_id from companies c join branches b on b.company_id = c.id where b.id = :branch"
)
_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def origin(act: Act) -> Origin:
    """Who asks, when, and how their country writes."""
    branch = branch_of(act, act.place.branch_id)
    return Origin(company(act)[0], branch.country, branch.time_zone, act.actor.name, act.at)


def company(act: Act) -> tuple[str, str]:
    """The name and tax number of the company of the act's branch."""
    row = act.db.execute(_COMPANY, {"branch": act.place.branch_id}).one()
    return row.name, row.tax_id or ""


def download(sheet: Sheet, kind: str) -> Response:
    """`sheet` as a file of that kind (xlsx, csv or pdf)."""
    body = {
        "xlsx": lambda: workbook([sheet]),
        "csv": lambda: csv_text(sheet),
        "pdf": lambda: report_pdf(sheet),
    }[kind]()
    name = f"{sheet.title.lower().replace(' ', '-')}-{sheet.origin.at:%Y%m%d}.{kind}"
    return file(body, _KINDS[kind], name, inline=kind == "pdf")


def file(body: bytes, media: str, name: str, *, inline: bool = False) -> Response:
    """A file in answer to a request; never kept by anything in between."""
    shown = "inline" if inline else "attachment"
    return Response(
        body,
        media_type=media,
        headers={"Content-Disposition": f'{shown}; filename="{name}"', "Cache-Control": "no-store"},
    )
