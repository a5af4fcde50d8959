"""Who pawns what in the demonstration, and what became of it. Invented people and things."""

from dataclasses import dataclass
from decimal import Decimal

from caudal.business.pawn.rules.valuing import Condition


@dataclass(frozen=True, slots=True)
class Thing:
    """An article. ``worth``: its appraisal in whole units; that of the table of prices when nothing is said."""

    kind: str
    category: str
    told: str
    condition: Condition = Condition.GOOD
    worth: int = 0
    price: str = ""
    grams: Decimal | None = None
    brand: str = ""
    model: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a ticket ``ago`` days ago.

    ``what``: renew, pay, redeem, settle (redeemed, its articles still here), lost, retain, adjudicate, list, sell,
    or surplus. ``amount``: capital, payment, price or minimum, in whole units. A lot is adjudicated the day
    after its grace when ``ago`` is nothing.
    """

    what: str
    ago: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A pledge from the counter on. ``amount``: what is lent, all that the table allows when nothing is said.

    ``ends``: "quoted" or "cancelled" for money that was never handed over; ``over``: why more than the table was lent.
    """

    name: str
    branch: int
    opened: int
    things: tuple[Thing, ...]
    steps: tuple[Step, ...] = ()
    amount: int = 0
    ends: str = ""
    over: str = ""


def _gold(kind: str, told: str, mark: str, grams: str) -> Thing:
    return Thing(kind, "joyería", told, price=mark, grams=Decimal(grams))


def _phone(told: str, brand: str, model: str, serial: str, worth: int) -> Thing:
    return Thing("celular", "celulares", told, worth=worth, brand=brand, model=model, serial=serial)


STORIES = (
    # Cancún: by the month, three months and fifteen days of grace
    Story("Delfina Chuc", 1, 160, (Thing("consola", "electrónica", "Consola con dos controles", worth=7_500,
          brand="Sony", model="PlayStation 5", serial="PS5-MX-77120"),),
          (Step("adjudicate"), Step("list", 40, 3_200), Step("sell", 31, 3_000))),
    Story("Wenceslao Mex", 1, 152, (_gold("cadena", "Cadena tejido torzal", "oro 18k", "21.3"),),
          (Step("adjudicate"), Step("list", 38, 27_000), Step("sell", 20, 28_500))),
    Story("Amparo Cime", 1, 148, (_gold("aretes", "Arracadas", "oro 14k", "8.6"),),
          (Step("adjudicate"), Step("list", 35, 8_200), Step("sell", 26, 8_600), Step("surplus", 14))),
    Story("Eulalia Kú", 1, 141, (_gold("cadena", "Esclava con nombre", "oro 14k", "22.0"),),
          (Step("adjudicate"), Step("list", 22, 20_500))),
    Story("Reyna Balam", 1, 133, (_gold("anillo", "Anillo de compromiso", "oro 18k", "5.2"),
          _gold("aretes", "Aretes de filigrana", "oro 14k", "4.1")),
          (Step("renew", 103), Step("renew", 72, 800), Step("renew", 41), Step("pay", 12, 500))),
    Story("Nazario Puc", 1, 122, (Thing("reloj", "relojes", "Reloj automático", worth=14_000, brand="Tissot",
          model="PRX", serial="T137-40911"),), (Step("adjudicate"),)),
    Story("Candelaria Ay", 1, 113, (Thing("taladro", "herramienta", "Rotomartillo", worth=4_800, brand="DeWalt",
          model="DCH273", serial="DW-55102"), Thing("taladro", "herramienta", "Esmeriladora", Condition.FAIR,
          worth=1_900, brand="Makita", model="GA4530", serial="MK-88213"))),
    Story("Porfirio Dzib", 1, 97, (Thing("pantalla", "electrónica", "Pantalla de 55 pulgadas", worth=9_000,
          brand="Samsung", model="UN55CU7000", serial="0BXD3HCT400112"),)),
    Story("Florencio Canul", 1, 87, (Thing("laptop", "cómputo", "Laptop con cargador", worth=12_500, brand="Lenovo",
          model="IdeaPad 5", serial="PF-3K8R1Z"),)),
    Story("Aurora Cauich", 1, 61, (_gold("anillo", "Anillo de graduación", "oro 10k", "9.4"),),
          (Step("redeem", 20),)),
    Story("Rosalba Ek", 1, 52, (_phone("Celular de 256 GB", "Apple", "iPhone 14", "356789104411270", 11_000),),
          (Step("renew", 22), Step("lost", 3))),
    Story("Guadalupe Tah", 1, 45, (_gold("cadena", "Cadena cubana", "oro 14k", "12.4"),)),
    Story("Melchor Pat", 1, 40, (Thing("tableta", "cómputo", "Tableta con funda", worth=6_000, brand="Apple",
          model="iPad 9", serial="DMPX2LL-0912"),), (Step("settle", 1),)),
    Story("Teodoro Uitz", 1, 33, (Thing("moto", "motocicletas", "Motocicleta 150 cc, factura endosada", worth=24_000,
          brand="Italika", model="FT150", serial="3SCPFTDE0N1012345"),), (Step("retain", 6),)),
    Story("Ofelia Xool", 1, 10, (_gold("cadena", "Rosario antiguo", "oro 18k", "14.8"),), amount=13_000,
          over="Clienta de doce años que siempre desempeña"),
    Story("Hermilo Caamal", 1, 5, (Thing("bocina", "electrónica", "Bocina con micrófono", Condition.FAIR, worth=2_600,
          brand="JBL", model="PartyBox 110", serial="JB-110-3301"),), ends="cancelled"),
    Story("Ildefonso Couoh", 1, 0, (_phone("Celular con caja y cargador", "Xiaomi", "Redmi Note 13",
          "861234067788120", 4_200),), ends="quoted"),
    # CDMX
    Story("Constanza Rivero", 2, 106, (Thing("guitarra", "instrumentos musicales", "Guitarra electroacústica",
          worth=6_800, brand="Yamaha", model="APX600", serial="IJO182044"),), (Step("renew", 46, 400),)),
    Story("Leobardo Farías", 2, 99, (Thing("estufa", "electrodomésticos", "Estufa de seis quemadores", worth=7_200,
          brand="Mabe", model="EM7642", serial="MB-20231107"),)),
    Story("Graciela Pizarro", 2, 58, (_gold("aretes", "Broqueles con piedra", "oro 14k", "3.3"),),
          (Step("redeem", 4),)),
    Story("Anselmo Tovar", 2, 16, (Thing("laptop", "cómputo", "Laptop de 14 pulgadas", Condition.NEW, worth=18_000,
          brand="Apple", model="MacBook Air M1", serial="C02FX1YZQ6L4"), _phone("Celular de 128 GB", "Samsung",
          "Galaxy S22", "351776523311908", 7_500))),
    # Santo Domingo: by the week, sixteen weeks and ten days of grace
    Story("Milagros Reynoso", 5, 158, (_gold("cadena", "Cadena con medalla", "oro 18k", "18.0"),),
          (Step("adjudicate"), Step("list", 30, 120_000), Step("sell", 9, 132_000))),
    Story("Bienvenido Almonte", 5, 139, (Thing("bocina", "electrónica", "Bocina grande", worth=24_000, brand="Sony",
          model="SRS-XV800", serial="SRSXV-1182"),), (Step("adjudicate"), Step("list", 8, 14_000))),
    Story("Altagracia Pimentel", 5, 126, (Thing("pantalla", "electrónica", "Pantalla de 50 pulgadas", worth=26_000,
          brand="LG", model="50UR8750", serial="402MX-77814"),)),
    Story("Ramón Antonio Cruz", 5, 117, (Thing("reloj", "relojes", "Reloj de acero", worth=30_000, brand="Citizen",
          model="Eco-Drive", serial="E168-S101"),)),
    Story("Yudelka Mejía", 5, 110, (Thing("laptop", "cómputo", "Laptop de 15 pulgadas", worth=32_000, brand="Dell",
          model="Inspiron 15", serial="8HQ2K93"),)),
    Story("Fausto Encarnación", 5, 63, (_gold("anillo", "Anillo de sello", "oro 14k", "11.2"),),
          (Step("renew", 35), Step("renew", 7, 1_000))),
    Story("Santa Ureña", 5, 28, (_phone("Celular de 128 GB", "Samsung", "Galaxy A54", "352468097712345", 19_000),)),
)  # fmt: skip
