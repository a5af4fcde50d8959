"""Photographs that people send: which kinds are kept, told by their first bytes and never by their names."""

PHOTO_LIMIT = 5 * 1024 * 1024
"""Bytes of one photograph."""

_KINDS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def kind_of_picture(data: bytes) -> str | None:
    """The media type of a photograph, or nothing when it isn't one the house keeps.

    >>> kind_of_picture(b"\\xff\\xd8\\xff\\xe0"), kind_of_picture(b"%PDF-1.7")
    ('image/jpeg', None)
    """
    for start, media in _KINDS:
        if data.startswith(start):
            return media
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None
