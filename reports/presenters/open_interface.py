"""What the interface for programs says of a published report, and how it describes itself (OpenAPI 3.1)."""

from typing import Any

from django.urls import reverse

from reports.official import EDITIONS
from reports.official.calendar import FIRST_YEAR
from reports.official.report_data import Kind
from reports.official.schema import schema
from reports.presenters.publications import PublishedReport

Schema = dict[str, Any]
VERSION = "1"


def list_item(report: PublishedReport) -> dict[str, Any]:
    """A published report in the list; every address is that of this server, from its root."""
    return {
        "organ": {"code": report.slug, "name": report.organ, "kind": report.kind.value},
        "year": report.year,
        "revision": report.revision,
        "title": report.title,
        "published_at": report.at.isoformat(timespec="seconds"),
        "is_corrected": report.is_corrected,
        "is_demonstration": report.is_demonstration,
        "content_hash": report.content_hash,
        "report": reverse("api_report_revision", args=[report.slug, report.year, report.revision]),
        "page": report.url,
        "files": {
            extension: {"address": report.file_url(extension), "bytes": size}
            for extension, size in sorted(report.files.items())
        },
    }


def description(name: str) -> dict[str, Any]:
    """The description of the interface, by which programs may check what they ask and what they are answered."""
    return {
        "openapi": "3.1.0",
        "info": {"title": name, "version": VERSION, "description": _ABOUT},
        "paths": {
            reverse("api_reports"): {"get": _LIST},
            f"{reverse('api_reports')}{{organ}}/{{year}}/": {"get": _one("report", "一份报告的现行版本", ())},
            f"{reverse('api_reports')}{{organ}}/{{year}}/{{revision}}/": {
                "get": _one("report_revision", "一份报告的某一版本", ("revision",))
            },
            reverse("api_description"): {"get": _DESCRIPTION},
        },
        "components": {"schemas": _schemas()},
    }


def _schemas() -> Schema:
    editions = {f"Report{key}": schema(form) for key, form in EDITIONS.items()}
    either = {"oneOf": [_ref(each) for each in editions]}
    return {"Page": _PAGE, "Item": _ITEM, "Problem": _PROBLEM, "Report": either, **editions}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Schema) -> Schema:
    required = [*properties]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _answer(words: str, said: Schema, media: str = "application/json") -> Schema:
    return {"description": words, "content": {media: {"schema": said}}}


def _refused(words: str) -> Schema:
    return _answer(words, _ref("Problem"), "application/problem+json")


def _parameter(name: str, words: str, said: Schema, place: str = "query") -> Schema:
    is_required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "description": words, "schema": said} | is_required


_COUNTED: Schema = {"type": "integer", "minimum": 1}
_ADDRESS: Schema = {"type": "string", "format": "uri-reference"}
_YEAR: Schema = {"type": "integer", "minimum": FIRST_YEAR, "maximum": 9999}
_SLUG: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "maxLength": 40}
_KIND: Schema = {"type": "string", "enum": [kind.value for kind in Kind]}
_NOT_CHANGED: Schema = {"description": "与所持的版本（If-None-Match、If-Modified-Since）相同"}
_PROBLEM = _object(
    status={"type": "integer"},
    title={"type": "string"},
    detail={"type": "string", "description": "原因，一句话"},
)
_ITEM = _object(
    organ=_object(code=_SLUG, name={"type": "string"}, kind=_KIND),
    year=_YEAR,
    revision={**_COUNTED, "description": "版本；更正后加一"},
    title={"type": "string"},
    published_at={"type": "string", "format": "date-time"},
    is_corrected={"type": "boolean", "description": "是否更正过以前公布的版本"},
    is_demonstration={"type": "boolean", "description": "是否演示数据，数字为虚构"},
    content_hash={"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "内容校验码（SHA-256）"},
    report={**_ADDRESS, "description": "这一版本的数据"},
    page={**_ADDRESS, "description": "网页"},
    files={
        "type": "object",
        "additionalProperties": _object(address=_ADDRESS, bytes={"type": "integer", "minimum": 0}),
    },
)
_PAGE = _object(
    count={"type": "integer", "minimum": 0, "description": "符合条件的报告份数"},
    page=_COUNTED,
    pages=_COUNTED,
    next={"type": ["string", "null"], "format": "uri-reference"},
    previous={"type": ["string", "null"], "format": "uri-reference"},
    reports={"type": "array", "items": _ref("Item")},
)
_ABOUT = (
    "各行政机关已公布的政府信息公开工作年度报告，只读，不需登录，可从任何网站调用。"
    "报告的数据为交换格式 zfxxgk-annual-report/1，与公布时的文件逐字节相同。"
    "每个答复带 ETag 和 Last-Modified，凭 If-None-Match 再次读取，没有变化时答复 304。地址均相对于本服务器的根。"
)
_LIST = {
    "operationId": "reports",
    "summary": "公布的报告，每个单位每年度列出现行版本，年度新的在前",
    "parameters": [
        _parameter("year", "年度", {"type": "integer", "minimum": 1, "maximum": 9999}),
        _parameter("kind", "单位类别", _KIND),
        _parameter("organ", "单位代码", _SLUG),
        _parameter("name", "单位名称中的字", {"type": "string", "maxLength": 40}),
        _parameter("page", "第几页", _COUNTED),
        _parameter("page_size", "每页份数", {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}),
    ],
    "responses": {
        "200": _answer("一页报告", _ref("Page")),
        "304": _NOT_CHANGED,
        "400": _refused("参数不能理解"),
        "404": _refused("没有这一页"),
    },
}
_IN_PATH = {
    "organ": _parameter("organ", "单位代码", _SLUG, "path"),
    "year": _parameter("year", "年度", {"type": "integer"}, "path"),
    "revision": _parameter("revision", "版本", {"type": "integer"}, "path"),
}
_DESCRIPTION = {
    "operationId": "description",
    "summary": "本说明",
    "responses": {"200": _answer("OpenAPI 3.1", {"type": "object"}), "304": _NOT_CHANGED},
}


def _one(operation: str, words: str, more: tuple[str, ...]) -> Schema:
    return {
        "operationId": operation,
        "summary": words,
        "parameters": [_IN_PATH[each] for each in ("organ", "year", *more)],
        "responses": {
            "200": _answer("交换格式的报告", _ref("Report")),
            "304": _NOT_CHANGED,
            "404": _refused("没有公布"),
        },
    }
