"""Encoders of the class's picture: from a camera's frame to payloads of RTP.

`picture` says what an encoder is and makes one for what was negotiated; `h264`
and `vp8` are the two there are; `scaling` brings frames to the size of the plan.
An encoder is used by one thread at a time, never by the event loop's.
"""
