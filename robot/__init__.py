"""The robot agent: presence, call and media of one Karlsson."""
