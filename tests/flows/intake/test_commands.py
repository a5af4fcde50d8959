"""A file from its upload to the books, and back: against the database."""

import io
from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from caudal.business.parties.commands import DuplicateDocument
from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import AlreadyPaid
from caudal.flows.intake import commands as intake
from caudal.flows.intake import queries
from caudal.flows.intake.commands import AlreadyImported, CannotUndo, FileHasErrors, Opened, Result
from caudal.flows.intake.judging import Check
from caudal.flows.intake.rules.formats import Formats
from caudal.flows.intake.rules.plans import Plan
from caudal.flows.intake.rules.reading import UnreadableFile
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, NotFound
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Use
from tests.business.house import House
from tests.flows.intake import files

MEXICO = Formats(".", "dmy", "MX", "MXN")


def plan(**changed: Any) -> Plan:
    return Plan(**({"mapping": files.MAPPING, "formats": MEXICO} | changed))


def opened(house: House, data: bytes, kind: str = "debts", name: str = "cartera.csv") -> Opened:
    with house.act() as act:
        return intake.open(act, kind, name, data)


def checked(house: House, which: UUID, how: Plan) -> Check:
    with house.act() as act:
        return intake.check(act, which, how)


def entered(house: House, which: UUID, how: Plan | None = None) -> Result:
    with house.act() as act:
        return intake.run(act, which, how)


def some(count: int = 12) -> bytes:
    return files.as_csv([files.clean(number) for number in range(count)])


def counted(house: House, table: str) -> int:
    return int(house.one(f"select count(*) as n from {table}").n)


class TestOpen:
    def test_keeps_the_file_and_guesses_its_columns_and_formats(self, house: House) -> None:
        body = opened(house, some()).body()
        assert body["folio"] == "IMP-0001"
        assert body["rows"] == 12
        assert {each["guess"]: each["name"] for each in body["columns"]} == files.MAPPING
        assert body["formats"] == {"decimal": ".", "dates": "dmy", "country": "MX", "currency": "MXN"}
        kept = house.one("select data, sha, state from imports")
        assert bytes(kept.data) == some()
        assert kept.state == "uploaded"

    def test_refuses_what_is_not_a_table(self, house: House) -> None:
        with pytest.raises(UnreadableFile):
            opened(house, b"%PDF-1.7 ...", name="cartera.pdf")
        with pytest.raises(Invalid):
            opened(house, some(), kind="loans")

    def test_says_that_the_same_file_entered_before(self, house: House) -> None:
        first = opened(house, some())
        entered(house, first.id, plan())
        again = opened(house, some())
        assert [each.code for each in again.analysis.warnings] == ["archivo-ya-importado"]
        assert "05/10/2026 (IMP-0001)" in again.analysis.warnings[0].problem


class TestCheck:
    def test_adds_up_what_would_enter_and_writes_nothing(self, house: House) -> None:
        rows = [files.clean(number) for number in range(4)]
        rows[0] |= {"amount": "1,000.00", "paid": "250.00", "due_on": "01/10/2026", "issued_on": "01/09/2026"}
        rows[1] |= {"amount": "500.00", "due_on": "05/10/2026", "issued_on": "01/09/2026"}
        rows[2] |= {"amount": "US$ 20.00", "currency": ""}
        rows[3] |= {"amount": "300.00", "client": rows[1]["client"], "document": rows[1]["document"]}
        which = opened(house, files.as_csv(rows)).id
        found = checked(house, which, plan())
        assert (found.rows, found.valid, found.errors) == (4, 4, ())
        assert (found.clients_new, found.clients_existing, found.debts) == (3, 0, 4)
        totals = {
            each.currency: (str(each.amount.amount), str(each.overdue.amount)) for each in found.by_currency
        }
        assert totals == {"MXN": ("1550.00", "750.00"), "USD": ("20.00", "0.00")}
        assert found.preview[0]["row"] == 2
        assert found.preview[0]["amount"] == {"amount": "1000.00", "currency": "MXN"}
        assert counted(house, "receivables") == counted(house, "parties") == 0

    def test_needs_the_required_columns_and_the_formats_nobody_can_prove(self, house: House) -> None:
        rows = [files.clean(1) | {"amount": "1,250", "issued_on": "", "due_on": "10/11/2026"}]
        which = opened(house, files.as_csv(rows)).id
        with pytest.raises(Invalid) as refused:
            checked(house, which, Plan({"client": "Cliente"}))
        pointers = [each["pointer"] for each in refused.value.facts["errors"]]
        assert pointers == ["/mapping/concept", "/mapping/amount", "/mapping/due_on"]
        with pytest.raises(Invalid) as refused:
            checked(house, which, plan(formats=Formats(None, None, "MX", "MXN")))
        assert [each["pointer"] for each in refused.value.facts["errors"]] == [
            "/formats/decimal",
            "/formats/dates",
        ]

    def test_knows_the_clients_and_debts_that_are_already_here(self, house: House) -> None:
        entered(house, opened(house, some(3)).id, plan())
        rows = [files.clean(number) for number in range(3)]
        rows[0] |= {"reference": "", "phone": ""}
        rows[1] |= {"concept": "Otra cosa"}
        rows[2] |= {"client": "Zacarías Ibarra Quiroz", "reference": "X-1"}
        which = opened(house, files.as_csv(rows)).id
        found = checked(house, which, plan())
        assert [(each.row, each.field, each.code) for each in found.errors] == [
            (2, "amount", "deuda-existente"),
            (3, "reference", "folio-existente"),
            (4, "document", "documento-de-otro-cliente"),
        ]

    def test_recognises_by_telephone_who_has_no_document(self, house: House) -> None:
        entered(house, opened(house, some(2)).id, plan())
        bare = {"document": "", "document_kind": ""}
        rows = [files.clean(0) | bare | {"reference": "N-1", "concept": "Nueva"},
                files.clean(1) | bare | {"reference": "N-2", "client": "Otra Persona"}]  # fmt: skip
        found = checked(house, opened(house, files.as_csv(rows)).id, plan())
        assert (found.errors, found.clients_new, found.clients_existing) == ((), 1, 1)
        assert [each.code for each in found.warnings] == ["telefono-de-otro-cliente"]

    def test_refuses_sales_in_closed_months_and_takes_them_as_opening_balances(self, house: House) -> None:
        with house.act() as act:
            ledger.close_period(act, 202608, "C")
        rows = [files.clean(1) | {"issued_on": "15/08/2026", "due_on": "15/11/2026"}]
        which = opened(house, files.as_csv(rows)).id
        found = checked(house, which, plan(mode="sale"))
        assert [(each.row, each.field, each.code) for each in found.errors] == [
            (2, "issued_on", "periodo-cerrado")
        ]
        assert checked(house, which, plan()).errors == ()

    def test_ties_with_the_total_somebody_expects(self, house: House) -> None:
        rows = [files.clean(number) | {"amount": "100.00"} for number in range(3)]
        which = opened(house, files.as_csv(rows)).id
        assert checked(house, which, plan(expected_total=Money.of("300.00", "MXN"))).errors == ()
        found = checked(house, which, plan(expected_total=Money.of("350.00", "MXN")))
        assert [(each.row, each.code) for each in found.errors] == [(None, "total-no-cuadra")]
        assert "faltan 50.00" in found.errors[0].problem

    def test_is_of_the_branches_of_the_actor(self, house: House) -> None:
        which = opened(house, some(1)).id
        with house.act(2, 2) as act, pytest.raises(NotFound):
            intake.check(act, which, plan())
        rows = files.as_csv([files.clean(0)])  # its branch is CDMX
        with house.act(1, 1) as act:
            found = intake.check(act, intake.open(act, "debts", "a.csv", rows).id, plan())
        assert [each.code for each in found.errors] == ["sucursal-desconocida"]


class TestRun:
    def test_opening_balances_enter_whole_with_their_clients_and_balance(self, house: House) -> None:
        rows = [files.clean(number) for number in range(12)]
        rows[3] |= {"amount": "1,000.00", "paid": "400.00", "balance": "600.00"}
        rows[4] |= {key: rows[3][key] for key in ("client", "document", "document_kind")}
        which = opened(house, files.as_xlsx(rows), name="cartera.xlsx").id
        phases: list[str] = []
        with house.act() as act:
            result = intake.run(act, which, plan(), lambda phase, _done, _of: phases.append(phase))
        assert (result.rows, result.debts, result.clients_new) == (12, 12, 11)
        assert list(dict.fromkeys(phases)) == [
            "Leyendo el archivo", "Revisando filas", "Creando clientes", "Registrando deudas"
        ]  # fmt: skip
        with house.act(every=True) as act:
            total = books.balance(act, Use.OPENING, "MXN")
            assert total + books.balance(act, Use.AR, "MXN") == Money.of(0, "MXN")
            assert books.balance(act, Use.AR, "MXN") == result.by_currency[0].amount
        found = house.one("select * from receivables where external_ref = 'F-00003'")
        assert (found.amount, found.paid, found.mode, found.origin) == (60000, 0, "opening", "import")
        assert (found.batch_id, found.branch_id) == (which, 1)
        person = house.one("select * from parties where id = :id", id=found.party_id)
        assert (person.phones, person.email, person.zone) == (
            ["+529982000003"],
            "cliente3@ejemplo.mx",
            "Centro",
        )
        assert (person.origin, person.batch_id) == ("import", which)

    def test_sales_are_posted_on_their_own_dates(self, house: House) -> None:
        which = opened(house, files.as_csv([files.clean(1) | {"issued_on": "03/09/2026"}])).id
        entered(house, which, plan(mode="sale"))
        entry = house.one("select e.* from ledger.entries e join receivables r on r.entry_id = e.id")
        assert (entry.kind, entry.on_date) == ("sale", date(2026, 9, 3))

    def test_runs_once_and_then_only_says_what_entered(self, house: House) -> None:
        which = opened(house, some(5)).id
        first = entered(house, which, plan())
        again = entered(house, which)
        assert (again.repeated, again.debts, again.by_currency) == (True, 5, first.by_currency)
        assert counted(house, "receivables") == 5
        with pytest.raises(AlreadyImported):
            checked(house, which, plan())

    def test_with_one_defect_nothing_enters(self, house: House) -> None:
        rows, _ = files.seeded()
        which = opened(house, files.as_csv(rows)).id
        with pytest.raises(FileHasErrors) as refused:
            entered(house, which, plan())
        assert refused.value.facts["errors_total"] == 40
        assert {"row", "column", "problem", "remedy"} <= refused.value.facts["errors"][0].keys()
        assert counted(house, "parties") == counted(house, "receivables") == 0

    def test_a_failure_in_the_middle_leaves_nothing(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        which = opened(house, some(30)).id
        checked(house, which, plan())
        whole = receivables.open_many
        calls: list[int] = []

        def falls(*args: Any, **more: Any) -> list[UUID]:
            calls.append(1)
            done = whole(*args, **more)
            if len(calls) == 2:
                raise RuntimeError("se fue la luz")
            return done

        monkeypatch.setattr("caudal.flows.intake.entering._AT_ONCE", 10)
        monkeypatch.setattr(receivables, "open_many", falls)
        with pytest.raises(RuntimeError):
            entered(house, which)
        assert counted(house, "parties") == counted(house, "receivables") == 0
        assert counted(house, "ledger.entries") == 0
        assert house.one("select state from imports").state == "checked"
        monkeypatch.undo()
        assert entered(house, which).debts == 30

    def test_somebody_who_wrote_the_client_meanwhile_in_another_branch_stops_it_whole(
        self, house: House
    ) -> None:
        house.client("Ajena", branch=2, document=None)
        row = files.clean(1)
        with house.act() as act:
            act.db.execute(text("update parties set doc_kind = 'RFC', doc_number = :n, doc_country = 'MX',"
                                " doc_key = 'MX:RFC:' || :n"), {"n": row["document"]})  # fmt: skip
        which = opened(house, files.as_csv([row])).id
        with house.act(1, 1) as act, pytest.raises(DuplicateDocument):
            intake.run(act, which, plan())
        assert counted(house, "receivables") == 0

    def test_unknown_ones_are_not_found(self, house: House) -> None:
        with pytest.raises(NotFound):
            entered(house, uuid4(), plan())

    def test_needs_a_plan_the_first_time(self, house: House) -> None:
        with pytest.raises(Invalid):
            entered(house, opened(house, some(1)).id)


class TestClients:
    ROWS = (
        "Nombre;Cédula;Tipo documento;País;Celular;Autoriza WhatsApp;Dirección;Notas\n"
        "Juan Pérez;1.020.304.050;CC;CO;300 123 4567;Sí;Calle 10;Paga los viernes\n"
        "Comercial La Fe, SAS;900.123.456-8;NIT;CO;601 234 5678;No;;\n"
    )
    MAPPING: ClassVar = {
        "name": "Nombre", "document": "Cédula", "document_kind": "Tipo documento", "document_country": "País",
        "phone": "Celular", "consent_whatsapp": "Autoriza WhatsApp", "address": "Dirección", "notes": "Notas",
    }  # fmt: skip

    def test_enter_with_their_consents_and_stay_as_they_are_the_second_time(self, house: House) -> None:
        how = Plan(self.MAPPING, Formats(None, None, "CO", "COP"))
        which = opened(house, self.ROWS.encode("cp1252"), "clients", "clientes.csv").id
        assert entered(house, which, how).clients_new == 2
        person = house.one("select * from parties where name = 'Juan Pérez'")
        assert (person.doc_key, person.phones, person.address) == (
            "CO:CC:1020304050",
            ["+573001234567"],
            "Calle 10",
        )
        given = house.one(
            "select count(*) as n, min(channel) as channel from consents where party_id = :id", id=person.id
        )
        assert (given.n, given.channel) == (1, "whatsapp")
        more = self.ROWS + "Rosa Díaz;52123456;CC;CO;310 555 1234;;;\n"
        which = opened(house, more.encode(), "clients").id
        found = checked(house, which, how)
        assert (found.errors, found.clients_new, found.clients_existing) == ((), 1, 2)
        assert "cliente-existente" in {each.code for each in found.warnings}
        assert entered(house, which, how).clients_new == 1
        assert counted(house, "parties") == 3

    def test_are_not_undone_in_block(self, house: House) -> None:
        which = opened(house, self.ROWS.encode(), "clients").id
        entered(house, which, Plan(self.MAPPING, Formats(None, None, "CO", "COP")))
        with house.act(reason="era otro archivo") as act, pytest.raises(CannotUndo):
            intake.undo(act, which)


class TestUndo:
    def test_cancels_every_debt_with_its_entry_reversed_and_the_file_may_enter_again(
        self, house: House
    ) -> None:
        which = opened(house, some(6)).id
        entered(house, which, plan())
        with house.act() as act:
            assert intake.undo(act, which, "era la cartera de otra tienda") == 6
        with house.act(every=True) as act:
            assert books.balance(act, Use.AR, "MXN") == Money.of(0, "MXN")
            record = queries.get(act, which)
        assert (record.state, record.body()["can_undo"]) == ("undone", False)
        assert record.undone is not None
        assert record.undone["reason"] == "era la cartera de otra tienda"
        with house.act(reason="otra vez") as act, pytest.raises(CannotUndo):
            intake.undo(act, which)
        with pytest.raises(AlreadyImported):
            entered(house, which, plan())
        again = opened(house, some(6)).id
        assert entered(house, again, plan()).clients_existing == 6

    def test_is_refused_when_one_debt_has_been_paid(self, house: House) -> None:
        which = opened(house, some(3)).id
        entered(house, which, plan())
        debt = house.one("select id, party_id from receivables order by number limit 1")
        house.pay(debt.party_id, "1.00")
        with house.act() as act, pytest.raises(AlreadyPaid):
            intake.undo(act, which, "me equivoqué")
        assert house.one("select count(cancelled_at) as n from receivables").n == 0
        with house.act() as act:
            assert queries.get(act, which).state == "done"

    def test_needs_a_reason_and_something_that_entered(self, house: House) -> None:
        which = opened(house, some(1)).id
        with house.act() as act, pytest.raises(Invalid):
            intake.undo(act, which)
        with house.act() as act, pytest.raises(CannotUndo):
            intake.undo(act, which, "nada todavía")


class TestStart:
    def test_asks_the_worker_once_and_tells_how_it_goes(self, house: House) -> None:
        which = opened(house, some(2)).id
        with house.act() as act:
            job = intake.start(act, which, plan())
            assert intake.start(act, which, plan()) == job
        with house.act() as act:
            assert queries.get(act, which).state == "queued"
            act.db.execute(text("update job_runs set state = 'failed', problem = '{\"title\": \"No\"}'"))
        with house.act() as act:
            record = queries.get(act, which)
            assert (record.state, record.problem) == ("failed", {"title": "No"})
            assert intake.start(act, which, plan()) != job
        assert entered(house, which).debts == 2
        with house.act() as act:
            assert queries.get(act, which).state == "done"


class TestReading:
    def test_lists_the_newest_first_by_pages(self, house: House) -> None:
        for _ in range(3):
            opened(house, some(1))
        with house.act() as act:
            page = queries.imports(act, limit=2)
            assert [each.folio for each in page.items] == ["IMP-0003", "IMP-0002"]
            rest = queries.imports(act, limit=2, after=page.next)
        assert [each.folio for each in rest.items] == ["IMP-0001"]
        assert rest.next is None
        with house.act(2, 2) as act:
            assert queries.imports(act).items == []

    def test_the_errors_come_back_in_the_persons_own_file(self, house: House) -> None:
        rows, places = files.seeded()
        rows[0]["concept"] = "=1+1"
        which = opened(house, files.as_xlsx(rows), name="cartera.xlsx").id
        checked(house, which, plan())
        with house.act() as act:
            data = queries.errors_workbook(act, which)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        assert book.sheet_names == ["Cartera", "Qué corregir"]
        page = book.get_sheet_by_name("Cartera").to_python(skip_empty_area=False)
        assert page[2][: len(files.TITLES)] == list(files.TITLES)
        assert page[2][-1] == "Qué corregir (Caudal)"
        assert [row for row in range(3, 1003) if page[row][-1]] == [3 + position for position in places]
        assert page[3][6] == "=1+1"
        listed = book.get_sheet_by_name("Qué corregir").to_python()
        assert len(listed) == 41
        again = opened(house, data, name="corregido.xlsx")
        assert again.analysis.rows == 1000
        assert len(checked(house, again.id, plan()).errors) == 40

    def test_never_checked_has_no_errors_to_show(self, house: House) -> None:
        which = opened(house, some(1)).id
        with house.act() as act, pytest.raises(Invalid):
            queries.errors_workbook(act, which)
