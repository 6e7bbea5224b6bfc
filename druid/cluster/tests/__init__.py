"""Tests of the local cluster: fast ones with stand-ins for Java and Maven and, marked `druid`, real ones."""
