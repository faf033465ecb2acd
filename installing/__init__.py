"""Bringing the application onto a machine: locked packages, the archive for machines without a network, upgrades.

The standard library alone: it runs before anything is installed, and must run when what is installed is broken.
"""
