"""Signing in, staying, leaving."""

from tests.interfaces.api.conftest import Api


class TestOpen:
    def test_gives_a_token_and_says_who_one_is(self, api: Api) -> None:
        answer = api.sign_in("cajero")
        assert answer.status_code == 201
        body = answer.json()
        assert body["token_type"] == "Bearer"
        assert body["expires_in"] == 600
        assert body["user"]["username"] == "cajero"
        assert body["user"]["branch_id"] == 1
        assert [b["name"] for b in body["user"]["branches"]] == ["Cancún", "CDMX"]
        assert "payments.take" in body["user"]["permissions"]
        assert api.as_("cajero").get("/v1/me").json() == body["user"] | {
            "last_seen_at": api.as_("cajero").get("/v1/me").json()["last_seen_at"]
        }
