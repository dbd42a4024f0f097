"""Cases: what a worker or a group raises, followed until they say that it is settled.

Nouns: Case, Receipt, Contact, Message, Call, Referral, Answer, VoiceWord, Party, Petition, Hearing, Ruling,
Payment, Topic, Right. Verbs: file, take, assign, recuse, set, decline, join, part, refer, agree, send,
answer, release, claim, confirm, dispute, take back, close unconfirmed, withdraw, reopen. A referral is a root
of its own: an agency never holds a case.
"""
