"""Papers for the tests, with the text that people really type and the text that some would like to."""

from dadkar.records.papers import (
    Addressee,
    Claim,
    Column,
    Employment,
    House,
    Letter,
    Paper,
    Party,
    Petition,
    Reference,
    Signatory,
    Table,
)

HOSTILE = '#panic("x") *bold* _it_ $x^2$ "quoted" `raw` @ref <label> \\ // {{ 7*7 }} & </w:t> %s'
HIDDEN = "before\u202eafter\u2066x\u0000\u0007\ufffe\ud800"

HOUSE = House("خانهٔ کارگر استان", address="یاسوج، بلوار مطهری", phone="074-33221100")
TABLE = Table(
    [Column("نام"), Column("شغل"), Column("طلب (ریال)", total=True)],
    [("علی‌رضا محمدی", "جوشکار", 45_000_000), ("زهرا کریمی", None, 38_500_000)],
    caption="کارگران و طلب آنان",
)


def letter(**changes) -> Letter:
    lang = changes.get("lang", "fa")
    return Letter(
        **{
            "house": HOUSE if lang == "fa" else House("Workers' House", phone="074-33221100"),
            "number": "1404/2317",
            "date": "1404/08/12",
            "to": Addressee("جناب آقای کریمی", "مدیرکل محترم") if lang == "fa" else Addressee("Mr Karimi"),
            "subject": "مزد معوق شرکت Kala-12/A" if lang == "fa" else "Unpaid wages",
            "body": ["مزد پنج ماه پرداخت نشده است."] if lang == "fa" else ["Five months are unpaid."],
            "signatory": Signatory("محسن رضایی", "دبیر")
            if lang == "fa"
            else Signatory("M. Rezaei", "Secretary"),
            **changes,
        }
    )


def full_letter(**changes) -> Letter:
    """A letter with everything that a letter can have."""
    return letter(
        **{
            "in_reply_to": Reference("1404/1187", "1404/07/30"),
            "date_beside": "3 Nov 2025",
            "enclosures": ["فهرست کارگران"],
            "copies": ["بازرسی کار"],
            "table": TABLE,
            "confidential": True,
            "invocation": True,
            **changes,
        }
    )


def petition(**changes) -> Petition:
    return Petition(
        **{
            "board": "هیئت تشخیص بویراحمد",
            "claimant": Party("علی‌رضا محمدی", "حسن", "4230000001", phone="0917-1234567"),
            "respondent": Party("شرکت Sepid Zagros", workshop_code="0123456"),
            "wants": "پرداخت مزد معوق",
            "claims": [Claim("مزد", "فروردین و اردیبهشت", 90_000_000), Claim("عیدی", "", 10_000_000)],
            "explanation": ["دو ماه مزد نگرفته‌ام."],
            "papers": [Paper("کارت ملی", ready=True), Paper("سابقهٔ بیمه")],
            "employment": Employment("جوشکار", wage=45_000_000),
            **changes,
        }
    )
