"""Refusals: what the house says no to, and why. Rendered as RFC 9457 problem details at the HTTP door."""

from typing import Any, ClassVar


class Problem(Exception):
    """A refusal a person can act on. Subclasses live beside the command that raises them.

    Class attributes: ``type`` is the slug of its page in ``docs/errores``, ``title`` the sentence a person
    reads, ``status`` the HTTP status. ``facts`` become extension members of the problem.
    """

    type: ClassVar[str] = "error"
    title: ClassVar[str] = "No se pudo completar la operación"
    status: ClassVar[int] = 409

    def __init__(self, detail: str = "", **facts: Any) -> None:
        super().__init__(detail or self.title)
        self.detail, self.facts = detail, facts

    def body(self) -> dict[str, Any]:
        """The problem as RFC 9457 members."""
        return {
            "type": f"/problemas/{self.type}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.facts,
        }


class NotFound(Problem):
    type, title, status = "no-encontrado", "No existe o no está a su alcance", 404


class Forbidden(Problem):
    type, title, status = "sin-permiso", "Su rol no permite esta operación", 403


class Conflict(Problem):
    type, title, status = "conflicto", "Alguien lo cambió antes; vuelva a cargar y repita", 409


class Unavailable(Problem):
    type, title, status = (
        "no-disponible",
        "El servicio no está disponible; puede repetir con la misma llave",
        503,
    )


class Invalid(Problem):
    """The request can't be understood; ``errors`` says where, one ``{"pointer", "detail"}`` each."""

    type, title, status = "datos-invalidos", "Hay datos que corregir", 422

    def __init__(self, detail: str = "", *, errors: list[dict[str, str]] | None = None, **facts: Any) -> None:
        super().__init__(detail, errors=errors or [], **facts)
