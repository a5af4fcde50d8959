"""Requests as nobody should write them: every body good except in one place, every address and header likewise.

`World` prepares a house with one of each thing and a good request for every route that writes; `spoiled` puts a
wrong value in one place of it. Used by the short form in the suite and by the long campaign.
"""
# ruff: noqa: E501 - a table reads better with one row per line

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from hypothesis import strategies as st

from caudal.interfaces.api import app
from tests.interfaces.api import conftest
from tests.interfaces.api.conftest import PASSWORD, Api
from tests.interfaces.api.pawning import fund, furnish_pawn, ticket_of
from tests.interfaces.api.test_receivables import debtor, owe, pay

DEEP: list[Any] = []
for _ in range(900):
    DEEP = [DEEP]

LATER = (conftest.today() + timedelta(days=1_000)).isoformat()

WRONG: list[Any] = [
    None, True, False, 0, -1, 1, 32768, 2**31, 2**63, -(2**63) - 1, 2**64, 10**40, 1.5, 1e308, float("nan"), "", " ",
    "\x00", "a\x00b", "\ud800", "a\udfffb", "\U0001f4b8", "\u202e\u0642", "x" * 41, "x" * 301, "x" * 5_000, "x" * 200_000,
    "0001-01-01", "9999-12-31", "2026-02-30", "-0001-01-01", "10000-01-01", "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59", "NaN", "Infinity", "1e9999", "-0", "٣", "1_000", "%s", "'; drop table payments; --",
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "../../etc/passwd", "{{x}}", "{x}",
    [], {}, [[]], [None], ["\x00"], ["\ud800"], [2**64], {"": None}, {"\x00": 1}, {"\ud800": "\ud800"}, DEEP,
    list(range(1_000)), {"amount": "1e9999", "currency": "MXN"}, {"amount": "9" * 400, "currency": "MXN"},
    {"amount": 10**30, "currency": "MXN"}, {"amount": "10.00", "currency": "\x00"},
    {"amount": "10.00", "currency": "\ud800"}, {"amount": "\ud800", "currency": "MXN"},
    {"amount": "0.001", "currency": "CLP"}, {"amount": "99999999999999.99", "currency": "COP"},
    {"amount": "NaN", "currency": "MXN"}, {"amount": ["1"], "currency": "MXN"},
]  # fmt: skip
"""What breaks programs: nothing, limits of whole numbers, NUL, half characters, the ends of time, depth, size."""

ADDRESSES = [
    "%00",
    "%ED%A0%80",
    "%FF",
    "0",
    "-1",
    "9" * 30,
    "null",
    "..%2f..",
    "x" * 3_000,
    "%F0%9F%92%B8",
    "1e3",
    "٣",
]
KINDS = ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml",
         "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/merge-patch+json", "\xff"]  # fmt: skip
BODIES = [b"", b"null", b"[]", b"{}", b"0", b'""', b"nul", b"\x00", b"\xff\xfe{\x00}\x00", b'{"a":', b"[" * 50_000,
          b'{"a":' * 5_000, b'{"a": 1, "a": 2}', b'{"a": ' + b"9" * 6_000 + b"}", b"1e99999", b'"\\ud800"', b"\xed\xa0\x80",
          b"NaN", b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\x00.csv\"\r\n\r\n\x00\r\n--x--\r\n"]  # fmt: skip
FILES = {
    "imports.open",
    "banks.read_statement",
    "pawn.add_photo",
    "tills.add_receipt",
    "budgets.take_in",
    "payables.add_paper",
    "payables.add_proof",
    "payables.read_cfdi",
}
"""What is asked with a file."""

HEADERS: list[dict[str, str]] = [
    {name: value}
    for name in ("Idempotency-Key", "X-Branch", "X-Reason", "Authorization", "Accept-Language", "Cookie", "Accept-Encoding")
    for value in ("\xff\xfe", "\xed\xa0\x80", "x" * 4_000, "-1", "0", "9" * 30, "1.5", "null", "Bearer \xff",
                  "Bearer a.b.c", "Bearer cd_x", "caudal_refresh=\xff", "caudal_refresh=a.b", "٣".encode().decode("latin-1"))
]  # fmt: skip


@dataclass(frozen=True)
class Call:
    """A request: the route's pattern, where it goes, and what it carries."""

    method: str
    path: str
    body: Any = None
    raw: bytes | None = None
    params: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        told = json.dumps(self.body)[:300] if self.raw is None else repr(self.raw[:60])
        return f"{self.method} {self.path[:120]} {told} {str(self.params)[:120]} {str(self.headers)[:120]}"


@dataclass
class World:
    """A house with one of each thing, somebody who may do everything, and a good request for every writing route."""

    api: Api
    who: httpx.Client = field(init=False)
    good: list[Call] = field(init=False)
    asks: list[Call] = field(init=False)

    def __post_init__(self) -> None:
        self.who = self.api.as_("duena")
        client = debtor(self.api)
        debt = owe(self.api, client, "500")
        owe(self.api, client, "100")
        taken = pay(self.api, client, "20")
        spare = pay(self.api, client, "1")
        today = conftest.today().isoformat()
        file = {
            "file": ("d.csv", b"Cliente,Concepto,Monto,Vencimiento\nAna,Tour,1.00,2026-10-05\n", "text/csv")
        }
        came = self.who.post("/v1/imports", files=file)
        assert came.status_code == 201, came.text
        key = self.who.post("/v1/api-keys", json={"name": "k", "permissions": ["clients.read"]}).json()["id"]
        message = self.who.post(f"/v1/clients/{client}/messages", json={"text": "Hola"})
        self.ids = {
            "client_id": client, "receivable_id": debt, "payment_id": spare, "user_id": 3, "import_id": came.json()["id"],
            "key_id": key, "code": "mora_1", "loan_id": UUID(int=1), "event_id": 1, "delegation_id": 1, "kind": "debts", "entry_id": 1, "alert_id": UUID(int=1), "schedule_id": UUID(int=1), "report": "daily", "notice_id": UUID(int=1), "act_id": UUID(int=1), "job_id": UUID(int=1),
            "rosca_id": self._san(client), "number": 1, "round": 1,
            "message_id": message.json().get("id", UUID(int=1)),
        }  # fmt: skip
        thing = self.who.post(
            "/v1/collaterals", json={"client_id": str(client), "kind": "property", "description": "Casa"}
        )
        self.ids |= {
            "collateral_id": thing.json()["id"],
            "lien_id": UUID(int=1),
            "surety_id": UUID(int=1),
            "remittance_id": UUID(int=1),
        }
        furnish_pawn(self.api)
        fund(self.api)
        pledged = ticket_of(self.api, client)
        self.ids |= {"ticket_id": pledged["id"], "item_id": pledged["items"][0]["id"], "lot_id": UUID(int=1),
                     "move_id": UUID(int=1), "photo_id": UUID(int=1), "shift_id": UUID(int=1), "operation_id": UUID(int=1), "request_id": UUID(int=1)}  # fmt: skip
        sold = self.who.post("/v1/bookings", json={"client_id": str(client), "service": "Tour", "service_on": today,
                                                   "price": {"amount": "10.00", "currency": "MXN"}})  # fmt: skip
        self.ids |= {"booking_id": sold.json()["id"], "refund_id": UUID(int=1)}
        self.ids |= {"manual_id": UUID(int=1), "account_id": 1, "ym": 202001, "year": 2020, "which": "income"}
        self.ids |= self._bank(today)
        self.ids |= self._owed(today)
        self.good = list(self._good(client, debt, taken, today))
        self.asks = list(self._asks())

    def _bank(self, today: str) -> dict[str, Any]:
        """A bank account with a statement of two lines that entered, and another file that waits."""
        asked = {
            "name": "Banorte F",
            "bank": "Banorte",
            "number_kind": "account",
            "number": "0011223344",
            "currency": "MXN",
        }
        account = self.who.post("/v1/bank-accounts", json=asked).json()["id"]
        for number, amount in enumerate(("5.00", "-1.00")):
            data = f"Fecha,Concepto,Importe\n{today},Algo {number},{amount}\n".encode()
            file = {"file": (f"e{number}.csv", data, "text/csv")}
            came = self.who.post("/v1/bank-statements", files=file, data={"account_id": account})
            assert came.status_code == 201, came.text
            if not number:
                path = f"/v1/bank-statements/{came.json()['statement']['id']}/entry"
                assert self.who.post(path, json={}).status_code == 201
        line = self.who.get("/v1/bank-lines").json()["items"][0]["id"]
        return {"account_id": account, "statement_id": came.json()["statement"]["id"], "line_id": line,
                "match_id": UUID(int=1), "rule_id": 1}  # fmt: skip

    def _banking(self, client: UUID, today: str) -> dict[str, Any]:
        money, account = {"amount": "1.00", "currency": "MXN"}, self.ids["account_id"]
        sheet = {"columns": {"on": "Fecha", "text": "Concepto", "amount": "Importe"}, "decimal": ".", "dates": "ymd",
                 "opening": money, "closing": None, "leave_out": False}  # fmt: skip
        return {
            "banks.open": {"name": "Otra", "bank": "BBVA", "number_kind": "clabe", "number": "032180000118359719",
                           "currency": "MXN", "branch_id": 1, "floor": money, "threshold": money, "account_id": account,
                           "main": False, "shared": False},
            "banks.change": {"name": "Otro nombre", "bank": "BBVA", "threshold": money, "main": False},
            "banks.check_statement": sheet, "banks.enter_statement": sheet, "banks.withdraw_statement": {"reason": "una razón"},
            "banks.ask_transfer": {"from_account_id": account, "to_account_id": 1, "amount": money, "concept": "fondeo",
                                   "reference": "r", "reason": "una razón"},
            "reconciliation.explain": {"outcome": "unidentified"},
            "reconciliation.claim": {"client_id": str(client), "apply_to": None},
            "reconciliation.match": {"suggestion_id": None, "account_id": account, "lines": [self.ids["line_id"]],
                                     "movements": [{"entry_id": 1, "entry_line": 1}], "partly": False, "reason": "r"},
            "reconciliation.run": {"account_id": account},
            "reconciliation.undo": {"reason": "una razón"},
            "reconciliation.add_rule": {"needle": "comision x", "outcome": "fee", "account_id": account, "branch_id": 1,
                                        "client_id": None},
            "reconciliation.reconcile": {"business_date": today, "branch_id": 1},
            "reconciliation.name_owner": {"user_id": 1, "line_id": self.ids["line_id"], "movement": None, "note": "n"},
        }  # fmt: skip

    def _san(self, client: UUID) -> str:
        """A san that has started, with a round half paid."""
        asked = {"name": "San", "contribution": {"amount": "10.00", "currency": "MXN"}, "places": 3,
                 "frequency": "weekly", "starts_on": conftest.today().isoformat()}  # fmt: skip
        san = self.who.post("/v1/roscas", json=asked).json()["id"]
        for path, body in (
            ("members", {"client_id": str(client), "count": 3}),
            ("turns", {"order": [2, 1, 3]}),
            ("start", None),
        ):
            done = self.who.post(f"/v1/roscas/{san}/{path}", json=body)
            assert done.status_code < 300, done.text
        return san

    def _good(self, client: UUID, debt: UUID, taken: UUID, today: str) -> Iterator[Call]:
        money, sold = {"amount": "1.00", "currency": "MXN"}, str(self.ids["booking_id"])
        document = {"kind": "OTRO", "number": "F1", "country": "MX"}
        plan = {"mapping": {"name": "Cliente", "concept": "Concepto", "amount": "Monto", "due_on": "Vencimiento"},
                "formats": {"decimal": ".", "dates": "ymd", "country": "MX", "currency": "MXN"}, "mode": "sale",
                "expected_total": money}  # fmt: skip
        person = {"name": "Ana", "document": document, "phones": ["+525512345678"], "consents": ["whatsapp"], "branch_id": 1,
                  "email": "a@b.mx", "zone": "z", "address": "a", "notes": "n"}  # fmt: skip
        bodies: dict[str, Any] = {
            "payments.take": {"client_id": str(client), "amount": money, "method": "transfer", "reference": "r",
                                       "received_on": today, "apply_to": [str(debt)], "tendered": money},
            "payments.reverse": {"reason": "una razón"},
            "payments.use_credit": {"currency": "MXN", "apply_to": [str(debt)]},
            "sessions.open": {"username": "cajero", "password": PASSWORD},
            "users.create": {"username": "nueva", "name": "N", "role": "cajero", "branches": [1], "password": PASSWORD},
            "users.change": {"name": "N", "role": "cajero", "branches": [1], "active": True, "password": PASSWORD},
            "users.change_password": {"current_password": "otra", "new_password": PASSWORD + "2"},
            "branches.create": {"name": "B", "country": "MX", "currency": "MXN", "time_zone": "America/Cancun"},
            "apikeys.create": {"name": "k", "permissions": ["clients.read"], "expires_at": f"{LATER}T00:00:00Z"},
            "templates.change": {"body": "Hola {cliente}", "provider_name": "p", "language": "es", "active": True},
            "templates.preview": {"receivable_id": str(debt)},
            "clients.open": person,
            "clients.change": {k: v for k, v in person.items() if k not in ("consents", "branch_id")}
                               | {"tags": ["t"], "version": 1},
            "clients.erase": {"reason": "una razón"},
            "clients.consent": {"channel": "whatsapp", "granted": True, "evidence": "e"},
            "clients.write_to": {"channel": "whatsapp", "template": "mora_1", "receivable_id": str(debt)},
            "receivables.open": {"client_id": str(client), "concept": "c", "amount": money, "issued_on": today,
                                          "due_on": today, "branch_id": 1, "external_ref": "x"},
            "receivables.cancel": {"reason": "una razón"},
            "bookings.book": {"client_id": str(client), "kind": "tour", "service": "Chichén Itzá", "service_on": today,
                              "service_time": "07:30", "price": money, "due_on": today, "seller_id": 1, "contract_id": None,
                              "branch_id": 1, "notes": "n"},
            "bookings.cancel": {"method": "cash", "pay_to": "", "amount": money, "reason": "una razón"},
            "refunds.ask": {"booking_id": sold, "method": "transfer", "pay_to": "012", "amount": money, "reason": "una razón"},
            "refunds.pay": {"box_id": None, "reference": "SPEI 1"},
            "refunds.void": {"reason": "una razón"},
            "policies.save": {"kind": "tour", "from_on": today, "pay_days": 5, "reason": "una razón",
                              "bands": [{"first_day": 7, "percent": "75"}, {"first_day": 0, "percent": "0"}]},
            "policies.simulate": {"service_on": today, "cancelled_on": today, "paid": money, "already": None, "kind": "tour",
                                  "sold_on": today, "bands": [{"first_day": 0, "percent": "50"}]},
            "bookings.change": {"service_on": today, "service_time": "08:00", "price": money, "reason": "una razón"},
            "days.close": {"business_date": today, "branch_id": 1},
            "reminders.change": {"steps": [{"offset_days": 1, "template": "mora_1", "channel": "whatsapp",
                                                    "active": True}]},
            "imports.check": plan,
            "imports.run": plan,
            "imports.undo": {"reason": "una razón"},
            "roscas.create": {"name": "San", "contribution": money, "places": 3, "frequency": "monthly", "starts_on": today,
                              "fee": {"kind": "fixed", "amount": {"amount": "0.50", "currency": "MXN"}, "share": None},
                              "organiser_id": str(client), "branch_id": 1},
            "roscas.join": {"client_id": str(client), "numbers": [1], "count": 1},
            "roscas.agree": {"order": [1, 2, 3]},
            "roscas.draw": {"seed": "Loto 05/10/2026: 01 02 03"},
            "roscas.swap": {"numbers": [1, 2], "consents": [{"number": 1, "evidence": "firma"}, {"number": 2, "evidence": "firma"}]},
            "roscas.postpone": {"number": 1, "reason": "una razón"},
            "roscas.replace": {"number": 1, "client_id": str(client), "evidence": "lo firmaron"},
            "roscas.collect": {"numbers": [1, 2], "method": "transfer", "reference": "r", "received_on": today},
            "roscas.authorise": {"front": money},
            "roscas.deliver": {"method": "cash", "reference": "r", "account_id": None},
            "roscas.take_back": {"reason": "una razón"},
            "roscas.suspend": {"reason": "una razón"},
            "roscas.liquidate": {"reason": "una razón"},
            "roscas.refund": {"number": 1, "amount": money, "method": "cash", "account_id": None},
            "loans.quote": {"method": "french", "principal": money | {"amount": "100000.00"}, "periods": 12, "balloon": None,
                            "rate": {"kind": "nominal", "value": "0.24", "period": "yearly"}, "frequency": "monthly",
                            "disbursed_on": today, "first_due_on": None, "day_count": "period", "plan": [], "round_to": 0,
                            "fees": [{"name": "Comisión", "kind": "fee", "on": "principal", "when": "discounted",
                                      "part": "0.03", "base": money, "yearly": False, "optional": False, "held": False}],
                            "grace": {"kind": "principal", "periods": 2, "capitalise": False},
                            "holidays": {"country": "MX", "move": "next", "saturdays": True},
                            "rounding": "half_up", "modality": "consumo"},
            "products.save": {"name": "Personal", "currency": "MXN", "method": "french", "frequency": "monthly", "periods": 12,
                              "fewest": 1, "most": 24, "rate": {"kind": "periodic", "value": "0.02", "period": None},
                              "lowest_rate": "0.01", "highest_rate": "0.03", "least": money, "greatest": money,
                              "day_count": "period", "grace": None, "fees": [], "holidays": None, "round_to": 0,
                              "rounding": "half_up", "installment_part": None, "balloon_part": None,
                              "daily_recalculation": False, "rebate": True,
                              "arrears": {"rate": {"kind": "nominal", "value": "0.36"}, "base": "principal",
                                          "accrual": "daily", "grace_days": 3, "fee": None, "fee_part": "0", "capped": True},
                              "application": ["charge", "insurance", "arrears", "interest", "principal"],
                              "mode": "horizontal", "tolerance": money, "renewal_after": 6, "limits": {"gerente": money},
                              "modality": "consumo", "collateral": {"required": False, "limits": {"property": "0.7"}}, "line": None},
            "ceilings.certify": {"country": "CO", "first_on": "2026-04-01", "last_on": "2026-04-30", "apart": False,
                                 "source": "Resolución de prueba de la Superintendencia", "reason": "una razón",
                                 "rows": [{"modality": "consumo", "reference": "0.1710", "cap": "0.2565",
                                           "mora_factor": None, "replaces": None}]},
            "loans.apply": {"client_id": str(client), "product": "personal", "principal": money, "periods": 12, "rate": "0.02",
                            "disbursed_on": today, "first_due_on": None, "installment": None, "plan": [], "purpose": "p",
                            "branch_id": 1, "liens": [], "sureties": []},
            "products.quote": (wish := {"principal": money, "periods": 12, "rate": "0.02", "disbursed_on": today,
                                        "first_due_on": None, "installment": None, "plan": []}),
            "loans.decide": {"approve": False, "reason": "una razón"},
            "loans.disburse": {"method": "cash", "on": today, "account_id": None},
            "loans.cancel": {"reason": "una razón"},
            "treasury.fund": {"amount": money, "on": today, "reason": "una razón"},
            "tills.add": {"name": "Caja fuerte", "currency": "MXN", "branch_id": 1},
            "tills.set_rule": {"required": False, "tolerance": money, "petty": money, "branch_id": 1, "since": today},
            "tills.open": {"pieces": {"500": 1, "0.50": 2}, "till_id": 1, "currency": "MXN", "reason": "una razón"},
            "tills.count": {"pieces": {"500": 1, "0.50": 2}},
            "approvals.authorise": {"note": "visto"},
            "approvals.reject": {"reason": "una razón"},
            "approvals.send_back": {"reason": "una razón"},
            "approvals.withdraw": {"note": "ya no"},
            "approvals.review": {"note": "visto"},
            "approvals.delegate": {"to_user": 4, "from_user": 3, "from": today, "to": today, "reason": "una razón"},
            "approvals.end_delegation": {"note": "ya volvió"},
            "approvals.set_limits": {"limits": [{"kind": "refund", "role": "gerente", "currency": "MXN", "amount": money}],
                                     "spans": [{"kind": "refund", "days": 7}], "from": today, "reason": "una razón"},
            "tills.settle": {"reason": "una razón"},
            "tills.decide": {"approve": True, "reason": "una razón"},
            "tills.move": {"till_id": 1, "kind": "deposit", "amount": money, "concept": "Corte", "to_till_id": None,
                           "reference": "f"},
            "tills.undo_move": {"reason": "una razón"},
            "manual_entries.propose": {"on": today, "memo": "Renta", "reason": "una razón", "lines": [{"account": "601.84", "debit": money}, {"account": "210.01", "credit": money}]},
            "accounts.open": {"under": "601.84", "suffix": "01", "name": "Renta del local", "currency": "MXN"},
            "closing.close_month": {"reason": "una razón"},
            "closing.close_year": {"reason": "una razón"},
            "closing.ask_month": {"reason": "una razón"},
            "closing.ask_year": {"reason": "una razón"},
            "budgets.set": {"lines": [{"branch_id": 1, "ym": 202603, "currency": "MXN", "key": "utility", "amount": money}]},
            "loans.renew": {"principal": money, "periods": 12, "rate": "0.02", "disbursed_on": today, "first_due_on": None,
                            "installment": None, "plan": [], "product": "personal", "purpose": "p"},
            "loans.waive": {"component": "arrears", "amount": money, "on": today, "reason": "una razón"},
            "loans.charge": {"component": "charge", "amount": money, "number": 1, "proof": "visita del lunes", "on": today,
                             "concept": "Visita", "reason": "una razón"},
            "loans.freeze": {"until": today, "interest": True, "on": today, "reason": "una razón"},
            "loans.unfreeze": {"on": today, "reason": "una razón"},
            "loans.change_rate": {"rate": {"kind": "periodic", "value": "0.01", "period": None}, "on": today,
                                  "reason": "una razón"},
            "loans.accelerate": {"on": today, "reason": "una razón"},
            "loans.restructure": {"periods": 12, "method": "french", "frequency": "monthly", "first_due_on": None,
                                  "rate": {"kind": "periodic", "value": "0.01"}, "plan": [{"due_on": today, "amount": money}],
                                  "capitalise": ["interest"], "forgive": ["arrears"], "on": today, "reason": "una razón"},
            "loans.write_off": {"on": today, "reason": "una razón"},
            "loans.undo": {"reason": "una razón"},
            "loans.ask_favour": {"kind": "waiver", "component": "arrears", "amount": money, "reason": "una razón"},
            "loans.decide_favour": {"approve": False, "reason": "una razón"},
            "loans.give_back": {"expected": money, "reason": "una razón"},
            "loans.undo_disbursement": {"reason": "una razón"},
            "loans.prepay": {"amount": money, "effect": "reduce_term", "method": "transfer", "reference": "r9",
                             "received_on": today, "tendered": money},
            "loans.pay_off": {"method": "cash", "reference": "r8", "received_on": today, "tendered": money,
                              "expected": money},
        }  # fmt: skip
        bodies |= self._warned()
        bodies |= self._owing(client, today)
        bodies |= self._pawn(client) | self._backing(client, today)
        bodies |= self._pawn(client) | self._backing(client, today) | self._banking(client, today)
        bodies["products.try_out"] = {"product": bodies["products.save"], "wish": wish}
        for route in app.routes():
            (method,) = route.methods or {"GET"}
            if method == "GET" or route.operation_id == "sessions.close":  # whoever asks must stay signed in
                continue
            body = bodies.get(route.operation_id or "")
            assert body or not route.body_field or route.operation_id in FILES, (
                f"write a good request for {route.operation_id}"
            )
            yield Call(method, "/v1" + route.path, body)

    def _warned(self) -> dict[str, Any]:
        return {
            "alerts.assign": {"user_id": 1},
            "alerts.resolve": {"note": "se habló con el banco"},
            "alerts.dismiss": {"reason": "una razón"},
            "alerts.keep_rule": (held := {"branch_id": 1, "active": True, "urgency": "high", "threshold": {"days": 8},
                                 "recipients": ["supervisor"], "channels": ["email"], "escalate_minutes": 120,
                                 "escalate_to": ["director"], "quiet_from": "21:00", "quiet_until": "07:00"}),
            "alerts.rehearse": held,
            "reports.schedule": (timed := {"report": "weekly", "branch_id": 1, "at": "09:00", "weekday": 1,
                                           "recipients": ["gerente"], "channels": ["email"], "attachment": "xlsx",
                                           "only_with_data": False, "active": True}),
            "reports.reschedule": timed,
            "notices.keep_contact": {"email": "a@b.mx", "phone": "+525512345678"},
            "notices.try_out": {"channel": "email"},
        }  # fmt: skip

    def _owed(self, today: str) -> dict[str, Any]:
        """A supplier with a contract, and a service they did that nobody has invoiced."""
        money = {"amount": "7000.00", "currency": "MXN"}
        supplier = self.who.post("/v1/suppliers", json={"name": "Tours Maya", "branch_id": 1}).json()["id"]
        contract = {"supplier_id": supplier, "title": "Tours", "from_on": "2020-01-01",
                    "prices": [{"service": "Tour", "amount": money}]}  # fmt: skip
        agreed = self.who.post("/v1/supplier-contracts", json=contract).json()["id"]
        served = {"supplier_id": supplier, "contract_id": agreed, "service": "Tour", "served_on": today}
        done = self.who.post("/v1/payables", json=served, headers={"Idempotency-Key": "owed"})
        assert done.status_code == 201, done.text
        return {
            "supplier_id": supplier, "contract_id": agreed, "payable_id": done.json()["id"], "settlement_id": 1,
            "batch_id": UUID(int=1), "file_id": UUID(int=1), "paper_id": UUID(int=1),
        }  # fmt: skip

    def _owing(self, client: UUID, today: str) -> dict[str, Any]:
        money, why, fiscal = {"amount": "1.00", "currency": "MXN"}, {"reason": "una razón"}, str(UUID(int=7))
        supplier, contract = self.ids["supplier_id"], self.ids["contract_id"]
        invoice = {"number": "F-1", "issued_on": today, "subtotal": money | {"amount": "7000.00"}, "fiscal_uuid": fiscal,
                   "taxes": [{"kind": "tax", "label": "IVA", "amount": money}]}  # fmt: skip
        return {
            "suppliers.register": {"client_id": str(client), "terms_days": 15, "invoice_required": True, "name": "",
                                   "document": {"kind": "OTRO", "number": "P9", "country": "MX"}, "phones": [],
                                   "email": "a@b.mx", "branch_id": 1},
            "suppliers.change": {"name": "N", "tax_id": "RFC1", "terms_days": 3, "invoice_required": False, "active": True,
                                 "version": 1},
            "suppliers.ask_account": {"currency": "MXN", "kind": "clabe", "bank": "BBVA", "number": "032180000118359719",
                                      "holder": "H S"},
            "suppliers.sign_contract": {"supplier_id": supplier, "title": "Tours", "from_on": today, "to_on": today,
                                        "prices": [{"service": "Tour", "amount": money, "from_on": today}], "branch_id": 1,
                                        "reference": "r", "terms_days": 15, "includes_tax": True, "costs": False},
            "suppliers.set_price": {"service": "Tour", "amount": money, "from_on": today},
            "suppliers.end_contract": {"to_on": today, "reason": "una razón"},
            "payables.serve": {"supplier_id": supplier, "service": "Tour", "served_on": today, "contract_id": contract,
                               "quantity": 2, "agreed": None, "costs": True, "branch_id": 1, "booked_on": today,
                               "invoice": invoice},
            "payables.ask_advance": {"supplier_id": supplier, "amount": money, "concept": "temporada", "branch_id": 1},
            "payables.receive": invoice,
            "payables.reject_invoice": why, "payables.ask_correction": why, "payables.ask_exception": why,
            "payables.release": why, "payables.cancel": why, "payables.undo_move": why, "payables.give_back": why,
            "payables.ask_payment": {"amount": money},
            "payables.schedule": {"on": today, "reason": "una razón"},
            "payables.take_credit": {"number": "NC", "amount": money, "tax": {"amount": "0.10", "currency": "MXN"},
                                     "fiscal_uuid": fiscal},
            "payables.apply_advance": {"advance_id": str(UUID(int=1)), "amount": money},
            "payables.open_batch": {"till_id": 1, "payables": [str(UUID(int=1))], "pay_on": today},
            "payables.make_file": {"layout": "csv"},
            "payables.refer": {"reference": "BNET01"},
        }  # fmt: skip

    def _backing(self, client: UUID, today: str) -> dict[str, Any]:
        money = {"amount": "1000.00", "currency": "MXN"}
        return {
            "loans.draw": {"amount": money, "method": "cash", "on": today, "account_id": None},
            "loans.review_limit": {"limit": money, "periods": 12, "on": today, "reason": "una razón"},
            "loans.block": {"blocked": True, "reason": "una razón"},
            "loans.end_line": {"reason": "una razón"},
            "loans.remit": {"amount": money, "payee": "GNP", "concept": "Vida de octubre", "method": "cash", "reference": "r",
                            "on": today, "branch_id": 1},
            "loans.take_remittance_back": {"reason": "una razón"},
            "collateral.enter": {"client_id": str(client), "kind": "vehicle", "description": "Camioneta", "registration": "ABC-1",
                                 "office": "SEMOVI", "cadastre": "3N1", "branch_id": 1},
            "collateral.correct": {"version": 1, "description": "Casa de dos pisos", "registration": "F-1", "office": "RPP",
                                   "cadastre": "c"},
            "collateral.value": {"amount": money, "appraiser": "Ana", "valued_on": today, "valid_until": LATER, "report": "r"},
            "collateral.insure": {"insurer": "GNP", "policy": "p1", "covers": "incendio", "amount": money, "from_on": today,
                                  "to_on": LATER},
            "collateral.pledge": {"collateral_id": str(self.ids["collateral_id"]), "part": "0.5", "rank": 1},
            "collateral.weigh": {"principal": money, "liens": [{"collateral_id": str(self.ids["collateral_id"]), "part": "0.5",
                                                                "rank": 1}]},
            "collateral.register": {"notary": "Notaría 5", "entry": "A-1", "on": today},
            "collateral.release": {"reason": "una razón"},
            "collateral.add_surety": {"client_id": str(client), "role": "codebtor"},
            "collateral.remove_surety": {"reason": "una razón"},
        }  # fmt: skip

    def _pawn(self, client: UUID) -> dict[str, Any]:
        money, why = {"amount": "1.00", "currency": "MXN"}, {"reason": "una razón"}
        item = {"category": "joyeria", "description": "Anillo", "condition": "good", "brand": "b", "model": "m", "serial": "",
                "price_name": "oro 14k", "weight": "10.5", "appraisal": money, "seal": "s"}  # fmt: skip
        return {
            "pawn.quote": {"items": [item], "amount": money, "plan": "semanal", "currency": "MXN"},
            "pawn.open": {"client_id": str(client), "items": [item], "amount": {"amount": "0.10", "currency": "MXN"},
                          "plan": "semanal", "override_reason": "r", "hand_over": "cash"},
            "pawn.hand_over": {"method": "cash", "account_id": None},
            "pawn.cancel": why, "pawn.retain": why, "pawn.release": why, "pawn.surrender": why,
            "pawn.renew": {"method": "transfer", "capital": money, "more": None, "gives": "cash", "reference": "p1",
                           "tendered": None},
            "pawn.redeem_part": {"items": [str(self.ids["item_id"])], "method": "cash", "reference": None, "tendered": money,
                                 "to": "x"},
            "pawn.redeem": {"method": "cash", "reference": None, "tendered": money, "deliver": True, "to": "x"},
            "pawn.deliver": {"to": "x"},
            "pawn.adjudicate": {"value": money},
            "pawn.report_lost": {"affidavit": "Declara que la perdió"},
            "pawn.set_plan": {"code": "otro", "name": "Otro", "currency": "MXN", "rate": "0.05", "period": "week", "term": 16,
                              "grace_days": 10, "storage_rate": "0.01", "grace_interest": True, "sale_cost_rate": "0.1",
                              "surplus": True, "surplus_days": 365, "taxed": True},
            "pawn.set_price": {"category": "joyeria", "name": "oro 18k", "unit": "gram", "price": money,
                               "valid_from": "2026-01-01", "source": "s"},
            "pawn.set_ltv": {"category": "joyeria", "condition": "fair", "ltv": "0.3", "valid_from": "2026-01-01"},
            "pawn.add_location": {"kind": "vault", "name": "Bóveda"},
            "pawn.send": {"items": [str(self.ids["item_id"])], "to_location_id": 1, "note": "n"},
            "pawn.count": {"location_id": 1, "found": [str(self.ids["item_id"])], "unknown": ["x"], "note": "n"},
            "pawn.list_lot": {"minimum": money},
            "pawn.sell": {"price": money, "method": "cash", "buyer": "b", "sale_cost": money, "reason": "una razón"},
            "pawn.pay_surplus": {"method": "cash", "account_id": None},
            "pawn.lapse_surplus": why, "pawn.write_off": why, "pawn.surrender_lot": why,
        }  # fmt: skip

    def _asks(self) -> Iterator[Call]:
        described = app.description()
        for path, operations in described["paths"].items():
            for asked in operations.get("get", {}).get("parameters", ()):
                yield Call("GET", path, params=((asked["name"], ""),), headers=(("in", asked["in"]),))

    def send(self, call: Call) -> httpx.Response:
        """The answer; path parameters that are not spoiled already are those of the house."""
        path = call.path
        for name, value in self.ids.items():
            path = path.replace("{" + name + "}", str(value))
        headers = {"Idempotency-Key": str(random.getrandbits(64))} | dict(call.headers)
        content = call.raw
        if content is None and call.body is not None:
            content = json.dumps(call.body).encode()
        if content is not None and call.raw is None:
            headers.setdefault("Content-Type", "application/json")
        return self.who.request(
            call.method, path, content=content, params=list(call.params) or None,
            headers={name: value.encode("latin-1") for name, value in headers.items()},
        )  # fmt: skip

    def judge(self, call: Call) -> str | None:
        """What is wrong with the answer, if anything."""
        try:
            answer = self.send(call)
        except httpx.TransportError as cut:
            return f"{call!r}: {cut!r}"
        if answer.status_code >= 500:
            return f"{call!r}: {answer.status_code} {answer.text[:300]}"
        if answer.status_code >= 400:
            if answer.headers["content-type"] != "application/problem+json":
                return f"{call!r}: {answer.status_code} {answer.headers['content-type']}"
            if not answer.json()["title"]:
                return f"{call!r}: {answer.text}"
        return None


def places(body: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something may be wrong: the whole, and each part of it."""
    yield at
    if isinstance(body, dict):
        for name, value in body.items():
            yield from places(value, (*at, name))
    if isinstance(body, list):
        for number, value in enumerate(body):
            yield from places(value, (*at, number))


def spoil(body: Any, at: tuple[Any, ...], wrong: Any) -> Any:
    """`body` with `wrong` in one place."""
    if not at:
        return wrong
    copy = list(body) if isinstance(body, list) else dict(body)
    copy[at[0]] = spoil(copy[at[0]], at[1:], wrong)
    return copy


def everything(world: World) -> Iterator[Call]:
    """Each wrong value in each place of each request."""
    for call in world.good:
        for at in places(call.body) if call.body is not None else ():
            for wrong in WRONG:
                yield Call(call.method, call.path, spoil(call.body, at, wrong))
        for raw in BODIES:
            for kind in ("application/json", *KINDS):
                yield Call(call.method, call.path, raw=raw, headers=(("Content-Type", kind),))
        for header in HEADERS:
            yield Call(call.method, call.path, call.body, headers=tuple(header.items()))
    for call in (*world.good, *world.asks):
        yield from addressed(call)
    yield from asked(world)


def addressed(call: Call) -> Iterator[Call]:
    """The request with each of its path parameters wrong."""
    for name in [part[1:].partition("}")[0] for part in call.path.split("/") if part.startswith("{")]:
        for wrong in ADDRESSES:
            yield Call(call.method, call.path.replace("{" + name + "}", wrong), call.body)


def asked(world: World) -> Iterator[Call]:
    """Each question with each of its parameters wrong."""
    for call in world.asks:
        ((name, _),) = call.params
        place = dict(call.headers)["in"]
        for wrong in WRONG:
            if isinstance(wrong, str) and len(wrong) < 10_000 and place == "query":
                told = (
                    wrong.encode("utf-8", "surrogatepass").decode("latin-1") if "\ud800" in wrong else wrong
                )
                yield Call("GET", call.path, params=((name, told.encode("utf-8", "replace").decode()),))
            elif isinstance(wrong, int | float) and place == "query":
                yield Call("GET", call.path, params=((name, str(wrong)),))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(WRONG),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def calls(world: World) -> st.SearchStrategy[Call]:
    """Any request with one or two places wrong."""

    @st.composite
    def spoiled(draw: st.DrawFn) -> Call:
        call = draw(st.sampled_from([one for one in world.good if one.body is not None]))
        body = call.body
        for _ in range(draw(st.integers(1, 2))):
            body = spoil(body, draw(st.sampled_from(list(places(body)))), draw(anything))
        return Call(call.method, call.path, body)

    return spoiled()
