"""What the robot sees, hears and says: sources and sinks by name, and their tracks.

Pictures flow camera -> `Newest` -> `PictureTrack` -> `MediaSender`, which encodes
(`encoders`) and sends them as the line allows (`sending`); sound flows microphone ->
`SoundFanout` -> `SoundTrack`; the child's voice flows `VoiceIn` -> speaker.
Nothing here writes media anywhere, the explicit `file:` speaker apart.
"""
