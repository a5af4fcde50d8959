"""`caudal doctor`: whatever it finds wrong comes with a remedy."""

from pathlib import Path

import psycopg
import pytest

from caudal.interfaces.cli import doctor
from caudal.interfaces.cli.doctor import Finding
from caudal.interfaces.cli.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "datos")
    made.make()
    return made


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings}


class TestExamine:
    def test_finds_a_migrated_database_well(
        self, place: Place, database_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CAUDAL_DATABASE_URL", database_url)
        found = by_name(list(doctor.examine(place)))
        assert found["Esquema"].grade == "bien"
        assert found["Trabajos"].grade == "bien"
        assert found["Hora de la base"].grade == "bien"

    def test_says_that_the_schema_is_missing(
        self, place: Place, postgres: "object", monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CAUDAL_DATABASE_URL", postgres.url("template1"))  # type: ignore[attr-defined]
        found = [finding for finding in doctor.examine(place) if finding.grade == "falla"]
        assert any(
            "alembic_version" in finding.seen and "caudal migrate" in finding.remedy for finding in found
        )

    def test_says_that_the_database_does_not_answer(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CAUDAL_DATABASE_URL", "postgresql://u:c@127.0.0.1:1/nada")
        found = by_name(list(doctor.examine(place)))["Base de datos"]
        assert (found.grade, found.remedy != "") == ("falla", True)

    def test_says_that_a_secret_can_be_read_by_others(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CAUDAL_DATABASE_URL", "postgresql://u:c@127.0.0.1:1/nada")
        place.secret("clave")
        (place.root / "secretos" / "clave").chmod(0o644)
        found = by_name(list(doctor.examine(place)))["Permisos"]
        assert found.grade == "falla"
        assert found.remedy.startswith("chmod 600")

    def test_every_complaint_has_a_remedy(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CAUDAL_DATABASE_URL", "postgresql://u:c@127.0.0.1:1/nada")
        assert [each for each in doctor.examine(place) if each.grade != "bien" and not each.remedy] == []


class TestQueue:
    def test_notices_work_that_nobody_takes(self, database_url: str) -> None:
        with psycopg.connect(database_url, options="-c search_path=public,jobs") as connection:
            connection.execute(
                "insert into jobs.procrastinate_jobs (task_name, queue_name, scheduled_at)"
                " values ('algo', 'default', clock_timestamp() - interval '1 hour')"
            )
            found = doctor._queue(connection)
        assert found.grade == "aviso"
        assert "1 en espera" in found.seen
