"""Tests of reading, mapping, checking, balancing and publishing."""
