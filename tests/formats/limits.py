"""Children of the server with a limit or a reader of their own, so that a test meets what is to be met, and soon."""

from reports.formats import children


def another_child(monkeypatch, module, before="", **limits):
    """Start every child from now on as ``module`` of ``reports.formats`` with these limits, ``before`` run first."""
    popen = children.subprocess.Popen
    code = f"from reports.formats import {module} as work\n{before}\nwork.LIMITS = work.LIMITS._replace(**{limits!r})"
    start = f"{code}\nwork.main()"
    monkeypatch.setattr(children.subprocess, "Popen", lambda command, **more: popen([command[0], "-c", start], **more))
