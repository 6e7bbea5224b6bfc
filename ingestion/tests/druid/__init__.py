"""Tests of publication: against a canned cluster, and (marked `druid`) against a real one."""
