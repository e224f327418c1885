"""The call with the child: peer connection, channels, quality of the line."""
