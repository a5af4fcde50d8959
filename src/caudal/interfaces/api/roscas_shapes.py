"""The shapes of sanes over the wire."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from caudal.business.roscas.rules.terms import MAX_PLACES, Fee, FeeKind, Frequency, Terms
from caudal.interfaces.api.payments import PaymentOut
from caudal.interfaces.api.receivables import ClientRef
from caudal.interfaces.api.shapes import (
    Ask,
    BranchId,
    MoneyIn,
    MoneyOut,
    Out,
    PaidFrom,
    Reading,
    Reason,
    ReceivedIn,
)

Place = Annotated[int, Field(ge=1, le=MAX_PLACES)]
Evidence = Annotated[str, Field(max_length=300)]


class FeeAsk(Ask):
    """`amount` si es fija por ronda; `share`, fracción del bote (0.05 es 5 %), si es porcentaje."""

    kind: FeeKind = FeeKind.NONE
    amount: MoneyIn | None = None
    share: Annotated[Decimal, Field(ge=0, lt=1, max_digits=9, decimal_places=8)] | None = None


class RoscaAsk(Ask):
    name: str = Field(min_length=2, max_length=80)
    contribution: MoneyIn
    places: int = Field(ge=2, le=MAX_PLACES, description="Cuántos números, y cuántas rondas.")
    frequency: Frequency
    starts_on: date = Field(description="Cuándo vence el primer aporte.")
    fee: FeeAsk = FeeAsk()
    organiser_id: UUID | None = Field(None, description="El cliente que organiza, si cobra el primer turno.")
    branch_id: BranchId | None = None


class MembersAsk(Ask):
    """`numbers`: los que pide; si no pide, los primeros `count` libres."""

    client_id: UUID
    numbers: list[Place] = Field(default_factory=list[int], max_length=MAX_PLACES)
    count: Place = 1


class TurnsAsk(Ask):
    """`order`: los números en el orden en que cobran."""

    order: list[Place] = Field(min_length=2, max_length=MAX_PLACES)


class DrawAsk(Ask):
    """`seed`: pública y anunciada antes, como el resultado de una lotería."""

    seed: str = Field(min_length=4, max_length=200)


class ConsentAsk(Ask):
    """`evidence`: cómo consta que está de acuerdo."""

    number: Place
    evidence: Evidence


class SwapAsk(Ask):
    numbers: tuple[Place, Place]
    consents: list[ConsentAsk] = Field(max_length=10)


class PostponementAsk(Reason):
    number: Place


class ReplacementAsk(Ask):
    number: Place
    client_id: UUID
    evidence: Evidence


class ContributionsAsk(Ask):
    """`numbers`: quiénes pagaron; todos si no se dice."""

    numbers: list[Place] | None = Field(None, max_length=MAX_PLACES)
    method: Literal["cash", "transfer", "card", "cheque"] = "cash"
    reference: str | None = Field(None, max_length=60)
    received_on: date | None = None
    account_id: ReceivedIn = None


class AuthorisationAsk(Ask):
    """`front`: hasta cuánto completa el organizador lo que falte."""

    front: MoneyIn | None = None


class DeliveryAsk(Ask):
    method: Literal["cash", "transfer"] = "cash"
    reference: str | None = Field(None, max_length=80)
    account_id: PaidFrom = None


class RefundAsk(Ask):
    """`amount`: todo lo que se pueda si no se dice."""

    number: Place
    amount: MoneyIn | None = None
    method: Literal["cash", "transfer"] = "cash"
    account_id: PaidFrom = None


class RoscasAsked(Reading):
    q: str = Field("", max_length=100, description="Parte del nombre, o el folio.")
    status: str | None = Field(None, max_length=60, description="Un estado, o varios separados por comas.")
    client_id: UUID | None = Field(None, description="Aquellos en los que está un cliente.")


class FeeOut(Out):
    """`per_round`: lo que se queda el organizador de cada bote."""

    kind: str
    amount: MoneyOut | None
    share: Decimal | None
    per_round: MoneyOut


class RoscaOut(Out):
    """Un san en una lista. `exposure`: lo que deben quienes ya cobraron; `in_collections`: lo atrasado de eso."""

    id: UUID
    folio: str
    name: str
    branch_id: int
    branch: str
    status: str
    status_label: str
    contribution: MoneyOut
    places: int
    frequency: str
    starts_on: date
    pot: MoneyOut
    fee: FeeOut
    members: int
    people: int
    delivered: int
    paid: MoneyOut
    overdue: MoneyOut
    exposure: MoneyOut
    in_collections: MoneyOut
    next_round: int | None
    next_due_on: date | None


class CellOut(Out):
    """Una cuota. `state`: P pagada, D debe, A atrasada. `after_receiving`: de una ronda posterior a la que cobró."""

    round: int
    receivable_id: UUID | None
    folio: str
    due_on: date
    amount: MoneyOut
    paid: MoneyOut
    balance: MoneyOut
    state: str
    state_label: str
    days_past_due: int
    after_receiving: bool
    receives: bool


class DeliveryOut(Out):
    """Un bote entregado. `net`: lo que recibió; `fronted`: lo que puso el organizador para completarlo ese día."""

    round: int
    number: int
    client: ClientRef
    on: date
    gross: MoneyOut
    fee: MoneyOut
    net: MoneyOut
    fronted: MoneyOut
    method: str
    reference: str | None
    authorised_by: str | None
    delivered_by: str | None
    entry_id: int


class NumberOut(Out):
    """Un número. `position`: lo que el san le debe (negativa: lo que debe); `planned`: la que tendría al día.

    `rate`: la tasa por ronda que le resulta de la comisión (la paga si cobra pronto, la gana si cobra tarde).
    """

    number: int
    client: ClientRef | None
    client_id: UUID | None
    turn: int | None
    state: str
    state_label: str
    position: MoneyOut
    planned: MoneyOut
    overdue: MoneyOut
    refunded: MoneyOut
    in_collections: bool
    rate: Decimal | None
    received_on: date | None
    cells: list[CellOut]


class AuthorisedOut(Out):
    """Quién autorizó la entrega y hasta cuánto completa el organizador."""

    by: str | None
    by_id: int
    front: MoneyOut


class RoundOut(Out):
    """Una ronda. `fronted`: lo que el organizador sigue teniendo puesto en ella; `number`: quien cobra."""

    round: int
    due_on: date
    number: int | None
    client: ClientRef | None
    state: str
    state_label: str
    pot: MoneyOut
    collected: MoneyOut
    missing: MoneyOut
    fronted: MoneyOut
    authorised: AuthorisedOut | None
    delivery: DeliveryOut | None


class NextOut(Out):
    """La entrega que sigue. `ready`: el bote está completo y quien cobra puso lo suyo."""

    round: int
    due_on: date
    number: int | None
    client: ClientRef | None
    gross: MoneyOut
    fee: MoneyOut
    net: MoneyOut
    missing: MoneyOut
    ready: bool
    authorised: AuthorisedOut | None


class RoscaDetail(Out):
    """Un san en una fecha. Σ posiciones − `pot_cash` + `guarantee` = 0: `adds_up`."""

    id: UUID
    folio: str
    name: str
    branch_id: int
    branch: str
    status: str
    status_label: str
    contribution: MoneyOut
    places: int
    frequency: str
    starts_on: date
    pot: MoneyOut
    fee: FeeOut
    organiser: ClientRef | None
    started_on: date | None
    closed_on: date | None
    created_at: datetime
    as_of: date
    pot_cash: MoneyOut
    guarantee: MoneyOut
    exposure: MoneyOut
    adds_up: bool
    next: NextOut | None
    numbers: list[NumberOut]
    rounds: list[RoundOut]


class ContributionsOut(Out):
    """Los recibos que se hicieron, y cómo quedó el san."""

    payments: list[PaymentOut]
    count: int
    total: MoneyOut
    rosca: RoscaDetail


class HappeningOut(Out):
    """Algo que pasó; `evidence`: lo que consta (semilla y firmas de un sorteo, consentimientos…)."""

    id: int
    kind: str
    text: str
    on: date
    at: datetime
    actor: str | None
    reason: str
    evidence: dict[str, Any]


def terms(ask: RoscaAsk) -> Terms:
    """What was asked as it is agreed."""
    fee = Fee(ask.fee.kind, ask.fee.amount, ask.fee.share)
    return Terms(ask.places, ask.contribution, ask.frequency, ask.starts_on, fee)
