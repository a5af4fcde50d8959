"""Every SQL file is understood by the migrated database, and every foreign key can be followed quickly."""

import re
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from caudal.migrations.objects import OBJECTS
from tests.house.source import SRC

# Files of definitions: applied as a whole by the migrations, so a migrated database is already their test.
DEFINITIONS = {
    f"{package.replace('.', '/').removeprefix('caudal/')}/sql/{name}.sql" for package, name in OBJECTS
}

# Several statements of checks in one file: each is run by every test that ends with books that add up.
CHECKS = {"verify.sql"}
# Rows in temporary tables of the same transaction: what is named so needs what that file makes.
STAGES = {
    "message_stage": "commons/messaging/sql/queue_stage.sql",
    "loan_days_now": "business/loans/sql/days_stage.sql",
    "loan_totals_now": "business/loans/sql/days_stage.sql",
}


def statements() -> list[Path]:
    return [
        path
        for path in sorted(SRC.rglob("sql/*.sql"))
        if path.relative_to(SRC).as_posix() not in DEFINITIONS
        and "create or replace" not in path.read_text("utf-8").lower()
        and path.name not in CHECKS
    ]


def prepared(source: str) -> str:
    """The statement with `$1, $2…` in the place of its `:named` parameters."""
    compiled = text(source.rstrip().rstrip(";")).compile(dialect=postgresql.psycopg.dialect())
    order: dict[str, int] = {}

    def number(hit: re.Match[str]) -> str:
        return f"${order.setdefault(hit.group(1), len(order) + 1)}"

    return re.sub(r"%\((\w+)\)s", number, str(compiled)).replace("%%", "%")


@pytest.mark.parametrize("path", statements(), ids=lambda path: path.relative_to(SRC).as_posix())
def test_every_statement_can_be_prepared(path: Path, module_database_url: str) -> None:
    with psycopg.connect(module_database_url) as connection:
        connection.execute("set search_path = public, jobs")
        if path.name.endswith("_stage.sql"):
            connection.execute(path.read_bytes())
            return
        for name, made in STAGES.items():
            if name in path.read_text("utf-8"):
                connection.execute(SRC.joinpath(made).read_bytes())
        connection.execute(f"prepare casa as {prepared(path.read_text('utf-8'))}")  # type: ignore[arg-type]


@pytest.mark.parametrize("path", statements(), ids=lambda path: path.relative_to(SRC).as_posix())
def test_every_statement_begins_by_saying_what_it_does(path: Path) -> None:
    assert path.read_text("utf-8").lstrip().startswith("--"), "una línea «-- …»: qué hace y qué recibe"


UNINDEXED = """
select c.conrelid::regclass || '(' || string_agg(a.attname, ', ' order by k.position) || ')'
from pg_constraint c
cross join unnest(c.conkey) with ordinality as k(attnum, position)
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
where c.contype = 'f' and c.conparentid = 0 and c.connamespace::regnamespace::text in ('public', 'ledger')
group by c.oid, c.conrelid, c.conkey
having not exists (
  select from pg_index i
  where i.indrelid = c.conrelid and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ 'IS NOT NULL')
    and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
)
order by 1
"""


def test_every_foreign_key_has_an_index(module_database_url: str) -> None:
    """Deleting or joining the other side must not read the whole table; tiny tables are excused.

    So are the ties of a signature to its request, whose id leads the primary key of both sides.
    """
    excused = {
        "branches(company_id)", "role_permissions(role)", "boxes(branch_id)", "approval_limits(kind, role, duty)",
        "approval_requests(id, asked_by, says)", "approval_signatures(request_id, branch_id, kind, sha)",
        "approval_verdicts(request_id, actor_id, says)", "approval_executions(request_id, actor_id, says)",
        "approval_executions(request_id, branch_id, kind, sha)", "approval_executions(request_id, decision)",
    }  # fmt: skip
    with psycopg.connect(module_database_url) as connection:
        found = {name for (name,) in connection.execute(UNINDEXED)}
    assert found - excused == set()


OPEN_TABLES = """
select c.oid::regclass::text from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attname = 'branch_id' and not a.attisdropped
where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('public', 'ledger')
  and not c.relispartition and not c.relrowsecurity
order by 1
"""
# Who may act where, and until which day each branch is closed: read before the branches of the act are known.
NOT_OF_A_BRANCH = {"user_branches", "branch_days"}


def test_what_belongs_to_a_branch_is_seen_by_that_branch_only(module_database_url: str) -> None:
    """A table with branch_id has row-level security."""
    with psycopg.connect(module_database_url) as connection:
        found = {name for (name,) in connection.execute(OPEN_TABLES)}
    assert found - NOT_OF_A_BRANCH == set()


def test_everything_belongs_to_the_owner_of_the_house(module_database_url: str) -> None:
    """The product logs in as a role that owns nothing, so it cannot change its own rules."""
    question = """
        select c.oid::regclass::text from pg_class c
        where c.relkind in ('r', 'p', 'v', 'S') and c.relnamespace::regnamespace::text in ('public', 'ledger')
          and c.relowner::regrole::text <> 'caudal_owner' and c.relname <> 'alembic_version'
    """
    with psycopg.connect(module_database_url) as connection:
        assert [name for (name,) in connection.execute(question)] == []


NUMBERED = r"""
select a.attrelid::regclass::text from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where pg_get_expr(d.adbin, d.adrelid) like 'nextval(%' and a.attrelid::regclass::text !~ '^(procrastinate|jobs\.)'
order by 1
"""


def test_every_folio_is_taken_where_a_trial_spends_none(module_database_url: str) -> None:
    with psycopg.connect(module_database_url) as connection:
        assert connection.execute(NUMBERED).fetchall() == []
    taken = re.compile(r"\bnextval\('")
    for path in (*SRC.rglob("*.py"), *SRC.rglob("*.sql")):
        if "migrations" not in path.parts:
            assert not taken.search(path.read_text("utf-8")), f"{path.name}: next_number, no nextval"
