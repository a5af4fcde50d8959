"""How an installation begins: one company, its first branch and the owner. It happens once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

from sqlalchemy import text
from stdnum.co import nit
from stdnum.do import cedula, rnc
from stdnum.exceptions import ValidationError
from stdnum.mx import rfc

from caudal.commons.access.commands import USERNAME, USERNAME_MUST, NewUser, create_user
from caudal.commons.access.queries import UserRecord
from caudal.commons.access.rules import check_password
from caudal.commons.acts.act import Act, write_down
from caudal.kernel.dates import COUNTRIES, local_date
from caudal.kernel.money import CURRENCIES
from caudal.kernel.problems import Invalid, Problem

OWNER = "duena"
FIRST_BRANCH = "Principal"
HOMES = {
    "CO": ("COP", "America/Bogota"),
    "DO": ("DOP", "America/Santo_Domingo"),
    "MX": ("MXN", "America/Mexico_City"),
}
"""Currency and time zone of the first branch, by country, when nobody says otherwise."""

_LONGEST = 120
_TAX_IDS: dict[str, tuple[str, tuple[Callable[[str], object], ...]]] = {
    "CO": ("un NIT con su dígito de verificación, como 800197268-4", (nit.validate,)),
    "DO": ("un RNC de 9 cifras o una cédula de 11", (rnc.validate, cedula.validate)),
    "MX": ("un RFC con homoclave, como SAT970701NN3", (rfc.validate,)),
}
_ALONE = text("select pg_advisory_xact_lock(hashtext('access.founding'))")
_EXISTS = text("select exists (select from companies)")
_COMPANY = text(
    "insert into companies (name, country, chart, tax_id, created_at)"
    " values (:name, :country, :chart, :tax_id, :at) returning id"
)
_BRANCH = text(
    "insert into branches (company_id, name, country, currency, time_zone, created_at)"
    " values (:company, :name, :country, :currency, :zone, :at) returning id"
)
_OPENED = text("insert into branch_days (branch_id, opened_on) values (:branch, :on)")


class CompanyExists(Problem):
    type, title, status = "empresa-existente", "Esta instalación ya tiene empresa", 409


@dataclass(frozen=True, slots=True)
class NewCompany:
    """Who comes to work here. What isn't said of the first branch is as usual in ``country`` (CO, DO or MX)."""

    company: str
    country: str
    username: str
    person: str
    password: str
    tax_id: str = ""
    branch: str = FIRST_BRANCH
    currency: str = ""
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class Founded:
    """The company as it was founded; ``owner`` may do everything and already works in its only branch."""

    company: str
    country: str
    tax_id: str | None
    branch: str
    currency: str
    time_zone: str
    owner: UserRecord


def exists(act: Act) -> bool:
    """Whether somebody already works here, the demonstration included."""
    return bool(act.db.execute(_EXISTS).scalar_one())


def found(act: Act, ask: NewCompany) -> Founded:
    """Found the company, its first branch and its owner. The act begins nowhere and is written in that branch.

    Raises:
        CompanyExists: there is one, real or of demonstration; an installation keeps only one.
        Invalid: a name, the country, the tax id, the currency, the time zone, the username or the password won't do.
    """
    act.db.execute(_ALONE)
    if exists(act):
        raise CompanyExists("Cada instalación lleva los libros de una sola empresa y esta ya la tiene")
    ask = completed(ask)
    if wrong := doubts(ask):
        errors = [{"pointer": f"/{name}", "detail": why} for name, why in wrong.items()]
        raise Invalid("Hay datos que corregir", errors=errors)
    kept = {
        "name": ask.company,
        "country": ask.country,
        "chart": ask.country.lower(),
        "tax_id": ask.tax_id or None,
    }
    company = act.db.execute(_COMPANY, kept | {"at": act.at}).scalar_one()
    branch = {"company": company, "name": ask.branch, "country": ask.country, "at": act.at}
    branch_id = act.db.execute(
        _BRANCH, branch | {"currency": ask.currency, "zone": ask.time_zone}
    ).scalar_one()
    today = local_date(act.at, ask.time_zone)
    act.db.execute(_OPENED, {"branch": branch_id, "on": today})
    there = replace(
        act,
        actor=replace(act.actor, branches=(branch_id,)),
        business_date=today,
        place=replace(act.place, branch_id=branch_id),
    )
    asked = {"company": ask.company, "country": ask.country, "tax_id": ask.tax_id, "branch": ask.branch,
             "currency": ask.currency, "time_zone": ask.time_zone, "username": ask.username}  # fmt: skip
    write_down(there, "access.found", asked)
    owner = create_user(there, NewUser(ask.username, ask.person, OWNER, (branch_id,), ask.password))
    return Founded(
        ask.company, ask.country, ask.tax_id or None, ask.branch, ask.currency, ask.time_zone, owner
    )


def completed(ask: NewCompany) -> NewCompany:
    """`ask` as it will be kept: without stray spaces, and with what its country gives when it isn't said."""
    country = ask.country.strip().upper()
    currency, zone = HOMES.get(country, ("", ""))
    return replace(
        ask,
        company=" ".join(ask.company.split()),
        country=country,
        username=ask.username.strip().lower(),
        person=" ".join(ask.person.split()),
        tax_id="".join(c for c in ask.tax_id.upper() if c.isalnum() or c == "&"),
        branch=" ".join(ask.branch.split()) or FIRST_BRANCH,
        currency=ask.currency.strip().upper() or currency,
        time_zone=ask.time_zone.strip() or zone,
    )


def doubts(ask: NewCompany) -> dict[str, str]:
    """What is wrong with each field of `ask`, once completed; nothing where all will do."""
    ask = completed(ask)
    known = ask.country in COUNTRIES
    wrong = {
        "company": _name_doubt(ask.company),
        "country": "" if known else f"debe ser {', '.join(COUNTRIES)}",
        "tax_id": tax_id_doubt(ask.country, ask.tax_id),
        "branch": _name_doubt(ask.branch),
        "currency": "" if ask.currency in CURRENCIES else f"debe ser {', '.join(sorted(CURRENCIES))}",
        "time_zone": ""
        if ask.time_zone in available_timezones()
        else "debe ser un nombre IANA, como America/Bogota",
        "username": "" if USERNAME.fullmatch(ask.username) else USERNAME_MUST,
        "person": _name_doubt(ask.person),
        "password": _password_doubt(ask.password, ask.username),
    }
    if not known:
        wrong |= {"currency": "", "time_zone": ""}  # they come with the country
    return {name: why for name, why in wrong.items() if why}


def tax_id_doubt(country: str, tax_id: str) -> str:
    """What is wrong with a tax id, or nothing; a business that has none may leave it empty.

    >>> tax_id_doubt("CO", "800197268-4"), tax_id_doubt("MX", "")
    ('', '')
    """
    if not tax_id or country not in _TAX_IDS:
        return ""
    told, checks = _TAX_IDS[country]
    return "" if any(_valid(check, tax_id) for check in checks) else f"debe ser {told}"


def _valid(check: Callable[[str], object], written: str) -> bool:
    try:
        check(written)
    except ValidationError:
        return False
    return True


def _password_doubt(password: str, username: str) -> str:
    try:
        check_password(password, username)
    except Invalid as refusal:
        return str(refusal.facts["errors"][0]["detail"])
    return ""


def _name_doubt(written: str) -> str:
    return "" if 2 <= len(written) <= _LONGEST else f"debe tener de 2 a {_LONGEST} caracteres"
