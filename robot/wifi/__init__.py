"""Wi-Fi without a screen: what joins a network, lists networks, and makes a hotspot."""
