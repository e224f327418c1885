"""A drawn school class, to be seen and heard without a camera and a microphone."""
