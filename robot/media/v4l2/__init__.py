"""Cameras of Linux by its own interface, Video4Linux: formats, modes, controls and buffers."""
