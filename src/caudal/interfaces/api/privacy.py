"""Whose data each person may read, wherever it is shown besides its own screen: the book of acts and alerts.

Each table says which permission its own screen asks for, and which of its fields are of a person; who lacks it reads
them masked.
"""

from collections.abc import Mapping
from typing import Any

from caudal.commons.acts.act import Actor, masked

PRIVATE: Mapping[str, tuple[str, frozenset[str]]] = {
    "parties": (
        "clients.read",
        frozenset({"name", "doc_number", "doc_key", "phones", "email", "address", "notes"}),
    ),
    "suppliers": ("payables.read", frozenset({"name", "tax_id"})),
    "supplier_accounts": ("payables.read", frozenset({"bank", "holder"})),
    "refunds": ("refunds.read", frozenset({"pay_to", "reference"})),
    "payments": ("payments.read", frozenset({"reference"})),
    "payable_payments": ("payables.read", frozenset({"reference"})),
    "bookings": ("bookings.read", frozenset({"notes"})),
    "receivables": ("receivables.read", frozenset({"concept"})),
    "loans": ("loans.read", frozenset({"purpose"})),
    "loan_events": ("loans.read", frozenset({"body"})),
    "loan_liens": ("loans.read", frozenset({"notary", "entry"})),
    "loan_remittances": ("loans.read", frozenset({"payee", "reference"})),
    "collaterals": (
        "loans.read",
        frozenset({"description", "registration", "registration_key", "office", "cadastre"}),
    ),
    "pawn_items": ("pawn.read", frozenset({"description", "serial", "gone_to"})),
    "pawn_lots": ("pawn.read", frozenset({"buyer"})),
    "pawn_moves": ("pawn.read", frozenset({"note"})),
    "rosca_deliveries": ("roscas.read", frozenset({"reference"})),
    "bank_rules": ("banks.read", frozenset({"needle"})),
}
"""By table, the permission of its own screen and its fields that are of a person."""

_OF_PEOPLE = ("clients.read", "payables.read")


def shown(actor: Actor, table: str, field: str, value: Any) -> Any:
    """The value of a field as `actor` may read it."""
    permission, personal = PRIVATE.get(table, ("", frozenset[str]()))
    if value is None or field not in personal or actor.may(permission):
        return value
    return masked(value)


def subject_shown(actor: Actor, subject: str, *, of_a_person: bool) -> str:
    """What an alert is about: who it is, for whom reads of people; the others, that it is of somebody."""
    if not of_a_person or any(actor.may(each) for each in _OF_PEOPLE):
        return subject
    return "•••"
