"""A mail server of one's own: a real one on loopback, true to RFC 5321, with STARTTLS and login.

It insists on what a provider insists on: EHLO first, TLS before the password, a sender and a recipient before the
message. Whatever it accepted is in ``inbox``. Scripted faults refuse, hang up or say nothing.
"""

import base64
import email
import email.policy
import ipaddress
import socket
import ssl
import tempfile
import threading
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Received:
    """A message accepted: the envelope and what it carried."""

    sender: str
    to: str
    message: EmailMessage
    secure: bool
    login: str

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return part.get_content().replace("\r\n", "\n").rstrip("\n") if part is not None else ""

    @property
    def html(self) -> str:
        part = self.message.get_body(("html",))
        return part.get_content() if part is not None else ""


@dataclass
class MailServer:
    """The double. Use it as a context manager; ``faults``: «when: code», one per message (rcpt, data, lost, silent)."""

    user: str = "avisos"
    password: str = "clave-del-correo"
    faults: deque[tuple[str, int]] = field(default_factory=deque)
    inbox: list[Received] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.ca_file = str(Path(self._folder.name) / "ca.pem")
        self._context = _secure(Path(self._folder.name))
        self.port = 0
        self._server: _Server | None = None

    def __enter__(self) -> "MailServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), _Session)
        self._server.double, self._server.context = self, self._context
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
        """Connections are refused meanwhile."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def to(self, address: str) -> list[Received]:
        """What arrived for somebody."""
        return [each for each in self.inbox if each.to == address]


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    double: MailServer
    context: ssl.SSLContext


class _Session(StreamRequestHandler):
    """One conversation, as RFC 5321 tells it."""

    def handle(self) -> None:
        try:
            with suppress(OSError):
                self._talk()
        finally:
            for each in (self.rfile, self.wfile, self.connection):
                with suppress(OSError):
                    each.close()

    def _talk(self) -> None:
        server: _Server = self.server  # type: ignore[assignment]
        self.double, self.secure, self.login = server.double, False, ""
        self.sender = self.to = ""
        self._say(220, "caudal.example ESMTP")
        while True:
            line = self.rfile.readline()
            if not line:
                return
            verb, _, rest = line.decode("ascii").strip().partition(" ")
            act = getattr(self, f"_{verb.lower()}", None)
            if act is None:
                self._say(502, "no existe")
            elif act(rest) is False:
                return

    def _say(self, code: int, told: str) -> None:
        if code >= 400:
            self.double.refused.append(f"{code} {told}")
        self.wfile.write(f"{code} {told}\r\n".encode())

    def _ehlo(self, _rest: str) -> None:
        offers = ["caudal.example", "SIZE 10000000", "AUTH PLAIN LOGIN" if self.secure else "STARTTLS"]
        self.wfile.write("".join(f"250{'-' if n < 2 else ' '}{o}\r\n" for n, o in enumerate(offers)).encode())

    def _starttls(self, _rest: str) -> None:
        server: _Server = self.server  # type: ignore[assignment]
        self._say(220, "adelante")
        self.wfile.flush()
        self.connection = server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self.secure = True

    def _auth(self, rest: str) -> None:
        if not self.secure:
            self._say(538, "primero cifre")
            return
        mechanism, _, first = rest.partition(" ")
        if mechanism.upper() != "PLAIN":
            self._say(504, "solo PLAIN")
            return
        _, user, password = base64.b64decode(first).decode().split("\0")
        if (user, password) == (self.double.user, self.double.password):
            self.login = user
            self._say(235, "bienvenido")
        else:
            self._say(535, "usuario o contrasena")

    def _mail(self, rest: str) -> None:
        if not self.login:
            self._say(530, "identifiquese")
            return
        self.sender = rest.partition("<")[2].partition(">")[0]
        self._say(250, "ok")

    def _rcpt(self, rest: str) -> None:
        if not self.sender:
            self._say(503, "primero MAIL")
        elif not self._fault("rcpt"):
            self.to = rest.partition("<")[2].partition(">")[0]
            self._say(250, "ok")

    def _data(self, _rest: str) -> bool | None:
        if not self.to:
            self._say(503, "primero RCPT")
            return None
        self._say(354, "termine con punto")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if self._fault("lost"):
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        if self._fault("data"):
            return None
        raw = b"".join(lines)
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.double.inbox.append(Received(self.sender, self.to, message, self.secure, self.login))
        self._say(250, "recibido")
        return None

    def _rset(self, _rest: str) -> None:
        self._say(250, "ok")

    def _quit(self, _rest: str) -> bool:
        self._say(221, "adios")
        return False

    def _fault(self, when: str) -> bool:
        faults = self.double.faults
        if not faults or faults[0][0] != when:
            return False
        _, code = faults.popleft()
        if code:
            self._say(code, "no")
        return True


def _secure(folder: Path) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that only this server's own authority vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "ca.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context
