"""The process in which the base model is got ready, so that a stop can end a download or a conversion at once."""

from __future__ import annotations

from engine.children import Wire
from engine.models import fingerprint, resolve
from engine.parts import PartFailed


def main(wire: Wire, _: list[str]) -> None:
    request = wire.requests.get()
    number = request["id"]
    try:
        folder = resolve(request["weights"], say=lambda sentence: wire.note(number, {"say": sentence})).resolve()
    except PartFailed as failed:
        wire.error(number, str(failed))
    else:
        wire.result(number, {"folder": str(folder), "fingerprint": fingerprint(folder)})
