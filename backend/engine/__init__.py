"""Where statements run: the port and the engines behind it."""
