"""The child's voice, from the packets of a bad line to the samples that a speaker pulls.

asking          PURE   what the session description asks of the child's browser
frames          PURE   packets and their redundant copies, in the order of their time
arrival_delays  PURE   target delay, from the delays of the arrivals
adaptation      PURE   when to shorten or lengthen the sound, and by how much
stretch         PURE   time-scale modification without a change of pitch
jitter_buffer   PURE   the next samples: voice, copy, repair, concealment or silence
voice                  one source into the jitter buffer, with volume and mute
earcons         PURE   the robot's own short sounds
ringing                earcons mixed onto the voice
"""
