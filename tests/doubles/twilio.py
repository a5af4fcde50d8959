"""A stand-in for Twilio's Messages resource: a real HTTP server on loopback, true to the documented contract.

It checks method, path, account, basic authentication and the form (To, Body, From or MessagingServiceSid,
StatusCallback); answers 201 with a sid or Twilio's own error object. ``callback`` signs notices as Twilio does.
"""

import base64
import json
import re
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

E164 = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True)
class Sent:
    sid: str
    to: str
    body: str
    callback: str


@dataclass
class Twilio:
    """The double. ``faults``: (HTTP status, Twilio code), one per request; status 0 hangs up after accepting."""

    account: str = "AC00000000000000000000000000000001"
    token: str = "credencial-de-prueba"
    number: str = "+15005550006"
    faults: deque[tuple[int, int]] = field(default_factory=deque)
    sent: list[Sent] = field(default_factory=list)
    refused: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.port = 0
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Twilio":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), _Handler)
        self._server.double = self
        self.port = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @contextmanager
    def down(self):
        self.stop()
        try:
            yield
        finally:
            self.start()


class _Server(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True
    double: Twilio


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        server: _Server = self.server  # type: ignore[assignment]
        double = server.double
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        expected = "Basic " + base64.b64encode(f"{double.account}:{double.token}".encode()).decode()
        if self.headers.get("Authorization") != expected:
            return self._refuse(401, 20003, "Authenticate")
        if self.path != f"/2010-04-01/Accounts/{double.account}/Messages.json":
            return self._refuse(404, 20404, "The requested resource was not found")
        if self.headers.get("Content-Type", "").partition(";")[0] != "application/x-www-form-urlencoded":
            return self._refuse(400, 21602, "Message body is required")
        form = {name: values[0] for name, values in parse_qs(raw).items()}
        if double.faults:
            status, code = double.faults.popleft()
            if status == 0:
                self._accept(form)
                self.close_connection = True
                self.connection.close()
                return None
            return self._refuse(status, code, "scripted")
        if not E164.fullmatch(form.get("To", "")):
            return self._refuse(400, 21211, "The 'To' number is not a valid phone number")
        if form.get("From") != double.number and not form.get("MessagingServiceSid", "").startswith("MG"):
            return self._refuse(400, 21606, "The 'From' number is not yours")
        if not form.get("Body"):
            return self._refuse(400, 21602, "Message body is required")
        if len(form["Body"]) > 1600:
            return self._refuse(400, 21617, "The concatenated message body exceeds the limit")
        made = self._accept(form)
        return self._answer(201, {"sid": made.sid, "status": "queued", "to": made.to, "error_code": None})

    def _accept(self, form: dict[str, str]) -> Sent:
        server: _Server = self.server  # type: ignore[assignment]
        made = Sent(
            "SM" + uuid4().hex, form.get("To", ""), form.get("Body", ""), form.get("StatusCallback", "")
        )
        server.double.sent.append(made)
        return made

    def _refuse(self, status: int, code: int, message: str) -> None:
        server: _Server = self.server  # type: ignore[assignment]
        server.double.refused.append((status, code))
        self._answer(status, {"code": code, "message": message, "more_info": "", "status": status})

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
