"""Phrases of the child, spoken by the robot (docs/decisions/0036).

sentences.py    PURE. the sentences of the fixed phrases in both languages
wave.py         PURE. what a synthesizer gave, as samples for the speaker
synthesizer.py  one process of espeak-ng for each phrase, with limits
speech.py       one phrase is spoken, and at most one waits
"""
