"""The child that reads, which says of each job how much memory it took: ``memory`` measures by it."""

import pickle
import resource

from reports.formats import child, registry, sandbox_child


def main() -> None:
    """Answer jobs as the child of uploads does, within its limits."""
    sandbox_child.leave_the_network()
    child.load(dict.fromkeys(each.reader for each in registry.readable().values()))
    child.serve(measured, sandbox_child.LIMITS)


def measured(job: bytes) -> tuple[bytes, bytes]:
    """The answer to a job with the most memory, in kilobytes, that the fork that worked on it ever held."""
    outcome, content = sandbox_child.performed(job)
    return outcome, pickle.dumps((content, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


if __name__ == "__main__":
    main()
