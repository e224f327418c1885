"""Pictures and sound of the robot: sources, sinks and the tracks between them.

Pictures flow camera (`devices`) -> `types.cells.Newest` -> `types.tracks.PictureTrack` ->
`outgoing.sender.MediaSender`, which encodes them (`encoders`) or takes the camera's own
(`coded`), and sends them as congestion control allows (`transport`). Sound flows
microphone (`devices`) -> `echo` -> `SoundFanout` -> `SoundTrack` -> `opus`. The child's
voice flows from `hooks` through the jitter buffer (`voice`) to the speaker (`devices`).
`synthetic` draws a school class for demo and tests.
Nothing here writes media anywhere, except the explicit `file:` speaker.
"""
