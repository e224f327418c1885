"""Types shared by all rooms of the media: frames, cells, specifications, RTP fields."""
