"""The two doors, REST and GraphQL, and the limits at them."""
