"""Whether an installation is well: one registry of probes, asked by ``/readyz`` and by ``manage.py doctor``."""
