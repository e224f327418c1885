"""No echo: what the robot's speaker gives off is taken out of what its microphone hears."""
