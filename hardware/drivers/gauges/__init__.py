"""Chips and files that tell how full the battery and how warm the computer is."""
