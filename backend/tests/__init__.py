"""Tests of questions, planning, engines, reports and both doors."""
