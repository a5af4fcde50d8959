"""The file of a batch for the bank: a plain CSV with documented columns, or the same in a workbook.

Columns, in order: LOTE, PAGO, FECHA (AAAA-MM-DD), BANCO_ORIGEN, CUENTA_ORIGEN (our CLABE or number; the name
of the account where nobody has said it), BANCO, TIPO_CUENTA (clabe or account), CUENTA_DESTINO,
BENEFICIARIO, RFC, IMPORTE (decimal point, two decimals, no separators), MONEDA (ISO 4217), REFERENCIA (seven digits),
CONCEPTO (up to 40 plain letters). UTF-8 without mark, commas, CRLF, the texts that need them between quotes. The same
batch always makes the same bytes. Described for whoever uploads it in ``docs/conceptos/cuentas-por-pagar.md``.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator

from caudal.business.payables.commands import BankFile
from caudal.business.payables.queries import BatchRecord, PaymentRecord
from caudal.business.treasury import queries as treasury
from caudal.business.treasury.queries import AccountRecord
from caudal.commons.acts.act import Act
from caudal.commons.documents.excel import workbook
from caudal.commons.documents.sheets import Column, Kind, Origin, Sheet

COLUMNS = (
    "LOTE", "PAGO", "FECHA", "BANCO_ORIGEN", "CUENTA_ORIGEN", "BANCO", "TIPO_CUENTA", "CUENTA_DESTINO", "BENEFICIARIO",
    "RFC", "IMPORTE", "MONEDA", "REFERENCIA", "CONCEPTO",
)  # fmt: skip
_AMOUNT = COLUMNS.index("IMPORTE")
_CONCEPT = 40
_REFERENCE = 10_000_000


def make(act: Act, batch: BatchRecord, layout: str, origin: Origin) -> BankFile:
    """The file of a batch in that layout (csv or xlsx)."""
    name = f"pagos-{batch.folio}-{batch.pay_on:%Y%m%d}.{layout}"
    source = treasury.bank_account(act, batch.box_id)
    lines = [p for p in batch.payments if p.state in ("planned", "paid")]
    if layout == "csv":
        return BankFile(layout, name, _csv(batch, source, lines))
    columns = tuple(
        Column(each, Kind.MONEY if each == "IMPORTE" else Kind.TEXT, each == "IMPORTE") for each in COLUMNS
    )
    rows = [
        (*row[:_AMOUNT], line.amount, *row[_AMOUNT + 1 :])
        for line, row in zip(lines, _rows(batch, source, lines), strict=True)
    ]
    return BankFile(layout, name, workbook([Sheet(f"Lote {batch.folio}", columns, rows, origin)]))


def plain(text: str, most: int) -> str:
    """`text` in capital letters without accents nor signs, as banks take it.

    >>> plain("Tours Mayá, S.A. · excursión", 20)
    'TOURS MAYA SA EXCURS'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    kept = "".join(c if c.isascii() and c.isalnum() else ("" if c == "." else " ") for c in bare.upper())
    return " ".join(kept.split())[:most].rstrip()


def _csv(batch: BatchRecord, source: AccountRecord, lines: list[PaymentRecord]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(batch, source, lines))
    return made.getvalue().encode()


def _rows(batch: BatchRecord, source: AccountRecord, lines: list[PaymentRecord]) -> Iterator[tuple[str, ...]]:
    ours = (plain(source.bank, 40), source.number or plain(source.box.name, 40))
    for line in lines:
        number = int(line.folio.rpartition("-")[2]) % _REFERENCE
        yield (
            batch.folio, line.folio, batch.pay_on.isoformat(), *ours, plain(line.account.bank, 40), line.account.kind,
            line.account.number, plain(line.account.holder, 40),
            plain(line.supplier.tax_id or "", 20), f"{line.amount.amount:.2f}", line.amount.currency,
            f"{number:07d}", plain(f"{line.payable_folio} {line.service}", _CONCEPT),
        )  # fmt: skip
