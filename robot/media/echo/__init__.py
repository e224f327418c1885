"""Echo cancellation and level control of the microphone's and speaker's sound."""
