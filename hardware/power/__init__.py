"""Battery and computer: charge, hours left, supply and temperature."""
