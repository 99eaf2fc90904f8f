// How soon 1 GiB is uploaded on loopback: ours, and npm @tus/server with its file store and tus-js-client as shipped, in
// turns on one machine; each from node and in headless Chromium. `node bench/upload.js` prints one line of JSON, in
// seconds.
//
// From node both only send. Ours: pieces whose SM3 is known, as it is to whoever has sealed them; the server computes each
// anew, compares, and has the piece on disk, fsynced, before it answers. Theirs: the server writes; nothing is digested or
// fsynced.
//
// In the browser both do their whole job. Ours, from the press of the button to the receipt: opens the key, seals, sends,
// the server does as above, then checks signature and digests and commits. Theirs, from `start` to `onSuccess`: sends the
// chosen file, the server writes it; nothing is sealed, digested or fsynced.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromHere, largePdf } from '../lib/files.js'
import { House } from '../lib/house.js'
import { LARGE, begin, fillIn, lodge } from './upload/ours.js'
import * as plain from './upload/plain.js'

const SIZE = 2 ** 30
const SOME = Buffer.alloc(2 ** 24, 1)
/** One a turn: a company bids once. */
const BIDDERS = ['caoyuan', 'xingan', 'dalai']

const house = new House('bench-upload')
await house.open()
const folder = mkdtempSync(join(tmpdir(), 'kaibiao-tus-'))
const rival = spawn('node', [fromHere('../bench/upload/tus.js'), folder], { stdio: ['ignore', 'pipe', 'inherit'] })
const tus = String(await once(rival.stdout, 'data')).trim()
const path = largePdf(LARGE, SIZE)
const digests = await plain.digests(path)

const seconds = { plain: [], plain_tus: [], browser: [], browser_tus: [] }
const browser = house.browser.version()
try {
  for (const login of BIDDERS) {
    const person = await house.person(login)
    await fillIn(person, path)
    const place = await begin(person)
    seconds.plain.push(await timed(() => plain.ours(path, digests, place)))
    forgetOurs(place)
    seconds.plain_tus.push(await timed(() => plain.theirs(path, SIZE, `${tus}/files`)))
    forget()
    warm()
    seconds.browser.push(await lodge(person))
    await person.leave()
    warm()
    seconds.browser_tus.push(await inBrowser())
    forget()
  }
} finally {
  await house.close()
  rival.kill()
  rmSync(folder, { recursive: true })
  rmSync(path)
}
console.log(JSON.stringify({ browser, bytes: SIZE, seconds }))

async function timed(act) {
  warm()
  const start = performance.now()
  await act()
  return (performance.now() - start) / 1000
}

/** Memory for a gigabyte and more: it was a file's until now. */
function warm() {
  const path = join(folder, 'warm')
  const file = openSync(path, 'w')
  for (let times = 0; times < 1.5 * (SIZE / SOME.length); times++) writeSync(file, SOME)
  closeSync(file)
  rmSync(path)
}

/** The rival's seconds in the browser. */
async function inBrowser() {
  const page = await house.browser.newPage()
  await page.goto(`${tus}/`)
  await page.locator('input').setInputFiles(path)
  const milliseconds = await page.evaluate(
    () =>
      new Promise((done, failed) => {
        const [file] = document.querySelector('input').files
        const start = performance.now()
        const onSuccess = () => done(performance.now() - start)
        new globalThis.tus.Upload(file, { endpoint: '/files', onSuccess, onError: failed }).start()
      }),
  )
  await page.close()
  return milliseconds / 1000
}

/** Removes what the rival has stored, once it is seen to be whole. */
function forget() {
  const stored = readdirSync(folder).map((name) => join(folder, name))
  if (!stored.some((name) => statSync(name).size === SIZE)) throw new Error('the rival has not stored the file')
  for (const name of stored) rmSync(name)
}

/** Removes what we have stored, once it is seen to be whole. */
function forgetOurs({ address }) {
  const bid = join(house.server.data, 'sealed', new URL(address).pathname.split('/')[3])
  const part = join(bid, 'document-9')
  const stored = readdirSync(part).reduce((sum, name) => sum + statSync(join(part, name)).size, 0)
  if (stored !== SIZE) throw new Error('we have not stored the file')
  rmSync(bid, { recursive: true })
}
