"""What is done to reconcile: statements enter, lines are explained, rules are said, days are compared."""

from caudal.business.reconciliation.commands.days import DayToCome, ReconcileDay, reconcile
from caudal.business.reconciliation.commands.explaining import Claim, claim, explain
from caudal.business.reconciliation.commands.locking import AlreadyExplained
from caudal.business.reconciliation.commands.matching import Match, Matched, accept, match, run, undo
from caudal.business.reconciliation.commands.ruling import (
    NameOwner,
    NewRule,
    RuleRepeated,
    add_rule,
    end_rule,
    name_owner,
)
from caudal.business.reconciliation.commands.statements import (
    AnotherAccount,
    AnotherCurrency,
    Entered,
    Entering,
    HasBroken,
    NewFile,
    NotNow,
    SameStatement,
    Uneven,
    check,
    enter,
    keep_file,
    withdraw,
)

__all__ = [
    "AlreadyExplained",
    "AnotherAccount",
    "AnotherCurrency",
    "Claim",
    "DayToCome",
    "Entered",
    "Entering",
    "HasBroken",
    "Match",
    "Matched",
    "NameOwner",
    "NewFile",
    "NewRule",
    "NotNow",
    "ReconcileDay",
    "RuleRepeated",
    "SameStatement",
    "Uneven",
    "accept",
    "add_rule",
    "check",
    "claim",
    "end_rule",
    "enter",
    "explain",
    "keep_file",
    "match",
    "name_owner",
    "reconcile",
    "run",
    "undo",
    "withdraw",
]
