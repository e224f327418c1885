"""The robot as a drawing: in its pose, with eyes and ring as they shine."""
