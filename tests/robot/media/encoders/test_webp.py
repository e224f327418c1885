import cv2
import numpy as np

from robot.media.encoders.webp import WebpPicture


def test_a_picture_is_coded_as_it_is_and_better_with_more_bytes() -> None:
    luma = np.tile(np.linspace(30, 220, 64, dtype=np.uint8), (48, 1))
    luma[10:20, 20:40] = 16
    blue, red = np.full((24, 32), 90, np.uint8), np.full((24, 32), 160, np.uint8)
    picture = WebpPicture((luma, blue, red))
    coarse, fine = picture.coded(5), picture.coded(90)
    assert fine[:4] == b"RIFF"
    assert fine[8:12] == b"WEBP"
    assert len(coarse) < len(fine)
    shown = cv2.imdecode(np.frombuffer(fine, np.uint8), cv2.IMREAD_COLOR)
    assert shown is not None
    assert shown.shape == (48, 64, 3)
    true = cv2.cvtColor(
        np.concatenate([luma, blue.reshape(-1, 64), red.reshape(-1, 64)]), cv2.COLOR_YUV2BGR_I420
    )
    assert cv2.absdiff(shown, true).mean() < 4
