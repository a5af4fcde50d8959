"""The mathematics of one loan, pure: amounts in whole minor units, rates as exact ratios, dates in, dates out.

From the bottom: `ratios` and `calendar`, `terms`, `amortisation`, `factors`, `schedule`, `cost`, `ceilings`, `quote`;
then the life of a loan: `arrears`, `allocation`, `happenings`, `course`, `rows`, `book`, `history`, `replay`,
`evidence` and `renewal`. Beside them: `lines` (revolving) and `indexed` (UVR).
Above, over many loans, `portfolio` and `provision`.
"""
