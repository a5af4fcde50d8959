"""The cut of a till: X while it is open, Z once it is closed. Whoever prints it has already decided what it may say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from caudal.commons.documents.amounts import in_words
from caudal.commons.documents.moments import moment_text
from caudal.commons.documents.receipts import Issuer
from caudal.commons.documents.typesetting import pdf
from caudal.kernel.formats import money_screen, money_text
from caudal.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class CutLine:
    """How many movements of a kind there were and, when it may be said, how much they were."""

    label: str
    count: int
    amount: Money | None


@dataclass(frozen=True, slots=True)
class Piece:
    """How many bills or coins of a value were counted."""

    value: Money
    count: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Everything a cut says. ``expected`` and ``counted``: absent where they may not be told or aren't known yet."""

    kind: Literal["X", "Z"]
    folio: str
    till: str
    issuer: Issuer
    printed_at: datetime
    printed_by: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    fund: Money
    entered: Sequence[CutLine]
    gone: Sequence[CutLine]
    others: Sequence[CutLine]
    expected: Money | None
    counted: Money | None
    difference: Money | None
    pieces: Sequence[Piece] = ()
    reason: str = ""
    counted_by: str = ""
    authorised_by: str = ""

    def __post_init__(self) -> None:
        """Refuse figures that do not add up.

        Raises:
            ValueError: the pieces aren't what was counted, or the difference isn't one.
        """
        if self.pieces and self.counted is not None:
            sums = total(
                (Money.from_minor(p.value.minor * p.count, p.value.currency) for p in self.pieces),
                self.fund.currency,
            )
            if sums != self.counted:
                raise ValueError(f"{self.folio}: las piezas no suman lo contado")
        if None not in (self.difference, self.expected, self.counted):
            self._check_difference()

    def _check_difference(self) -> None:
        assert self.difference is not None
        assert self.expected is not None
        if self.expected + self.difference != self.counted:
            raise ValueError(f"{self.folio}: la diferencia no es lo contado menos lo esperado")


def cut(what: Cut) -> bytes:
    """`what` as PDF, on a letter page."""
    return pdf("corte", _shown(what), at=what.printed_at)


def _shown(cut: Cut) -> dict[str, Any]:
    zone = cut.issuer.time_zone
    told = [
        ("Caja", cut.till),
        ("Abrió", f"{cut.opened_by}, {moment_text(cut.opened_at, zone)}"),
        ("Cerró", moment_text(cut.closed_at, zone) if cut.closed_at else ""),
        ("Contó", cut.counted_by),
        ("Autorizó", cut.authorised_by),
        ("Motivo", cut.reason),
        ("Imprimió", f"{cut.printed_by}, {moment_text(cut.printed_at, zone)}"),
    ]
    return {
        "kind": cut.kind,
        "title": "CORTE Z · CIERRE DE CAJA" if cut.kind == "Z" else "CORTE X · PARCIAL",
        "folio": cut.folio,
        "company": cut.issuer.company,
        "issuer": [line for line in (cut.issuer.tax_id, cut.issuer.branch) if line],
        "facts": [{"label": label, "value": value} for label, value in told if value],
        "fund": money_screen(cut.fund),
        "groups": [
            {"title": title, "lines": [_line(line) for line in lines]}
            for title, lines in (
                ("Entradas de efectivo", cut.entered),
                ("Salidas de efectivo", cut.gone),
                ("Cobrado por otros medios", cut.others),
            )
            if lines
        ],
        "sums": [
            {"label": label, "value": money_screen(money)}
            for label, money in (("Debe haber", cut.expected), ("Contado", cut.counted), _difference(cut))
            if money is not None
        ],
        "hidden": cut.expected is None,
        "words": in_words(cut.counted) if cut.counted is not None else "",
        "pieces": [
            {"value": money_text(p.value), "count": str(p.count),
             "total": money_screen(Money.from_minor(p.value.minor * p.count, p.value.currency))}
            for p in cut.pieces
        ],
        "signs": [("Cajero", cut.counted_by or cut.opened_by), ("Supervisor", cut.authorised_by)],
    }  # fmt: skip


def _line(line: CutLine) -> dict[str, str]:
    return {
        "label": line.label,
        "count": str(line.count),
        "amount": "—" if line.amount is None else money_screen(line.amount),
    }


def _difference(cut: Cut) -> tuple[str, Money | None]:
    if cut.difference is None or cut.difference.is_zero:
        return "Diferencia", cut.difference
    return "Sobrante" if cut.difference.is_positive else "Faltante", cut.difference
