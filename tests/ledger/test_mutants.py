"""The tests are worth something: take a guard of the journal away and one of them fails."""

import re
from collections import Counter

import pytest

from tests.ledger.books import Books
from tests.ledger.mutants import MUTANTS, Mutant

MALFORMED = re.compile(r"\b42(601|703|883|P01|804|702|P13)\b")
"""States of a change that isn't SQL: they would pass for a kill."""


class TestMutants:
    @pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
    def test_is_killed(self, books: Books, mutant: Mutant) -> None:
        mutant.apply(books)
        try:
            mutant.killer(books)
        except BaseException as failure:
            malformed = MALFORMED.search(str(failure))
            if malformed is None:
                return
            raise
        pytest.fail(f"nobody notices without «{mutant.name}»")

    def test_each_has_its_own_name(self) -> None:
        assert max(Counter(mutant.name for mutant in MUTANTS).values()) == 1
