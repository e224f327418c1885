"""Encoders of the class's picture, from a camera's frame to payloads of RTP.

`choice` selects the encoder for the negotiated codec; `h264` and `vp8` are the encoders;
`scaling` brings frames to the size of the plan; `thinning` lowers the frame rate.
An encoder is used by one thread at a time, never by the event loop's.
"""
