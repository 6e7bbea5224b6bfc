"""What customers will be worth: how often they buy again, and for how much. Pure numpy and scipy, no I/O."""
