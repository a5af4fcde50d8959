"""`caudal run` before anything starts: what it was asked, and whether it can have the port."""

import socket
import threading
from pathlib import Path

import pytest

from caudal.interfaces.cli import run
from caudal.interfaces.cli.place import Refused


class TestParse:
    def test_listens_only_to_this_machine_unless_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("CAUDAL_HOST", "CAUDAL_PORT", "CAUDAL_DATABASE_URL", "CAUDAL_API_PROCESSES"):
            monkeypatch.delenv(name, raising=False)
        options = run.parse([])
        assert (options.host, options.port, options.with_demo, options.api_processes) == (
            "127.0.0.1",
            8000,
            True,
            2,
        )

    def test_the_command_line_wins_over_the_environment(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CAUDAL_PORT", "9000")
        assert run.parse([]).port == 9000
        options = run.parse(["--port", "9001", "--data-dir", str(tmp_path), "--no-demo", "--host", "::1"])
        assert (options.port, options.place.root, options.with_demo) == (9001, tmp_path, False)
        assert options.address == "http://[::1]:9001"

    def test_an_address_for_everyone_is_shown_as_one_that_can_be_opened(self) -> None:
        assert run.parse(["--host", "0.0.0.0", "--port", "8000"]).address == "http://127.0.0.1:8000"

    def test_every_option_says_what_it_is(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            run.parse(["--help"])
        told = capsys.readouterr().out
        assert "no cargar la empresa de demostración" in told
        assert "--data-dir CARPETA" in told


class TestListen:
    def test_a_taken_port_says_which_to_use_instead(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(Refused, match=rf"(?s)puerto {port} ya lo usa.*--port {port + 1}"):
                run.listen("127.0.0.1", port, patience_s=0.2)

    def test_waits_a_moment_for_one_that_is_leaving(self) -> None:
        leaving = socket.socket()
        leaving.bind(("127.0.0.1", 0))
        leaving.listen()
        port = leaving.getsockname()[1]
        timer = threading.Timer(0.3, leaving.close)
        timer.start()
        run.listen("127.0.0.1", port).close()
        timer.join()

    @pytest.mark.parametrize(
        ("host", "port", "told"),
        [("127.0.0.1", 99999, "no es un puerto"), ("192.0.2.1", 8000, "no es una dirección de esta máquina")],
    )
    def test_what_cannot_be_is_explained(self, host: str, port: int, told: str) -> None:
        with pytest.raises(Refused, match=rf"(?s){told}.*Remedio"):
            run.listen(host, port, patience_s=0.0)


class TestAnswers:
    def test_nobody_there_is_a_no(self) -> None:
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            assert not run.answers("127.0.0.1", asked.getsockname()[1])
