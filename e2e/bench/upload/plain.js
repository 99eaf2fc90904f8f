// Uploads without a browser. Theirs: tus-js-client in node as it is shipped, from a file's stream. Ours: pieces of a
// file, a few in flight, each with the SM3 that sealing comes by on the way; durable once the last is answered.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import * as tus from 'tus-js-client'

const PIECE = (1 << 20) + 32
/** Requests, and pieces in each: as many as of the shipped worker on a quick line. */
const IN_FLIGHT = 3
const TOGETHER = 8

/** The SM3 of each piece of a file. */
export async function digests(path) {
  const found = []
  const file = await open(path)
  const bytes = Buffer.alloc(PIECE)
  for (let piece = await read(file, bytes, 0); piece.length > 0; piece = await read(file, bytes, found.length)) {
    found.push(createHash('sm3').update(piece).digest('hex'))
  }
  await file.close()
  return found
}

async function read(file, bytes, number) {
  const { bytesRead } = await file.read(bytes, 0, bytes.length, number * PIECE)
  return bytes.subarray(0, bytesRead)
}

/** Sends all pieces to where they go; see `begin` in ours.js. */
export async function ours(path, digests, { address, cookie }) {
  const agent = new Agent({ keepAlive: true })
  const file = await open(path)
  let next = 0
  const oneAfterTheOther = async () => {
    const bytes = Buffer.alloc(TOGETHER * PIECE)
    while (next < digests.length) {
      const first = next
      next += TOGETHER
      const pieces = await read(file, bytes, first)
      const sm3 = digests.slice(first, first + TOGETHER).join()
      const headers = { cookie, 'x-piece-sm3': sm3, 'sec-fetch-site': 'same-origin' }
      await put(`${address}/${first}`, pieces, { agent, headers })
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, oneAfterTheOther))
  await file.close()
  agent.destroy()
}

function put(url, body, { agent, headers }) {
  return new Promise((done, failed) => {
    const sent = request(url, { method: 'PUT', agent, headers }, (answer) => {
      answer.resume()
      answer.once('end', () => (answer.statusCode === 204 ? done() : failed(new Error(`${url}: ${answer.statusCode}`))))
    })
    sent.once('error', failed)
    sent.end(body)
  })
}

/** Sends the file in one go, which is what tus-js-client does unless told otherwise. */
export function theirs(path, size, endpoint) {
  return new Promise((done, failed) => {
    const options = { endpoint, uploadSize: size, chunkSize: Infinity, onSuccess: done, onError: ({ message }) => failed(new Error(message)) }
    new tus.Upload(createReadStream(path), options).start()
  })
}
