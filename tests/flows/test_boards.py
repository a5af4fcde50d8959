"""The boards as the document draws them, from figures made to be those."""

from datetime import date
from decimal import Decimal

from caudal.flows.board_text import card_text, table_text
from caudal.flows.boards import Action, Block, BranchBoard, Card, Company, CompanyBook, Line, Utility
from caudal.flows.figures import Figures, together
from caudal.kernel.money import Money

CARD = """\
╔═══════════════════════════════════════════════════╗
║         MI SUCURSAL - Resumen Hoy                 ║
╠═══════════════════════════════════════════════════╣
║                                                   ║
║  💰 Por Cobrar:        $120,000                   ║
║     ├─ Vence hoy:      $ 25,000  [Cobrar Ya]     ║
║     └─ Vencido:        $ 15,000  🔴 Urgente       ║
║                                                   ║
║  💸 Por Pagar:         $ 85,000                   ║
║     ├─ Pagar hoy:      $ 30,000  [Ejecutar]      ║
║     └─ Autorizar:      $ 20,000  [Revisar]       ║
║                                                   ║
║  🔄 Reembolsos:        $ 12,000                   ║
║     └─ Pendientes:     $  8,000  [Autorizar]     ║
║                                                   ║
║  📊 Utilidad Mes:      $ 45,000  (12.5%) 🟢      ║
║                                                   ║
╚═══════════════════════════════════════════════════╝"""
TABLE = """\
╔═══════════════════════════════════════════════════╗
║         TODAS LAS SUCURSALES - Resumen            ║
╠═══════════════════════════════════════════════════╣
║                                                   ║
║  Sucursal      │ Ingresos │ Gastos  │ Utilidad   ║
║  ────────────────────────────────────────────     ║
║  Cancún        │ $910K    │ $840K   │ $70K  7.7% ║
║  CDMX          │ $750K    │ $695K   │ $55K  7.3% ║
║  Guadalajara   │ $580K    │ $560K   │ $20K  3.4% ║
║  ────────────────────────────────────────────     ║
║  TOTAL         │$2.24M    │$2.09M   │$145K  6.5% ║
║                                                   ║
║  🔴 Alertas Críticas:  3                          ║
║  🟡 Requiere Atención: 8                          ║
║                                                   ║
╚═══════════════════════════════════════════════════╝"""


def mxn(amount: int) -> Money:
    return Money.of(amount, "MXN")


def line(key: str, label: str, amount: int, button: str = "", *, urgent: bool = False) -> Line:
    return Line(key, label, mxn(amount), 1, "/x", Action(button, "/x") if button else None, urgent)


def test_the_card_is_the_document_s() -> None:
    blocks = (
        Block(line("receivable", "Por Cobrar", 120_000),
              (line("due_today", "Vence hoy", 25_000, "Cobrar Ya"), line("overdue", "Vencido", 15_000, urgent=True))),
        Block(line("payable", "Por Pagar", 85_000),
              (line("pay_today", "Pagar hoy", 30_000, "Ejecutar"), line("authorise", "Autorizar", 20_000, "Revisar"))),
        Block(line("refund", "Reembolsos", 12_000), (line("refund_asked", "Pendientes", 8_000, "Autorizar"),)),
    )  # fmt: skip
    utility = Utility(mxn(45_000), Decimal("0.125"), "good", None, "/x")
    board = BranchBoard(1, "Cancún", date(2026, 11, 21), (Card("MXN", blocks, utility),), (), 0, 0)
    assert card_text(board) == CARD


def test_the_table_is_the_document_s() -> None:
    drawn = (("Cancún", 910, 840), ("CDMX", 750, 695), ("Guadalajara", 580, 560))
    rows = [
        Figures(n, name, "MXN", mxn(income * 1000), mxn(spent * 1000), mxn(0), mxn(0))
        for n, (name, income, spent) in enumerate(drawn, start=1)
    ]
    (total,) = together(rows)
    book = CompanyBook("MXN", tuple(rows), total, {}, None, None, ())
    assert table_text(Company(date(2026, 10, 1), date(2026, 10, 31), (book,), 3, 8)) == TABLE
