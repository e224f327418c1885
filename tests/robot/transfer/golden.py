"""Golden steps of a transfer, played alike in Python and JavaScript.

`tests/messages/transfers.json` holds what goes in and what comes out. After a wanted change, run
`python -m tests.robot.transfer.golden` and read the difference before it is committed.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bridge.protocol import transfers
from bridge.protocol.transfers import OfferBlob, Piece, TransferCode, TransferMessage
from robot.transfer.receiving import BlobArrived, BlobArriving, BlobBroken, BlobReceiving
from robot.transfer.sending import Blob, BlobSending, Delivered, Progressed, Undelivered
from robot.transfer.window import DelayWindow

FILE = Path(__file__).parents[2] / "messages" / "transfers.json"

NEWS = {
    Progressed: "progress",
    Delivered: "delivered",
    Undelivered: "undelivered",
    BlobArrived: "arrived",
    BlobArriving: "arriving",
    BlobBroken: "broken",
}


def content(id: int, size: int) -> bytes:
    """Return the bytes that a blob of the samples has."""
    return bytes((7 * at + id) & 255 for at in range(size))


def hex_of(message: TransferMessage | None) -> str | None:
    """Return a message as hex; of a piece, only the header, as its data is `content`."""
    if message is None:
        return None
    data = transfers.encode(message)
    if isinstance(message, Piece):
        assert data[9:] == content(message.id, message.offset + len(message.data))[message.offset :]
        return f"{data[:9].hex()}+{len(message.data)}"
    return data.hex()


def message_of(text: str) -> TransferMessage:
    """Return the message of such a hex."""
    head, _, length = text.partition("+")
    data = bytes.fromhex(head)
    if length:
        id, offset = int.from_bytes(data[1:5]), int.from_bytes(data[5:9])
        data += content(id, offset + int(length))[offset:]
    return transfers.decode(data)


def news_of(news: Any) -> dict[str, Any]:
    """Return news as both languages write them."""
    fields = asdict(news)
    if "data" in fields:
        fields["data"] = len(fields["data"])
    return {"type": NEWS[type(news)], **fields}


def play_window(script: dict[str, Any]) -> list[list[float]]:
    """Return size and piece after each acknowledgement."""
    window = DelayWindow(script["target_ms"], script["most_bytes"], script["start_bytes"])
    sizes = []
    for acked_bytes, sent_ms, at_ms, now_ms in script["acks"]:
        window.acknowledged(acked_bytes, sent_ms, at_ms, now_ms)
        sizes.append([window.size_bytes, window.piece_bytes])
    return sizes


def play_sending(script: dict[str, Any]) -> list[Any]:
    """Return what each step of a sender gives."""
    sending = BlobSending(script["target_ms"], script["most_window_bytes"], script["start_bytes"])
    results: list[Any] = []
    for step in script["steps"]:
        match step:
            case ["add", kind, id, size, number]:
                results.append(sending.add(Blob(kind, id, content(id, size), number)))
            case ["withdraw", id]:
                results.append(sending.withdraw(id))
            case ["opened", now_ms]:
                sending.opened(now_ms)
                results.append(None)
            case ["closed"]:
                sending.closed()
                results.append(None)
            case ["has_next"]:
                results.append(sending.has_next())
            case ["next", now_ms]:
                results.append(hex_of(sending.next(now_ms)))
            case ["tick", now_ms]:
                results.append([news_of(news) for news in sending.tick(now_ms)])
            case ["receive", text, now_ms]:
                found = sending.receive(message_of(text), now_ms)
                results.append([news_of(news) for news in found])
    return results


def play_receiving(script: dict[str, Any]) -> list[Any]:
    """Return what each step of a receiver gives."""
    codes: dict[int, TransferCode] = {int(id): code for id, code in script["refuses"].items()}

    def admit(offer: OfferBlob) -> TransferCode | None:
        return codes.get(offer.id)

    receiving = BlobReceiving(admit)
    results: list[Any] = []
    for step in script["steps"]:
        match step:
            case ["opened"]:
                receiving.opened()
                results.append(None)
            case ["clear"]:
                receiving.clear()
                results.append(None)
            case ["finish", id, outcome]:
                results.append(hex_of(receiving.finish(id, outcome)))
            case ["tick", now_ms]:
                results.append([news_of(news) for news in receiving.tick(now_ms)])
            case ["receive", text, now_ms]:
                replies, found = receiving.receive(message_of(text), now_ms)
                results.append(
                    [[hex_of(reply) for reply in replies], [news_of(news) for news in found]]
                )
    return results


PLAYERS = {"window": play_window, "sending": play_sending, "receiving": play_receiving}


def load() -> dict[str, Any]:
    """Return the samples."""
    samples: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return samples


def main() -> None:
    """Write the results anew."""
    samples = load()
    for kind, play in PLAYERS.items():
        for script in samples[kind]:
            script["results"] = play(script)
    rows = []
    for kind, entries in samples.items():
        lines = ",\n".join("    " + json.dumps(entry) for entry in entries)
        rows.append(f"  {json.dumps(kind)}: [\n{lines}\n  ]")
    FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
