"""What a pledge of several articles backs when some of them are taken away. Pure: minor units in and out."""


def kept(capital: int, staying: int, whole: int) -> int:
    """How much of `capital` may stay lent on what stays: its part of the appraisal, rounded down.

    ``staying`` and ``whole``: the appraisals of what stays and of everything. What stays is never lent a larger part of
    its appraisal than before.

    >>> kept(1_000_000, 1_500_000, 2_500_000)
    600000
    """
    return capital * staying // whole


def share(capital: int, staying: int, whole: int) -> int:
    """How much of `capital` has to be paid to take the rest away; what is left and this add up to it.

    >>> share(1_000_000, 1_500_000, 2_500_000)
    400000
    """
    return capital - kept(capital, staying, whole)
