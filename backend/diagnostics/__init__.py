"""What operators look at: is it right, fast and fresh? One function a block, none of them knows a request."""
