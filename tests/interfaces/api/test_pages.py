"""What is served besides the API: health, documentation, problems, the console; and what goes around all of it."""

import gzip
import re
from pathlib import Path

import pytest
from starlette.requests import Request

from caudal.interfaces.api.static import Console
from tests.house.source import ROOT
from tests.interfaces.api.conftest import Api


class TestHealth:
    def test_lives_and_is_ready(self, module_api: Api) -> None:
        client = module_api.client()
        assert client.get("/healthz").status_code == 200
        body = client.get("/readyz").json()
        assert (body["ready"], body["demo"], body["company"], body["demo_users"]) == (
            True,
            False,
            "Prueba",
            [],
        )

    def test_tells_the_demo_people_where_there_is_one(self, api: Api) -> None:
        api.query("update companies set demo = true")
        api.query("update users set demo = true where username in ('cajero', 'duena')")
        body = api.client().get("/readyz").json()
        assert (body["demo"], body["demo_users"]) == (True, ["duena", "cajero"])

    def test_isnt_ready_at_another_level(self, api: Api) -> None:
        api.query("update alembic_version set version_num = '0001'")
        answer = api.client().get("/readyz")
        assert (answer.status_code, answer.json()["ready"]) == (503, False)
        assert "migrate" in answer.json()["detail"]


class TestDocumentation:
    def test_describes_itself(self, module_api: Api) -> None:
        body = module_api.client().get("/v1/openapi.json").json()
        assert body["openapi"].startswith("3.1")
        take = body["paths"]["/v1/branches"]["post"]
        assert (take["operationId"], take["x-permission"]) == ("branches.create", "branches.write")
        assert take["summary"].startswith("Crea una sucursal")
        assert "branches.write" in take["description"]
        assert not [tag for tag in body["tags"] if tag["name"] == tag["description"]]
        assert {"X-Branch", "X-Reason", "dry_run", "Idempotency-Key"} <= {
            p["name"] for p in take["parameters"]
        }
        assert {"400", "401", "403", "404", "409", "422", "503"} <= set(take["responses"])
        assert "HTTPValidationError" not in body["components"]["schemas"]

    def test_is_a_page_that_asks_nobody_else(self, module_api: Api) -> None:
        client = module_api.client()
        page = client.get("/docs").text
        parts = re.findall(r'(?:src|href)="([^"]+)"', page)
        assert sorted(parts) == ["/docs/docs.css", "/docs/docs.js", "/v1/openapi.json", "data:,"]
        for part in set(parts) - {"data:,"}:
            assert client.get(part).status_code == 200
        assert "://" not in client.get("/docs/docs.js").text + client.get("/docs/docs.css").text

    @pytest.mark.parametrize("slug", sorted(p.stem for p in (ROOT / "docs" / "errores").glob("*.md")))
    def test_explains_each_problem(self, module_api: Api, slug: str) -> None:
        answer = module_api.client().get(f"/problemas/{slug}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        for heading in ("Qué pasó", "Por qué", "Qué hacer"):
            assert f"<h2>{heading}</h2>" in answer.text
        assert "`" not in answer.text
        assert "##" not in answer.text


class TestTheFrame:
    @pytest.mark.parametrize("path", ["/healthz", "/v1/me", "/docs", "/", "/v1/no-existe"])
    def test_goes_around_every_answer(self, module_api: Api, path: str) -> None:
        headers = module_api.client().get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "script-src 'self';" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert re.fullmatch("[0-9a-f]{12}", headers["x-request-id"])
        assert "server" not in headers

    def test_lets_nobody_keep_data(self, module_api: Api) -> None:
        assert module_api.as_("cajero").get("/v1/me").headers["cache-control"] == "no-store"
        assert module_api.client().get("/v1/me").headers["cache-control"] == "no-store"


@pytest.fixture
def built(tmp_path: Path) -> Console:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Caudal</title>", encoding="utf-8")
    (tmp_path / "assets" / "main-Ab3_dEf9.js").write_text("let a = 1;\n" * 500, encoding="utf-8")
    (tmp_path.parent / "secreto.txt").write_text("no", encoding="utf-8")
    return Console(tmp_path)


def ask(console: Console, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    request = Request({"type": "http", "method": "GET", "path": f"/{path}", "headers": raw})
    answer = console.respond(path, request)
    return answer.status_code, dict(answer.headers), bytes(answer.body)


class TestTheConsole:
    def test_is_shown_at_any_address_of_its_own(self, built: Console) -> None:
        for path in ("", "inicio", "clientes/0198", "bitacora"):
            status, headers, body = ask(built, path)
            assert (status, headers["cache-control"]) == (200, "no-cache")
            assert b"Caudal" in body

    def test_keeps_hashed_files_for_ever(self, built: Console) -> None:
        _, headers, body = ask(built, "assets/main-Ab3_dEf9.js", accept_encoding="gzip")
        assert "immutable" in headers["cache-control"]
        assert headers["content-encoding"] == "gzip"
        assert headers["content-type"].startswith("text/javascript")
        assert gzip.decompress(body).startswith(b"let a")

    def test_isnt_sent_twice(self, built: Console) -> None:
        _, headers, _ = ask(built, "")
        assert ask(built, "", if_none_match=headers["etag"])[0] == 304

    @pytest.mark.parametrize(
        "path", ["../secreto.txt", "assets/otro.js", "favicon.ico", "assets/../../secreto.txt"]
    )
    def test_gives_nothing_else(self, built: Console, path: str) -> None:
        with pytest.raises(Exception, match="404"):
            ask(built, path)

    def test_says_so_where_it_isnt_built(self, tmp_path: Path) -> None:
        status, _, body = ask(Console(tmp_path), "")
        assert status == 200
        assert "no está construida" in body.decode()

    def test_is_only_read(self, module_api: Api) -> None:
        answer = module_api.client().post("/inicio", json={})
        module_api.problem(answer, 405, "metodo-no-permitido")
