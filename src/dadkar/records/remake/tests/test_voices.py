"""A recording comes out as one channel of Ogg Opus with nothing but its sound."""

from io import BytesIO

import av
import pytest

from dadkar.records.remake import errors, limits, voices
from dadkar.records.remake.client import remake
from dadkar.records.remake.tests.made import PLACE, picture, recording, saved, tone, wav

KINDS = [
    ("webm", "libopus", 48000),
    ("ogg", "libopus", 48000),
    ("mp4", "aac", 48000),
    ("3gp", "aac", 48000),
    ("amr", "libopencore_amrnb", 8000),
    ("mp3", "libmp3lame", 48000),
    ("wav", "pcm_s16le", 48000),
]


@pytest.mark.parametrize(("container", "codec", "rate"), KINDS)
def test_what_phones_record_is_kept_without_metadata(container, codec, rate):
    made = remake(recording(container, codec, rate), filename="voice")
    assert (made.kind, made.mime) == ("voice", "audio/ogg")
    assert made.duration == pytest.approx(1, abs=0.1)
    assert PLACE not in made.data
    with av.open(BytesIO(made.data)) as copy:
        stream = copy.streams.audio[0]
        loudest = max(max(memoryview(frame.planes[0]).cast("f")) for frame in copy.decode(stream))
        assert (len(copy.streams), stream.codec_context.name, stream.layout.name) == (1, "opus", "mono")
        assert not {"title", "location"} & {name.lower() for name in {**copy.metadata, **stream.metadata}}
    assert loudest > 0.1


def test_a_film_without_sound_is_not_a_recording():
    out = BytesIO()
    with av.open(out, "w", format="mp4") as film:
        stream = film.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        film.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        film.mux(stream.encode(None))
    with pytest.raises(errors.UnknownKind):
        remake(out.getvalue(), filename="film.mp4")


def test_the_length_is_counted_and_not_believed(monkeypatch):
    monkeypatch.setattr(voices, "MAX_SECONDS", 1)
    assert voices.remake_voice(tone(0.9), "wav")[0] == {"duration": 0.9}
    monkeypatch.setattr(voices.av, "time_base", 10**9)  # a header that says: far shorter
    with pytest.raises(errors.TooLong):
        voices.remake_voice(tone(1.1), "wav")


def test_a_recording_past_ten_minutes_is_refused_by_the_worker():
    with pytest.raises(errors.TooLong):
        remake(wav(bytes(2 * 8000 * (limits.MAX_SECONDS + 1))), filename="long.wav")


@pytest.mark.parametrize(
    "content", [b"OggS" + bytes(300), b"ID3" + bytes(300), b"\x1aE\xdf\xa3" + bytes(300)]
)
def test_a_damaged_recording_is_broken(content):
    with pytest.raises(errors.Broken):
        remake(content, filename="voice.ogg")


def test_a_recording_cut_short_keeps_what_was_said():
    whole = recording("ogg", "libopus", seconds=4)
    assert 1 < remake(whole[: len(whole) * 2 // 3], filename="voice.ogg").duration < 4


def test_a_picture_is_never_a_recording():
    assert remake(saved(picture(), "WEBP"), filename="voice.wav").kind == "image"
