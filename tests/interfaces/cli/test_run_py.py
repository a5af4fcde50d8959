"""run.py: the only file that runs before anything is installed."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.source import ROOT


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, believing that it lives in an empty folder."""
    spec = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "MARKS", tmp_path / "marcas.json")
    monkeypatch.setattr(module, "CONSOLE", tmp_path / "console")
    return module


class TestItself:
    def test_uses_only_the_standard_library(self) -> None:
        """On a bare machine nothing else is there: -S hides whatever is installed, -I the environment."""
        asked = [sys.executable, "-I", "-S", str(ROOT / "run.py"), "--help"]
        told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        assert "python3 run.py test" in told

    def test_does_not_guess_what_it_was_asked(
        self, script: ModuleType, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert script.main(["tset"]) == 2
        assert "No conozco «tset»" in capsys.readouterr().out

    def test_an_older_python_is_told_so(
        self, script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(script.sys, "version_info", (3, 9, 2))
        assert script.main([]) == 1
        assert "Python 3.11 o posterior" in capsys.readouterr().out

    def test_a_python_without_venv_is_told_what_to_install(
        self, script: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(script.importlib.util, "find_spec", lambda name: None)
        with pytest.raises(script.Failed, match=r"apt-get install -y python3\.\d+-venv"):
            script.ensure_venv()


class TestMarks:
    def test_are_kept(self, script: ModuleType) -> None:
        assert script.mark("consola") == ""
        script.set_mark("consola", "abc")
        script.set_mark("npm", "def")
        assert (script.mark("consola"), script.mark("npm")) == ("abc", "def")

    def test_change_with_the_content_and_with_the_name(self, script: ModuleType, tmp_path: Path) -> None:
        one, two = tmp_path / "uno", tmp_path / "dos"
        one.write_text("a")
        before = script.fingerprint([one])
        one.write_text("b")
        changed = script.fingerprint([one])
        one.rename(two)
        assert len({before, changed, script.fingerprint([two])}) == 3


class TestConsole:
    def test_is_made_from_its_sources_only(self, script: ModuleType, tmp_path: Path) -> None:
        for name in ("src/main.tsx", "node_modules/x/index.js", "dist/index.html", "tsconfig.tsbuildinfo"):
            path = tmp_path / "console" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        assert [path.name for path in script.console_sources()] == ["main.tsx"]


class TestPackages:
    def test_what_was_told_to_pip_is_told_to_uv(
        self, script: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = "global.index-url='https://espejo.ejemplo/simple'\n:env:.cert='/etc/ca.pem'\nglobal.find-links='/ruedas'\n"
        answer = subprocess.CompletedProcess([], 0, stdout=told, stderr="")
        monkeypatch.setattr(script.subprocess, "run", lambda *_, **__: answer)
        for name in ("SSL_CERT_FILE", "UV_DEFAULT_INDEX", "UV_FIND_LINKS", "UV_INDEX_STRATEGY"):
            monkeypatch.delenv(name, raising=False)
        env = script.uv_environment()
        assert env["UV_DEFAULT_INDEX"] == "https://espejo.ejemplo/simple"
        assert env["SSL_CERT_FILE"] == "/etc/ca.pem"
        assert env["UV_FIND_LINKS"] == "/ruedas"

    def test_what_was_told_to_uv_itself_wins(
        self, script: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer = subprocess.CompletedProcess([], 0, stdout="global.index-url='https://otro'\n", stderr="")
        monkeypatch.setattr(script.subprocess, "run", lambda *_, **__: answer)
        monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mio")
        assert script.uv_environment()["UV_DEFAULT_INDEX"] == "https://mio"


class TestModule:
    def test_says_which_there_are(
        self, script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "benchmarks").mkdir()
        for name in ("harness.py", "product.py", "ledger_post.py"):
            (tmp_path / "benchmarks" / name).touch()
        assert script.module("benchmarks", ["otra"]) == 2
        assert capsys.readouterr().out == "Diga cuál: ledger_post\n"
