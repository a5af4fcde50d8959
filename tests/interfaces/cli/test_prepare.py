"""Which databases are accepted, and how the others are turned away."""

import pytest

from caudal.interfaces.cli import prepare
from caudal.interfaces.cli.prepare import NotReady
from tests.database import Server


class TestCheckUrl:
    @pytest.mark.parametrize(
        "url",
        [
            "postgresql://u:c@localhost/caudal",
            "postgresql://u:c@127.0.0.1:5433/caudal",
            "postgresql://u:c@/caudal?host=%2Ftmp%2Fzocalo",
            "postgresql://u:c@base.ejemplo.com/caudal?sslmode=verify-full",
            "postgresql://u:c@base.ejemplo.com/caudal?sslmode=require",
        ],
    )
    def test_accepts_this_machine_and_ciphered_lines(self, url: str) -> None:
        prepare.check_url(url)

    @pytest.mark.parametrize(
        "url",
        [
            "postgresql://u:c@base.ejemplo.com/caudal",
            "postgresql://u:c@base.ejemplo.com/caudal?sslmode=prefer",
            "postgresql://u:c@/caudal?host=base.ejemplo.com",
        ],
    )
    def test_refuses_to_send_clients_in_the_clear(self, url: str) -> None:
        with pytest.raises(NotReady, match=r"(?s)base\.ejemplo\.com.*Remedio: agregue .sslmode"):
            prepare.check_url(url)


class TestCheckServer:
    def test_tells_its_version(self, postgres: Server) -> None:
        assert prepare.check_server(postgres.url()).startswith("18.")

    def test_says_that_nobody_is_there(self) -> None:
        with pytest.raises(NotReady, match="No se pudo entrar"):
            prepare.check_server("postgresql://u:c@127.0.0.1:1/nada")

    def test_refuses_an_older_one(self, postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(prepare, "MINIMUM", 990000)
        with pytest.raises(NotReady, match="hace falta la 18"):
            prepare.check_server(postgres.url())


class TestPlain:
    def test_forgets_the_name_of_the_driver(self) -> None:
        assert prepare.plain("postgresql+psycopg://u@/c") == "postgresql://u@/c"
