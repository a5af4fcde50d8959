"""Who is in the demonstration. Invented people: no document or telephone is anybody's."""

from dataclasses import dataclass

COMPANY = "Caudal Demo"
BRANCHES = (
    ("Cancún", "MX", "MXN", "America/Cancun"),
    ("CDMX", "MX", "MXN", "America/Mexico_City"),
    ("Guadalajara", "MX", "MXN", "America/Mexico_City"),
    ("Bogotá", "CO", "COP", "America/Bogota"),
    ("Santo Domingo", "DO", "DOP", "America/Santo_Domingo"),
)


MANAGED = 3
"""The branch whose card is the document's, and that has a manager of its own."""


@dataclass(frozen=True, slots=True)
class Person:
    """A user: the role is the username when none is given; ``branches`` by number, the first is home."""

    role: str
    name: str
    branches: tuple[int, ...] = (1, 2, 3, 4, 5)
    username: str = ""

    @property
    def enters_as(self) -> str:
        """The name they sign in with."""
        return self.username or self.role


STAFF = (
    Person("duena", "Elena Duarte"),
    Person("director", "Ricardo Salas"),
    Person("gerente", "Marina Cano"),
    Person("supervisor", "Óscar Rivas"),
    Person("contador", "Lucía Prado"),
    Person("cajero", "Tomás Vega"),
    Person("cobrador", "Nadia Rojas"),
    Person("empleado", "Iván Soto", (1,)),
    Person("analista", "Sara Molina"),
    Person("admin", "Pablo Quiroz"),
    Person("gerente", "Bruno Arce", (MANAGED,), "gerente.gdl"),
)

FIRST = (
    "Ana", "Luis", "Carmen", "Jorge", "Rosa", "Miguel", "Elsa", "Raúl", "Diana", "Hugo", "Irma", "Tito", "Norma",
    "Saúl", "Alma", "Félix", "Gloria", "Bruno", "Celia", "Darío", "Edith", "Ramón", "Julia", "Óscar", "Paula", "Iván",
)  # fmt: skip
LAST = (
    "Acosta", "Bravo", "Castro", "Domínguez", "Espinoza", "Fuentes", "Guerra", "Herrera", "Ibarra", "Juárez", "Lara",
    "Medina", "Núñez", "Ortega", "Peña", "Quintero", "Robles", "Sandoval", "Toledo", "Uribe", "Valdez", "Zamora",
)  # fmt: skip
CONCEPTS = {
    "MXN": ("Tour Chichén Itzá", "Tour Isla Mujeres", "Hotel Riviera 3 noches", "Traslado aeropuerto", "Tour Tulum",
            "Paquete familiar Xcaret", "Renta de auto 5 días"),
    "COP": ("Crédito de mercancía", "Cuota de nevera", "Cuota de televisor", "Venta a crédito", "Crédito escolar"),
    "DOP": ("Cuota de motocicleta", "Venta a crédito", "Cuota de estufa", "Crédito de mercancía"),
}  # fmt: skip
AMOUNTS = {"MXN": (1_200, 18_000, 50), "COP": (90_000, 1_800_000, 10_000), "DOP": (2_500, 45_000, 100)}
"""Smallest, largest and step, in whole units."""

ZONES = {
    1: ("Centro", "Hotelera", "Puerto Juárez"), 2: ("Roma", "Narvarte", "Coyoacán"), 3: ("Chapultepec", "Tlaquepaque"),
    4: ("Chapinero", "Suba", "Kennedy"), 5: ("Naco", "Gazcue", "Los Mina"),
}  # fmt: skip
