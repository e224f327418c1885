"""`reach`: from "Ich bin da" to the picture, in networks that block."""
