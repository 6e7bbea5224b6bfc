"""Pages to print and to send by mail, made of the answers that JSON shows; no script, nothing loaded from elsewhere."""
