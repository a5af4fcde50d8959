"""A house with two branches, a clock in hand, and acts that open and close like those of a worker."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Engine, text

from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.messaging import commands, templates, webhooks
from caudal.commons.messaging.channels import Channel, Sandbox, WhatsAppCloud
from caudal.commons.messaging.commands import Consent, NewMessage
from caudal.commons.messaging.queries import Recipient
from caudal.commons.messaging.sending import SendReport, nothing_settled, send_due
from caudal.commons.messaging.statuses import Policy
from caudal.kernel.dates import local_date
from caudal.kernel.db import Scope, transaction
from caudal.kernel.money import Money
from caudal.kernel.problems import Problem
from caudal.kernel.settings import Settings
from tests.doubles import whatsapp_cloud as double

BOGOTA = "America/Bogota"
TUESDAY = datetime(2026, 1, 20, 15, tzinfo=UTC)  # 10:00 in Bogotá, an ordinary working day
EVERYONE = Actor(1, "duena", "duena", (1, 2), frozenset())


@dataclass
class House:
    """The engine and an instant that only moves when told."""

    engine: Engine
    at: datetime = TUESDAY
    names: dict[str, UUID] = field(default_factory=dict)

    @contextmanager
    def act(self, *branches: int, keep: bool = True) -> Iterator[Act]:
        """An act over `branches`, or over all of them where none is named."""
        act_id = uuid4()
        scope = Scope(act_id, 1, branches=branches, every_branch=not branches)
        with transaction(self.engine, scope, keep=keep) as db:
            yield Act(
                id=act_id,
                db=db,
                actor=EVERYONE,
                at=self.at,
                business_date=local_date(self.at, BOGOTA),
                place=Place(1, "127.0.0.1", "worker"),
                reason="",
            )

    def acts(self) -> AbstractContextManager[Act]:
        return self.act()

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)

    def person(self, name: str = "Juan Pérez", *, consent: bool = True, **more: Any) -> Recipient:
        """Somebody with a Colombian number who authorised WhatsApp."""
        given = {"address": f"+5730{uuid4().int % 10**8:08d}", "country": "CO", "zone": BOGOTA, "name": name}
        who = Recipient(uuid4(), **{**given, **more})
        if consent:
            with self.act() as act:
                commands.consent(
                    act, Consent(who.party_id, "whatsapp", evidence="firma", address=who.address)
                )
        return who

    def queue(self, who: Recipient | None = None, **more: Any) -> UUID:
        """The overdue reminder for `who`; returns its id."""
        with self.act() as act:
            return commands.queue(act, reminder(who or self.person(), **more))

    def send(
        self, channel: Channel | None = None, still_due: Any = nothing_settled, **policy: Any
    ) -> SendReport:
        return send_due(self.acts, channel or Sandbox(), still_due, Policy(**policy))

    def one(self, statement: str, **values: Any) -> Any:
        """The only row of a query, over every branch."""
        with self.act() as act:
            return act.db.execute(text(statement), values).one()

    def status(self, message_id: UUID) -> str:
        return self.one("select status from messages where id = :id", id=message_id)[0]


def reminder(who: Recipient, **more: Any) -> NewMessage:
    values = templates.fields(
        who.name, Money.of("250000.00", "COP"), datetime(2026, 1, 10, tzinfo=UTC).date()
    )
    given = {"dedupe": f"prueba:{uuid4()}", "branch_id": 1, "template": "mora_1", "values": values}
    return NewMessage(to=who, **{"receivable_id": uuid4(), "folio": "CXC-001", **given, **more})


@pytest.fixture
def house(database_url: str, engine: Engine) -> House:
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "insert into companies (name, country, chart) values ('Prueba', 'CO', 'co')",
        )
        connection.execute(
            "insert into branches (company_id, name, country, currency, time_zone) values"
            " (1, 'Bogotá', 'CO', 'COP', 'America/Bogota'), (1, 'Cali', 'CO', 'COP', 'America/Bogota')"
        )
        if not connection.execute("select to_regproc('contact_log')").fetchone()[0]:  # type: ignore[index]
            objects = resources.files("caudal.commons.messaging").joinpath("sql", "objects.sql")
            connection.execute(objects.read_bytes())
            connection.execute("alter function contact_log owner to caudal_owner")
            connection.execute("alter function forget_messages owner to caudal_owner")
    return House(engine)


@pytest.fixture
def meta(house: House) -> Iterator[double.WhatsAppCloud]:
    """The double, with the built-in templates approved and our webhook listening over HTTP."""
    with double.WhatsAppCloud(now=house.at) as server:
        for template in templates.BUILT_IN.values():
            server.approve(template.provider_name, len(templates.variables(template.body)))
        with _door(house, server) as url:
            server.webhook = url
            yield server
            server.settle()


@pytest.fixture
def whatsapp(meta: double.WhatsAppCloud) -> Iterator[WhatsAppCloud]:
    channel = WhatsAppCloud(settings_of(meta))
    yield channel
    channel.close()


def settings_of(meta: double.WhatsAppCloud, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "whatsapp_base_url": meta.url,
        "whatsapp_phone_id": meta.phone_id,
        "whatsapp_token": meta.token,
        "whatsapp_app_secret": meta.app_secret,
        "whatsapp_verify_token": meta.verify_token,
        "whatsapp_timeout_seconds": 1,
    }
    return Settings(**given | more)


@contextmanager
def _door(house: House, meta: double.WhatsAppCloud) -> Iterator[str]:
    """A minimal HTTP door over the two webhook functions, as the API's own one is."""
    config = settings_of(meta)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                with house.act() as act:
                    webhooks.receive(act, raw, self.headers.get("X-Hub-Signature-256", ""), config)
                self._reply(200, "")
            except Problem as refused:
                self._reply(refused.status, refused.type)

        def do_GET(self) -> None:
            try:
                self._reply(200, webhooks.verify(dict(parse_qsl(urlsplit(self.path).query)), config))
            except Problem as refused:
                self._reply(refused.status, refused.type)

        def _reply(self, status: int, body: str) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
