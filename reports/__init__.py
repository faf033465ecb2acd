"""Annual reports on government information disclosure: the form, its checks, its people and its papers."""
