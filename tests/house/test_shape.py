"""The shape of the house: rules that no linter can state. Each says what to do instead."""

import ast
import re

import grimp

from tests.house.source import ROOT, SRC, calls, dotted, trees

MONEY_FLOORS = ("kernel/", "ledger/", "business/")
# Where a float is not money: seconds to wait, ratios of similarity, bytes.
NOT_MONEY = {"kernel/clock.py", "kernel/settings.py"}


def test_a_rooms_tables_are_its_own() -> None:
    """Ask the other room's queries or give it a command; never reach into its tables."""
    graph = grimp.build_graph("caudal", cache_dir=None)
    trespass = [
        f"{importer} → {module}"
        for module in graph.modules
        if module.endswith(".tables")
        for importer in graph.find_modules_that_directly_import(module)
        if not importer.startswith(module.rpartition(".")[0] + ".")
    ]
    assert trespass == []


def test_only_kernel_db_commits() -> None:
    """A command neither commits nor rolls back: kernel/db.py does, once, at the end of the act."""
    guilty = [
        f"{name}:{call.lineno}"
        for name, tree in trees().items()
        if name != "kernel/db.py" and not name.startswith("migrations/")
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "rollback"}
    ]
    assert guilty == []


def test_functions_fit_on_a_screen() -> None:
    """At most 60 lines a function: name what the other half does and call it."""
    long = [
        f"{name}:{node.name} ({(node.end_lineno or 0) - node.lineno + 1})"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long == []


def test_files_can_be_read_in_one_sitting() -> None:
    """At most 400 lines a file: a room that wants a wall becomes a package."""
    lengths = {name: len((SRC / name).read_text(encoding="utf-8").splitlines()) for name in trees()}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_functions_take_at_most_six_things() -> None:
    """More than six is a dataclass without a name."""
    greedy: list[str] = []
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name != "__init__":
                taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                routed = any("router" in ast.unparse(decorator) for decorator in node.decorator_list)
                if len([arg for arg in taken if arg.arg not in {"self", "cls", "act"}]) > 6 and not routed:
                    greedy.append(f"{name}:{node.name}")
    assert greedy == []


def test_nobody_else_reads_the_clock() -> None:
    """A command uses act.at and act.business_date; a door asks kernel.clock. Monotonic time is free."""
    forbidden = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|localtime|gmtime))$")
    guilty = [
        f"{name}:{call.lineno} {dotted(call.func)}"
        for name, tree in trees().items()
        if name != "kernel/clock.py"
        for call in calls(tree)
        if forbidden.search(dotted(call.func))
    ]
    assert guilty == []


def test_no_test_takes_its_day_from_utc() -> None:
    """At night in Cancún it is already tomorrow in UTC: ask for the day of a branch, `conftest.today()`."""
    day_of_utc = re.compile(r"clock\.now\(\)[^\n]*\.date\(\)")
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if day_of_utc.search(line)
    ]
    assert guilty == []


def test_sql_does_not_read_the_clock_for_business_dates() -> None:
    """«Today» is a date of the branch: a parameter. clock_timestamp() only dates the row itself."""
    forbidden = re.compile(r"\b(current_date|localtimestamp|current_timestamp|now\s*\(\s*\))", re.IGNORECASE)
    guilty = [
        f"{path.relative_to(SRC)}:{number}"
        for path in SRC.rglob("*.sql")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if forbidden.search(line.split("--")[0])
    ]
    assert guilty == []


def test_money_is_never_a_float() -> None:
    """Money is exact; a ratio is a Decimal or a Fraction. Waiting times live outside these floors."""
    guilty: list[str] = []
    for name, tree in trees().items():
        if not name.startswith(MONEY_FLOORS) or name in NOT_MONEY:
            continue
        refused = {
            id(part) for call in calls(tree) if dotted(call.func) == "isinstance" for part in ast.walk(call)
        }
        for node in ast.walk(tree):
            named = isinstance(node, ast.Name) and node.id == "float" and id(node) not in refused
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if named or literal:
                guilty.append(f"{name}:{getattr(node, 'lineno', 0)}")
    assert guilty == []


def test_below_the_doors_nothing_is_asynchronous() -> None:
    """One kind of function for API, command line, worker and tests. The queue's library insists."""
    guilty = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in trees().items()
        if not name.startswith(("interfaces/", "commons/jobs/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef)
    ]
    assert guilty == []


def test_no_drawer_without_a_name() -> None:
    """utils.py and helpers.py are where things go to be forgotten: name what it does."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "base_service", "tools"}
    assert [name for name in trees() if name.rpartition("/")[2].removesuffix(".py") in drawers] == []


def test_every_room_says_what_it_is() -> None:
    """The docstring of a package says what it owns, what it posts and whom it calls."""
    silent = [
        name
        for name, tree in trees().items()
        if name.endswith("__init__.py") and "versions" not in name and not ast.get_docstring(tree)
    ]
    assert silent == []


def test_an_act_does_not_become_a_bag() -> None:
    """Frozen, seven fields: what does not fit is an argument of the command."""
    tree = trees().get("commons/acts/act.py")
    assert tree is not None, "commons/acts/act.py is where Act lives"
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == "Act"]
    fields = [
        part.target.id
        for part in found[0].body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    ]
    assert fields == ["id", "db", "actor", "at", "business_date", "place", "reason"]
    assert any("frozen=True" in ast.unparse(decorator) for decorator in found[0].decorator_list)
