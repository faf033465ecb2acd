"""The installation: settings from the environment, the root of the URLs, the web server's entry."""

import config.sqlite  # noqa: F401  before Django loads its database backend
