"""Tokens, their keys, and passwords in store."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import jwt
import pytest
from pydantic import SecretStr

from caudal.commons.access import passwords, tokens
from caudal.commons.access.tokens import Signer
from caudal.kernel.settings import Settings

AT = datetime(2026, 1, 20, 15, tzinfo=UTC)


def signer(key: str = "una clave cualquiera", **more: object) -> Signer:
    return Signer.of(Settings(secret_key=SecretStr(key), **more))  # type: ignore[arg-type]


class TestAccess:
    def test_says_which_session_until_it_dies(self) -> None:
        session = uuid4()
        token = signer().sign(7, session, AT)
        assert signer().session_of(token, AT) == session
        assert signer().session_of(token, AT + timedelta(minutes=9, seconds=59)) == session
        assert signer().session_of(token, AT + timedelta(minutes=10)) is None

    def test_lives_by_the_houses_clock(self) -> None:
        """A demonstration may run in another year: only the instant given counts."""
        session, then = uuid4(), datetime(2031, 5, 5, tzinfo=UTC)
        assert signer().session_of(signer().sign(7, session, then), then) == session

    def test_of_another_key_is_nothing(self) -> None:
        assert signer("otra").session_of(signer().sign(7, uuid4(), AT), AT) is None

    @pytest.mark.parametrize("missing", ["iss", "aud", "sub", "sid", "exp"])
    def test_needs_every_claim(self, missing: str) -> None:
        mine = signer()
        claims = jwt.decode(mine.sign(7, uuid4(), AT), options={"verify_signature": False})
        del claims[missing]
        assert mine.session_of(jwt.encode(claims, mine.key, "HS256"), AT) is None

    @pytest.mark.parametrize(
        "change", [{"iss": "x"}, {"aud": "x"}, {"sid": "x"}, {"sid": 5}, {"exp": "mañana"}]
    )
    def test_needs_them_right(self, change: dict[str, object]) -> None:
        mine = signer()
        claims = jwt.decode(mine.sign(7, uuid4(), AT), options={"verify_signature": False})
        assert mine.session_of(jwt.encode(claims | change, mine.key, "HS256"), AT) is None

    def test_names_its_key_without_telling_it(self) -> None:
        mine = signer()
        header = jwt.get_unverified_header(mine.sign(7, uuid4(), AT))
        assert (header["alg"], header["kid"]) == ("HS256", mine.key_id)
        assert mine.key_id != signer("otra").key_id


class TestOwnKey:
    def test_is_made_once_and_only_its_owner_reads_it(self, tmp_path: Path) -> None:
        first = signer("", data_dir=tmp_path)
        path = tmp_path / "secretos" / "clave-de-sesiones"
        assert path.stat().st_mode & 0o777 == 0o600
        assert signer("", data_dir=tmp_path) == first
        assert list(path.parent.iterdir()) == [path]

    def test_is_the_same_for_processes_that_start_at_once(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(8) as many:
            keys = set(many.map(lambda _: tokens._own_key(tmp_path), range(8)))  # pyright: ignore[reportPrivateUsage]
        assert len(keys) == 1

    def test_is_the_one_that_run_made(self, tmp_path: Path) -> None:
        from caudal.interfaces.cli.place import Place  # noqa: PLC0415 - only to compare with the other door

        place = Place(tmp_path)
        place.make()
        told = place.secret("clave-de-sesiones")
        assert signer("", data_dir=tmp_path) == signer(told)


class TestRandomOnes:
    def test_are_never_the_same(self) -> None:
        session = uuid4()
        assert len({tokens.new_refresh(session) for _ in range(100)}) == 100
        assert tokens.refresh_session(tokens.new_refresh(session)) == session
        keys = {tokens.new_key() for _ in range(100)}
        assert len(keys) == len({prefix for _, prefix in keys}) == 100
        assert all(key.startswith(f"ck_{prefix}_") and len(key) > 50 for key, prefix in keys)

    @pytest.mark.parametrize("token", ["", ".", "x.y", "ñ"])
    def test_that_arent_ours_have_no_session(self, token: str) -> None:
        assert tokens.refresh_session(token) is None


class TestPasswords:
    def test_are_kept_as_argon2id(self) -> None:
        stored = passwords.hashed("una frase cualquiera")
        assert stored.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
        assert passwords.matches(stored, "una frase cualquiera")
        assert not passwords.matches(stored, "otra")
        assert not passwords.outdated(stored)

    @pytest.mark.parametrize("stored", [None, "", "texto", "$argon2id$roto"])
    def test_that_arent_there_never_match(self, stored: str | None) -> None:
        assert not passwords.matches(stored, "")
        assert not passwords.matches(stored, "una frase cualquiera")

    def test_of_nobody_isnt_one_that_somebody_could_know(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(passwords, "_nobodys", lambda: passwords.hashed("la de nadie"))
        assert not passwords.matches(None, "la de nadie")
        assert not passwords.matches("", "la de nadie")

    def test_are_made_a_few_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        inside, most, lock = 0, 0, threading.Lock()

        class Slow:
            def hash(self, _: str) -> str:
                nonlocal inside, most
                with lock:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0.02)
                with lock:
                    inside -= 1
                return ""

        monkeypatch.setattr(passwords, "_HASHER", Slow())
        with ThreadPoolExecutor(8) as many:
            list(many.map(passwords.hashed, ["x"] * 8))
        assert most == 2
