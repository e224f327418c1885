"""Content of a card: cloud-init's files, NetworkManager's keyfile, the robot's configuration."""
