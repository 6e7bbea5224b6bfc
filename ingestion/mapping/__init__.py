"""From headers and data to a recipe: mapping files, proposals, and the evidence that decides formats."""
