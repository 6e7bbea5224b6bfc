"""Tests of the client: the wire format, the breaker, and a real Druid behind a proxy that misbehaves."""
