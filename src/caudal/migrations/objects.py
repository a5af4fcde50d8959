"""Replaceable objects, in order: applied after every migration, so they are edited in place."""

OBJECTS: list[tuple[str, str]] = [
    ("caudal.commons.acts", "objects"),
    ("caudal.commons.access", "roles"),
    ("caudal.commons.messaging", "objects"),
    *(
        ("caudal.ledger", name)
        for name in (
            "guards",
            "post",
            "post_many",
            "accounts",
            "periods",
            "statements",
            "seal",
            "reports",
            "chart_groups",
            "access",
            "chart_mx",
            "chart_co",
            "chart_do",
        )
    ),
    ("caudal.business.parties", "objects"),
    ("caudal.business.approvals", "objects"),
    ("caudal.business.treasury", "objects"),
    ("caudal.business.accounting", "objects"),
    ("caudal.business.receivables", "objects"),
    ("caudal.business.bookings", "objects"),
    ("caudal.business.collateral", "objects"),
    ("caudal.business.payables", "objects"),
    ("caudal.business.loans", "objects"),
    ("caudal.business.roscas", "objects"),
    ("caudal.business.pawn", "objects"),
    ("caudal.business.payments", "objects"),
    ("caudal.business.reconciliation", "objects"),
    ("caudal.business.refunds", "objects"),
    ("caudal.flows", "objects"),
]
