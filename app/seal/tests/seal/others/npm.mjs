// Answers the questions of `others.rs` with npm sm-crypto-v2: a line of JSON in, a line of JSON out, bytes in hexadecimal.
// The sealed format is written here once more, from FORMAT.md alone.
//
// Where sm-crypto-v2 1.15.1 goes its own way:
// - an SM2 ciphertext is without the byte 04 before C1, and a wrong C3 gives nothing instead of an error;
// - a signature whose s is out of range throws, where the standard says no;
// - SM4 has no counter mode: here blocks of the counter are encrypted with ECB, which pads unless told not to.
// The signer's identifier is 1234567812345678 unless told otherwise, as here; HMAC and HKDF are those of the RFCs.

import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const { hkdf, sm2, sm3, sm4 } = createRequire(new URL('../../../../../e2e/package.json', import.meta.url))('sm-crypto-v2')

const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'))
const hex = (bytes) => Buffer.from(bytes).toString('hex')
const text = (text) => new Uint8Array(Buffer.from(text))
const join = (...parts) => new Uint8Array(Buffer.concat(parts))
const u64 = (number) => {
  const eight = Buffer.alloc(8)
  eight.writeBigUInt64BE(BigInt(number))
  return eight
}
const must = (truth, what) => {
  if (!truth) throw new Error(what)
}

const mac = (key, message) => bytes(sm3(message, { key }))
const hash = (message) => bytes(sm3(message))

function ctr(key, start, message) {
  const counters = new Uint8Array(Math.ceil(message.length / 16) * 16)
  const [high, low] = [start.subarray(0, 8), start.subarray(8)].map((half) => BigInt('0x' + hex(half)))
  const first = (high << 64n) + low
  for (let at = 0; at < counters.length; at += 16) {
    const counter = BigInt.asUintN(128, first + BigInt(at / 16))
    counters.set(join(u64(counter >> 64n), u64(BigInt.asUintN(64, counter))), at)
  }
  const stream = sm4.encrypt(counters, key, { padding: 'none', output: 'array' })
  return message.map((byte, at) => byte ^ stream[at])
}

function decrypt(secret, ciphertext) {
  must(ciphertext[0] === 4, 'C1 is not uncompressed')
  const message = sm2.doDecrypt(hex(ciphertext.subarray(1)), secret, 1, { output: 'array' })
  must(message.length === ciphertext.length - 97, 'C3 does not fit')
  return message
}

const encrypt = (key, message) => bytes('04' + sm2.doEncrypt(message, key, 1))
const sign = (secret, message) => sm2.doSignature(message, secret, { hash: true })
function verify(key, message, signature) {
  try {
    return sm2.doVerifySignature(message, signature, key, { hash: true })
  } catch {
    return false
  }
}

// FORMAT.md, sections 2 to 5.
const fields = (...parts) => hash(join(...parts.flatMap((part) => [u64(part.length), part])))
const context = ({ lot, bidder, part }) => fields(...['kaibiao-context/1', lot, bidder, part].map(text))
const keys = (fileKey, place) => {
  const derive = (label, n) => hkdf(fileKey, text('kaibiao-seal/1'), join(text(label), place), n)
  return {
    commitment: hex(derive('commitment', 32)),
    header: derive('header mac', 32),
    cipher: derive('chunk cipher', 16),
    chunk: derive('chunk mac', 32),
  }
}
const keyId = (key) => hex(hash(bytes(key))).slice(0, 32)

// Section 6.
const CHUNK = 1 << 20
const startOf = (number) => join(u64(number), u64(0))
const tag = (keys, number, last, ciphertext) => mac(keys.chunk, join(u64(number), Uint8Array.of(last ? 1 : 0), hash(ciphertext)))

function seal({ key, plaintext, ...place }) {
  const fileKey = crypto.getRandomValues(new Uint8Array(32))
  const at = context(place)
  const derived = keys(fileKey, at)
  const stanza = `-> sm2 ${keyId(key)} ${hex(encrypt(key, fileKey))}\n`
  const head = `kaibiao-seal/1\ncontext ${hex(at)}\n${stanza}commitment ${derived.commitment}\n`
  const pieces = [join(text(`${head}mac ${hex(mac(derived.header, text(head)))}\n`))]
  const whole = bytes(plaintext)
  for (let start = 0, number = 0; start === 0 || start < whole.length; start += CHUNK, number += 1) {
    const ciphertext = ctr(derived.cipher, startOf(number), whole.subarray(start, start + CHUNK))
    pieces.push(join(ciphertext, tag(derived, number, start + CHUNK >= whole.length, ciphertext)))
  }
  return pieces.map(hex)
}

function open({ secret, pieces, ...place }) {
  const [header, ...chunks] = pieces.map(bytes)
  const at = context(place)
  const lines = Buffer.from(header).toString().split('\n')
  must(lines.length === 6 && lines[0] === 'kaibiao-seal/1' && lines[5] === '', 'not a sealed part')
  must(lines[1] === `context ${hex(at)}`, 'sealed for another place')
  const [arrow, kind, id, body] = lines[2].split(' ')
  const key = sm2.getPublicKeyFromPrivateKey(secret)
  must(arrow === '->' && kind === 'sm2' && id === keyId(key), 'not for this key')
  const derived = keys(decrypt(secret, bytes(body)), at)
  must(lines[3] === `commitment ${derived.commitment}`, 'wrong key')
  must(lines[4] === `mac ${hex(mac(derived.header, text(lines.slice(0, 4).join('\n') + '\n')))}`, 'altered header')
  return hex(join(...chunks.map((piece, number) => {
    const [ciphertext, shown] = [piece.subarray(0, -32), piece.subarray(-32)]
    const last = number === chunks.length - 1
    must(last ? ciphertext.length <= CHUNK : ciphertext.length === CHUNK, 'another division')
    must(hex(tag(derived, number, last, ciphertext)) === hex(shown), 'altered chunk')
    return ctr(derived.cipher, startOf(number), ciphertext)
  })))
}

const answers = {
  sm3: ({ message }) => hex(hash(bytes(message))),
  hmac: ({ key, message }) => hex(mac(bytes(key), bytes(message))),
  hkdf: ({ key, salt, info, length }) => hex(hkdf(bytes(key), bytes(salt), bytes(info), length)),
  block: ({ key, message }) => sm4.encrypt(bytes(message), bytes(key), { padding: 'none' }),
  ctr: ({ key, start, message }) => hex(ctr(bytes(key), bytes(start), bytes(message))),
  public: ({ secret }) => sm2.getPublicKeyFromPrivateKey(secret),
  encrypt: ({ key, message }) => hex(encrypt(key, bytes(message))),
  decrypt: ({ secret, ciphertext }) => hex(decrypt(secret, bytes(ciphertext))),
  sign: ({ secret, message }) => sign(secret, bytes(message)),
  verify: ({ key, message, signature }) => verify(key, bytes(message), signature),
  seal,
  open,
}

for await (const line of createInterface({ input: process.stdin })) {
  const { question, ...about } = JSON.parse(line)
  let answer
  try {
    answer = { answer: answers[question](about) }
  } catch (error) {
    answer = { refused: String(error.message) }
  }
  console.log(JSON.stringify(answer))
}
