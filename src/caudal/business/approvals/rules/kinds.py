"""Kinds of requests, duties of the matrix, and the states a request goes through. Pure."""

from enum import StrEnum


class Kind(StrEnum):
    """What is asked for. A room adds its own here, and its duties in ``sql/objects.sql``."""

    PAYABLE = "payable"
    PAYABLE_EXCEPTION = "payable_exception"
    SUPPLIER_ACCOUNT = "supplier_account"
    REFUND = "refund"
    REFUND_EXCEPTION = "refund_exception"
    MANUAL_ENTRY = "manual_entry"
    BANK_TRANSFER = "bank_transfer"
    REOPENING = "reopening"


KINDS = {
    Kind.PAYABLE: "Cuenta por pagar",
    Kind.PAYABLE_EXCEPTION: "Excepción de pago",
    Kind.SUPPLIER_ACCOUNT: "Cuenta de proveedor",
    Kind.REFUND: "Reembolso",
    Kind.REFUND_EXCEPTION: "Excepción de reembolso",
    Kind.MANUAL_ENTRY: "Asiento manual",
    Kind.BANK_TRANSFER: "Transferencia bancaria",
    Kind.REOPENING: "Reapertura de libros",
}


AT_ONCE = frozenset({Kind.SUPPLIER_ACCOUNT, Kind.MANUAL_ENTRY, Kind.REOPENING})
"""What is done in the act that authorises it: nobody executes it afterwards."""


class Duty(StrEnum):
    """A column of the matrix. One person does one of them on one request."""

    ASK = "ask"
    AUTHORISE = "authorise"
    EXECUTE = "execute"
    REVIEW = "review"


ROLES = ("empleado", "supervisor", "gerente", "contador", "director", "duena")
"""The rows of the matrix, in the order of the document; the owner of the house after them."""

DUTIES = {
    Duty.ASK: "Solicitar",
    Duty.AUTHORISE: "Autorizar",
    Duty.EXECUTE: "Ejecutar",
    Duty.REVIEW: "Revisar",
}


class Says(StrEnum):
    """What a signature says; rejecting and sending back are ways of using the duty to authorise."""

    ASK = "ask"
    AUTHORISE = "authorise"
    REJECT = "reject"
    SEND_BACK = "send_back"
    EXECUTE = "execute"
    REVIEW = "review"

    @property
    def duty(self) -> Duty:
        """The duty it takes."""
        return Duty.AUTHORISE if self in (Says.REJECT, Says.SEND_BACK) else Duty(self.value)


SAID = {
    Says.ASK: "Solicitó",
    Says.AUTHORISE: "Autorizó",
    Says.REJECT: "Rechazó",
    Says.SEND_BACK: "Devolvió",
    Says.EXECUTE: "Ejecutó",
    Says.REVIEW: "Revisó",
}


class State(StrEnum):
    """Where a request is, from what was signed of it."""

    ASKED = "asked"
    AUTHORISED = "authorised"
    REJECTED = "rejected"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    EXECUTED = "executed"
    ANNULLED = "annulled"
    """Authorised, and what it was about ended or changed before it was executed."""
    REPLACED = "replaced"
    """Authorised, and asked for again with another content before it was executed."""

    @property
    def label(self) -> str:
        """How it is told inside a sentence."""
        return STATES[self].lower()


STATES = {
    State.ASKED: "Por autorizar",
    State.AUTHORISED: "Autorizada",
    State.REJECTED: "Rechazada",
    State.SENT_BACK: "Devuelta",
    State.WITHDRAWN: "Retirada",
    State.EXECUTED: "Ejecutada",
    State.ANNULLED: "Anulada",
    State.REPLACED: "Reemplazada",
}

GOLDEN_RULE = "Nadie puede autorizar y ejecutar el mismo pago."
