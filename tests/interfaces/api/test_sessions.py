"""Signing in, staying and leaving, over the wire."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import httpx
import jwt
import pytest
from argon2 import PasswordHasher

from caudal.commons.access import passwords
from caudal.kernel import clock
from tests.interfaces.api.conftest import PASSWORD, Api, furnish, serving, stored

COOKIE = "caudal_refresh"


def refresh(api: Api, token: str) -> httpx.Response:
    return api.client(Cookie=f"{COOKIE}={token}").post("/v1/sessions/refresh")


def cookie(answer: httpx.Response) -> str:
    return answer.cookies[COOKIE]


def wait_is_over(api: Api, minutes: int) -> None:
    """As if the failures had happened earlier."""
    api.query("update login_attempts set at = at - make_interval(mins => %s)", minutes)


class TestOpen:
    def test_gives_a_token_and_says_who_one_is(self, module_api: Api) -> None:
        answer = module_api.sign_in("cajero")
        assert answer.status_code == 201
        body = answer.json()
        assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
        user = body["user"]
        assert (user["username"], user["role"], user["role_name"]) == ("cajero", "cajero", "Cajero")
        assert (user["branch_id"], user["active"]) == (1, True)
        assert [b["name"] for b in user["branches"]] == ["Cancún", "CDMX"]
        assert "payments.take" in user["permissions"]
        assert "payments.reverse" not in user["permissions"]
        mine = module_api.client(Authorization=f"Bearer {body['access_token']}").get("/v1/me").json()
        assert mine["username"] == "cajero"

    def test_sets_a_cookie_that_scripts_and_other_sites_never_see(self, module_api: Api) -> None:
        told = module_api.sign_in("cajero").headers["set-cookie"]
        assert told.startswith(f"{COOKIE}=")
        for word in ("Path=/v1/sessions", "HttpOnly", "SameSite=Strict", "Max-Age=2592000"):
            assert word in told
        assert "Secure" not in told

    def test_insists_on_encryption_where_the_address_has_it(self, database_url: str) -> None:
        furnish(database_url)
        with serving(database_url, public_url="https://caudal.example") as api:
            answer = api.sign_in("cajero")
            assert "; Secure" in answer.headers["set-cookie"]
            assert answer.headers["strict-transport-security"].startswith("max-age=")

    def test_keeps_only_digests(self, module_api: Api) -> None:
        token = cookie(module_api.sign_in("cobrador"))
        rows = module_api.query("select token_sha from sessions where length(token_sha) = 32")
        assert rows
        assert not any(token.encode() in bytes(sha) for (sha,) in rows)

    def test_doesnt_mind_capitals_in_the_username(self, module_api: Api) -> None:
        assert module_api.sign_in("  CAJERO ").status_code == 201

    def test_says_the_same_whatever_was_wrong(self, module_api: Api) -> None:
        module_api.query("update users set active = false where username = 'analista'")
        answers = [
            module_api.sign_in("empleado", "otra contraseña"),
            module_api.sign_in("nadie-con-ese-nombre"),
            module_api.sign_in("analista"),
            module_api.sign_in("sistema"),
        ]
        bodies = [module_api.problem(each, 401, "credenciales-invalidas") for each in answers]
        assert len({body["detail"] for body in bodies}) == 1

    def test_writes_failures_down_without_the_password(self, api: Api) -> None:
        api.sign_in("cajero", "mi clave secreta")
        api.sign_in("mi clave secreta", "x")
        rows = api.query("select actor_id, command, asked::text, outcome, problem from audit order by id")
        person = api.one("select id from users where username = 'cajero'")
        assert [row[0] for row in rows] == [person, 0]
        assert {row[1:] for row in rows} == {("sessions.open", "{}", "refused", "credenciales-invalidas")}
        assert not any("secreta" in str(row) for row in api.query("select * from login_attempts"))

    def test_refuses_demo_people_where_there_is_no_demo(self, api: Api) -> None:
        api.query("update users set demo = true where username = 'cajero'")
        api.problem(api.sign_in("cajero"), 401, "credenciales-invalidas")
        api.query("update companies set demo = true")
        assert api.sign_in("cajero").status_code == 201

    def test_hashes_again_when_the_parameters_changed(
        self, api: Api, costly_passwords: PasswordHasher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(passwords, "_HASHER", costly_passwords)
        old = "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
        hasher = __import__("argon2").PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
        old = hasher.hash(PASSWORD)
        api.query("update users set password_hash = %s where username = 'cajero'", old)
        assert api.sign_in("cajero").status_code == 201
        new = api.one("select password_hash from users where username = 'cajero'")
        assert new != old
        assert "m=32768" in new
        assert api.sign_in("cajero").status_code == 201

    @pytest.mark.parametrize(
        "body", ["{}", '{"username": "cajero"}', '{"username": "", "password": "x"}', "[1]"]
    )
    def test_says_what_is_missing(self, module_api: Api, body: str) -> None:
        answer = module_api.client().post(
            "/v1/sessions", content=body, headers={"Content-Type": "application/json"}
        )
        assert module_api.problem(answer, 422, "datos-invalidos")["errors"]


class TestLockOut:
    def test_shuts_the_door_after_five_failures_and_says_until_when(self, api: Api) -> None:
        for _ in range(5):
            api.problem(api.sign_in("cajero", "no es esta"), 401, "credenciales-invalidas")
        shut = api.sign_in("cajero")  # the right one, too late
        body = api.problem(shut, 429, "demasiados-intentos")
        assert 890 < int(shut.headers["retry-after"]) <= 901
        assert "15 minutos" in body["detail"]
        wait_is_over(api, 16)
        assert api.sign_in("cajero").status_code == 201

    def test_shuts_it_longer_to_who_insists(self, api: Api) -> None:
        for _ in range(5):
            api.sign_in("cajero", "no es esta")
        for _ in range(5):
            wait_is_over(api, 16)
            api.sign_in("cajero", "no es esta")
        api.query("update login_attempts set at = at + interval '64 minutes'")
        assert int(api.sign_in("cajero").headers["retry-after"]) > 1700

    def test_is_for_that_person_from_that_address(self, api: Api) -> None:
        for _ in range(5):
            api.sign_in("cajero", "no es esta")
        assert api.sign_in("gerente").status_code == 201
        api.query("update login_attempts set ip = '203.0.113.9'")
        assert api.sign_in("cajero").status_code == 201

    def test_is_the_same_for_names_that_dont_exist(self, api: Api) -> None:
        for _ in range(5):
            api.sign_in("nadie", "no es esta")
        api.problem(api.sign_in("nadie", "no es esta"), 429, "demasiados-intentos")

    def test_forgets_after_coming_in(self, api: Api) -> None:
        for _ in range(4):
            api.sign_in("cajero", "no es esta")
        assert api.sign_in("cajero").status_code == 201
        for _ in range(4):
            api.problem(api.sign_in("cajero", "no es esta"), 401, "credenciales-invalidas")
        assert api.sign_in("cajero").status_code == 201

    def test_is_shown_to_who_looks_after_people(self, api: Api) -> None:
        for _ in range(5):
            api.sign_in("Cajero", "no es esta")
        shown = {u["username"]: u["locked_until"] for u in api.as_("admin").get("/v1/users").json()["items"]}
        left = datetime.fromisoformat(shown.pop("cajero")) - clock.now()
        assert timedelta(minutes=14) < left <= timedelta(minutes=15)
        assert set(shown.values()) == {None}
        wait_is_over(api, 16)
        shown = {u["username"]: u["locked_until"] for u in api.as_("admin").get("/v1/users").json()["items"]}
        assert set(shown.values()) == {None}

    def test_is_of_an_address_too_whoever_it_tries(self, api: Api) -> None:
        api.query(
            "insert into login_attempts (username, ip, at, success)"
            " select '?' || n, '127.0.0.1', %s - interval '1 minute', false from generate_series(1, 49) n",
            clock.now(),
        )
        assert api.sign_in("gerente").status_code == 201
        api.sign_in("nadie", "no es esta")
        shut = api.sign_in("gerente")
        api.problem(shut, 429, "demasiados-intentos")
        assert 890 < int(shut.headers["retry-after"]) <= 901
        wait_is_over(api, 16)
        assert api.sign_in("gerente").status_code == 201

    def test_holds_when_many_try_at_once(self, api: Api) -> None:
        with ThreadPoolExecutor(8) as many:
            codes = list(many.map(lambda _: api.sign_in("cajero", "no es esta").status_code, range(12)))
        assert codes.count(401) == 5
        assert codes.count(429) == 7


class TestRefresh:
    def test_gives_another_token_and_another_cookie(self, api: Api) -> None:
        first = api.sign_in("cajero")
        second = refresh(api, cookie(first))
        assert second.status_code == 201
        assert cookie(second) != cookie(first)
        third = refresh(api, cookie(second))
        assert third.status_code == 201
        token = third.json()["access_token"]
        assert api.client(Authorization=f"Bearer {token}").get("/v1/me").status_code == 200

    def test_forgives_two_windows_that_renew_at_once(self, api: Api) -> None:
        first = cookie(api.sign_in("cajero"))
        with ThreadPoolExecutor(4) as windows:
            answers = list(windows.map(lambda _: refresh(api, first), range(4)))
        assert [each.status_code for each in answers] == [201] * 4
        assert sum(COOKIE in each.cookies for each in answers) == 1

    def test_ends_the_session_when_an_old_one_comes_back(self, api: Api) -> None:
        first = api.sign_in("cajero")
        second = refresh(api, cookie(first))
        api.query("update sessions set rotated_at = rotated_at - interval '11 seconds'")
        api.problem(refresh(api, cookie(first)), 401, "sin-sesion")
        api.problem(refresh(api, cookie(second)), 401, "sin-sesion")
        client = api.client(Authorization=f"Bearer {second.json()['access_token']}")
        api.problem(client.get("/v1/me"), 401, "sin-sesion")
        assert api.one("select revoked_why from sessions") == "ficha repetida"
        assert api.one("select count(*) from audit where command = 'sessions.refresh'") == 1

    def test_ends_it_too_when_a_much_older_one_comes_back(self, api: Api) -> None:
        first = api.sign_in("cajero")
        last = refresh(api, cookie(refresh(api, cookie(first))))
        assert last.status_code == 201
        api.problem(refresh(api, cookie(first)), 401, "sin-sesion")
        api.problem(refresh(api, cookie(last)), 401, "sin-sesion")

    @pytest.mark.parametrize("token", ["", "x", "no.es", "00000000000000000000000000000000.abc", "ñ" * 40])
    def test_refuses_what_it_never_gave(self, module_api: Api, token: str) -> None:
        answer = module_api.client().post(
            "/v1/sessions/refresh", headers={b"Cookie": f"{COOKIE}={token}".encode()}
        )
        module_api.problem(answer, 401, "sin-sesion")

    def test_refuses_when_the_session_grew_old(self, api: Api) -> None:
        first = api.sign_in("cajero")
        api.query("update sessions set expires_at = created_at")
        api.problem(refresh(api, cookie(first)), 401, "sin-sesion")

    def test_refuses_other_sites(self, module_api: Api) -> None:
        answer = module_api.client(**{"Sec-Fetch-Site": "cross-site"}).post("/v1/sessions/refresh")
        module_api.problem(answer, 403, "sin-permiso")


class TestClose:
    def test_ends_the_session_at_once(self, api: Api) -> None:
        opened = api.sign_in("cajero")
        client = api.client(Cookie=f"{COOKIE}={cookie(opened)}")
        answer = client.delete("/v1/sessions/current")
        assert answer.status_code == 204
        assert "Max-Age=0" in answer.headers["set-cookie"]
        bearer = api.client(Authorization=f"Bearer {opened.json()['access_token']}")
        api.problem(bearer.get("/v1/me"), 401, "sin-sesion")
        api.problem(refresh(api, cookie(opened)), 401, "sin-sesion")

    def test_works_with_the_token_alone(self, api: Api) -> None:
        client = api.as_("cajero")
        assert client.delete("/v1/sessions/current").status_code == 204
        api.problem(client.get("/v1/me"), 401, "sin-sesion")

    def test_is_harmless_without_a_session(self, module_api: Api) -> None:
        assert module_api.client().delete("/v1/sessions/current").status_code == 204


class TestToken:
    def test_is_needed(self, module_api: Api) -> None:
        answer = module_api.client().get("/v1/me")
        module_api.problem(answer, 401, "sin-sesion")
        assert answer.headers["www-authenticate"] == "Bearer"

    @pytest.mark.parametrize(
        "bearer", ["", "Bearer", "Bearer x", "Basic Y2FqZXJv", "Bearer a.b.c", "Bearer ck_x_y", "Bearer ck_"]
    )
    def test_must_be_ours(self, module_api: Api, bearer: str) -> None:
        module_api.problem(module_api.client(Authorization=bearer).get("/v1/me"), 401, "sin-sesion")

    def test_dies_in_minutes(self, module_api: Api) -> None:
        claims = jwt.decode(
            module_api.sign_in("cajero").json()["access_token"], options={"verify_signature": False}
        )
        assert claims["exp"] - claims["iat"] == 600
        assert "permissions" not in claims

    def test_signed_by_somebody_else_is_worth_nothing(self, module_api: Api) -> None:
        good = module_api.sign_in("duena").json()["access_token"]
        claims = jwt.decode(good, options={"verify_signature": False})
        later = claims["exp"] + 3600
        for key, algorithm in (("otra clave que no es la de la casa…", "HS256"), ("", "none")):
            forged = jwt.encode(claims | {"exp": later}, key, algorithm)
            module_api.problem(
                module_api.client(Authorization=f"Bearer {forged}").get("/v1/me"), 401, "sin-sesion"
            )


class TestWhatIsTakenAway:
    """Every request reads again what the person may do: nothing waits for the token to die."""

    def test_a_permission(self, api: Api) -> None:
        client = api.as_("gerente")
        assert client.get("/v1/users").status_code == 200
        api.query("delete from role_permissions where role = 'gerente' and permission = 'users.read'")
        assert api.problem(client.get("/v1/users"), 403, "sin-permiso")["permission"] == "users.read"

    def test_a_role(self, api: Api) -> None:
        client = api.as_("gerente")
        api.query("update users set role = 'empleado' where username = 'gerente'")
        api.problem(client.get("/v1/users"), 403, "sin-permiso")

    def test_a_branch(self, api: Api) -> None:
        client = api.as_("gerente", branch=2)
        assert client.get("/v1/users").status_code == 200
        api.query("delete from user_branches where branch_id = 2")
        api.problem(client.get("/v1/users"), 403, "sin-permiso")

    def test_the_account(self, api: Api) -> None:
        client = api.as_("gerente")
        api.query("update users set active = false where username = 'gerente'")
        api.problem(client.get("/v1/me"), 401, "sin-sesion")


def test_the_password_of_the_tests_is_hashed_once() -> None:
    assert stored(PASSWORD) is stored(PASSWORD)
