"""What is installed is what the locks name, hash by hash, and every licence of it is listed."""

import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version

import pytest

from installing import licences, locks, renewing, sbom
from installing.locks import LOCKS, Pin
from tests.test_architecture import ROOT

A, B = "a" * 64, "b" * 64
REQUIREMENTS = {
    name: (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.txt", "requirements-dev.txt")
}


def locked():
    return {name: locks.read(ROOT, name) for name in LOCKS}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_written_as_it_is_read(name):
    assert locks.write(locks.read(ROOT, name)) == (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")


def test_no_package_stands_in_two_locks():
    names = [pin.name for pins in locked().values() for pin in pins]
    assert len(names) == len(set(names)) > 60


def test_what_requirements_ask_for_is_locked_at_that_version():
    pins = {pin.name: pin.version for pins in locked().values() for pin in pins}
    asked = [each for text in REQUIREMENTS.values() for each in locks.asked(text)]
    assert len(asked) > 30
    assert {each.name: each.version for each in asked} == {each.name: pins.get(each.name) for each in asked}
    runtime = {pin.name for pin in locked()["runtime"]}
    assert {each.name for each in locks.asked(REQUIREMENTS["requirements.txt"])} <= runtime
    assert {pin.name for pin in locked()["source"]} == locks.built(REQUIREMENTS["requirements-dev.txt"])


def test_what_is_installed_is_what_is_locked():
    pins = [
        pin for name in ("runtime", "dev", "source") for pin in locked()[name] if "platform_machine" not in pin.marker
    ]
    assert {pin.name: version(pin.name) for pin in pins} == {pin.name: pin.version for pin in pins}


def test_every_package_of_the_locks_has_its_licence_listed_and_no_other_one():
    listed = list(licences.rows((ROOT / licences.PAGE).read_text(encoding="utf-8")))
    wanted = [(pin.name, pin.version, name) for name, pins in locked().items() for pin in pins]
    assert sorted((name, version, lock) for name, version, _, lock in listed) == sorted(wanted)
    assert [name for name, _, licence, _ in listed if licence == "not stated"] == []


def test_a_package_of_a_lock_without_a_hash_is_refused():
    with pytest.raises(ValueError, match="one"):
        locks.parse("one==1.0\n")


def test_what_is_for_other_systems_alone_is_left_out():
    text = locks.write([Pin("one", "1", "", (A,)), Pin("two", "1", "sys_platform == 'win32'", (B,))])
    assert locks.parse(text) == [Pin("one", "1", "", (A,))]


def test_requirements_are_renewed_with_every_remark_in_its_place():
    text = "# Asked for\nDjango==5.2.1    # the framework\npsycopg[binary]==3.1; sys_platform == 'linux'  # why\n"
    assert locks.loosened(text).startswith("# Asked for\nDjango>=5.2.1    # the framework\npsycopg[binary]>=3.1;")
    put = locks.renewed(text, {"django": "5.2.2", "psycopg": "3.2"})
    assert put == text.replace("5.2.1", "5.2.2").replace("3.1", "3.2")


def test_what_changed_is_told_with_versions_and_licences():
    old = {"gone": ("1", "MIT"), "kept": ("1", "MIT"), "newer": ("1", "MIT"), "other": ("1", "MIT")}
    new = {"kept": ("1", "MIT"), "newer": ("2", "MIT"), "other": ("2", "GPL"), "come": ("3", "BSD")}
    assert renewing.changes(old, new) == [
        "+ come 3 (BSD)",
        "- gone 1",
        "  newer 1 → 2 (MIT)",
        "  other 1 → 2 (licence: MIT → GPL)",
    ]


def wheel(folder, licence):
    """A wheel of nothing but its metadata, and the lock that names it."""
    path = folder / "trial-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "trial-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: trial\nVersion: 1.0\nLicense: {licence}\n"
        )
        file.writestr("trial-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr("trial-1.0.dist-info/RECORD", "")
    return path


def pip(folder, target, lock):
    command = [
        sys.executable,
        "-m",
        "pip",
        "--isolated",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--require-hashes",
    ]
    command += ["--disable-pip-version-check", "--find-links", str(folder), "--target", str(target), "-r", str(lock)]
    return subprocess.run(command, capture_output=True, text=True)


def test_pip_takes_a_lock_as_it_is_written_and_refuses_another_file(tmp_path):
    path = wheel(tmp_path, "MIT")
    digest = subprocess.run(["sha256sum", path], capture_output=True, text=True, check=True).stdout.split()[0]
    lock = tmp_path / "lock.txt"
    lock.write_text(locks.write([Pin("trial", "1.0", "", (digest, A))]), encoding="utf-8")
    assert pip(tmp_path, tmp_path / "packages", lock).returncode == 0
    assert licences.installed(tmp_path / "packages") == {"trial": "MIT"}
    wheel(tmp_path, "changed on the way")
    refused = pip(tmp_path, tmp_path / "others", lock)
    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr


def test_nothing_stays_of_a_renewal_that_cannot_be_installed(tmp_path, monkeypatch):
    (tmp_path / "locks").mkdir()
    for name, text in REQUIREMENTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(renewing, "lock_all", lambda *_, **__: {name: [Pin("django", "9", "", (A,))] for name in LOCKS})

    def fail(*_):
        raise subprocess.CalledProcessError(1, ["pip"])

    monkeypatch.setattr(renewing, "licences_of", fail)
    with pytest.raises(subprocess.CalledProcessError):
        renewing.renew("uv", "python", tmp_path, upgrades=False)
    assert {
        path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir() if path.is_file()
    } == REQUIREMENTS
    assert list((tmp_path / "locks").iterdir()) == []


def test_the_list_of_parts_names_every_package_with_its_hashes_and_licence():
    packages = [sbom.DebianPackage("fonts-noto-cjk", "1:2022+repack1-1", "all", A)]
    document = json.loads(sbom.written(sbom.bill(ROOT, "1", LOCKS[:1], packages)))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    by_name = {part["name"]: part for part in document["components"]}
    assert set(by_name) == {pin.name for pin in locked()["runtime"]} | {"fonts-noto-cjk"}
    django = by_name["django"]
    (pinned,) = [pin for pin in locked()["runtime"] if pin.name == "django"]
    hashes = [each["content"] for each in django["externalReferences"][0]["hashes"]]
    assert hashes == sorted(pinned.hashes)
    assert django["licenses"][0]["license"]["name"] == "BSD-3-Clause"
    assert by_name["fonts-noto-cjk"]["purl"] == "pkg:deb/debian/fonts-noto-cjk@1%3A2022%2Brepack1-1?arch=all"
    assert len({part["bom-ref"] for part in document["components"]}) == len(by_name)


def test_bootstrap_installs_by_hash_alone():
    text = (ROOT / "script" / "bootstrap").read_text(encoding="utf-8")
    assert len(re.findall(r"-m pip install", text)) == 1
    assert re.search(r"pip install[^|]+--require-hashes", text)
