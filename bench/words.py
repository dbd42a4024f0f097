"""Invented narratives in Persian as people type it: seeded, each its own, with words as unequal as real ones.

Some words are common and most are rare (Zipf), some letters are Arabic ones, half-spaces come and go, digits
are of either script. Surnames and places are made of syllables, so that none is anybody's.
"""

import random
from collections.abc import Sequence
from itertools import product

from dadkar.kernel.persian import to_persian_digits

OPENINGS = """سلام
با سلام و خسته نباشید
سلام علیکم
با احترام
خدمت مسئولین محترم خانه کارگر
لطفا رسیدگی کنید""".splitlines()

SENTENCES = """{n} ماه است که حقوق ما را نداده‌اند و هر بار می‌گویند هفتهٔ بعد
من {m} سال در این کارگاه کار کرده‌ام و بیمه‌ام فقط {n} ماه رد شده
آقای {s} سرپرست شیفت گفت اگر شکایت کنی از فردا نیا
کارفرما قرارداد سفید امضا از ما گرفته و نسخه‌اش را نمی‌دهد
اضافه کاری روزهای جمعه را حساب نمیکنند و در فیش نیست
شرکت {p} پیمانکار دست دوم است و میگوید کارفرمای اصلی پول نداده
دستگاه {w} حفاظ ندارد و ماه پیش دست همکارمان {s} آسیب دید
عیدی و سنوات سال گذشته هنوز پرداخت نشده است
سرویس رفت و آمد را قطع کرده‌اند و از {p} تا کارگاه {n} کیلومتر راه است
در انبار {w} بوی مواد شیمیایی می‌آید و ماسک نمی‌دهند
خانم {s} از حسابداری گفت لیست بیمه را {n} ماه دیرتر می‌فرستند
حق مسکن و بن کارگری را از خرداد به این طرف نداده‌اند
مدیر تازه، آقای {s}، {n} نفر را بدون نامه اخراج کرد
طرح طبقه‌بندی مشاغل اجرا نمی‌شود و مزد {w}کار با کارگر ساده یکی است
ما {m} نفر هستیم که در خط {w} کار می‌کنیم و همه همین مشکل را داریم
رأی هیئت به نفع ما بود ولی {n} ماه است اجرا نمی‌شود
شیفت شب {m} ساعت شده و وقت ناهار هم نمیدهند
گفتند کارگاه {p} تعطیل میشود و بیمه بیکاری هم برگه نداده‌اند
آب آشامیدنی سالن {w} قطع است و سرویس بهداشتی خراب مانده
پیش از این به اداره کار {p} نامه دادیم و جواب نیامد
نماینده کارگران، {s}، را تهدید کرده‌اند که تمدید نمی‌شود
مبلغ {r} تومان طلب دارم و اجاره خانه عقب افتاده
نمی‌خواهم اسمم گفته شود چون قراردادم آخر ماه تمام می‌شود
از کارگاه {w} تا بیمارستان {p} آمبولانس یک ساعت طول کشید
مرخصی استحقاقی را نقد نمی‌کنند و می‌گویند می‌سوزد
صندوق قرض‌الحسنه {p} هر ماه از حقوق کم می‌کند و حساب پس نمی‌دهد""".splitlines()

WISHES = """فقط حق خودمان را میخواهیم
خواهش می‌کنم بازرس بیاید و ببیند
می‌خواهم به کارم برگردم
دست‌کم نصف طلب ما را زود بدهند
لطفا به شماره {s} زنگ نزنید، خودم سر می‌زنم
ما از اداره {p} هم ناامید شده‌ایم""".splitlines()

HEADS, MIDDLES = "بهر دل گل مهر شیر نور کوه رود سپید زر پاک رام شاد نیک خوش تیز کار باغ سنگ آب".split(), (
    "افش آو بان پر تاش چین دار ران زا ساز فر گر مان ناز ور یار".split()
)
TAILS = "ی پور راد فر نیا زاده منش خواه پناه وند".split()
WORK = """پرس تراش برش جوش رنگ کوره نورد بافت دوخت چاپ تزریق قالب آسیاب بسته‌بندی مونتاژ ریخته آبکاری خمیر
شست‌وشو برج نقاله جرثقیل تسمه دیگ بخار پرکن لوله سیلو خشک‌کن الک""".split()


def zipf(words: Sequence[str]) -> tuple[Sequence[str], list[float]]:
    """The words with how often each is said: the n-th a n-th as often as the first."""
    total, weights = 0.0, []
    for rank in range(1, len(words) + 1):
        total += 1 / rank
        weights.append(total)
    return words, weights


SURNAMES = zipf(["".join(parts) for parts in product(HEADS, MIDDLES, TAILS)])
PLACES = zipf([f"{a}{b}" for a, b in product(HEADS, ["آباد", "دشت", "کلا", "سر", "رود", "تپه", "چشمه", "گاه"])])
TRADES = zipf(WORK)

AS_TYPED = ((str.maketrans({"ی": "ي", "ک": "ك"}), 0.15), (str.maketrans({"\u200c": " "}), 0.4))


def narrative(seed: object) -> str:
    """The narrative of one seed: 20 to 150 words, always the same."""
    dice = random.Random(f"narrative/{seed}")
    said = [*dice.sample(OPENINGS, dice.random() < 0.6), *dice.sample(SENTENCES, dice.randint(2, 8))]
    said += dice.sample(WISHES, dice.random() < 0.7)
    text = dice.choice([". ", "، ", "\n", "؛ "]).join(said)
    text = text.format_map(_Blanks(dice)) + dice.choice(["", ".", " با تشکر"])
    for letters, share in AS_TYPED:
        if dice.random() < share:
            text = text.translate(letters)
    return to_persian_digits(text) if dice.random() < 0.6 else text


class _Blanks(dict[str, str]):
    """A word for each blank, drawn when it is asked for."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice = dice

    def __missing__(self, blank: str) -> str:
        dice = self.dice
        match blank:
            case "s":
                return _draw(dice, SURNAMES)
            case "p":
                return _draw(dice, PLACES)
            case "w":
                return _draw(dice, TRADES)
            case "r":
                return f"{dice.randint(3, 400) * 500_000:,}"
        return str(dice.randint(2, 24))


def _draw(dice: random.Random, words: tuple[Sequence[str], list[float]]) -> str:
    return dice.choices(words[0], cum_weights=words[1])[0]
