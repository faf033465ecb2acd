"""What is in a bundle: the frozen bytes, under names that every system takes, with what is missing named."""

import hashlib
import subprocess
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import openpyxl
import pytest
from django.utils import timezone

from reports.formats.writing import CannotDraw
from reports.lifecycle.bundles import packing
from reports.lifecycle.bundles.choosing import WantedReports, choose
from reports.lifecycle.bundles.making import NOTHING, BundleFailed, made
from reports.lifecycle.bundles.naming import LONGEST_PATH, folders, path_of, plain_name
from reports.models import AnnualReport, Organ, Status
from reports.official.report_data import Kind
from tests.conftest import YEAR
from tests.county.published import publish
from tests.county.reports import figures_of, organ, settle

ALL_FORMATS = ("pdf", "xlsx", "html", "json")
PAPER = f"{YEAR}年度/乡镇/背孜乡/背孜乡{YEAR}年政府信息公开工作年度报告.pdf"


@pytest.fixture
def two_published(cast):
    return [publish(each, cast.supervisor) for each in (cast.township, cast.neighbouring_township)]


def bundle(cast, **wanted):
    about = {"states": (Status.PUBLISHED,), "formats": ("pdf",)} | wanted
    chosen = choose(cast.county, YEAR, WantedReports(**about), cast.supervisor)
    with made(chosen, WantedReports(**about)) as whole:
        return ZipFile(BytesIO(whole.read()))


def rows(archive, name):
    sheet = openpyxl.load_workbook(BytesIO(archive.read(name))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_what_was_published_is_copied_byte_for_byte(cast, two_published):
    archive = bundle(cast, formats=ALL_FORMATS)
    assert archive.read(PAPER) == two_published[0].file("pdf")
    for extension in ALL_FORMATS:
        assert archive.read(f"{PAPER.removesuffix('pdf')}{extension}") == two_published[0].file(extension)
    assert len(archive.namelist()) == 2 * len(ALL_FORMATS) + 3


def test_the_list_on_top_says_what_each_file_is_and_where_it_is_published(cast, two_published):
    archive = bundle(cast, site="https://nb.example.gov.cn")
    digest = hashlib.sha256(two_published[0].file("pdf")).hexdigest()
    address = f"https://nb.example.gov.cn/public/beizi/{YEAR}/1/"
    day = f"{timezone.localdate(two_published[0].at)}"
    title = f"背孜乡人民政府{YEAR}年政府信息公开工作年度报告"
    first = rows(archive, "00_目录.xlsx")[0]
    assert first[:3] + first[4:] == ["背孜乡人民政府", title, "已公布", PAPER, digest, address]
    assert first[3][:10] == day
    assert rows(archive, "00_未纳入单位.xlsx") == [["鲁山县人民政府办公室", "未开始", "没有报告"]]


def test_the_list_of_hashes_verifies_every_file_as_the_system_unpacks_it(cast, two_published, tmp_path):
    bundle(cast, formats=ALL_FORMATS).extractall(tmp_path)
    verify = ["sha256sum", "--strict", "-c", "00_校验.sha256"]
    assert subprocess.run(verify, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    (tmp_path / PAPER).write_bytes(b"changed")
    assert subprocess.run(verify, cwd=tmp_path, check=False, capture_output=True).returncode == 1


def test_names_are_marked_as_unicode_so_that_every_system_reads_them(cast, two_published):
    archive = bundle(cast)
    assert all(each.flag_bits & 0x800 for each in archive.infolist())
    assert all(each.compress_type == ZIP_STORED for each in archive.infolist())


def test_of_a_report_the_newest_revision_in_a_wanted_state_goes_in(cast, two_published):
    publish(cast.township, cast.supervisor, revision=2)
    AnnualReport.objects.create(organ=cast.township, year=YEAR, revision=3, edition="2021")  # a correction in work
    assert bundle(cast).read(PAPER).decode() == f"%PDF 背孜乡人民政府 {YEAR} 2"


def test_what_is_not_published_is_drawn_and_a_draft_says_so_in_its_name(cast, four_of_five, monkeypatch):
    monkeypatch.setattr(packing, "file_of", lambda report, extension, patience: f"{report} {extension}".encode())
    AnnualReport.objects.filter(organ=cast.township).update(status=Status.IN_REVIEW)
    names = bundle(cast, states=(Status.IN_REVIEW, Status.APPROVED)).namelist()
    assert PAPER.replace(".pdf", "（草稿）.pdf") in names
    assert f"{YEAR}年度/部门/鲁山县公安局/鲁山县公安局{YEAR}年政府信息公开工作年度报告.pdf" in names


def test_a_draft_that_was_never_submitted_goes_into_no_bundle(cast, filled):
    AnnualReport.objects.update(status=Status.DRAFT)
    with pytest.raises(BundleFailed, match=NOTHING):
        bundle(cast, states=tuple(Status))


def test_reports_below_another_office_stay_out(cast, two_published):
    Organ.objects.filter(pk=cast.neighbouring_township.pk).update(superior=Organ.objects.get(slug="elsewhere"))
    assert [each for each in bundle(cast).namelist() if "瓦屋" in each] == []
    with pytest.raises(BundleFailed):
        bundle(cast, organs=("wawu",))


def test_only_the_kinds_and_organs_that_were_chosen_go_in_and_the_list_speaks_of_them_alone(cast, two_published):
    police = organ("police", "鲁山县公安局", Kind.DEPARTMENT, cast.county)
    publish(police, cast.supervisor)
    assert len(bundle(cast, kinds=("department",)).namelist()) == 4
    assert len(bundle(cast, kinds=("department",), organs=("beizi",)).namelist()) == 5
    archive = bundle(cast, organs=("police",))
    assert rows(archive, "00_未纳入单位.xlsx") == []


def test_a_frozen_file_that_is_gone_is_named_and_the_rest_delivered(cast, two_published):
    publish(organ("police", "鲁山县公安局", Kind.DEPARTMENT, cast.county), cast.supervisor, left_out=("pdf",))
    archive = bundle(cast)
    assert PAPER in archive.namelist()
    assert ["鲁山县公安局", "已公布", "PDF：没有公布时留存的文件"] in rows(archive, "00_未纳入单位.xlsx")


def test_bytes_that_are_not_those_of_the_publication_are_never_handed_out(cast, two_published, monkeypatch):
    real = packing._frozen_files
    monkeypatch.setattr(
        packing, "_frozen_files", lambda *given: {key: (b"x", digest) for key, (_, digest) in real(*given).items()}
    )
    archive = bundle(cast)
    assert PAPER not in archive.namelist()
    assert rows(archive, "00_未纳入单位.xlsx")[1][2] == "PDF：留存的文件与公布时的校验码不一致"


def test_one_paper_that_cannot_be_drawn_keeps_no_other_from_going_in(cast, four_of_five, monkeypatch):
    def drawn(report, extension, patience):
        if report.organ.slug == "beizi":
            raise CannotDraw("报告内容过多")
        if report.organ.slug == "wawu":
            raise RuntimeError("a fault of ours")
        return b"drawn"

    monkeypatch.setattr(packing, "file_of", drawn)
    archive = bundle(cast, states=(Status.APPROVED,))
    missing = {row[0]: row[2] for row in rows(archive, "00_未纳入单位.xlsx")}
    assert missing["背孜乡人民政府"] == "PDF：报告内容过多"
    assert "生成失败（错误编号 " in missing["瓦屋镇人民政府"]
    assert len(archive.namelist()) == 2 + 3


def test_a_report_whose_state_changes_meanwhile_stays_out(cast, four_of_five, monkeypatch):
    def drawn(report, extension, patience):
        AnnualReport.objects.exclude(pk=report.pk).update(status=Status.RETURNED)
        return b"drawn"

    monkeypatch.setattr(packing, "file_of", drawn)
    archive = bundle(cast, states=(Status.APPROVED,))
    assert len(archive.namelist()) == 1 + 3
    assert rows(archive, "00_未纳入单位.xlsx")[-1][2] == "生成期间报告状态有变化"


def test_two_organs_of_one_name_are_told_apart_and_a_name_of_any_length_fits(cast):
    about = {"kind": Kind.SUBDISTRICT, "superior": cast.county}
    twins = [organ(slug, f"{slug}街道办事处", **about) for slug in ("east", "west")]
    Organ.objects.filter(pk__in=[each.pk for each in twins]).update(short_name="街道办")
    long = organ("long", "长", **about)
    bad = organ("bad", 'a\\b/c:d*e?f"g<h>i|j\n. ', **about)
    reports = [publish(each, cast.supervisor).report for each in (*twins, long, bad)]
    for report in reports:
        report.organ.refresh_from_db()
    reports[2].organ.short_name = "长" * 300  # longer than the table holds
    names = folders(reports)
    assert [names[each.pk] for each in reports[:2]] == ["街道办（east）", "街道办（west）"]
    assert names[reports[2].pk].endswith("（long）")
    assert names[reports[3].pk] == "a＿b＿c＿d＿e＿f＿g＿h＿i＿j＿＿＿"
    paths = [path_of(each, names[each.pk], "pdf") for each in reports]
    assert len(set(paths)) == len(paths)
    assert max(map(len, paths)) <= LONGEST_PATH
    assert max(len(part.encode()) for path in paths for part in path.split("/")) <= 255


@pytest.mark.parametrize(("words", "name"), [("...", "＿＿＿"), ("", "＿"), ("甲. ", "甲＿＿"), ("甲\x00乙", "甲＿乙")])
def test_no_name_is_one_that_a_system_refuses(words, name):
    assert plain_name(words) == name


def test_figures_of_nobody_but_the_wanted_year_are_packed(cast, two_published):
    settle(cast.clerk, cast.township, figures_of("beizi", YEAR - 1), YEAR - 1)
    assert all(name.startswith((f"{YEAR}年度/", "00_")) for name in bundle(cast).namelist())
