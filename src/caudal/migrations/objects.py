"""Replaceable objects, in order: applied after every migration, so they are edited in place."""

OBJECTS: list[tuple[str, str]] = [
    ("caudal.commons.acts", "objects"),
]
