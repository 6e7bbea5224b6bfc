"""Small stores as released loaders wrote them, each with its sale lines and the answers that must not change."""
