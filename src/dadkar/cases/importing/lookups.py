"""Words of a list as rows of our own: topics, counties, workplaces. Each word is looked up once a list."""

from typing import Any

from dadkar.cases.models import Topic
from dadkar.kernel.persian import normalise, stems
from dadkar.people.models import County, Organisation

KEYWORDS = {
    "wages.arrears": "حقوق معوق|معوقات مزدی|معوقات|حقوق عقب افتاده|عدم پرداخت حقوق"
    "|مطالبات مزدی|حقوق|دستمزد|مزد",
    "wages.minimum": "حداقل مزد|حداقل حقوق|زیر قانون کار",
    "wages.overtime": "اضافه کاری|اضافه کار",
    "wages.bonus": "عیدی|پاداش|عیدی و پاداش",
    "wages.severance": "سنوات|پایان کار|پایان خدمت",
    "wages.grading": "طبقه بندی مشاغل|طبقه بندی",
    "wages.deduction": "کسر حقوق|کسر از حقوق",
    "wages.guarantee": "سفته|چک ضمانت|تسویه حساب",
    "insurance.none": "عدم بیمه|بیمه نشدن|سابقه بیمه|حق بیمه|بیمه",
    "insurance.hard": "سخت و زیان آور|مشاغل سخت",
    "insurance.unemployment": "بیمه بیکاری|بیکاری",
    "insurance.pension": "بازنشستگی|مستمری|ازکارافتادگی",
    "insurance.construction": "بیمه کارگران ساختمانی|کارگران ساختمانی|کارگر ساختمانی",
    "contract.blank": "سفید امضا|قرارداد سفید",
    "contract.dismissal": "اخراج|تعدیل نیرو|تعدیل|عدم تمدید قرارداد|بازگشت به کار",
    "contract.contractor": "پیمانکاری|پیمانکار|شرکت واسطه",
    "safety.hazard": "خطر فوری|خطر جانی",
    "safety.equipment": "تجهیزات حفاظتی|لوازم ایمنی|ایمنی",
    "safety.accident": "حادثه کار|حادثه ناشی از کار|حادثه",
    "hours": "ساعت کار|مرخصی|تعطیلات",
    "equality.discrimination": "تبعیض",
    "equality.women": "بارداری|مرخصی زایمان",
    "equality.adolescents": "کار کودک|کودک کار",
    "equality.harassment": "آزار|تهدید",
    "association": "شورای اسلامی کار|انجمن صنفی|نماینده کارگران|تشکل",
    "migrants": "اتباع خارجی|اتباع",
    "welfare.housing": "مسکن کارگری|مسکن",
    "welfare.site": "سرویس|خوابگاه|غذا",
    "training": "آموزش|مهارت",
    "ruling": "اجرای رای|اجرای حکم|اجراییه|عدم اجرای رای",
    "production.finance": "نقدینگی|بدهی بانکی|تسهیلات",
    "production.supply": "مواد اولیه",
}
"""What offices write for the topics of the starting list; one that a house has dropped is not given."""


class Topics:
    """The topic that a cell names: by its name or code, by a keyword, or by words that fit only one."""

    def __init__(self, house: Any) -> None:
        self._topics = [topic for topic in Topic.objects.filter(house=house, active=True) if topic.bodies]
        self._named = {normalise(name): t for t in self._topics for name in (t.fa, t.en, t.code) if name}
        by_code = {topic.code: topic for topic in self._topics}
        self._keywords = [
            (normalise(word), by_code[code])
            for code, words in KEYWORDS.items()
            if code in by_code
            for word in words.split("|")
        ]
        self._found: dict[str, Topic | None] = {"": None}

    def find(self, text: str) -> Topic | None:
        """The topic, or None when it is not clear which."""
        if text not in self._found:
            self._found[text] = self._look(normalise(text))
        return self._found[text]

    def _look(self, key: str) -> Topic | None:
        if topic := self._named.get(key):
            return topic
        inside = [(word, topic) for word, topic in self._keywords if f" {word} " in f" {key} "]
        if inside:
            return max(inside, key=lambda one: len(one[0]))[1]
        wanted = set(stems(key))
        fitting = [topic for topic in self._topics if wanted and wanted <= set(stems(topic.fa))]
        return fitting[0] if len(fitting) == 1 else None


class Counties:
    """The county that a cell names, with or without «شهرستان»."""

    def __init__(self, house: Any) -> None:
        province = house.county.province if house.county else None
        known = County.objects.filter(province=province) if province else County.objects.all()
        self._named = {normalise(name): county for county in known for name in (county.fa, county.en)}
        self._found: dict[str, County | None] = {"": None}

    def find(self, text: str) -> County | None:
        """The county, or None."""
        if text not in self._found:
            key = normalise(text)
            self._found[text] = self._named.get(key) or self._named.get(key.removeprefix("شهرستان ").strip())
        return self._found[text]


class Workplaces:
    """The one known workplace whose name holds every word of a cell, as `named_like` would find it."""

    def __init__(self, house: Any) -> None:
        known = Organisation.objects.workplaces().filter(house=house)
        self._known = list(known.select_related("county", "workplace"))
        self._found: dict[str, Organisation | None] = {"": None}

    def find(self, text: str) -> Organisation | None:
        """The workplace; None when several could be meant, or none."""
        if text not in self._found:
            self._found[text] = self._look(normalise(text))
        return self._found[text]

    def _look(self, key: str) -> Organisation | None:
        words = key.split()
        alike = [one for one in self._known if all(word in one.name_key for word in words)]
        exact = [one for one in alike if normalise(one.fa) == key]
        fitting = exact or alike
        return fitting[0] if len(fitting) == 1 else None
