"""The invented city: sections, departments, people and what each unit does."""

from dataclasses import dataclass
from decimal import Decimal

CITY = "云汀市"
SECTIONS = {"nature": "资源环境科", "culture": "教科文科"}


@dataclass(frozen=True, slots=True)
class Work:
    """What a kind of unit is measured by: names and figures of its indicators."""

    duty: str
    count: str
    count_unit: str
    count_target: int
    quality: str
    cost: str
    cost_wan: str
    economic: str
    social: str
    ecological: str
    lasting: str
    served: str


WORKS = {
    "environment": Work(
        "生态环境监测、检查和宣传",
        "现场检查家数",
        "家",
        420,
        "监测数据合格率",
        "单次检查平均成本",
        "0.45",
        "服务企业绿色发展",
        "公众环境满意程度",
        "河流水质状况",
        "监测网络长期运行",
        "来访群众满意度",
    ),
    "school": Work(
        "课程教学、学生管理和教师培训",
        "在校学生数",
        "人",
        2150,
        "教学计划完成率",
        "生均公用支出",
        "0.12",
        "减轻家庭教育负担",
        "学生全面发展情况",
        "校园绿化状况",
        "教师队伍稳定性",
        "家长满意度",
    ),
    "exams": Work(
        "各类考试的组织和成绩发布",
        "组织考试场次",
        "场",
        36,
        "考务规范执行率",
        "每场考务平均成本",
        "2.60",
        "节约考生往返支出",
        "考试公平公正情况",
        "无纸化办理情况",
        "考点长期可用情况",
        "考生满意度",
    ),
    "water": Work(
        "水库、灌区和堤防的管护",
        "巡查堤防长度",
        "公里",
        310,
        "工程验收合格率",
        "每公里养护成本",
        "0.80",
        "保障农业用水",
        "沿河群众安全情况",
        "灌区水生态状况",
        "工程长效管护情况",
        "受益农户满意度",
    ),
    "streets": Work(
        "市容环卫、道路照明和公园管理",
        "清扫道路面积",
        "万平方米",
        860,
        "路灯完好率",
        "每万平方米清扫成本",
        "3.20",
        "促进商圈经营",
        "市容整洁情况",
        "公园绿地状况",
        "环卫设备持续使用情况",
        "市民满意度",
    ),
    "people": Work(
        "社会救助、养老服务和社区建设",
        "救助困难群众人次",
        "人次",
        5200,
        "救助金按时发放率",
        "每人次服务成本",
        "0.06",
        "减轻困难家庭负担",
        "困难群众生活改善情况",
        "绿色殡葬推行情况",
        "养老服务持续情况",
        "服务对象满意度",
    ),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A department of the city. `size` scales its figures; money in 万元 for the year 2023."""

    code: str
    name: str
    work: str
    section: str
    supervisor: str | None
    heads: int
    size: Decimal
    projects: tuple[str, ...]


def _unit(
    code: str, name: str, work: str, section: str, supervisor: str | None, heads: int, size: str, *projects: str
) -> Unit:
    return Unit(code, f"{CITY}{name}", work, section, supervisor, heads, Decimal(size), projects)


TOUCHSTONE = "410003"
UNITS = (
    _unit("210", "教育局", "school", "culture", None, 62, "3.1", "教育督导经费", "教研活动经费"),
    _unit("210001", "第一中学", "school", "culture", "210", 168, "5.4", "实验室维护经费", "校园维修经费"),
    _unit("210002", "第二中学", "school", "culture", "210", 142, "4.6", "校园维修经费"),
    _unit("210003", "特殊教育学校", "school", "culture", "210", 38, "1.4", "康复设备经费"),
    _unit("210004", "教育考试院", "exams", "culture", "210", 24, "1.2", "考务经费", "标准化考点维护经费"),
    _unit("410", "生态环境局", "environment", "nature", None, 74, "3.8", "水质改善经费", "环境宣传经费"),
    _unit("410001", "环境监测站", "environment", "nature", "410", 46, "1.9", "监测运行经费"),
    _unit("410002", "固体废物管理中心", "environment", "nature", "410", 21, "0.9", "危险废物处置监管经费"),
    _unit(
        TOUCHSTONE,
        "生态环境保护综合行政执法支队",
        "environment",
        "nature",
        "410",
        50,
        "1.0",
        "环境监察、监测等运行经费",
    ),
    _unit("520", "水利局", "water", "nature", None, 58, "2.7", "堤防养护经费", "灌区改造经费"),
    _unit("520001", "水库管理处", "water", "nature", "520", 33, "1.5", "水库巡查经费"),
    _unit("630", "城市管理局", "streets", "nature", None, 83, "4.2", "环卫作业经费", "照明维护经费"),
    _unit("710", "民政局", "people", "culture", None, 44, "2.2", "社会救助工作经费"),
    _unit("710001", "社会福利院", "people", "culture", "710", 61, "2.0", "养护运行经费"),
    _unit("810", "档案馆", "exams", "culture", None, 19, "0.7", "档案数字化经费"),
)
# What the touchstone's filing of this year says of last year, so that last year's filing agrees with it.
TOUCHSTONE_FINALS = {
    "vehicle_purchase": "0.00",
    "vehicle_running": "5.37",
    "overseas_travel": "0.00",
    "official_reception": "1.84",
    "operating": "78.43",
    "office": "67.21",
    "utilities_travel": "6.00",
    "meetings_training": "2.47",
    "procurement": "21.69",
}
TOUCHSTONE_PROJECT = ("57.00", "60.00", "59.41")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = (
    "文静",
    "志强",
    "晓岚",
    "国平",
    "雨桐",
    "建华",
    "思远",
    "丽娟",
    "明哲",
    "海燕",
    "永康",
    "佳宁",
    "立新",
    "春梅",
    "子墨",
    "向阳",
)


def person(place: int, shift: int = 0) -> str:
    """An invented name, the same for the same place."""
    return SURNAMES[(place * 5 + shift) % len(SURNAMES)] + GIVEN[(place * 7 + shift * 3) % len(GIVEN)]
