"""Files read back by other libraries than those that wrote them."""
