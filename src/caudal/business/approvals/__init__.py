"""Approvals: what needs two hands. One person asks, another authorises, another executes, and none of them twice."""
