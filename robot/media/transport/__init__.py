"""How much to send, and when: the brain of the picture's and the sound's way out.

Everything in here is PURE; the shell beside it owns sockets, encoders and the clock.
`control.SendControl` holds the parts together: what came back (`rtcp`, `arrivals`)
tells of the line (`delay`, `delivery`, `loss`), from which follow a rate
(`congestion`, `probing`) and how to spend it (`ladder`, `sound`, `playout`, `pacer`, `repair`).
`feedback` tells the other side the same about what it sends.
"""
