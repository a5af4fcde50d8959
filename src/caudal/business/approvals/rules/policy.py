"""Whether somebody may sign a request, and in which words it is told. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from caudal.business.approvals.rules.kinds import DUTIES, KINDS, STATES, Duty, Kind, Says, State
from caudal.kernel.formats import money_text
from caudal.kernel.money import Money

_WAITS = {Duty.AUTHORISE: State.ASKED, Duty.EXECUTE: State.AUTHORISED, Duty.REVIEW: State.EXECUTED}
_OWN = {Duty.AUTHORISE: "nadie autoriza lo que pidió", Duty.EXECUTE: "nadie ejecuta lo que pidió",
        Duty.REVIEW: "nadie revisa lo que pidió"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold: ``key`` is state, hands, duty or limit; ``text`` says it in words."""

    key: str
    ok: bool
    text: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who may do what: duties as (kind, role, duty), limits by (kind, role, currency), names of roles in their order.

    A limit of None, or none at all, is no limit; of zero, nothing is authorised.
    """

    duties: frozenset[tuple[str, str, str]]
    limits: Mapping[tuple[str, str, str], Money | None] = field(
        default_factory=dict[tuple[str, str, str], Money | None]
    )
    roles: Mapping[str, str] = field(default_factory=dict[str, str])

    def holds(self, kind: Kind, role: str, duty: Duty) -> bool:
        """Whether `role` has `duty` on requests of `kind`."""
        return (kind.value, role, duty.value) in self.duties

    def limit(self, kind: Kind, role: str, currency: str) -> Money | None:
        """Up to how much `role` authorises; None where there is no limit."""
        return self.limits.get((kind.value, role, currency))

    def may(self, kind: Kind, role: str, duty: Duty, money: Money) -> bool:
        """Whether `role` may do it for that much."""
        limit = self.limit(kind, role, money.currency) if duty is Duty.AUTHORISE else None
        return self.holds(kind, role, duty) and (limit is None or money <= limit)

    def who(self, kind: Kind, duty: Duty, money: Money) -> list[str]:
        """The names of the roles that may, in the order of the house."""
        return [name for code, name in self.roles.items() if self.may(kind, code, duty, money)]


@dataclass(frozen=True, slots=True)
class Case:
    """A request as policy sees it: ``signed``, who signed what."""

    kind: Kind
    money: Money
    state: State
    signed: Mapping[int, Says]


@dataclass(frozen=True, slots=True)
class Hand:
    """Whoever would sign, and with which role: their own, or that of `behalf`, who handed it over to them.

    ``given``: what that function authorised lately that counts together with it, and ``lately``, to whom and when.
    """

    id: int
    role: str
    behalf: int | None = None
    behalf_name: str = ""
    delegation: int | None = None
    given: Money | None = None
    lately: str = ""


def checks(matrix: Matrix, case: Case, hand: Hand, duty: Duty) -> list[Check]:
    """What must hold for `hand` to use `duty` on `case`, in the order in which it is told; all of it, to do it."""
    return [
        _state(case, duty),
        _hands(case, hand, duty),
        _duty(matrix, case, hand, duty),
        *_limit(matrix, case, hand, duty),
    ]


def refusal(found: Collection[Check]) -> Check | None:
    """The first that doesn't hold."""
    return next((check for check in found if not check.ok), None)


def who_text(matrix: Matrix, kind: Kind, duty: Duty, money: Money) -> str:
    """Who may do it, in words.

    >>> everybody = Matrix(frozenset({("refund", "gerente", "authorise")}), {}, {"gerente": "Gerente"})
    >>> who_text(everybody, Kind.REFUND, Duty.AUTHORISE, Money.of("10", "MXN"))
    'Lo autoriza: Gerente'
    """
    verb = {Duty.ASK: "pide", Duty.AUTHORISE: "autoriza", Duty.EXECUTE: "ejecuta", Duty.REVIEW: "revisa"}[
        duty
    ]
    return f"Lo {verb}: {', '.join(matrix.who(kind, duty, money)) or 'nadie con ese límite'}"


def _state(case: Case, duty: Duty) -> Check:
    wanted = _WAITS.get(duty)
    return Check("state", wanted is None or case.state is wanted, f"Está {STATES[case.state].lower()}")


def _hands(case: Case, hand: Hand, duty: Duty) -> Check:
    said = case.signed.get(hand.id)
    if said is None and hand.behalf in case.signed:
        return Check("hands", ok=False, text=f"{hand.behalf_name} ya firmó: su función no se usa dos veces")
    if said is None:
        return Check("hands", ok=True, text="Usted no ha firmado esta solicitud")
    told = _OWN.get(duty, "") if said is Says.ASK else "una persona firma una sola vez cada solicitud"
    done = {Says.ASK: "la pidió", Says.EXECUTE: "la ejecutó", Says.REVIEW: "la revisó"}.get(
        said, "la decidió"
    )
    return Check("hands", ok=False, text=f"Usted {done}: {told}")


def _duty(matrix: Matrix, case: Case, hand: Hand, duty: Duty) -> Check:
    name, verb = matrix.roles.get(hand.role, hand.role), DUTIES[duty].lower()
    held = matrix.holds(case.kind, hand.role, duty)
    what = KINDS[case.kind].lower()
    told = f"{name} puede {verb}: {what}" if held else f"{name} no puede {verb}: {what}"
    return Check("duty", held, f"Por delegación de {hand.behalf_name}: {told}" if hand.behalf else told)


def _limit(matrix: Matrix, case: Case, hand: Hand, duty: Duty) -> list[Check]:
    if duty is not Duty.AUTHORISE or not matrix.holds(case.kind, hand.role, duty):
        return []
    limit = matrix.limit(case.kind, hand.role, case.money.currency)
    if limit is None:
        return [
            Check(
                "limit",
                ok=True,
                text="Sin tope para ese puesto" if hand.behalf else "Sin tope para su puesto",
            )
        ]
    whole = case.money + hand.given if hand.given else case.money
    ok = whole <= limit
    whose = "el tope de esa delegación" if hand.behalf else "su tope"
    within = "Dentro del" + whose[2:] if ok and hand.behalf else f"{'Dentro de' if ok else 'Pasa de'} {whose}"
    return [Check("limit", ok, f"{within}: {money_text(limit)}{_together(hand, whole)}")]


def _together(hand: Hand, whole: Money) -> str:
    if hand.given is None:
        return ""
    done = "se autorizó" if hand.behalf else "autorizó"
    return f". Con lo que ya {done} {hand.lately} ({money_text(hand.given)}) son {money_text(whole)}"
