"""The data folder: one Caudal at a time, secrets only its owner reads."""

import os
from pathlib import Path

import pytest

from caudal.interfaces.cli.place import Place, Refused


class TestSecret:
    def test_is_made_once(self, tmp_path: Path) -> None:
        place = Place(tmp_path / "datos")
        place.make()
        assert place.secret("clave") == place.secret("clave")
        assert len(place.secret("clave")) >= 40

    def test_only_its_owner_can_read_it(self, tmp_path: Path) -> None:
        place = Place(tmp_path / "datos")
        place.make()
        place.secret("clave")
        assert (place.root / "secretos" / "clave").stat().st_mode & 0o777 == 0o600
        assert (place.root / "secretos").stat().st_mode & 0o777 == 0o700


class TestOccupied:
    def test_the_second_is_told_who_is_there(self, tmp_path: Path) -> None:
        first, second = Place(tmp_path), Place(tmp_path)
        with first.occupied():
            first.announce(address="http://127.0.0.1:8123")
            assert second.busy()
            told = rf"ya está en marcha.*proceso {os.getpid()}, en http://127.0.0.1:8123(?s:.*)Remedio"
            with pytest.raises(Refused, match=told), second.occupied():
                pass

    def test_the_folder_is_free_afterwards(self, tmp_path: Path) -> None:
        with Place(tmp_path).occupied():
            pass
        assert not Place(tmp_path).busy()
        with Place(tmp_path).occupied():
            pass

    def test_a_folder_that_cannot_be_made_says_the_remedy(self, tmp_path: Path) -> None:
        (tmp_path / "archivo").touch()
        with (
            pytest.raises(Refused, match=r"(?s)No se puede escribir.*--data-dir"),
            Place(tmp_path / "archivo").occupied(),
        ):
            pass


class TestDefault:
    def test_obeys_the_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CAUDAL_DATA_DIR", str(tmp_path))
        assert Place.default().root == tmp_path

    def test_is_beside_the_source_it_runs_from(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("CAUDAL_DATA_DIR", raising=False)
        assert Place.default().root.name == ".caudal"
