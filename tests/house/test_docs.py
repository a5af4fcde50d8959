"""What a person may meet has a page that explains it."""

import ast
import re

from caudal.kernel.settings import Settings
from tests.house.source import ROOT, trees

ERRORS = ROOT / "docs" / "errores"
SETTINGS = ROOT / "docs" / "referencia" / "ajustes.md"
PERMISSIONS = ROOT / "docs" / "referencia" / "permisos.md"


def problems() -> dict[str, str]:
    """Title by slug of every `type, title, status = …` in the source."""
    found: dict[str, str] = {}
    for tree in trees().values():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "(type, title, status)"):
                continue
            if isinstance(node.value, ast.Tuple) and isinstance(node.value.elts[0], ast.Constant):
                slug, title = (
                    str(part.value) for part in node.value.elts[:2] if isinstance(part, ast.Constant)
                )
                found[slug] = title
    return found


class TestProblems:
    def test_are_seen(self) -> None:
        assert len(problems()) > 15

    def test_each_has_its_page(self) -> None:
        missing = {slug for slug in problems() if not (ERRORS / f"{slug}.md").exists()}
        assert missing == set(), "docs/errores/<slug>.md: qué pasó, por qué, qué hacer"

    def test_no_page_is_left_without_its_problem(self) -> None:
        base = {"error"}
        assert {page.stem for page in ERRORS.glob("*.md")} - set(problems()) - base == set()

    def test_each_page_says_what_happened_why_and_the_remedy(self) -> None:
        for page in sorted(ERRORS.glob("*.md")):
            text = page.read_text(encoding="utf-8")
            assert text.startswith("# "), page.name
            assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Qué pasó", "Por qué", "Qué hacer"], (
                page.name
            )

    def test_slugs_are_plain(self) -> None:
        assert [slug for slug in problems() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


class TestSettings:
    def test_each_is_documented(self) -> None:
        text = SETTINGS.read_text(encoding="utf-8")
        missing = [
            f"CAUDAL_{name.upper()}"
            for name in Settings.model_fields
            if f"`CAUDAL_{name.upper()}`" not in text
        ]
        assert missing == []

    def test_each_has_a_sentence(self) -> None:
        assert [name for name, field in Settings.model_fields.items() if not field.description] == []

    def test_none_is_documented_that_does_not_exist(self) -> None:
        named = set(re.findall(r"`CAUDAL_([A-Z_]+)`", SETTINGS.read_text(encoding="utf-8")))
        assert named - {name.upper() for name in Settings.model_fields} - {"CHROMIUM"} == set()
