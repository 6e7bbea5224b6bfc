"""Who asks, and what they may see: roles, row policies, principals, keys and tokens."""
