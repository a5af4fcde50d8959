"""The book of acts, as the console reads it."""

from tests.interfaces.api.conftest import Api


def lines(api: Api, who: str = "duena", **asked: object) -> list[dict]:  # type: ignore[type-arg]
    answer = api.as_(who).get("/v1/audit", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def open_branch(api: Api, name: str) -> None:
    asked = {"name": name, "country": "MX", "currency": "MXN", "time_zone": "America/Merida"}
    assert api.as_("duena").post("/v1/branches", json=asked).status_code == 201


class TestList:
    def test_says_who_did_what_in_words(self, api: Api) -> None:
        open_branch(api, "Mérida")
        line = lines(api)[0]
        assert line["actor"]["name"] == "Duena"
        assert line["command"] == "access.create_branch"
        assert line["command_label"] == "Crear una sucursal"
        assert (line["outcome"], line["problem"], line["door"], line["ip"]) == (
            "done",
            None,
            "api",
            "127.0.0.1",
        )
        assert line["asked"] == {
            "name": "•••", "country": "MX", "currency": "MXN", "time_zone": "America/Merida",
        }  # fmt: skip

    def test_has_what_was_refused_too_in_the_words_of_its_route(self, api: Api) -> None:
        api.as_("cajero").get("/v1/roles")
        line = lines(api, outcome="refused")[0]
        assert (line["command"], line["command_label"]) == (
            "users.roles",
            "Los roles y lo que puede cada uno",
        )
        assert line["problem"] == "sin-permiso"

    def test_can_be_narrowed(self, api: Api) -> None:
        open_branch(api, "Mérida")
        api.sign_in("cajero", "no es esta")
        today = lines(api)[0]["business_date"]
        assert {x["command"] for x in lines(api, q="crear_nada")} == set()
        assert {x["command"] for x in lines(api, q="merida")} == {"access.create_branch"}
        assert {x["command"] for x in lines(api, q="m_rida")} == set()
        assert {x["actor"]["name"] for x in lines(api, q="cajero")} == {"Cajero"}
        assert {x["command"] for x in lines(api, command="sessions.open", outcome="refused")} == {
            "sessions.open"
        }
        assert lines(api, to="2020-01-01") == []
        assert lines(api, **{"from": today, "to": today})
        assert lines(api, branch_id=2) == []
        assert {x["actor"]["id"] for x in lines(api, actor=1)} == {1}

    def test_counts_what_was_asked_for_whatever_the_page(self, api: Api) -> None:
        for name in ("A", "B", "C"):
            open_branch(api, name)
        asked = {"command": "access.create_branch", "limit": 2}
        first = api.as_("duena").get("/v1/audit", params=asked).json()
        assert (len(first["items"]), first["totals"]) == (2, {"count": 3, "more": False})
        rest = api.as_("duena").get("/v1/audit", params=asked | {"after": first["next"]}).json()
        assert (len(rest["items"]), rest["totals"]) == (1, {"count": 3, "more": False})

    def test_says_which_commands_there_are(self, api: Api) -> None:
        found = api.as_("duena").get("/v1/audit/commands").json()["items"]
        titles = {one["code"]: one["label"] for one in found}
        assert titles["payments.take"] == "Registrar un cobro"
        assert titles["users.create"] == "Crea un usuario", "what is refused goes by its route"
        assert [one["label"] for one in found] == sorted(titles.values(), key=str.casefold)
        api.problem(api.as_("cajero").get("/v1/audit/commands"), 403, "sin-permiso")

    def test_reads_on_page_after_page(self, api: Api) -> None:
        for name in ("A", "B", "C", "D", "E"):
            open_branch(api, name)
        seen: list[str] = []
        after = None
        for _ in range(10):
            asked = {"limit": 2} | ({"after": after} if after else {})
            page = api.as_("duena").get("/v1/audit", params=asked).json()
            seen += [line["act_id"] for line in page["items"]]
            after = page["next"]
            if after is None:
                break
        assert len(seen) == len(set(seen)) == 6  # five branches and one sign-in
        assert seen == [line["act_id"] for line in lines(api)]

    def test_is_of_ones_own_branches(self, api: Api) -> None:
        api.as_("duena", branch=3).post(
            "/v1/branches",
            json={"name": "Cali", "country": "CO", "currency": "COP", "time_zone": "America/Bogota"},
        )
        assert [x["command"] for x in lines(api, "gerente", command="access.create_branch")] == []
        hidden = lines(api, command="access.create_branch")[0]["act_id"]
        api.problem(api.as_("gerente").get(f"/v1/audit/{hidden}"), 404, "no-encontrado")


class TestDetail:
    def test_says_field_by_field_what_was_and_what_is(self, api: Api) -> None:
        person = api.one("select id from users where username = 'cajero'")
        api.as_("admin").patch(
            f"/v1/users/{person}", json={"name": "Otra", "role": "cobrador", "branches": [1]}
        )
        act_id = lines(api, command="access.change_user")[0]["act_id"]
        body = api.as_("duena").get(f"/v1/audit/{act_id}").json()
        users = next(c for c in body["changes"] if c["table"] == "users")
        assert (users["table_label"], users["op"], users["key"]) == ("Usuarios", "U", str(person))
        assert {f["label"]: (f["old"], f["new"]) for f in users["fields"]} == {
            "Nombre": ("Cajero", "Otra"),
            "Rol": ("cajero", "cobrador"),
        }
        assert (body["entries"], body["messages"]) == ([], [])

    def test_of_nothing_is_not_found(self, module_api: Api) -> None:
        answer = module_api.as_("duena").get("/v1/audit/00000000-0000-0000-0000-000000000000")
        module_api.problem(answer, 404, "no-encontrado")


class TestTheChain:
    def test_is_proved_part_by_part_and_its_head_is_told(self, api: Api) -> None:
        """Each part tells how many there are; together they are the whole proof, and the head is the same."""
        who = api.as_("contador")
        whole = who.post("/v1/books/verification", json={}).json()
        assert (whole["ok"], len(whole["head"])) == (True, 64)
        found = [
            who.post("/v1/books/verification", json={}, params={"part": n}).json()
            for n in range(whole["parts"])
        ]
        assert [c["name"] for part in found for c in part["checks"]] == [c["name"] for c in whole["checks"]]
        assert {part["head"] for part in found} == {whole["head"]}
        assert who.post("/v1/books/verification", json={}, params={"part": 99}).json()["checks"] == []
        api.problem(who.post("/v1/books/verification", params={"part": -1}), 422, "datos-invalidos")
        api.problem(api.as_("cajero").post("/v1/books/verification", json={}), 403, "sin-permiso")
