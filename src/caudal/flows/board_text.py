"""The two boards as plain text, as the document draws them: to be pasted in a chat or read in a terminal."""

from collections.abc import Iterator

from caudal.flows.boards import Block, BranchBoard, Card, Company, CompanyBook, Line
from caudal.flows.figures import Figures
from caudal.kernel.formats import compact, money_text, percent
from caudal.kernel.money import Money

_WIDE = 51
_ICONS = {"receivable": "💰", "payable": "💸", "refund": "🔄"}
_SIGNS = ("💰", "💸", "🔄", "📊", "🔴", "🟡", "🟢")
_LIGHTS = {"good": "🟢", "fair": "🟡", "bad": "🔴", "": "⚪"}


def card_text(board: BranchBoard) -> str:
    """The card of a branch, one frame for each currency."""
    return "\n".join(_frame("MI SUCURSAL - Resumen Hoy", list(_card(card))) for card in board.cards)


def table_text(company: Company) -> str:
    """The table of the branches, one frame for each currency; alerts under the first."""
    frames: list[str] = []
    for book in company.books:
        lines = list(_table(book))
        if not frames:
            lines += [
                "",
                f"  🔴 Alertas Críticas:  {company.critical}",
                f"  🟡 Requiere Atención: {company.attention}",
            ]
        frames.append(_frame("TODAS LAS SUCURSALES - Resumen", [*lines, ""]))
    return "\n".join(frames)


def _frame(title: str, lines: list[str]) -> str:
    edge = "═" * _WIDE
    body = ["║" + line.ljust(_width(line)) + "║" for line in ["", *lines]]
    return "\n".join(
        [f"╔{edge}╗", "║" + f"         {title}".ljust(_WIDE) + "║", f"╠{edge}╣", *body, f"╚{edge}╝"]
    )


def _width(line: str) -> int:
    """Signs that take two places count as one; the document closes a button, a light or a column one place earlier."""
    signs = sum(line.count(sign) for sign in _SIGNS)
    return _WIDE - signs - (line.endswith(("]", *_LIGHTS.values())) or "│" in line)


def _card(card: Card) -> Iterator[str]:
    for block in card.blocks:
        yield from _block(block)
    if card.utility is not None:
        said = percent(card.utility.margin, space=False) if card.utility.margin is not None else "—"
        amount = _amount(card.utility.amount)
        yield f"  📊 {'Utilidad Mes:':<18} {amount}  ({said}) {_LIGHTS[card.utility.tone]}"
        yield ""


def _block(block: Block) -> Iterator[str]:
    yield f"  {_ICONS[block.whole.key]} {block.whole.label + ':':<18} {_amount(block.whole.amount)}"
    for place, line in enumerate(block.parts, start=1):
        mark = "└─" if place == len(block.parts) else "├─"
        yield f"     {mark} {line.label + ':':<15} {_amount(line.amount)}{_tail(line)}"
    yield ""


def _tail(line: Line) -> str:
    if line.urgent:
        return "  🔴 Urgente"
    if line.action is None:
        return ""
    return f"  [{line.action.label}]" if line.action.link else f"  {line.action.label}"


def _amount(money: Money) -> str:
    """Whole units with the sign of money at the left and the digits at the right: «$ 25,000»."""
    said = money_text(Money.of(int(money.amount), money.currency)).split(" ")[0].removesuffix(".00")
    sign, digits = ("-", said[1:]) if said.startswith("-") else ("", said)
    mark = digits.rstrip("0123456789.,")
    return f"{sign}{mark}{digits[len(mark) :]:>7}"


def _table(book: CompanyBook) -> Iterator[str]:
    rule = "  " + "─" * 44 + " " * 4
    yield "  Sucursal      │ Ingresos │ Gastos  │ Utilidad  "
    yield rule
    yield from (_row(row, row.branch) for row in book.rows)
    yield rule
    yield _row(book.total, "TOTAL")


def _row(row: Figures, label: str) -> str:
    income, expenses, utility = (compact(each) for each in (row.income, row.expenses, row.utility))
    said = percent(row.margin, space=False) if row.margin is not None else "—"
    return f"  {label:<14}│{income:>6}    │{expenses:>6}   │{utility:>5}  {said} "
