"""What the inbox, its requests and the matrix look like from outside."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import Field

from caudal.business.approvals.rules.kinds import Kind
from caudal.interfaces.api.payments import EntryLineOut
from caudal.interfaces.api.shapes import Ask, MoneyIn, MoneyOut, Out, Reading

Why = Annotated[str, Field(min_length=3, max_length=300)]


class Note(Ask):
    """Una nota de quien firma; puede ir vacía."""

    note: str = Field("", max_length=300)


class LimitAsk(Ask):
    """Hasta cuánto autoriza un puesto; sin `amount`, sin tope."""

    kind: Kind
    role: str = Field(max_length=40)
    currency: str = Field(min_length=3, max_length=3)
    amount: MoneyIn | None = None


class SpanAsk(Ask):
    """Qué se suma contra el tope: sin `days`, lo del mes calendario; con cero, cada cosa se mira sola."""

    kind: str = Field(max_length=40)
    days: int | None = None


class MatrixAsk(Ask):
    """Los topes que cambian y lo que se suma contra ellos, desde cuándo y por qué. Lo demás no se edita."""

    limits: list[LimitAsk] = Field(default_factory=list[LimitAsk], max_length=100)
    spans: list[SpanAsk] = Field(default_factory=list[SpanAsk], max_length=20)
    since: date | None = Field(None, alias="from", description="Desde cuándo; hoy si no se da.")
    reason: Why


class ApprovalsAsked(Reading):
    """Qué se busca. Sin `state`: lo que espera autorización, de todos los cuartos."""

    state: Literal[
        "asked", "authorised", "rejected", "sent_back", "withdrawn", "executed", "annulled", "replaced"
    ] = "asked"
    kind: Annotated[list[str], Query(max_length=20)] = Field(default_factory=list, description="Clases.")
    mine: Literal["decide", "asked"] | None = Field(
        None, description="`decide`: lo que usted puede decidir ahora; `asked`: lo que usted pidió."
    )


class WhoOut(Out):
    id: int
    name: str


class CheckOut(Out):
    """Algo que debe cumplirse para firmar, en palabras: ✓ si `ok`."""

    key: str
    ok: bool
    text: str


class DecisionOut(Out):
    """Cómo se decide: la puerta y lo que se le manda. Se agrega `reason` donde `reason` es cierto."""

    path: str
    body: dict[str, bool | str]
    reason: bool


class MayOut(Out):
    """Qué puede hacer ahora quien pregunta; ausente lo que no puede."""

    authorise: DecisionOut | None = None
    reject: DecisionOut | None = None
    send_back: DecisionOut | None = None
    withdraw: DecisionOut | None = None
    review: DecisionOut | None = None


class EvidenceOut(Out):
    label: str
    link: str
    photo: bool


class ApprovalOut(Out):
    """Algo que espera una segunda mano, o que ya la tuvo. `source`: su cuarto, que es quien lo decide."""

    id: str
    source: str
    kind: str
    kind_label: str
    folio: str
    summary: str
    link: str
    party_id: UUID | None
    party: str | None
    branch_id: int
    branch: str
    money: MoneyOut | None
    state: str
    state_label: str
    asked_by: WhoOut | None
    asked_at: datetime
    age_days: int
    reason: str
    policy: list[CheckOut]
    policy_ok: bool
    who: str
    may: MayOut
    evidence: list[EvidenceOut]


class SignatureOut(Out):
    """Lo que firmó alguien; `on_behalf_of`, en lugar de quién, por delegación."""

    actor: WhoOut
    role: str
    duty: str
    says: str
    says_label: str
    at: datetime
    ip: str
    note: str
    on_behalf_of: WhoOut | None


class ApprovalDetail(ApprovalOut):
    """Una solicitud con sus firmas. `entry`: lo que quedó asentado al decidir, o lo que se asentará al ejecutar.

    `annulled_because`: por qué lo autorizado ya no se ejecutará.
    """

    payload: dict[str, object]
    sha: str
    decided_by: WhoOut | None
    decided_at: datetime | None
    decision_reason: str
    executed_by: WhoOut | None
    executed_at: datetime | None
    annulled_by: WhoOut | None
    annulled_at: datetime | None
    annulled_because: str
    who_executes: str
    signatures: list[SignatureOut]
    entry: list[EntryLineOut]


class SumOut(Out):
    """Lo que espera en una moneda, y cuánto puede decidir usted."""

    currency: str
    count: int
    amount: MoneyOut
    mine: int
    mine_amount: MoneyOut


class InboxTotals(Out):
    count: int
    mine: int
    by_currency: list[SumOut]


class InboxOut(Out):
    items: list[ApprovalOut]
    next: str | None
    totals: InboxTotals


class DutyRow(Out):
    """Un renglón de la matriz: qué puede un puesto."""

    role: str
    role_name: str
    ask: bool
    authorise: bool
    execute: bool
    review: bool


class KindOut(Out):
    kind: str
    label: str
    rows: list[DutyRow]


class LimitOut(Out):
    """Un tope en vigor o que empezará; sin `amount`, sin tope."""

    kind: str
    kind_label: str
    role: str
    role_name: str
    currency: str
    amount: MoneyOut | None
    since: date
    in_force: bool
    reason: str
    at: datetime
    by: str


class SpanOut(Out):
    """Qué se suma contra el tope de quien autoriza, por clase; `days` ausente: lo del mes calendario."""

    kind: str
    kind_label: str
    days: int | None
    text: str
    since: date
    in_force: bool
    reason: str
    at: datetime
    by: str


class DelegationAsk(Ask):
    """A quién se delega la función de autorizar, ambos días incluidos, y por qué.

    `from_user`: de quién es, si no es de quien pide; `from`: desde hoy si no se da.
    """

    to_user: int = Field(ge=1, le=2**31 - 1)
    from_user: int | None = Field(None, ge=1, le=2**31 - 1)
    since: date | None = Field(None, alias="from")
    until: date = Field(alias="to")
    reason: Why


class DelegationOut(Out):
    """Quién autoriza en lugar de quién. `state`: `in_force`, `later`, `over` o `ended` antes de su último día.

    `signed`: cuántas solicitudes se firmaron con ella; `may_end`: si quien pregunta la puede terminar.
    """

    id: int
    from_user: WhoOut
    to_user: WhoOut
    role_name: str
    from_on: date
    to_on: date
    reason: str
    by: str
    state: str
    state_label: str
    ended_by: str
    ended_reason: str
    signed: int
    may_end: bool


class AuthoriserOut(Out):
    """Alguien cuyo puesto autoriza: puede delegar esa función y recibirla."""

    id: int
    name: str
    role_name: str


class RuleOut(Out):
    text: str
    editable: bool


class MatrixOut(Out):
    """Quién puede qué, por clase de solicitud; los topes en vigor y los anunciados; y la regla que nadie edita."""

    duties: dict[str, str]
    kinds: list[KindOut]
    limits: list[LimitOut]
    history: list[LimitOut]
    spans: list[SpanOut]
    golden_rule: RuleOut
    may_edit: bool
    own_role: str
    delegations: list[DelegationOut]
    authorisers: list[AuthoriserOut]
    may_delegate: bool


class ConflictOut(Out):
    """Una persona cuyo puesto junta dos funciones que deberían ser de dos, y qué lo contiene."""

    user: WhoOut
    role: str
    role_name: str
    first: str
    second: str
    guard: str


class ConflictsOut(Out):
    items: list[ConflictOut]
    people: int
