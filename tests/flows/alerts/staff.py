"""A house with people in it, a mail server and a telephone network: who is told what, and when."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import text

from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting, house_acting
from caudal.commons.alerts import queries
from caudal.commons.alerts.queries import AlertFilter, AlertRecord
from caudal.commons.notices import sending
from caudal.commons.notices.channels import Line, lines_of
from caudal.commons.notices.sending import SendReport
from caudal.flows.alerts import routine
from caudal.kernel.settings import Settings
from tests.business.house import House
from tests.doubles.smtp import MailServer, Received
from tests.doubles.twilio import Twilio

PEOPLE = (
    ("gerente.cancun", "gerente", (1,)),
    ("gerente.cdmx", "gerente", (2,)),
    ("director", "director", (1, 2, 3)),
    ("supervisor", "supervisor", (1,)),
    ("contador", "contador", (1, 2)),
    ("vendedor", "empleado", (1,)),
    ("ana", "duena", (1, 2, 3)),
    ("admin", "admin", (1, 2, 3)),
)
MANAGES = frozenset(
    {"alerts.read", "alerts.manage", "alerts.rules", "reports.read", "reports.schedule", "clients.read"}
)


@dataclass
class Staff:
    """People with addresses, what reaches them, and the worker's rounds by hand."""

    house: House
    mail: MailServer
    sms: Twilio
    ids: dict[str, int] = field(default_factory=dict[str, int])
    lines: dict[str, Line | None] = field(default_factory=dict[str, Line | None])

    def __post_init__(self) -> None:
        with house_acting(self.house.engine, self.house.at) as act:
            for number, (username, role, branches) in enumerate(PEOPLE):
                found = act.db.execute(
                    text(
                        "insert into users (username, name, role, home_branch, email, phone, created_at)"
                        " values (:u, :u, :r, :home, :mail, :phone, :at) returning id"
                    ),
                    {
                        "u": username, "r": role, "home": branches[0], "at": self.house.at,
                        "mail": f"{username}@caudal.example", "phone": f"+5299812300{number:02d}",
                    },
                ).scalar_one()  # fmt: skip
                self.ids[username] = found
                for branch in branches:
                    act.db.execute(
                        text("insert into user_branches (user_id, branch_id) values (:u, :b)"),
                        {"u": found, "b": branch},
                    )
        self.lines = lines_of(settings_for(self.mail, self.sms))

    @contextmanager
    def act(
        self, username: str, branch: int | None = None, permissions: frozenset[str] = MANAGES
    ) -> Iterator[Act]:
        _, role, branches = next(each for each in PEOPLE if each[0] == username)
        actor = Actor(self.ids[username], username, role, branches, permissions)
        with acting(
            self.house.engine, Opening(actor, Place(branch or branches[0], "10.0.0.1", "api"), self.house.at)
        ) as act:
            yield act

    def hear(self) -> None:
        """Deliver what acts told."""
        self.house.hear()

    def tick(self, **later: float) -> None:
        """A minute of the worker, some time later."""
        if later:
            self.house.later(**later)
        routine.tick(self.house.engine, self.house.at)

    def send(self) -> SendReport:
        """What is due leaves."""
        return sending.send_due(lambda: house_acting(self.house.engine, self.house.at), self.lines)

    def mails(self, username: str) -> list[Received]:
        return self.mail.to(f"{username}@caudal.example")

    def told(self, username: str) -> list[str]:
        """The subjects of what somebody got by e-mail."""
        return [str(each.message["Subject"]) for each in self.mails(username)]

    def texts(self, username: str) -> list[str]:
        """The SMS somebody got."""
        phone = self.house.one("select phone from users where username = :u", u=username).phone
        return [each.body for each in self.sms.sent if each.to == phone]

    def open(self, rule: str | None = None, branch: int | None = None) -> list[AlertRecord]:
        with self.house.act(every=True) as act:
            return queries.alerts(
                _all(act), AlertFilter(rules=[rule] if rule else None, branch_id=branch), 500
            ).items

    def alert(self, alert_id: UUID) -> AlertRecord:
        with self.house.act(every=True) as act:
            return queries.alert(_all(act), alert_id)

    def status(self, **where: Any) -> list[tuple[str, str]]:
        """Status and cause of each notice, the earliest first."""
        with self.house.act(every=True) as act:
            rows = act.db.execute(text("select status, cause from notices order by created_at, id"))
            return [(row.status, row.cause) for row in rows]


def _all(act: Act) -> Act:
    return replace(act, actor=replace(act.actor, permissions=MANAGES))


def settings_for(mail: MailServer, sms: Twilio, **more: Any) -> Settings:
    """The settings that lead to the doubles."""
    given = {
        "smtp_host": "127.0.0.1", "smtp_port": mail.port, "smtp_user": mail.user,
        "smtp_password": SecretStr(mail.password), "smtp_ca_file": mail.ca_file,
        "smtp_from": "Caudal <avisos@caudal.example>", "smtp_timeout_seconds": 3, "twilio_base_url": sms.url,
        "twilio_account_sid": sms.account, "twilio_auth_token": SecretStr(sms.token), "twilio_from": sms.number,
        "public_url": "https://caudal.example",
    }  # fmt: skip
    return Settings(**(given | more))


def at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


HOUR = timedelta(hours=1)
