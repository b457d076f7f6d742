"""The keys that digital certificates are signed with."""

from __future__ import annotations

from typing import Annotated

import typer

from stegvis.cli.start import start
from stegvis.cli.words import tell

keys = typer.Typer(help="Look after the keys that digital certificates are signed with.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]


@keys.command("list")
def list_keys(as_json: Json = False) -> None:
    """Show the public keys that are published, the current one first."""
    start("worker")
    from stegvis.careers.credentials.keys import published_keys

    found = published_keys()
    tell(
        {"keys": [{"kid": key.kid, "made_at": key.made_at, "is_current": key.is_current} for key in found]},
        as_json=as_json,
        words=lambda: (
            "\n".join(
                f"{'*' if key.is_current else ' '} {key.kid} made {key.made_at:%Y-%m-%d %H:%M %Z}" for key in found
            )
            or "There is no key yet; the first is made when somebody makes a certificate."
        ),
    )


@keys.command("rotate")
def rotate(
    distrust: Annotated[
        bool, typer.Option("--distrust", help="The old key has leaked: refuse whatever it has signed from now on.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a new key and sign with it from now on; the old one stays published, so that what it has signed holds."""
    start("worker")
    from stegvis.careers.credentials.keys import rotate_key
    from stegvis.foundation.access.actor import acting_as_system

    with acting_as_system(reason="keys rotate"):
        kid = rotate_key(distrust=distrust)
    tell({"kid": kid}, as_json=as_json, words=lambda: f"Certificates are signed with {kid} from now on.")
