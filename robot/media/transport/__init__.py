"""Congestion control of picture and sound: how much to send, and when.

All modules here are PURE; `outgoing` owns sockets, encoders and the clock.
`control.CongestionControl` combines the parts. The receiver's reports (`rtcp`, matched by
`packet_arrivals`) tell queueing, delivery rate and loss of the line (`delay`, `delivery`,
`loss`). From these follow a rate (`congestion`, `probing`) and its use (`ladder`, `sound`,
`copies`, `playout_delay`, `pacer`, `repair`). `feedback` reports the child's packets to
its browser.
"""
