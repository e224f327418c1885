"""Passthrough of pictures that the camera itself has encoded as H.264.

`devices.coded_camera` reads them on its thread and puts them into a `feed`;
`outgoing.passthrough` takes them out for one connection; `choice` decides when that fits,
and when frames are decoded and encoded again instead; `v4l2_control` requests key frames
and a rate of the camera; `h264_stream` parses the stream.
"""
