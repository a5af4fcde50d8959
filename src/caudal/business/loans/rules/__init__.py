"""The mathematics of one loan, pure: amounts in whole minor units, rates as exact ratios, dates in, dates out.

From the bottom: `ratios` and `calendar`, `terms`, `amortisation`, `factors`, `schedule`, `cost`, `ceilings`, `quote`;
then the life of a loan: `arrears`, `allocation`, `happenings`, `course`, `book`, `history`, `replay`.
"""
