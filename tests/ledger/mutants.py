"""Every guard of the journal taken away once, and the test that must notice."""
# ruff: noqa: E501 - a table reads better with one guard per line

from collections.abc import Callable
from dataclasses import dataclass

from tests.ledger import server, test_accounts, test_guards, test_periods, test_post, test_races, test_reports
from tests.ledger import test_seal as seals
from tests.ledger.books import Books

P, K, M, R, G = (
    test_post.TestPost(),
    test_post.TestKey(),
    test_post.TestPostMany(),
    test_post.TestReverse(),
    test_post.TestGuard(),
)
A, V = test_guards.TestAppendOnly(), test_guards.TestReach()
C, W = test_periods.TestClosePeriod(), test_periods.TestCloseAgainstPosts()
F, S, B = test_accounts.TestAccountFor(), test_accounts.TestSubAccount(), test_accounts.TestOpenBox()
Z, Y, X = seals.TestSeal(), seals.TestSealVerify(), test_races.TestRaces()

Killer = Callable[[Books], None]


@dataclass(frozen=True)
class Mutant:
    """`old` becomes `new` in one file of objects, or `statement` is run; then `killer` must fail."""

    name: str
    killer: Killer
    file: str = ""
    old: str = ""
    new: str = ""
    statement: str = ""
    everywhere: bool = False

    def apply(self, books: Books) -> None:
        """Put the change in the database of `books`."""
        if self.statement:
            server.run(books.root, self.statement)
            return
        text = server.objects(self.file)
        assert self.old in text, f"«{self.old}» is no longer in {self.file}.sql"
        server.run(books.root, text.replace(self.old, self.new, -1 if self.everywhere else 1))


def cut(name: str, killer: Killer, file: str, old: str, new: str = "", **more: bool) -> Mutant:
    return Mutant(name, killer, file, old, new, **more)


def broken(what: str) -> Killer:
    return lambda b: Y.test_finds(b, what)


def other(second: dict, first: dict | None = None) -> Killer:
    return lambda b: K.test_refuses_the_same_key_with_another_content(b, first or {}, second)


_SCOPE = "if current_setting('caudal.all', true) is distinct from '1'"
_ISOLATION = "if current_setting('transaction_isolation') <> 'read committed'"
_SORTED = "group by 1, 2 order by 1, 2\n    on conflict (account_id, branch_id) do update set posted"
_SHUFFLED = "group by 1, 2 order by random()\n    on conflict (account_id, branch_id) do update set posted"

MUTANTS = [
    # ── the balance of an entry
    cut("per branch", P.test_refuses_an_entry_that_only_balances_across_branches, "guards", "f.branch_id, f.currency", "f.currency"),
    cut("per currency", P.test_refuses_an_entry_that_only_balances_across_currencies, "guards", "f.branch_id, f.currency", "f.branch_id"),
    cut("per entry", M.test_writes_all_or_nothing, "guards", "group by f.entry_id, ", "group by f.branch_id, f.branch_id * 0 + 1, "),
    cut("balance", lambda b: P.test_refuses_what_does_not_sum_to_zero(b, [100, -99]), "guards", "having sum(f.amount) <> 0 or", "having sum(f.amount) is null or"),
    cut("late lines", A.test_refuses_lines_added_later, "guards", "is distinct from v_xid) limit 1", "is null) limit 1"),
    cut("date of lines", A.test_refuses_lines_of_another_day_than_their_entry, "guards", " and e.on_date = f.on_date"),
    Mutant("zero lines", P.test_refuses_a_zero_line, statement="alter table ledger.lines drop constraint lines_amount"),
    # ── append-only
    *(cut(f"{table}: all but {ops}", lambda b: A.test_refuses_owners_and_superusers(b, None), "guards",
          f"before update or delete or truncate on ledger.{table}\n", f"before {ops} on ledger.{table}\n")
      for table in ("entries", "lines", "seals", "period_changes")
      for ops in ("update or delete", "update or truncate", "delete or truncate")
      if (table, ops) != ("entries", "update or delete")),  # a truncate takes the lines along, and they refuse
    *(cut(f"{table} {trigger} as a replica", A.test_refuses_even_as_a_replica, "guards",
          f"alter table ledger.{table} enable always trigger {trigger};",
          f"alter table ledger.{table} disable trigger {trigger}; alter table ledger.{table} enable trigger {trigger};")
      for table, trigger in (("entries", "frozen"), ("lines", "frozen"), ("lines", "balanced"), ("seals", "frozen"),
                             ("period_changes", "frozen"), ("accounts", "kept"), ("accounts", "frozen"))),
    *(cut(f"account's {column}", A.test_keeps_what_an_account_is_and_lets_its_name_change, "guards",
          f"new.{column}", f"old.{column}")
      for column in ("company_id", "code", "class", "currency", "guard", "use")),
    Mutant("app may write", lambda b: A.test_the_product_holds_no_privilege_to_write(b, "caudal_app"),
           statement="grant insert on ledger.lines to caudal_app"),
    Mutant("app may move balances", lambda b: A.test_the_product_holds_no_privilege_to_write(b, "caudal_app"),
           statement="grant update on ledger.balances to caudal_app"),
    # ── who and where
    Mutant("actor", P.test_refuses_an_entry_without_an_actor, statement="alter table ledger.entries alter actor drop not null"),
    cut("reach", P.test_refuses_a_branch_out_of_the_actor_s_reach, "post", _SCOPE, "if false"),
    cut("reach of a reversal", R.test_refuses_a_branch_out_of_reach, "post", _SCOPE, "if false"),
    cut("reach of a batch", P.test_refuses_a_branch_out_of_the_actor_s_reach, "post_many", _SCOPE, "if false"),
    cut("isolation", P.test_refuses_a_frozen_snapshot, "post", _ISOLATION, "if false"),
    cut("isolation of a batch", P.test_refuses_a_frozen_snapshot, "post_many", _ISOLATION, "if false"),
    # ── what a line may name
    cut("company", P.test_refuses_an_account_of_another_company, "post", "and a.company_id = v_company and a.active", "and a.active"),
    cut("active", P.test_refuses_an_inactive_account, "post", " and a.active"),
    cut("currency of the account", P.test_refuses_a_currency_that_is_not_the_account_s, "post", "and a.currency = coalesce(p_currencies[u.o], a.currency)"),
    cut("use", P.test_refuses_an_account_with_another_use, "post", "(a.use = p_uses[u.o] and a.parent_id is null)", "a.parent_id is null"),
    cut("use of a till", P.test_refuses_an_account_with_another_use, "post", " and a.parent_id is null)", ")"),
    cut("branch of a line", P.test_refuses_branches_that_are_not_of_the_company, "post", "and b.company_id = v_company"),
    cut("use in a batch", M.test_refuses_bad_shapes_branches_and_uses, "post_many", "a.use = l.use and "),
    cut("branch in a batch", M.test_refuses_bad_shapes_branches_and_uses, "post_many", "on b.id = l.br and b.company_id = v_company", "on b.id = l.br"),
    cut("companies in a batch", M.test_refuses_bad_shapes_branches_and_uses, "post_many", "count(distinct b.company_id) = 1 and "),
    cut("lengths", P.test_refuses_too_few_lines_and_uneven_arrays, "post", "or v_n <> coalesce(cardinality(p_branches), v_n)"),
    cut("lines of an entry", P.test_refuses_too_few_lines_and_uneven_arrays, "post", "v_n not between 2 and 1000", "false"),
    cut("lines in a batch", M.test_refuses_bad_shapes_branches_and_uses, "post_many", "and x.lines between 2 and 1000"),
    # ── one request, one entry
    cut("content of a key", K.test_refuses_the_same_key_with_another_amount, "post", "if v_old.request_sha is distinct from v_sha", "if false"),
    cut("content of a batch key", K.test_refuses_the_same_key_with_another_amount, "post_many", "where e.request_sha <> u.sha", "where false"),
    cut("repeated in a batch", M.test_takes_a_repeated_key_once, "post_many", "on a.idem = w.idem and a.copy = 1", "on a.idem = w.idem"),
    cut("order of keys", X.test_takes_the_keys_of_a_batch_in_their_order, "post_many", "where a.copy = 1 order by a.idem", "where a.copy = 1 order by a.o"),
    cut("branch in the hash", other({"p_branch": 2}), "post", "'v1', p_branch, p_date", "'v1', p_date"),
    cut("date in the hash", other({"p_date": "2026-10-06"}), "post", "'v1', p_branch, p_date", "'v1', p_branch"),
    cut("kind in the hash", other({"p_kind": "other"}), "post", "quote_nullable(p_kind), "),
    cut("amounts in the hash", K.test_refuses_the_same_key_with_another_amount, "post", "p_accounts, p_amounts,\n    quote", "p_accounts,\n    quote"),
    cut("lines' branches in the hash", other({"p_branches": [2, 2]}), "post", "quote_nullable(p_branches), "),
    cut("parties in the hash", other({"p_parties": [None, "0" * 32]}), "post", "quote_nullable(p_parties), "),
    cut("documents in the hash", other({"p_docs": [None, "0" * 32]}), "post", "quote_nullable(p_docs),"),
    cut("nulls in the hash", other({"p_memo": None, "p_source": "a"}, {"p_memo": "a", "p_source": None}), "post",
        "quote_nullable(p_source), quote_nullable(p_memo)", "p_source, p_memo"),
    cut("same hash in a batch", K.test_is_shared_by_both_doors, "post_many", "case when not x.b <@ array[h.br] then x.b end", "x.b"),
    # ── reversals
    Mutant("reversed twice", R.test_happens_once, statement="drop index ledger.entries_reverses"),
    cut("reversal of a reversal", R.test_refuses_a_reversal_or_an_unknown_entry, "post", "if v_entry.reverses is not null then", "if false then"),
    cut("mirror", R.test_refuses_a_reversal_that_is_not_a_mirror, "post", "if p_reverses is not null and exists", "if false and exists"),
    # ── guarded balances
    Mutant("floor and ceiling", G.test_keeps_a_till_at_or_above_its_floor, statement="alter table ledger.balances drop constraint balances_guard"),
    Mutant("ceiling", G.test_keeps_a_wallet_at_or_below_its_ceiling,
           statement="alter table ledger.balances drop constraint balances_guard, add constraint balances_guard"
                     " check (case guard when 1 then posted >= floor else true end)"),
    cut("balance of each branch", G.test_counts_each_branch_apart, "post",
        "select a.id, coalesce(p_branches[u.o], p_branch) as br", "select a.id, 1::smallint as br"),
    cut("order of boxes", X.test_takes_the_boxes_in_the_order_of_their_keys, "post", _SORTED, _SHUFFLED),
    cut("order of boxes in a batch", X.test_takes_the_boxes_in_the_order_of_their_keys, "post_many", _SORTED, _SHUFFLED),
    cut("box not open", M.test_refuses_a_box_that_is_not_open, "post", "from touched where guard = 0", "from touched where false"),
    cut("box not open in a batch", M.test_refuses_a_box_that_is_not_open, "post_many", "if v_unopened > 0", "if false"),
    cut("guard of an account", S.test_gives_the_same_one_again_and_refuses_another_guard, "accounts", "if v_own.guard <> p_guard", "if false"),
    cut("guard of a box", B.test_refuses_another_guard_and_foreign_branches, "accounts", "p_guard = 0 or v_account.guard <> p_guard", "false"),
    cut("branch of a box", B.test_refuses_another_guard_and_foreign_branches, "accounts", "b.id = p_branch and b.company_id = a.company_id", "b.id = p_branch"),
    cut("box opened again", B.test_changes_nothing_the_second_time, "accounts", "p_guard, p_floor)\n  on conflict do nothing",
        "p_guard, p_floor)\n  on conflict (account_id, branch_id) do update set floor = excluded.floor"),
    # ── accounts
    cut("account opened twice", F.test_waits_for_whoever_is_opening_it, "accounts", "on conflict do nothing returning id", "returning id"),
    cut("account not there for good", F.test_says_whether_it_can_be_remembered, "accounts", "a.xid is distinct from pg_current_xact_id_if_assigned()::text::bigint", "true"),
    # ── months
    cut("month lock", W.test_waits_for_a_post_in_flight_in_a_month_it_closes_with_it, "post",
        "perform pg_advisory_xact_lock_shared(month_lock(v_company, v_ym));"),
    cut("month lock of a batch", W.test_an_import_waits_too, "post_many",
        "perform pg_advisory_xact_lock_shared(month_lock(v_company, v_month.ym));"),
    cut("close waits", W.test_an_import_waits_too, "periods", "perform pg_advisory_xact_lock(month_lock(p_company, to_char", "perform (month_lock(p_company, to_char"),
    cut("close waits for earlier months", W.test_waits_for_a_post_in_flight_in_a_month_it_closes_with_it, "periods",
        "or p_status = 'C'"),
    cut("close waits for nobody else", W.test_does_not_wait_for_posts_in_later_months, "post", "return 7100000000000 + p_company::bigint * 1000000 + p_ym", "return 7100000000000 + p_company::bigint * 1000000"),
    cut("earlier months", C.test_closes_the_earlier_months_too, "post", "p.ym > p_ym and p.status = 'C'", "false"),
    cut("month of a company", C.test_closes_one_company_only, "post", "where p.company_id = p_company and p.ym > p_ym", "where p.ym > p_ym"),
    cut("closed", C.test_closes_the_earlier_months_too, "post", "if v_status = 'C' or", "if"),
    cut("closed for a batch", C.test_closes_the_earlier_months_too, "post_many", "if (month_status(v_company, v_month.ym) = 'C'\n        or", "if ("),
    cut("soft", C.test_lets_adjusters_in_while_soft, "post", "or (v_status = 'S' and not coalesce(p_adjuster, false))"),
    cut("soft for a batch", C.test_lets_adjusters_in_while_soft, "post_many", "or (month_status(v_company, v_month.ym) = 'S' and not coalesce(p_adjuster, false))"),
    cut("given back after the close", C.test_gives_back_what_was_posted_before_the_close, "post", " and e.request_sha = v_sha;", ";"),
    cut("kept out after the close", C.test_closes_the_earlier_months_too, "post_many", "and not exists (select 1 from entries e where e.idem = u.idem)", "and false"),
    cut("unknown adjuster", C.test_treats_an_unknown_adjuster_as_none, "post", "not coalesce(p_adjuster, false)", "not p_adjuster"),
    cut("opening opens one", C.test_opens_a_month_without_opening_those_before, "periods", "if p_status <> 'C' and month_status", "if false and month_status"),
    cut("status of a month", C.test_refuses_other_statuses_and_a_close_by_nobody, "periods", "if p_status not in ('O', 'S', 'C')", "if false"),
    # ── seals
    cut("watermark", Z.test_never_skips_a_slow_post, "seal", "pg_snapshot_xmin(pg_current_snapshot())", "pg_current_xact_id()"),
    cut("one sealer", Z.test_waits_for_another_sealer, "seal", "from seal_state s for update", "from seal_state s"),
    cut("counter", Z.test_refuses_a_counter_that_went_back, "seal", "if v_hi < v_lo then", "if false then"),
    cut("amount sealed", broken("a line changed"), "seal", "l.amount, quote_nullable(l.party_id)", "quote_nullable(l.party_id)"),
    cut("party sealed", broken("a party changed"), "seal", "quote_nullable(l.party_id), "),
    cut("memo sealed", broken("a memo changed"), "seal", "quote_nullable(e.memo),"),
    cut("actor sealed", broken("an actor changed"), "seal", "e.actor, "),
    cut("instant sealed", broken("a date changed"), "seal", ", e.xid,\n    extract(epoch from e.created_at)", ", e.xid"),
    cut("transaction sealed", broken("a transaction changed"), "seal", "quote_nullable(e.reason), e.xid,", "quote_nullable(e.reason),"),
    cut("past entries", broken("an entry slipped into a branch never sealed"), "seal", "where e.xid < (select upto from seal_state) and", "where false and"),
    cut("number of blocks", broken("the tail cut"), "seal", "st.seals <> (select count(*) from seals)", "false"),
    cut("content", broken("a line changed"), "seal", "s.hash is distinct from\n", "s.prev is null and s.hash is distinct from\n"),
    cut("links", broken("a chain begun again"), "seal", "s.prev_seq <> s.seq - 1 or s.prev <> s.prev_hash or", "s.prev_seq <> s.seq - 1 or"),
    cut("days", Z.test_adds_each_block_to_the_day_and_the_month, "seal", "debit = b.debit + excluded.debit, credit = b.credit + excluded.credit", "debit = excluded.debit"),
    # ── who sees what
    cut("policy", lambda b: V.test_shows_the_branches_of_the_act_only(b, "caudal_app", "lines"), "access",
        "(select current_setting('caudal.all', true)) = '1' or", "true or"),
    *(Mutant(f"rows of {table}", lambda b, t=table: V.test_shows_the_branches_of_the_act_only(b, "caudal_app", t),
             statement=f"alter table ledger.{table} disable row level security")
      for table in ("entries", "lines", "balances", "day_balances", "month_balances", "seals")),
    cut("reach of reports", lambda b: test_reports.TestMoves().test_shows_the_actor_s_branches_before_and_after_sealing(b),
        "reports", "and (current_setting('caudal.all', true) = '1'", "and (true"),
    Mutant("functions for everybody", V.test_gives_no_function_to_everybody,
           statement="grant execute on function ledger.seal_all to public"),
    Mutant("search path", V.test_runs_as_owner_only_with_a_fixed_search_path,
           statement="alter function ledger.seal_all reset search_path"),
]  # fmt: skip
