"""What a password must be and how long the door stays shut."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.commons.access.rules import PERMISSIONS, check_password, lock_for
from caudal.kernel.problems import Invalid


class TestPassword:
    @pytest.mark.parametrize(
        "good", ["caballo de mar azul", "T3r-cio.Pelo", "ñandú ñoño 7", "correcto!caballo"]
    )
    def test_may_be_any_phrase(self, good: str) -> None:
        check_password(good, "cajera")

    @pytest.mark.parametrize(
        ("bad", "why"),
        [
            ("corta", "10 caracteres"),
            ("", "10 caracteres"),
            ("x" * 129, "128"),
            ("cajera.uno", "nombre de usuario"),
            ("CAJERA.UNO", "nombre de usuario"),
            ("cajera.unocajera.uno", "nombre de usuario"),
            ("caudal-demo", "demostración"),
            ("1234567890", "cualquiera"),
            ("Contraseña123", "cualquiera"),
            ("QWERTYUIOP", "cualquiera"),
            ("abababababab", "cualquiera"),
            ("          ", "cualquiera"),
        ],
    )
    def test_says_why_not(self, bad: str, why: str) -> None:
        with pytest.raises(Invalid, match=why) as refused:
            check_password(bad, "cajera.uno")
        assert bad not in str(refused.value.body()) or len(bad) < 2

    @given(st.text(max_size=9))
    def test_is_never_short(self, text: str) -> None:
        with pytest.raises(Invalid):
            check_password(text, "alguien")


class TestLock:
    def test_grows_and_has_an_end(self) -> None:
        spans = [lock_for(n) for n in range(100)]
        assert spans[:5] == [None] * 5
        assert spans[5] == timedelta(minutes=15)
        assert spans[10] == timedelta(minutes=30)
        real = [span for span in spans if span is not None]
        assert real == sorted(real)
        assert real[-1] == timedelta(hours=24)


def test_permissions_are_nouns_and_verbs_with_a_sentence() -> None:
    for code, label in PERMISSIONS.items():
        noun, verb = code.split(".")
        assert noun.isalpha()
        assert verb.isalpha()
        assert label[0].isupper()
