"""Pictures that the camera itself has encoded as H.264, sent on as they are.

`camera` reads them on its thread and puts them into a `feed`; `passing` takes
them out for one connection; `choice` says when that fits, and when frames are
decoded and encoded anew instead; `v4l2_control` asks the camera for key frames
and a rate; `h264_stream` reads what such a stream says of itself.
"""
