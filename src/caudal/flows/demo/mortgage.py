"""The demonstration's mortgage: an appraised house, its lien in the registry, who answers, what is held for others."""

from datetime import timedelta
from decimal import Decimal

from caudal.business.collateral import commands as collateral
from caudal.business.collateral.commands import NewCollateral, NewPolicy, NewValuation
from caudal.business.collateral.rules import Kind
from caudal.business.loans import commands as loans
from caudal.business.loans.commands import NewLien, NewRemittance, Registration
from caudal.business.loans.queries import LoanRecord, remittances
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import Funding
from caudal.commons.acts.opening import because
from caudal.flows.demo.house import House
from caudal.flows.demo.stories import Story, approve, ask, collect, hand_over, meet
from caudal.kernel.money import Money

STORY = Story(
    "Graciela Montes", "hipotecario", 1_900_000, 128, branch=2, paid=4, purpose="Comprar casa en la Narvarte",
    method="transfer",
)  # fmt: skip
_NUMBER, _SPOUSE = 11, "Rodrigo Cervantes"
_CURRENCY = "MXN"
_CAPITAL, _WORTH = Money.of(2_500_000, _CURRENCY), Money.of(2_850_000, _CURRENCY)
_INSURED_DAYS_AGO, _REGISTERED_DAYS_AGO, _REMITTED_DAYS_AGO = 347, 96, 20


def tell(house: House) -> None:
    """Asked with its house behind, handed over by transfer, paid each month; a month of insurance already sent on."""
    act = because(house.act("duena", STORY.branch, STORY.asked + 5), "capital para vivienda")
    treasury.fund(act, treasury.destination(act, "transfer", _CURRENCY).id, Funding(_CAPITAL))
    asked = ask(house, STORY, _NUMBER)
    _secure(house, asked)
    approve(house, STORY, asked)
    collect(house, STORY, hand_over(house, STORY, asked))
    act = house.act("contador", STORY.branch, _REMITTED_DAYS_AGO)
    half = remittances.held(act, STORY.branch, _CURRENCY).share(Decimal("0.5"))
    told = NewRemittance(half, "Seguros del Altiplano", "Vida y daños del trimestre", reference="SPEI 20418")
    loans.remit(act, told)


def _secure(house: House, loan: LoanRecord) -> None:
    """The house with its appraisal and its policy, the lien and its entry in the registry, and who answers."""
    act = house.act("cajero", STORY.branch, STORY.asked)
    told = NewCollateral(
        loan.party_id, Kind.PROPERTY, "Casa de dos plantas, 148 m², Dr. Vértiz 1032, Narvarte Poniente",
        registration="Folio real 1284107", office="Registro Público de la Propiedad, CDMX",
        cadastre="026-118-09-000-4", branch_id=STORY.branch,
    )  # fmt: skip
    thing = collateral.enter(act, told).id
    valued = NewValuation(_WORTH, "Avalúos del Valle, S.C.", act.business_date, report="AV-2208")
    collateral.value(act, thing, valued)
    began = house.day(STORY.branch, _INSURED_DAYS_AGO)
    insured = NewPolicy(
        "Seguros del Altiplano", "HOG-55120", "Incendio, terremoto e inundación", began,
        began + timedelta(days=365), _WORTH,
    )  # fmt: skip
    collateral.insure(act, thing, insured)
    loans.add_surety(act, loan.id, meet(house, STORY, _NUMBER + 1, _SPOUSE))
    lien = loans.pledge(act, loan.id, NewLien(thing))
    later = house.act("cajero", STORY.branch, _REGISTERED_DAYS_AGO)
    loans.register(later, lien.id, Registration("Notaría 87 de la Ciudad de México", "Asiento 4, hipoteca"))
