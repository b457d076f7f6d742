"""The code of a card: short enough to read aloud, too long to guess.

Sixty bits that follow from the row's random key and ``SECRET_KEY``. So the database holds a digest only, and the person
can still be shown the same code again.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.utils.crypto import salted_hmac
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that is taken for something else
LENGTH = 12
GROUP = 4
MISREAD = str.maketrans("ILO", "110")


def code_of(key: UUID) -> str:
    """The code of a row, without hyphens."""
    digest = salted_hmac("stegvis.careers.cards", str(key), algorithm="sha256").digest()
    number = int.from_bytes(digest[:8], "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))


def readable(code: str) -> str:
    """In groups of four: ``7K3M-9QXA-T2WF``."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> str:
    """What somebody has typed, as ``code_of`` writes it; empty where it cannot be a code."""
    code = "".join(letter for letter in text.upper() if letter.isalnum()).translate(MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def hash_code(code: str) -> str:
    return hashlib.sha256(code.encode("ascii")).hexdigest()


def qr_path(address: str) -> tuple[int, str]:
    """The QR code of an address as the side in modules, margin included, and the path of an SVG picture."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), path
