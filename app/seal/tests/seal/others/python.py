"""Answers the questions of `others.rs` with PyPI gmalg: a line of JSON in, a line of JSON out, bytes in hexadecimal.
The sealed format is written here once more, from FORMAT.md alone.

Where gmalg 1.1.2 goes its own way: r and s of a signature come without leading zeros; there is no default for the signer's
identifier; SM4 has no counter mode, and there is no HMAC: both are written here over its primitives, from GB/T 17964 and
RFC 2104. The better known gmssl 3.2.2 was left aside: it strips every leading 0 and 4 from a public key, does not compare
C3 when it decrypts, and never looks whether r and s are in range.
"""

import json
import secrets
import sys

import gmalg

SIGNER = b"1234567812345678"
CHUNK = 1 << 20


def must(truth, what):
    if not truth:
        raise ValueError(what)


def u64(number):
    return number.to_bytes(8, "big")


def sm3(message):
    state = gmalg.SM3()
    state.update(message)
    return state.value()


def mac(key, message):
    key = (sm3(key) if len(key) > 64 else key).ljust(64, b"\0")
    inner = sm3(bytes(byte ^ 0x36 for byte in key) + message)
    return sm3(bytes(byte ^ 0x5C for byte in key) + inner)


def hkdf(key, salt, info, length):
    key = mac(salt, key)
    block, stream = b"", b""
    while len(stream) < length:
        block = mac(key, block + info + bytes([len(stream) // 32 + 1]))
        stream += block
    return stream[:length]


def ctr(key, start, message):
    cipher, counter = gmalg.SM4(key), int.from_bytes(start, "big")
    stream = bytearray()
    for block in range((len(message) + 15) // 16):
        stream += cipher.encrypt(((counter + block) % 2**128).to_bytes(16, "big"))
    whole = int.from_bytes(message, "big") ^ int.from_bytes(stream[: len(message)], "big")
    return whole.to_bytes(len(message), "big")


def sign(secret, message):
    r, s = gmalg.SM2(secret, SIGNER).sign(message)
    return r.rjust(32, b"\0") + s.rjust(32, b"\0")


def verify(key, message, signature):
    return gmalg.SM2(uid=SIGNER, pk=key).verify(message, signature[:32], signature[32:])


def encrypt(key, message):
    return gmalg.SM2(pk=key).encrypt(message)


def decrypt(secret, ciphertext):
    must(ciphertext[0] == 4, "C1 is not uncompressed")
    return gmalg.SM2(secret).decrypt(ciphertext)


def public(secret):
    return gmalg.SM2().generate_pk(secret)


# FORMAT.md, sections 2 to 5.


def fields(*parts):
    return sm3(b"".join(u64(len(part)) + part for part in parts))


def context(place):
    return fields(b"kaibiao-context/1", *(place[name].encode() for name in ("lot", "bidder", "part")))


class Keys:
    def __init__(self, file_key, place):
        def derive(label, length):
            return hkdf(file_key, b"kaibiao-seal/1", label + place, length)

        self.commitment = derive(b"commitment", 32).hex()
        self.header, self.chunk = derive(b"header mac", 32), derive(b"chunk mac", 32)
        self.cipher = derive(b"chunk cipher", 16)

    def tag(self, number, last, ciphertext):
        return mac(self.chunk, u64(number) + bytes([last]) + sm3(ciphertext))

    def crypt(self, number, chunk):
        return ctr(self.cipher, u64(number) + u64(0), chunk)


def seal(key, plaintext, **place):
    file_key, at = secrets.token_bytes(32), context(place)
    keys = Keys(file_key, at)
    stanza = f"-> sm2 {sm3(key)[:16].hex()} {encrypt(key, file_key).hex()}\n"
    head = f"kaibiao-seal/1\ncontext {at.hex()}\n{stanza}commitment {keys.commitment}\n"
    pieces = [(head + f"mac {mac(keys.header, head.encode()).hex()}\n").encode()]
    starts = range(0, max(len(plaintext), 1), CHUNK)
    for number, start in enumerate(starts):
        ciphertext = keys.crypt(number, plaintext[start : start + CHUNK])
        pieces.append(ciphertext + keys.tag(number, number + 1 == len(starts), ciphertext))
    return pieces


def open_part(secret, pieces, **place):
    at = context(place)
    lines = pieces[0].decode().split("\n")
    must(len(lines) == 6 and lines[0] == "kaibiao-seal/1" and lines[5] == "", "not a sealed part")
    must(lines[1] == f"context {at.hex()}", "sealed for another place")
    arrow, kind, key_id, body = lines[2].split(" ")
    must((arrow, kind, key_id) == ("->", "sm2", sm3(public(secret))[:16].hex()), "not for this key")
    keys = Keys(decrypt(secret, bytes.fromhex(body)), at)
    must(lines[3] == f"commitment {keys.commitment}", "wrong key")
    head = "\n".join(lines[:4]) + "\n"
    must(lines[4] == f"mac {mac(keys.header, head.encode()).hex()}", "altered header")
    plaintext = b""
    for number, piece in enumerate(pieces[1:]):
        ciphertext, shown, last = piece[:-32], piece[-32:], number + 2 == len(pieces)
        must(len(ciphertext) <= CHUNK if last else len(ciphertext) == CHUNK, "another division")
        must(keys.tag(number, last, ciphertext) == shown, "altered chunk")
        plaintext += keys.crypt(number, ciphertext)
    return plaintext


ANSWERS = {
    "sm3": sm3,
    "hmac": mac,
    "hkdf": hkdf,
    "block": lambda key, message: gmalg.SM4(key).encrypt(message),
    "ctr": ctr,
    "public": public,
    "encrypt": encrypt,
    "decrypt": decrypt,
    "sign": sign,
    "verify": verify,
    "seal": seal,
    "open": open_part,
}
# Everything else is bytes in hexadecimal.
PLAIN = {"lot", "bidder", "part", "length"}


def read(name, value):
    if name in PLAIN:
        return value
    return [bytes.fromhex(one) for one in value] if isinstance(value, list) else bytes.fromhex(value)


def write(value):
    if isinstance(value, list):
        return [one.hex() for one in value]
    return value.hex() if isinstance(value, bytes) else value


for line in sys.stdin:
    asked = json.loads(line)
    question = asked.pop("question")
    try:
        about = {name: read(name, value) for name, value in asked.items()}
        answer = {"answer": write(ANSWERS[question](**about))}
    except Exception as error:  # What it refuses is an answer as well.
        answer = {"refused": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
