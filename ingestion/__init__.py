"""Sales files in, checked and balanced lines out, published as one snapshot. Imports druid only."""
