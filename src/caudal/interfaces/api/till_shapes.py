"""What is asked and answered about tills, their shifts and what moves in them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from caudal.business.treasury.rules.counting import MOST_PIECES
from caudal.business.treasury.rules.states import Moment, State
from caudal.interfaces.api.receivables import ClientRef
from caudal.interfaces.api.shapes import Ask, BranchId, MoneyIn, MoneyOut, Out, Reading, Since, Until

Denomination = Annotated[str, Field(max_length=10, pattern=r"^[0-9]+(\.[0-9]{2})?$")]
Pieces = Annotated[
    dict[Denomination, Annotated[int, Field(ge=0, le=MOST_PIECES)]],
    Field(max_length=40, examples=[{"500": 3, "20": 4}]),
]
Why = Annotated[str, Field(min_length=3, max_length=300)]


class OpenAsk(Ask):
    """Lo que hay en la caja, pieza por pieza. `till_id`: la principal de la sucursal si no se dice."""

    pieces: Pieces
    till_id: int | None = Field(None, ge=1, lt=2**31)
    currency: str | None = Field(None, min_length=3, max_length=3)
    reason: str = Field("", max_length=300)


class CountAsk(Ask):
    """Lo que se contó, pieza por pieza."""

    pieces: Pieces


class SettleAsk(Ask):
    """Por qué no cuadra."""

    reason: Why


class DecisionAsk(Ask):
    """Si se acepta la diferencia, o se devuelve a contar, y por qué."""

    approve: bool
    reason: Why


class OperationAsk(Ask):
    """Efectivo que sale de una caja: a otra, al banco (a `to_account_id`, si se dice), o en un gasto."""

    till_id: int = Field(ge=1, lt=2**31)
    kind: Literal["transfer", "deposit", "expense"]
    amount: MoneyIn
    concept: str = Field(min_length=3, max_length=120)
    to_till_id: int | None = Field(None, ge=1, lt=2**31)
    reference: str = Field("", max_length=60)
    to_account_id: int | None = Field(None, ge=1, lt=2**31)


class TillAsk(Ask):
    """Otra caja de la sucursal: una ventanilla, una caja fuerte."""

    name: str = Field(min_length=3, max_length=60)
    currency: str = Field(min_length=3, max_length=3)
    branch_id: BranchId | None = None


class RuleAsk(Ask):
    """Desde qué fecha se exige caja abierta, cuánta diferencia se tolera (que dice la moneda) y cuánto se gasta.

    `petty`: hasta cuánto gasta una persona al día de las cajas sin quien pueda autorizar; sin tope si no se dice.
    """

    required: bool
    tolerance: MoneyIn
    petty: MoneyIn | None = None
    branch_id: BranchId | None = None
    since: date | None = None


class ShiftsAsked(Reading):
    """Qué turnos."""

    till_id: int | None = Field(None, ge=1, lt=2**31)
    user_id: int | None = Field(None, ge=0, lt=2**31)
    state: State | None = None
    since: Since = None
    until: Until = None
    live: bool = False
    uneven: bool = False


class MovementsAsked(Reading):
    """Qué movimientos: los de un turno (con su saldo), o los de una caja."""

    shift_id: UUID | None = None
    till_id: int | None = Field(None, ge=1, lt=2**31)
    user_id: int | None = Field(None, ge=0, lt=2**31)
    since: Since = None
    until: Until = None


class PersonOut(Out):
    id: int
    name: str


class TillRef(Out):
    id: int
    name: str


class ShiftBrief(Out):
    """Quién tiene una caja, desde cuándo."""

    id: UUID
    folio: str
    state: str
    state_label: str
    opened_at: datetime
    opened_by: str
    mine: bool


class LastOut(Out):
    """El último cierre de una caja."""

    shift_id: UUID
    folio: str
    closed_at: datetime
    closed_by: str
    counted: MoneyOut
    difference: MoneyOut


class TillOut(Out):
    """Una caja o cuenta. `balance` es null para quien la tiene que contar."""

    id: int
    name: str
    kind: str
    branch: str
    branch_id: int
    balance: MoneyOut | None
    account: str | None
    currency: str
    main: bool
    shift: ShiftBrief | None
    last: LastOut | None


class CountOut(Out):
    moment: Moment
    number: int
    pieces: dict[str, int]
    amount: MoneyOut
    at: datetime
    by: str
    sighted: bool


class DifferenceOut(Out):
    moment: Moment
    amount: MoneyOut
    tolerance: MoneyOut
    state: str
    state_label: str
    reason: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str | None
    decision: str | None
    entry_id: int | None


class MayOut(Out):
    """Qué puede hacer con el turno quien pregunta."""

    count: bool
    settle: bool
    decide: bool
    move: bool


class ShiftOut(Out):
    """Un turno de caja. Mientras `blind`, lo que debe haber no se dice a quien lo cuenta."""

    id: UUID
    folio: str
    branch_id: int
    branch: str
    till: TillRef
    currency: str
    state: str
    state_label: str
    opened_on: date
    opened_at: datetime
    opened_by: PersonOut
    closed_on: date | None
    closed_at: datetime | None
    closed_by: PersonOut | None
    blind: bool
    moves: int
    fund: MoneyOut
    entered: MoneyOut | None
    gone: MoneyOut | None
    expected: MoneyOut | None
    counted: MoneyOut | None
    difference: MoneyOut | None
    counts_left: int
    counts: list[CountOut]
    differences: list[DifferenceOut]
    may: MayOut


class DeskOut(Out):
    """Una caja de la sucursal como la ve quien cobra. `receives`: donde entra su efectivo."""

    id: int | None
    name: str
    currency: str
    main: bool
    required: bool
    receives: bool
    denominations: list[str]
    shift: ShiftOut | None
    last: LastOut | None


class DesksOut(Out):
    branch_id: int
    items: list[DeskOut]


class MovementOut(Out):
    """Un renglón de una caja. `balance`: lo que debía haber después, si se puede decir."""

    id: int
    at: datetime
    on: date
    folio: str
    concept: str
    client: ClientRef | None
    method_label: str
    entered: MoneyOut | None
    gone: MoneyOut | None
    balance: MoneyOut | None
    user: str
    state: str
    state_label: str
    till: TillRef
    shift_id: UUID | None
    entry_id: int
    link: str | None


class PhotoOut(Out):
    id: UUID
    media: str
    size: int
    link: str


class UndoneOut(Out):
    at: datetime
    by: str
    reason: str
    entry_id: int


class OperationOut(Out):
    id: UUID
    folio: str
    branch_id: int
    kind: str
    kind_label: str
    till: TillRef
    to: TillRef | None
    amount: MoneyOut
    concept: str
    reference: str | None
    on: date
    at: datetime
    by: str
    entry_id: int
    undone: UndoneOut | None
    photos: list[PhotoOut]


class RuleOut(Out):
    branch_id: int
    branch: str
    currency: str
    since: date | None
    required: bool
    tolerance: MoneyOut
    petty: MoneyOut | None
