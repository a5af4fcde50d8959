"""A stand-in for Meta's WhatsApp Cloud API: a real HTTP server on loopback, true to the documented contract.

It checks method, path, version, number, bearer token and the shape of each body against a registry of
approved templates; answers as Meta does; and calls our webhook back over HTTP with signed notices, as late,
disordered and repeated as a test wants. Scripted faults lose answers, ask to slow down or refuse connections.
Whatever it accepted is in ``sent``, so that a test can say «exactly once».
"""

import hashlib
import hmac
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import httpx

LONGEST_TEXT = 4096
LONGEST_PARAMETER = 1024


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next request.

    ``kind``: ``silent_after`` (accepts, never answers), ``silent_before`` (neither), ``drop_after`` (accepts,
    hangs up), ``garbage`` (accepts, answers nonsense) or ``error`` (refuses: `status` and `code`).
    """

    kind: str
    status: int = 500
    code: int = 131000
    retry_after: int | None = None


SLOW_DOWN = Fault("error", 429, 130429)
BROKEN = Fault("error", 500, 131000)


@dataclass(frozen=True)
class Sent:
    """A message accepted: its id, the number (digits), our mark and the whole body."""

    id: str
    to: str
    callback: str
    body: dict[str, Any]
    at: datetime


@dataclass
class WhatsAppCloud:
    """The double. `start` and `stop` it, or use it as a context manager."""

    phone_id: str = "105550000000001"
    token: str = "EAA-prueba"
    version: str = "v23.0"
    app_secret: str = "secreto-de-aplicacion"
    verify_token: str = "palabra"
    webhook: str = ""
    now: datetime | None = None
    automatic: Sequence[tuple[str, float]] = ()
    templates: dict[tuple[str, str], int] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    sent: list[Sent] = field(default_factory=list)
    refused: list[tuple[int, int]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._heard: dict[str, datetime] = {}
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.connections: set[socket.socket] = set()
        self._port = 0
        self._server: _Server | None = None

    # ── life ──────────────────────────────────────────────────────────────────────────────────────────

    def __enter__(self) -> "WhatsAppCloud":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self._port), _Handler)
        self._server.double = self
        self._port = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self) -> None:
        self._closing.set()
        self.settle()
        self._shut()

    @contextmanager
    def down(self) -> Iterator[None]:
        """Connections are refused meanwhile."""
        self._shut()
        try:
            yield
        finally:
            self.start()

    def _shut(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def time(self) -> datetime:
        return self.now or datetime.fromtimestamp(time.time(), UTC)

    def environment(self) -> dict[str, str]:
        """Settings of the product that point here."""
        return {
            "CAUDAL_WHATSAPP_BASE_URL": self.url,
            "CAUDAL_WHATSAPP_VERSION": self.version,
            "CAUDAL_WHATSAPP_PHONE_ID": self.phone_id,
            "CAUDAL_WHATSAPP_TOKEN": self.token,
            "CAUDAL_WHATSAPP_APP_SECRET": self.app_secret,
            "CAUDAL_WHATSAPP_VERIFY_TOKEN": self.verify_token,
        }

    # ── what happens on the other side ────────────────────────────────────────────────────────────────

    def approve(self, name: str, parameters: int, language: str = "es") -> None:
        """Meta approved a template with so many body parameters."""
        self.templates[name, language] = parameters

    def to(self, number: str) -> list[Sent]:
        """What was accepted for `number` (E.164)."""
        return [sent for sent in self.sent if sent.to == number.removeprefix("+")]

    def notify(self, sent: Sent, *kinds: str, code: int | None = None, later: float = 0.0) -> int:
        """Tell our webhook what became of `sent`, all `kinds` in one notice; returns the HTTP status."""
        moment = sent.at + timedelta(seconds=later)
        return self.post_statuses([self.status(sent, kind, moment, code) for kind in kinds])

    def status(self, sent: Sent, kind: str, at: datetime, code: int | None = None) -> dict[str, Any]:
        """One status object as Meta writes it."""
        entry: dict[str, Any] = {
            "id": sent.id,
            "status": kind,
            "timestamp": str(int(at.timestamp())),
            "recipient_id": sent.to,
        }
        if sent.callback:
            entry["biz_opaque_callback_data"] = sent.callback
        if kind == "failed":
            entry["errors"] = [
                _error(code or 131000)["error"] | {"title": f"Error {code}", "href": "https://x"}
            ]
        else:
            entry["pricing"] = {"billable": True, "pricing_model": "PMP", "category": "utility"}
        return entry

    def post_statuses(self, statuses: Iterable[dict[str, Any]]) -> int:
        """One notice with these statuses, in this order."""
        return self.post({"statuses": list(statuses)})

    def say(self, number: str, written: str, *, message_id: str | None = None, kind: str = "text") -> int:
        """A client writes to us: the conversation opens and our webhook hears it."""
        digits = number.removeprefix("+")
        self._heard[digits] = self.time
        content = (
            {"text": {"body": written}}
            if kind == "text"
            else {"button": {"text": written, "payload": written}}
        )
        entry = {
            "from": digits,
            "id": message_id or f"wamid.in.{uuid4().hex}",
            "timestamp": str(int(self.time.timestamp())),
            "type": kind,
            **content,
        }
        contact = {"profile": {"name": "Cliente"}, "wa_id": digits}
        return self.post({"contacts": [contact], "messages": [entry]})

    def prefer(self, number: str, value: str) -> int:
        """A client stops or resumes advertising in WhatsApp's own settings."""
        entry = {
            "wa_id": number.removeprefix("+"),
            "detail": "User requested",
            "category": "marketing_messages",
            "value": value,
            "timestamp": str(int(self.time.timestamp())),
        }
        return self.post({"user_preferences": [entry]}, "user_preferences")

    def post(self, value: dict[str, Any], fieldname: str = "messages", signature: str | None = None) -> int:
        """Send a signed notice to our webhook and return its answer."""
        metadata = {"display_phone_number": "5715550000", "phone_number_id": self.phone_id}
        value = {"messaging_product": "whatsapp", "metadata": metadata, **value}
        change = {"value": value, "field": fieldname}
        envelope = {
            "object": "whatsapp_business_account",
            "entry": [{"id": "102290129340398", "changes": [change]}],
        }
        raw = json.dumps(envelope, ensure_ascii=False).encode()
        signature = signature if signature is not None else sign(raw, self.app_secret)
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
        answer = httpx.post(self.webhook, content=raw, headers=headers, timeout=10)
        self.answers.append(answer.status_code)
        return answer.status_code

    def challenge(self, word: str | None = None) -> httpx.Response:
        """Meta verifies the address of our webhook."""
        params = {
            "hub.mode": "subscribe",
            "hub.challenge": "1158201444",
            "hub.verify_token": self.verify_token if word is None else word,
        }
        return httpx.get(self.webhook, params=params, timeout=10)

    def settle(self) -> None:
        """Wait for the notices under way."""
        for thread in list(self._threads):
            thread.join(10)

    # ── one request ───────────────────────────────────────────────────────────────────────────────────

    def answer(self, path: str, authorization: str, raw: bytes) -> tuple[int, dict[str, Any], Fault | None]:
        """Status and body for a POST, and the fault to play, if any."""
        problem = self._problem(path, authorization, raw)
        if problem is not None:  # a script is for what would have been accepted
            self.refused.append(problem)
            return problem[0], _error(problem[1]), None
        with self._lock:
            fault = self.faults.popleft() if self.faults else None
        if fault is not None and fault.kind == "silent_before":
            return 0, {}, fault
        if fault is not None and fault.kind == "error":
            return fault.status, _error(fault.code), fault
        sent = self._accept(json.loads(raw))
        body = {
            "messaging_product": "whatsapp",
            "contacts": [{"input": sent.to, "wa_id": sent.to}],
            "messages": [{"id": sent.id}],
        }
        return 200, body, fault

    def _accept(self, body: dict[str, Any]) -> Sent:
        sent = Sent(
            f"wamid.{uuid4().hex}", body["to"], body.get("biz_opaque_callback_data", ""), body, self.time
        )
        with self._lock:
            self.sent.append(sent)
        if self.automatic:
            thread = threading.Thread(target=self._tell, args=(sent,), daemon=True)
            self._threads.append(thread)
            thread.start()
        return sent

    def _tell(self, sent: Sent) -> None:
        for kind, delay in self.automatic:
            time.sleep(delay)
            self.notify(sent, kind)

    def _problem(self, path: str, authorization: str, raw: bytes) -> tuple[int, int] | None:
        """HTTP status and error code of the first thing wrong with a request."""
        if path != f"/{self.version}/{self.phone_id}/messages":
            return 400, 100
        if authorization != f"Bearer {self.token}":
            return 401, 190
        try:
            body = json.loads(raw)
        except ValueError:
            return 400, 100
        if not isinstance(body, dict) or body.get("messaging_product") != "whatsapp":
            return 400, 100
        if body.get("recipient_type", "individual") != "individual":
            return 400, 100
        to = body.get("to")
        if not isinstance(to, str) or not to.isdigit() or not 8 <= len(to) <= 15:
            return 400, 131009
        mark = body.get("biz_opaque_callback_data", "")
        if not isinstance(mark, str) or len(mark) > 512:
            return 400, 100
        if body.get("type") == "template":
            return self._template_problem(body.get("template"))
        if body.get("type") == "text":
            return self._text_problem(to, body.get("text"))
        return 400, 100

    def _template_problem(self, template: Any) -> tuple[int, int] | None:
        if not isinstance(template, dict) or set(template) - {"name", "language", "components"}:
            return 400, 100
        language = (template.get("language") or {}).get("code")
        wanted = self.templates.get((template.get("name"), language))
        if wanted is None:
            return 404, 132001
        parameters: list[Any] = []
        for component in template.get("components", []):
            if component.get("type") != "body":
                return 400, 132000
            parameters += component.get("parameters", [])
        if len(parameters) != wanted:
            return 400, 132000
        for parameter in parameters:
            value = parameter.get("text")
            if parameter.get("type") != "text" or not isinstance(value, str) or not value:
                return 400, 132012
            if any(mark in value for mark in ("\n", "\t", "    ")):
                return 400, 132012
            if len(value) > LONGEST_PARAMETER:
                return 400, 132005
        return None

    def _text_problem(self, to: str, text: Any) -> tuple[int, int] | None:
        written = text.get("body") if isinstance(text, dict) else None
        if not isinstance(written, str) or not 0 < len(written) <= LONGEST_TEXT:
            return 400, 100
        heard = self._heard.get(to)
        if heard is None or self.time - heard > timedelta(hours=24):
            return 400, 131047
        return None

    def hold(self) -> None:
        """Keep a request without an answer until the double stops."""
        self._closing.wait(30)


def sign(raw: bytes, secret: str) -> str:
    """The header that proves a notice comes from Meta."""
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _error(code: int) -> dict[str, Any]:
    return {
        "error": {
            "message": f"(#{code}) Error de prueba",
            "type": "OAuthException",
            "code": code,
            "error_data": {"messaging_product": "whatsapp", "details": f"detalle de {code}"},
            "fbtrace_id": "A-prueba",
        }
    }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    double: WhatsAppCloud


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.server.double.connections.add(self.connection)

    def finish(self) -> None:
        self.server.double.connections.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.headers.get("Content-Type", "").startswith("application/json"):
            self._reply(400, _error(100), None)
            return
        status, body, fault = self.server.double.answer(self.path, self.headers.get("Authorization", ""), raw)
        if fault is not None and fault.kind in ("silent_before", "silent_after"):
            self.server.double.hold()
            self.close_connection = True
        elif fault is not None and fault.kind == "drop_after":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault is not None and fault.kind == "garbage":
            self._reply(200, {"messages": []}, None)
        else:
            self._reply(status, body, fault)

    def do_GET(self) -> None:
        self._reply(400, _error(100), None)

    def _reply(self, status: int, body: dict[str, Any], fault: Fault | None) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        if fault is not None and fault.retry_after is not None:
            self.send_header("Retry-After", str(fault.retry_after))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Silence: what was received is in the self.server.double."""
