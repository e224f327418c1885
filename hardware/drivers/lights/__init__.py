"""Eyes, ring and the light of the room: what shows the class who is there."""
