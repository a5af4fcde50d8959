"""Small drawings that stand for the photographs of the pledges: PNG made here, of nobody's thing."""

import struct
import zlib
from dataclasses import dataclass
from math import isqrt

_WIDTH, _HEIGHT = 240, 180
_PALETTE = (
    (236, 233, 226), (214, 209, 199), (201, 162, 39), (148, 116, 20), (44, 48, 56), (96, 125, 139), (178, 58, 46),
    (120, 84, 52), (255, 255, 255), (38, 110, 94),
)  # fmt: skip
_BACK, _TABLE, _GOLD, _DARK_GOLD, _BLACK, _STEEL, _RED, _WOOD, _WHITE, _GREEN = range(10)


@dataclass(frozen=True, slots=True)
class _Disc:
    x: int
    y: int
    radius: int
    colour: int


@dataclass(frozen=True, slots=True)
class _Box:
    left: int
    top: int
    right: int
    bottom: int
    colour: int


def _ring(x: int, y: int, radius: int, thick: int, colour: int = _GOLD) -> list[_Disc | _Box]:
    return [_Disc(x, y, radius, colour), _Disc(x, y, radius - thick, _BACK)]


_DRAWINGS: dict[str, list[_Disc | _Box]] = {
    "anillo": [*_ring(120, 98, 46, 11), _Disc(120, 46, 12, _STEEL), _Disc(120, 46, 7, _WHITE)],
    "cadena": [disc for n in range(9) for disc in _ring(36 + 21 * n, 58 + (n - 4) ** 2 * -2 + 40, 14, 5)],
    "aretes": [*_ring(88, 92, 30, 6), *_ring(152, 92, 30, 6)],
    "reloj": [_Box(104, 14, 136, 166, _WOOD), _Disc(120, 90, 42, _DARK_GOLD), _Disc(120, 90, 34, _WHITE),
              _Box(118, 64, 122, 92, _BLACK), _Box(118, 89, 142, 92, _BLACK)],
    "celular": [_Box(88, 20, 152, 160, _BLACK), _Box(93, 30, 147, 144, _STEEL), _Disc(120, 152, 4, _BACK)],
    "tableta": [_Box(60, 28, 180, 152, _BLACK), _Box(68, 36, 172, 144, _STEEL)],
    "laptop": [_Box(62, 40, 178, 116, _BLACK), _Box(68, 46, 172, 110, _STEEL), _Box(44, 118, 196, 132, _TABLE)],
    "pantalla": [_Box(34, 30, 206, 126, _BLACK), _Box(40, 36, 200, 120, _STEEL), _Box(110, 126, 130, 146, _BLACK),
                 _Box(84, 146, 156, 152, _BLACK)],
    "taladro": [_Box(60, 60, 160, 96, _RED), _Box(160, 72, 200, 84, _STEEL), _Box(74, 96, 104, 152, _BLACK)],
    "consola": [_Box(48, 74, 192, 108, _BLACK), _Disc(88, 132, 14, _BLACK), _Disc(152, 132, 14, _BLACK),
                _Box(88, 118, 152, 146, _BLACK), _Disc(168, 90, 4, _GREEN)],
    "guitarra": [_Box(150, 84, 226, 96, _BLACK), _Disc(84, 90, 44, _WOOD), _Disc(136, 90, 34, _WOOD),
                 _Disc(112, 90, 14, _BLACK)],
    "moto": [*_ring(70, 122, 34, 10, _BLACK), *_ring(176, 122, 34, 10, _BLACK), _Box(80, 84, 168, 106, _RED),
             _Box(92, 72, 136, 84, _BLACK), _Box(166, 60, 174, 110, _STEEL)],
    "bocina": [_Box(76, 24, 164, 158, _BLACK), _Disc(120, 112, 32, _STEEL), _Disc(120, 56, 16, _STEEL)],
    "estufa": [_Box(60, 30, 180, 156, _WHITE), _Box(74, 78, 166, 138, _BLACK), _Disc(90, 48, 9, _STEEL),
               _Disc(120, 48, 9, _STEEL), _Disc(150, 48, 9, _STEEL)],
}  # fmt: skip


def picture(thing: str, number: int = 0) -> bytes:
    """A drawing of a kind of thing, as PNG; another `number` leaves another colour of table, so that no two are one."""
    rows = [bytearray([_BACK]) * _WIDTH for _ in range(_HEIGHT)]
    for shape in _DRAWINGS[thing]:
        _paint(rows, shape)
    palette = bytearray(colour for each in _PALETTE for colour in each)
    palette[3:6] = bytes((214 - number * 7 % 60, 209 - number * 5 % 60, 199 - number * 3 % 60))
    for row in rows[_HEIGHT - 14 :]:
        row[:] = bytes([_TABLE]) * _WIDTH
    packed = zlib.compress(b"".join(b"\x00" + row for row in rows), 1)
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", bytes(palette)), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _paint(rows: list[bytearray], shape: _Disc | _Box) -> None:
    if isinstance(shape, _Box):
        for row in rows[shape.top : shape.bottom]:
            row[shape.left : shape.right] = bytes([shape.colour]) * (shape.right - shape.left)
        return
    for y in range(max(0, shape.y - shape.radius), min(_HEIGHT, shape.y + shape.radius + 1)):
        half = isqrt(shape.radius**2 - (y - shape.y) ** 2)
        left, right = max(0, shape.x - half), min(_WIDTH, shape.x + half + 1)
        rows[y][left:right] = bytes([shape.colour]) * (right - left)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
