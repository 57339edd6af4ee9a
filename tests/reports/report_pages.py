"""Reports and look-alikes written for these tests, with helpers that read them."""

from archive.documents.open import read_document
from archive.reports.model import Context, Report
from archive.reports.read import read_report

PERIOD = "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
PROSE = (
    "全局上下重视公开工作，按季度检查网站栏目，发现错漏当天改正。新设两个专栏，公布办事流程和联系电话，方便群众查找。"
    "对重要文件同步安排说明材料，用问答方式回应关切，全年没有发生差错。"
)
SECTIONS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip


def narrative(title: str, year: int = 2020, *, agency_line: str = "", period: bool = True) -> str:
    """A report without tables, as text."""
    head = [line for line in (agency_line, title, PERIOD.format(year=year) if period else "") if line]
    return "\n".join([*head, *(f"{heading}\n{PROSE}" for heading in SECTIONS)])


def as_html(text: str, title: str = "") -> str:
    """The same text as a page of a portal."""
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><head><title>{title}</title></head><body><div id='zoom'>{body}</div></body></html>"


def read(source: str, context: Context | None = None, *, filename: str = "") -> Report:
    """Bytes to report in one step."""
    return read_report(read_document(source.encode(), filename=filename), context or Context())
