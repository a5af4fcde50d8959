"""What may be in the repository, and what has to be."""

import re
import tomllib

from tests.house.source import ROOT, tracked

# Written with a dot in the middle so that this file does not find itself.
HOSTS = [
    each.replace("·", "") for each in ("py·pi.org", "files.python·hosted", "registry.npm·js", "npm·js.com")
]
PATHS = [each.replace("·", "") for each in ("/wo·rk/", "/ro·ot/", "/ho·me/[a-z]")]
BINARY = {".png", ".jpg", ".ico", ".woff", ".woff2", ".xlsx", ".pdf", ".gz", ".parquet"}


def _texts() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in tracked()
        if path.suffix not in BINARY
    }


def test_names_no_package_registry() -> None:
    """Where packages come from is configured on each machine (pip, npm), never written here."""
    found = [f"{name}: {host}" for name, text in _texts().items() for host in HOSTS if host in text]
    assert found == []


def test_names_no_folder_of_one_machine() -> None:
    """Paths are relative to the repository, or configured."""
    forbidden = re.compile("|".join(rf"(?<![\w.]){path}" for path in PATHS))
    found = [f"{name}: {hit.group()}" for name, text in _texts().items() if (hit := forbidden.search(text))]
    assert found == []


def test_has_no_file_that_belongs_elsewhere() -> None:
    """No data sets, no built files, nothing over a megabyte."""
    heavy = [str(path.relative_to(ROOT)) for path in tracked() if path.stat().st_size > 1_000_000]
    assert heavy == []


class TestPins:
    def test_every_requirement_is_pinned_with_its_hash(self) -> None:
        for path in sorted((ROOT / "requirements").glob("*.txt")):
            text = path.read_text(encoding="utf-8")
            pinned = re.findall(r"^[A-Za-z0-9_.\-\[\]]+==\S+", text, re.MULTILINE)
            named = re.findall(r"^[A-Za-z]\S*", text, re.MULTILINE)
            assert pinned, path.name
            assert len(pinned) == len(named), f"{path.name}: algo sin versión exacta"
            assert "--hash=sha256:" in text
            assert "://" not in text, f"{path.name}: una dirección"

    def test_what_the_project_asks_for_is_what_is_pinned(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        asked = {"runtime": project["project"]["dependencies"], **project["dependency-groups"]}
        for group, wanted in asked.items():
            text = (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8").lower()
            pinned = set(re.findall(r"^([a-z0-9.-]+)==", text, re.MULTILINE))
            missing = {re.split(r"[\[=<>; ]", each)[0].lower() for each in wanted} - pinned
            assert missing == set(), f"requirements/{group}.txt está viejo: make pins"


class TestDecisions:
    def test_each_ends_by_saying_who_watches_it(self) -> None:
        """A decision nobody watches is a wish."""
        pages = sorted((ROOT / "docs" / "decisiones").glob("[0-9]*.md"))
        assert len(pages) >= 8
        for page in pages:
            last = [line for line in page.read_text(encoding="utf-8").splitlines() if line.strip()][-1]
            assert last.startswith("La vigila:"), page.name

    def test_what_watches_them_exists(self) -> None:
        for page in sorted((ROOT / "docs" / "decisiones").glob("[0-9]*.md")):
            last = [line for line in page.read_text(encoding="utf-8").splitlines() if line.strip()][-1]
            named = re.findall(r"`([\w./-]+\.(?:py|toml|sql))", last)
            assert named, f"{page.name}: nombre el archivo que la vigila"
            assert [name for name in named if not (ROOT / name).exists()] == [], page.name

    def test_each_fits_on_a_page(self) -> None:
        for page in (ROOT / "docs" / "decisiones").glob("[0-9]*.md"):
            assert len(page.read_text(encoding="utf-8").splitlines()) <= 60, page.name
