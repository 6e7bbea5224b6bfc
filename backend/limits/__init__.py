"""How much each caller may ask: requests and cost by the minute, counted once for all processes of a machine."""
