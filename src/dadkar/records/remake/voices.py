"""A recording made anew: its sound alone, one channel, Ogg Opus; pictures, names and places stay behind."""

from io import BytesIO

import av
from av.audio.resampler import AudioResampler

from dadkar.records.remake.errors import Broken, TooLong, UnknownKind
from dadkar.records.remake.limits import MAX_SECONDS, VOICE_BITS, VOICE_RATE


def remake_voice(data: bytes, decoder: str) -> tuple[dict[str, float], bytes]:
    """Return ({duration in seconds}, Ogg Opus).

    Raises UnknownKind for a film without sound, Broken when there is no moment of it, and TooLong: the
    length is counted while decoding, since a header may lie. The library's own errors mean a broken file.
    """
    out = BytesIO()
    samples = 0
    with (
        av.open(BytesIO(data), "r", format=decoder) as source,
        av.open(out, "w", format="ogg", container_options={"fflags": "+bitexact"}) as made,
    ):
        if not source.streams.audio:
            raise UnknownKind
        if (source.duration or 0) > MAX_SECONDS * av.time_base:
            raise TooLong  # an honest header saves the work
        stream = made.add_stream("libopus", rate=VOICE_RATE, layout="mono", bit_rate=VOICE_BITS)
        resampler = AudioResampler(format="flt", layout="mono", rate=VOICE_RATE)
        for frame in source.decode(source.streams.audio[0]):
            frame.pts = None  # phones leave gaps and jumps; the sound is what counts
            for piece in resampler.resample(frame):
                samples += piece.samples
                if samples > MAX_SECONDS * VOICE_RATE:
                    raise TooLong
                made.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            samples += piece.samples
            made.mux(stream.encode(piece))
        made.mux(stream.encode(None))
    if not samples:
        raise Broken
    return {"duration": round(samples / VOICE_RATE, 2)}, out.getvalue()
