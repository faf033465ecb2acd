"""Tests of the list of publications."""
