"""A question in, an answer with its proof out. Imports druid only."""
