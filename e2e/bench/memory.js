// How much memory a tab takes while the shipped page seals and sends 2 GiB in headless Chromium: resident bytes of its
// process, which holds page and worker, at rest with the form filled in, and at most until the receipt. The kernel keeps
// the highest mark, so nothing between two looks is missed. `node bench/memory.js` prints one line of JSON.

import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { LARGE, fillIn, lodge } from './upload/ours.js'
import { largePdf } from '../lib/files.js'
import { House } from '../lib/house.js'

const SIZE = 2 ** 31

const house = new House('bench-memory')
await house.open()
const person = await house.person('caoyuan')
await fillIn(person, largePdf(LARGE, SIZE))
const processes = await tab()
await sleep(3000)
// From here on the mark is that of the work, not of what was before it.
for (const id of processes) writeFileSync(`/proc/${id}/clear_refs`, '5')
const rest = bytes('VmRSS')
const seconds = await lodge(person)
const peak = bytes('VmHWM')
const browser = house.browser.version()
await house.close()
console.log(JSON.stringify({ browser, seconds, rest, peak }))

/** The process of the one page that is open; Chromium may hold a spare one, which does nothing. */
async function tab() {
  const line = await house.browser.newBrowserCDPSession()
  const { processInfo } = await line.send('SystemInfo.getProcessInfo')
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

function bytes(mark) {
  const kibibytes = (id) => Number(readFileSync(`/proc/${id}/status`, 'utf8').match(new RegExp(`${mark}:\\s+(\\d+) kB`))[1])
  return processes.reduce((sum, id) => sum + kibibytes(id) * 1024, 0)
}
