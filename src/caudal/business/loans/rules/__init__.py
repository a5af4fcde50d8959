"""The mathematics of one loan, pure: amounts in whole minor units, rates as exact ratios, dates in, dates out.

From the bottom: `ratios` and `calendar`, `terms`, `amortisation`, `schedule`, `cost`; then the life of a loan:
`ceilings`, `arrears`, `allocation`, `happenings`, `book`, `replay`. Beside them `pawn`, `turns`, `lines`, `indexed`.
"""
