"""Alerts over the wire: the list and what narrows it, the life of one, the rules, whose they are, and what is told."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.commons.acts.opening import house_acting
from caudal.flows.alerts import rounds
from caudal.kernel import clock
from caudal.kernel.db import connect
from caudal.kernel.money import Money
from tests.interfaces.api import conftest
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_receivables import debtor, only_in, owe

LATE = "client_overdue"
PEOPLE = ("Ana Uno", "Beto Dos", "Carla Tres")


@dataclass
class Warned:
    """A house in which Cancún has three late clients and a bank almost empty, and CDMX one late client."""

    api: Api
    clients: dict[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        today = conftest.today()
        told = [(name, 1, 10 + 10 * n) for n, name in enumerate(PEOPLE)] + [("Dora Cuatro", 2, 30)]
        for name, branch, days in told:
            self.clients[name] = debtor(self.api, name, branch)
            due = today - timedelta(days=days)
            owe(self.api, self.clients[name], f"{days}00", branch, issued_on=due, due_on=due)
        with self.api.act() as act:
            paid = TakePayment(
                self.clients["Ana Uno"], Money.of("50", "MXN"), "transfer", "SPEI 1", branch_id=1
            )
            payments.take(act, paid)
        self.look(1, LATE, "bank_low")
        self.look(2, LATE)

    def look(self, branch: int, *rules: str) -> None:
        """What the worker does each minute and each morning."""
        engine = connect(self.api.database_url, pool_size=1)
        try:
            for rule in rules:
                with house_acting(engine, clock.now(), branch_id=branch) as act:
                    rounds.look(act, rule, branch)
        finally:
            engine.dispose()

    def get(self, who: str, path: str = "alerts", **params: Any) -> dict[str, Any]:
        answer = self.api.as_(who).get(f"/v1/{path}", params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, who: str, path: str, **body: Any) -> Any:
        return self.api.as_(who).post(f"/v1/alerts/{path}", json=body)

    def names(self, who: str, **params: Any) -> list[str]:
        return [
            each["client"]["name"] if each["client"] else each["subject"]
            for each in self.get(who, **params)["items"]
        ]

    def of(self, name: str) -> str:
        """The alert of a client."""
        (found,) = self.get("duena", client_id=str(self.clients[name]))["items"]
        return found["id"]


@pytest.fixture
def warned(api: Api) -> Warned:
    return Warned(api)


def test_the_list_is_narrowed_paged_and_counted_as_the_boards_count(warned: Warned) -> None:
    boss = warned.get("gerente", branch_id=1)["items"]
    bank, *late = sorted(boss, key=lambda each: each["rule"])
    assert [each["client"]["name"] for each in late] == list(reversed(PEOPLE)), "who is later, first"
    first = late[-1]
    assert (first["rule_name"], first["urgency_label"], first["state_label"], first["branch"]) == (
        "Cliente Vencido > 7 días", "🟡 Media", "Nueva", "Cancún",
    )  # fmt: skip
    assert (first["amount"]["amount"], first["facts"]["days"], first["times"], first["cause"]) == (
        "950.00", 10, 1, True,
    )  # fmt: skip
    assert first["link"] == f"/cxc?status=overdue&client_id={warned.clients['Ana Uno']}"
    assert (bank["rule_name"], bank["client"], bank["amount"]["amount"]) == (
        "Saldo Banco < $50K",
        None,
        "50.00",
    )
    assert warned.names("gerente", rule=LATE, branch_id=2) == ["Dora Cuatro"]
    assert len(warned.names("gerente", rule=f"{LATE},bank_low", urgency="medium,low", state="open")) == 5
    assert warned.names("gerente", urgency="critical,high") == []
    assert warned.names("gerente", q="banco") == ["Banco Cancún"]
    assert warned.names("gerente", q="%") == []
    assert warned.names("gerente", state="working") == []
    page = warned.get("gerente", limit=2)
    rest = warned.get("gerente", limit=3, after=page["next"])
    assert (len(page["items"] + rest["items"]), rest["next"]) == (5, None)
    assert {each["id"] for each in page["items"]}.isdisjoint(each["id"] for each in rest["items"])
    for name, value in (("state", "perdida"), ("urgency", "enorme"), ("rule", "ninguna"), ("after", "x")):
        answer = warned.api.as_("gerente").get("/v1/alerts", params={name: value})
        assert answer.status_code in {400, 422}, name
    counts = warned.get("gerente", "alerts/counts")
    assert {key: counts[key] for key in ("open", "new", "critical", "attention", "low")} == {
        "open": 5, "new": 5, "critical": 0, "attention": 5, "low": 0,
    }  # fmt: skip
    assert {(each["rule"], each["branch"], each["count"]) for each in counts["groups"]} == {
        (LATE, "Cancún", 3), ("bank_low", "Cancún", 1), (LATE, "CDMX", 1),
    }  # fmt: skip
    for branch, attention in ((1, 4), (2, 1)):
        assert warned.get("gerente", "alerts/counts", branch_id=branch)["attention"] == attention
        assert warned.get("gerente", "dashboards/branch", branch_id=branch)["attention"] == attention
    company = warned.get("director", "dashboards/company")
    assert (company["critical"], company["attention"]) == (0, 5)


def test_seen_taken_resolved_or_put_aside_with_a_reason(warned: Warned) -> None:
    ana, beto = warned.of("Ana Uno"), warned.of("Beto Dos")
    assert warned.post("gerente", f"{ana}/sight").json()["state_label"] == "Vista"
    assert warned.post("gerente", f"{ana}/sight").json()["state"] == "seen"
    counts = warned.get("gerente", "alerts/counts", branch_id=1)
    assert (counts["open"], counts["new"]) == (4, 3)
    assert warned.names("gerente", state="seen") == ["Ana Uno"]
    taken = warned.post("gerente", f"{ana}/assignment").json()
    assert (taken["state_label"], taken["assignee"]["name"]) == ("En curso", "Gerente")
    assert warned.names("gerente", assignee=taken["assignee"]["id"]) == ["Ana Uno"]
    shown = warned.get("gerente", f"alerts/{ana}")
    assert shown["remedy"] == "Llame al cliente y acuerde cuándo paga."
    assert {(each["name"], each["why"]) for each in shown["told"]} == {
        ("Duena", "persona"), ("Supervisor", "supervisor"),
    }  # fmt: skip
    other = next(each["id"] for each in shown["people"] if each["name"] == "Contador")
    assert warned.post("gerente", f"{ana}/assignment", user_id=other).json()["assignee"]["name"] == "Contador"
    nobody = warned.post("gerente", f"{ana}/assignment", user_id=2_000_000)
    assert warned.api.problem(nobody, 422, "datos-invalidos")["errors"][0]["pointer"] == "/user_id"
    done = warned.post("contador", f"{ana}/resolution", note="pagará el viernes").json()
    assert (done["state_label"], done["ended_by"]["name"], done["end_reason"]) == (
        "Resuelta", "Contador", "pagará el viernes",
    )  # fmt: skip
    for path, body in (("resolution", {}), ("dismissal", {"reason": "otra vez"}), ("assignment", {})):
        warned.api.problem(warned.post("gerente", f"{ana}/{path}", **body), 409, "alerta-terminada")
    story = [(each["text"], each["actor"]) for each in warned.get("gerente", f"alerts/{ana}")["timeline"]]
    assert story == [
        ("Se levantó", "Sistema"), ("La vio", "Gerente"), ("Se asignó a Gerente", "Gerente"),
        ("Se asignó a Contador", "Gerente"), ("Se resolvió: pagará el viernes", "Contador"),
    ]  # fmt: skip
    for reason in ("", "  ", "no"):
        warned.api.problem(warned.post("gerente", f"{beto}/dismissal", reason=reason), 422, "datos-invalidos")
    aside = warned.post("gerente", f"{beto}/dismissal", reason="es socio de la casa").json()
    assert (aside["state_label"], aside["end_reason"]) == ("Descartada", "es socio de la casa")
    warned.look(1, LATE)
    assert warned.names("gerente", branch_id=1, rule=LATE) == ["Carla Tres"], (
        "the same cause isn't raised again"
    )
    assert warned.names("gerente", state="resolved,dismissed") == ["Beto Dos", "Ana Uno"]
    assert len(warned.names("gerente", state="all")) == 5


def test_each_sees_what_concerns_them_and_nobody_another_branch(warned: Warned) -> None:
    only_in(warned.api, "supervisor", 1)
    ana, dora = warned.of("Ana Uno"), warned.of("Dora Cuatro")
    assert "Dora Cuatro" not in warned.names("supervisor")
    for path in (dora, UUID(int=1)):
        warned.api.problem(warned.api.as_("supervisor").get(f"/v1/alerts/{path}"), 404, "no-encontrado")
        warned.api.problem(warned.post("supervisor", f"{path}/sight"), 404, "no-encontrado")
    shown = warned.get("supervisor", f"alerts/{ana}")
    assert len(shown["notices"]) == 4, "two people, by e-mail and WhatsApp"
    assert {each["status_label"] for each in shown["notices"]} == {"Sin dirección"}
    assert warned.names("contador", rule="bank_low") == ["Banco Cancún"]
    for who in ("cajero", "empleado", "cobrador", "analista", "admin"):
        assert warned.names(who) == [], who
        assert warned.get(who, "alerts/counts")["open"] == 0
        warned.api.problem(warned.post(who, f"{ana}/sight"), 404, "no-encontrado")
    seller = warned.api.one("select id from users where username = 'empleado'")
    warned.api.query("insert into alert_recipients values (%s, %s, 1, 'persona', now())", ana, seller)
    assert [each["id"] for each in warned.get("empleado")["items"]] == [ana]
    mine = warned.post("empleado", f"{ana}/assignment")
    assert mine.json()["assignee"]["name"] == "Empleado"
    boss = warned.api.one("select id from users where username = 'gerente'")
    warned.api.problem(warned.post("empleado", f"{ana}/assignment", user_id=boss), 403, "sin-permiso")
    assert warned.api.client().get("/v1/alerts").status_code == 401


def test_rules_as_the_document_writes_them_kept_by_branch_and_tried_before(warned: Warned) -> None:
    rows = {each["rule"]: each for each in warned.get("gerente", "alert-rules", branch_id=1)["items"]}
    told = [(each["name"], each["when"], each["who"], each["urgency_label"]) for each in rows.values()]
    assert told[:6] == [
        ("Descuadre Caja", "Inmediato", "Gerente + Director", "🔴 Crítica"),
        ("Pago Vencido > 30 días", "Diario", "Gerente", "🔴 Alta"),
        ("Cliente Vencido > 7 días", "Diario", "Vendedor + Supervisor", "🟡 Media"),
        ("Saldo Banco < $50K", "Inmediato", "Contador", "🟡 Media"),
        ("Reembolso > $10K", "Inmediato", "Gerente", "🟡 Media"),
        ("Margen < 5%", "Semanal", "Director Comercial", "🟢 Baja"),
    ]
    assert [each["own"] for each in rows.values()] == [False] * 6 + [True] * 4
    assert rows["refund_overdue"]["who"] == "Gerente + Contador"
    ask = {
        "branch_id": 1, "urgency": "high", "threshold": {"days": 25}, "recipients": ["gerente"], "channels": ["sms"],
        "escalate_minutes": 60, "escalate_to": ["director"],
    }  # fmt: skip
    only_in(warned.api, "gerente", 1)
    boss = warned.api.as_("gerente")
    tried = boss.post(f"/v1/alert-rules/{LATE}/rehearsal", json=ask).json()
    assert (tried["times"], len(tried["examples"])) == (1, 1), "only the one thirty days late"
    assert "Cancún · CL-" in tried["examples"][0]["text"]
    kept = boss.put(f"/v1/alert-rules/{LATE}", json=ask)
    assert (kept.json()["name"], kept.json()["origin"]) == ("Cliente Vencido > 25 días", "branch")
    warned.look(1, LATE)
    assert warned.names("gerente", rule=LATE) == ["Carla Tres"], "the others are no longer one"
    assert warned.get("director", "alert-rules")["items"][2]["name"] == "Cliente Vencido > 7 días"
    for wrong in (None, 2):
        refused = boss.put(f"/v1/alert-rules/{LATE}", json={**ask, "branch_id": wrong})
        warned.api.problem(refused, 403, "sin-permiso")
    warned.api.problem(boss.put("/v1/alert-rules/ninguna", json=ask), 404, "no-encontrado")
    for changes, pointer in (
        ({"threshold": {"percent": "5"}}, "/threshold"), ({"threshold": {"days": -1}}, "/threshold/days"),
        ({"urgency": "enorme"}, "/urgency"), ({"recipients": ["papa"]}, "/recipients"),
        ({"channels": ["paloma"]}, "/channels"), ({"escalate_to": []}, "/escalate_to"),
    ):  # fmt: skip
        answer = boss.put(f"/v1/alert-rules/{LATE}", json={**ask, **changes})
        assert warned.api.problem(answer, 422, "datos-invalidos")["errors"][0]["pointer"] == pointer
    warned.api.problem(
        warned.api.as_("contador").put(f"/v1/alert-rules/{LATE}", json=ask), 403, "sin-permiso"
    )
    supervisor = warned.api.one("select id from users where username = 'supervisor'")
    named = boss.put(
        f"/v1/alert-rules/{LATE}", json={**ask, "recipients": ["gerente", f"persona:{supervisor}"]}
    )
    assert named.json()["who"] == "Gerente + Supervisor"
    back = boss.delete(f"/v1/alert-rules/{LATE}", params={"branch_id": 1}).json()
    assert (back["name"], back["origin"]) == ("Cliente Vencido > 7 días", "factory")


def test_ones_own_address_what_one_was_told_and_the_reports(warned: Warned) -> None:
    own = warned.api.as_("supervisor")
    assert (own.get("/v1/me/contact").json()["email"], own.get("/v1/me/contact").json()["phone"]) == ("", "")
    kept = own.put("/v1/me/contact", json={"email": "oscar@caudal.example", "phone": "998 123 4567"}).json()
    assert (kept["email"], kept["phone"]) == ("oscar@caudal.example", "+529981234567")
    refused = warned.api.problem(own.put("/v1/me/contact", json={"email": "oscar"}), 422, "datos-invalidos")
    assert refused["errors"][0]["pointer"] == "/email"
    tried = own.post("/v1/me/contact/trial", json={"channel": "email"})
    assert (tried.status_code, tried.json()["status_label"], tried.json()["to_masked"]) == (
        201, "En cola", "o•••@caudal.example",
    )  # fmt: skip
    mine = warned.get("supervisor", "me/notices")["items"]
    assert [each["subject"] for each in mine if each["kind"] == "alert" and each["channel"] == "email"] == [
        "🟡 Media: Cliente Vencido > 7 días · CDMX", "🟡 Media: Cliente Vencido > 7 días · Cancún",
    ]  # fmt: skip
    lost = next(each for each in mine if each["status"] == "undeliverable" and each["channel"] == "email")
    again = warned.api.as_("gerente").post(f"/v1/notices/{lost['id']}/retry").json()
    assert (again["status_label"], again["to_masked"]) == ("En cola", "o•••@caudal.example")
    quiet = warned.get("duena", "reports/daily", branch_id=3)
    assert "\n\nSin alertas. Buen día.\n\n" in quiet["text"]
    assert "⚠️" not in quiet["text"]
    told = warned.get("gerente", "reports/daily", branch_id=1)
    lines = {each["text"]: each["link"] for each in told["lines"]}
    assert lines["🟡 3 clientes deben más de 7 días"] == f"/alertas?rule={LATE}&branch_id=1"
    assert lines["🟡 1 cuenta de banco con menos de $50K"] == "/alertas?rule=bank_low&branch_id=1"
    warned.api.problem(
        warned.api.as_("gerente").get("/v1/reports/daily", params={"branch_id": 3}), 403, "sin-permiso"
    )
    for kind in ("xlsx", "pdf"):
        file = warned.api.as_("gerente").get(
            "/v1/reports/daily/file", params={"format": kind, "branch_id": 1}
        )
        assert file.status_code == 200, kind
    daily = next(
        each for each in warned.get("director", "report-schedules")["items"] if each["report"] == "daily"
    )
    assert (daily["at"], [each["label"] for each in daily["recipients"]]) == ("08:00:00", ["Gerente"])
    sent = warned.api.as_("director").post(f"/v1/report-schedules/{daily['id']}/sending")
    assert (sent.status_code, sent.json()["notices"]) == (201, 6), "three branches, by e-mail and WhatsApp"
    runs = warned.get("director", f"report-schedules/{daily['id']}/deliveries")["items"]
    assert {(each["branch"], each["outcome"], each["by_hand"]) for each in runs} == {
        ("Cancún", "sent", True), ("CDMX", "sent", True), ("Bogotá", "sent", True),
    }  # fmt: skip
    warned.api.problem(
        warned.api.as_("gerente").post(f"/v1/report-schedules/{daily['id']}/sending"), 403, "sin-permiso"
    )
