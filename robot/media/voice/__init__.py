"""The child's voice, from the packets of a bad line to the samples that a speaker pulls.

opus_packet   PURE   what the first bytes of an Opus packet tell
frames        PURE   packets and the copies in them, put in the order of their time
arrivals      PURE   how much delay is worth its while
stretch       PURE   shorter or longer without a change of pitch
playout       PURE   what is played next: voice, copy, repair, concealment, silence
opus_decoder         libopus, with repair and concealment
"""
