"""Tests that keep the documents and the scripts true."""
