"""What all rooms of the media share: frames, cells, specifications, RTP fields."""
