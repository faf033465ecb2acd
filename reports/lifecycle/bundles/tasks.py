"""The task of a bundle, done by a worker beside the web server."""

from django_tasks import task

from reports.lifecycle.bundles import making


@task()
def make_bundle(bundle_id: int) -> None:
    """Make a bundle that was asked for, unless somebody does so already."""
    making.make(bundle_id)
