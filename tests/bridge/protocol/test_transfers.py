from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol import transfers
from bridge.protocol.errors import ProtocolError
from tests.bridge.protocol.samples import load

DOCUMENT = Path(transfers.__file__).parent / "PROTOCOL.md"
SAMPLES: Any = load("transfers")
TYPES = {
    transfers.OfferBlob: "offer",
    transfers.Piece: "piece",
    transfers.Withdraw: "withdraw",
    transfers.Proceed: "go",
    transfers.Received: "ack",
    transfers.Kept: "kept",
    transfers.RefuseBlob: "refuse",
}


def as_sample(message: transfers.TransferMessage) -> dict[str, Any]:
    fields = dict(vars(message))
    if isinstance(message, transfers.Piece):
        fields["data"] = message.data.hex()
    return {"type": TYPES[type(message)], **fields}


@pytest.mark.parametrize("sample", SAMPLES["messages"], ids=lambda sample: sample["bytes"])
def test_each_message_is_written_and_read_as_in_the_samples(sample: Any) -> None:
    message = transfers.decode(bytes.fromhex(sample["bytes"]))
    assert as_sample(message) == sample["message"]
    assert transfers.encode(message).hex() == sample["bytes"]


@pytest.mark.parametrize("sample", SAMPLES["refused"], ids=lambda sample: sample["code"])
def test_anything_else_is_refused(sample: Any) -> None:
    with pytest.raises(ProtocolError) as refused:
        transfers.decode(bytes.fromhex(sample["bytes"]))
    assert refused.value.code == sample["code"]


def test_text_is_no_transfer() -> None:
    with pytest.raises(ProtocolError):
        transfers.decode("offer")


@given(st.binary(max_size=1100))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    try:
        message = transfers.decode(data)
    except ProtocolError:
        return
    assert transfers.encode(message) == data


def test_every_code_has_a_sentence() -> None:
    assert tuple(transfers.TRANSFER_REFUSALS) == transfers.TRANSFER_CODES


@pytest.mark.parametrize("code", transfers.TRANSFER_CODES)
def test_every_code_is_written_down_with_its_number(code: transfers.TransferCode) -> None:
    sentence = transfers.TRANSFER_REFUSALS[code]
    row = f"| {transfers.code_number(code)} | `{code}` | {sentence} |\n"
    assert row in DOCUMENT.read_text(encoding="utf-8")


def test_a_piece_shows_no_content() -> None:
    assert "secret" not in repr(transfers.Piece(1, 0, b"secret"))
