"""A kept file judged whole: read, checked cell by cell, compared with what is known, added up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from caudal.commons.acts.act import Act
from caudal.flows.intake import entering, resolving
from caudal.flows.intake.entering import Newcomers, Progress
from caudal.flows.intake.resolving import Resolved
from caudal.flows.intake.rules import checking
from caudal.flows.intake.rules.checking import Checked, Terms, amount_of
from caudal.flows.intake.rules.findings import SHOWN, Bad, Finding
from caudal.flows.intake.rules.plans import Plan
from caudal.flows.intake.rules.reading import Sheet, read_file
from caudal.flows.intake.tables import Import
from caudal.kernel.money import CURRENCIES, Money

_PREVIEW = 20


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """What the debts of a currency add up to, less what was already paid; ``overdue`` is the part past due."""

    currency: str
    debts: int
    amount: Money
    overdue: Money


@dataclass(frozen=True, slots=True)
class Check:
    """What would happen. ``valid`` rows of ``rows`` can enter; nothing enters while there are errors."""

    rows: int
    valid: int
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    clients_new: int
    clients_existing: int
    debts: int
    by_currency: tuple[CurrencyTotal, ...]
    preview: tuple[dict[str, Any], ...]

    def body(self) -> dict[str, Any]:
        """As JSON; of many findings, the first thousand."""
        return {
            "rows": self.rows,
            "valid": self.valid,
            "errors": [each.body() for each in self.errors[:SHOWN]],
            "errors_total": len(self.errors),
            "warnings": [each.body() for each in self.warnings[:SHOWN]],
            "warnings_total": len(self.warnings),
            "totals": {
                "clients_new": self.clients_new,
                "clients_existing": self.clients_existing,
                "debts": self.debts,
                "by_currency": totals_body(self.by_currency),
            },
            "preview": [dict(row) for row in self.preview],
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """A file, what was found in it, who of it is already known and who is new."""

    sheet: Sheet
    checked: Checked
    resolved: Resolved
    newcomers: Newcomers


def totals_body(totals: tuple[CurrencyTotal, ...]) -> list[dict[str, Any]]:
    """Totals by currency as JSON."""
    return [
        {
            "currency": each.currency,
            "debts": each.debts,
            "amount": each.amount.json(),
            "overdue": each.overdue.json(),
        }
        for each in totals
    ]


def read(kept: Import) -> Sheet:
    """The sheet of a kept file, with the titles found when it came."""
    return read_file(kept.data, kept.filename, kept.analysis["sheet"], kept.analysis["header_row"])


def judge(act: Act, kept: Import, plan: Plan, progress: Progress) -> Judged:
    """Judge a kept file as `plan` says.

    Raises:
        Invalid: the plan lacks a required column or a format, or names a column the file doesn't have.
    """
    progress("Leyendo el archivo", 0, kept.rows)
    sheet = read(kept)
    progress("Revisando filas", 0, sheet.rows)
    places = resolving.places(act)
    terms = Terms(
        kept.kind,
        plan.mapping,
        plan.formats,
        plan.mode,
        act.business_date,
        places,
        act.place.branch_id,
    )
    checked = checking.check(sheet, terms)
    resolved = resolving.resolve(act, checked, kept.kind, plan.mode)
    if kept.kind == "debts" and plan.expected_total is not None and not checked.notes.errors:
        _tie(checked, plan.expected_total)
    progress("Revisando filas", sheet.rows, sheet.rows)
    return Judged(sheet, checked, resolved, entering.newcomers(checked, resolved.known))


def summed(act: Act, kept: Import, judged: Judged) -> Check:
    """What a judged file would leave."""
    checked, known = judged.checked, judged.resolved.known
    good = checked.good
    debts = kept.kind == "debts"
    return Check(
        rows=checked.rows,
        valid=len(good),
        errors=tuple(checked.errors),
        warnings=tuple(checked.warnings),
        clients_new=len(judged.newcomers.people),
        clients_existing=len({known[i] for i in good if i in known}),
        debts=len(good) if debts else 0,
        by_currency=_totals(act, checked) if debts else (),
        preview=tuple(_row(judged, i) for i in good[:_PREVIEW]),
    )


def _totals(act: Act, checked: Checked) -> tuple[CurrencyTotal, ...]:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    overdue: dict[str, Decimal] = defaultdict(Decimal)
    counts: dict[str, int] = defaultdict(int)
    currencies, due = checked.columns["currency"], checked.columns["due_on"]
    for i in checked.good:
        code, owed = currencies[i], amount_of(checked, i)
        amounts[code] += owed
        counts[code] += 1
        if due[i] < act.business_date:
            overdue[code] += owed
    return tuple(
        CurrencyTotal(code, counts[code], Money.of(amounts[code], code), Money.of(overdue[code], code))
        for code in sorted(amounts)
    )


def _tie(checked: Checked, expected: Money) -> None:
    found = sum(
        (amount_of(checked, i) for i in checked.good if checked.columns["currency"][i] == expected.currency),
        Decimal(0),
    )
    left = expected.amount - found
    if left:
        digits = CURRENCIES[expected.currency]
        word = "faltan" if left > 0 else "sobran"
        said = (
            f"Usted espera {expected.amount:,.{digits}f} {expected.currency} y las filas suman "
            f"{found:,.{digits}f}: {word} {abs(left):,.{digits}f}"
        )
        bad = Bad("total-no-cuadra", said, "Busque la fila que falta o sobra, o corrija el total esperado")
        checked.notes.errors.append(Finding(None, None, None, "", bad.problem, bad.remedy, bad.code))


def _row(judged: Judged, i: int) -> dict[str, Any]:
    """A row as it would enter, by field."""
    columns = judged.checked.columns
    row: dict[str, Any] = {"row": judged.sheet.number(i)}
    for key, values in columns.items():
        value = values[i]
        if key in ("amount", "paid", "balance") and value is not None:
            value = Money.of(value, columns["currency"][i]).json()
        elif key == "document" and value is not None:
            value = f"{value.document.kind} {value.document.number}"
        elif key == "phone" and value is not None:
            value = list(value)
        elif isinstance(value, date):
            value = value.isoformat()
        row[key] = value
    row["client_known"] = i in judged.resolved.known
    return row
