"""The first installation: a clear sentence where it cannot be, and nothing half done."""

import os
import shutil
import subprocess

import pytest

from installing import archives, bundling, first, releases
from installing.debian import _TIED
from installing.machine import InstallingFault, settings_in
from tests.installing.small_releases import Installation, install_packages
from tests.test_architecture import ROOT

ARCHITECTURE = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True).stdout.strip()


@pytest.fixture
def archive(tmp_path):
    """An archive with its script, of which nothing is real but what the checks look at, and a root for them."""
    made = tmp_path / "archive"
    (made / "debs").mkdir(parents=True)
    (made / "debs/wanted").write_text("python3\n", encoding="utf-8")
    shutil.copy(ROOT / "installing/install.sh", made / "install")
    (made / "install").chmod(0o755)
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "root/etc/os-release").write_text('ID=debian\nVERSION_ID="12"\n', encoding="utf-8")
    describe(made)
    return made


def describe(made, **said):
    told = {"VERSION": "2", "ARCHITECTURE": ARCHITECTURE, "DEBIAN": "12", "MEGABYTES": "1"} | said
    (made / "about").write_text("".join(f"{name}={value}\n" for name, value in told.items()), encoding="utf-8")
    (made / "SHA256SUMS").write_text(archives.sums(made), encoding="utf-8")


def check(made):
    environment = os.environ | {"INSTALL_ROOT": str(made.parent / "root")}
    return subprocess.run([made / "install", "--check"], env=environment, capture_output=True, text=True)


if shutil.which("dpkg"):  # it is for Debian

    def test_an_archive_that_fits_may_be_installed(archive):
        ended = check(archive)
        assert (ended.stdout, ended.stderr, ended.returncode) == ("可以安装。\n", "", 0)

    def _another_debian(made):
        (made.parent / "root/etc/os-release").write_text('ID=debian\nVERSION_ID="13"\n', encoding="utf-8")

    def _damage(made):
        (made / "debs/wanted").write_text("changed on the way\n", encoding="utf-8")

    def _lose(made):
        (made / "debs/wanted").unlink()

    def _there(made):
        (made.parent / "root/opt/nianbao").mkdir(parents=True)

    def _data(made):
        (made.parent / "root/var/lib/nianbao/uploads").mkdir(parents=True)

    WRONG = {
        "another Debian": (_another_debian, "用于 Debian 12，本机是 debian 13"),
        "another processor": (lambda made: describe(made, ARCHITECTURE="riscv64"), "用于 riscv64 处理器，本机是"),
        "damaged": (_damage, "安装包已损坏：debs/wanted 与清单不符，请重新拷贝"),
        "incomplete": (_lose, "安装包已损坏：debs/wanted 与清单不符，请重新拷贝"),
        "installed": (_there, "/opt/nianbao 已存在，没有改动"),
        "data": (_data, "/var/lib/nianbao 里已有数据，没有改动"),
        "no room": (lambda made: describe(made, MEGABYTES="999999999"), "磁盘空间不够：需要 999999999 MB，只有"),
    }

    @pytest.mark.parametrize("name", WRONG)
    def test_what_is_wrong_is_said_in_one_sentence(archive, name):
        make, sentence = WRONG[name]
        make(archive)
        ended = check(archive)
        assert ended.returncode == 1
        assert ended.stderr.startswith("未安装：")
        assert sentence in ended.stderr
        assert ended.stderr.count("\n") == 1


@pytest.fixture
def empty(tmp_path, monkeypatch):
    monkeypatch.setattr(releases, "_install_packages", install_packages)
    return Installation(tmp_path)


def small_archive(installation, wrong=""):
    made = installation.archive("1", "one")
    (made / "app/deploy").mkdir()
    shutil.copy(ROOT / "deploy/environment.example", made / "app/deploy")
    script = "import sys\n" + (f"sys.exit('told to fail') if sys.argv[1] == '{wrong}' else None\n" if wrong else "")
    script += "print('账号 guanli，一次性密码 x') if sys.argv[1] == 'create_administrator' else None\n"
    (made / "app/manage.py").write_text(script, encoding="utf-8")
    (made / archives.SUMS).write_text(archives.sums(made), encoding="utf-8")
    return made


def test_the_first_installation_makes_the_folders_and_names_the_administrator(empty):
    told = first.install(empty.machine, small_archive(empty), "nianbao.test", is_http=True)
    assert told == "账号 guanli，一次性密码 x"
    assert empty.serving == "1"
    assert empty.machine.data.stat().st_mode & 0o777 == 0o700
    settings = settings_in(empty.machine.environment)
    assert (settings["ALLOWED_HOSTS"], settings["INSECURE_HTTP"]) == ("nianbao.test", "1")
    assert "BEHIND_TLS_PROXY" not in settings
    with pytest.raises(InstallingFault, match="已存在"):
        first.install(empty.machine, empty.folder / "archive-1", "nianbao.test", is_http=True)
    assert empty.serving == "1"


@pytest.mark.parametrize("command", ["check_database", "migrate", "collectstatic", "create_administrator"])
def test_an_installation_that_fails_half_way_leaves_nothing(empty, command):
    made = small_archive(empty, command)
    with pytest.raises(InstallingFault, match="told to fail"):
        first.install(empty.machine, made, "nianbao.test", is_http=False)
    assert sorted(path.name for path in empty.folder.iterdir()) == ["archive-1"]


def test_an_environment_that_is_there_is_left_as_it_is(empty):
    empty.machine.environment.write_text("ALLOWED_HOSTS=own.test\n", encoding="utf-8")
    first.install(empty.machine, small_archive(empty), "nianbao.test", is_http=False)
    assert empty.machine.environment.read_text(encoding="utf-8") == "ALLOWED_HOSTS=own.test\n"


def test_the_environment_is_read_as_systemd_reads_it(tmp_path):
    file = tmp_path / "environment"
    file.write_text("# remark\nA=1\n\nB=a b = c\nC='quoted words'\n;D=4\n", encoding="utf-8")
    assert settings_in(file) == {"A": "1", "B": "a b = c", "C": "quoted words"}


def test_an_archive_says_what_it_is_and_lists_everything(tmp_path):
    for name in (archives.APPLICATION, archives.WHEELS, archives.DEBS):
        (tmp_path / name).mkdir()
    shutil.copytree(ROOT / "locks", tmp_path / "app/locks")
    (tmp_path / "app/docs").mkdir()
    shutil.copy(ROOT / "docs/licences.md", tmp_path / "app/docs")
    bundling.finish(tmp_path, "2", "abc", "amd64")
    archives.require_whole(tmp_path)
    assert archives.about(tmp_path)["VERSION"] == "2"
    assert (tmp_path / "sbom.json").exists()
    (tmp_path / "wheels/added.whl").touch()
    with pytest.raises(InstallingFault, match=r"added\.whl"):
        archives.require_whole(tmp_path)


def test_a_package_that_must_be_of_one_version_is_named_by_what_needs_it():
    assert _TIED.findall("perl-base (= 5.36.0-7+deb12u2), libc6 (>= 2.36), perl:any, libx:any (= 1)") == [
        "perl-base",
        "libx",
    ]
