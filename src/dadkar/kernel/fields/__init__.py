"""Form fields for what people in Iran type: text, numbers, dates, money, telephone numbers.

A field reads any of the three scripts of digits, says in one sentence what is wrong, and leaves in the form
what was typed.
"""

from dadkar.kernel.fields.count import CountField
from dadkar.kernel.fields.date import JalaliDateField, JalaliSelect, JalaliSelectDateField
from dadkar.kernel.fields.money import MoneyField, MoneyInput
from dadkar.kernel.fields.phone import PhoneField, national
from dadkar.kernel.fields.text import PersianCharField, PersianTextField

__all__ = [
    "CountField",
    "JalaliDateField",
    "JalaliSelect",
    "JalaliSelectDateField",
    "MoneyField",
    "MoneyInput",
    "PersianCharField",
    "PersianTextField",
    "PhoneField",
    "national",
]
