"""Who does what and who listens to what: two dictionaries."""

from collections.abc import Mapping

from caudal.commons.acts.relay import Listeners
from caudal.commons.jobs.runs import Work

LISTENERS: Listeners = {}
"""What each event sets in motion, in the transaction that marks it as delivered."""

RUNS: Mapping[str, Work] = {}
"""What is done for each kind of run. Each may be cut anywhere and started again."""
