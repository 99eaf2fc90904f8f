// How much memory a tab takes while the shipped page seals and sends 2 GiB in headless Chromium: resident bytes of its
// process, which holds page and worker, at rest with the form filled in and the garbage collected, and at most until the
// receipt; the same of the browser's own process, which holds what waits to be sent. The kernel keeps the highest mark, so
// nothing between two looks is missed. `node bench/memory.js` prints one line of JSON.

import { readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { largePdf } from '../lib/files.js'
import { House } from '../lib/house.js'
import { LARGE, fillIn, lodge } from './upload/ours.js'

const SIZE = 2 ** 31

const house = new House('bench-memory')
await house.open()
const path = largePdf(LARGE, SIZE)
const version = house.browser.version()
try {
  const person = await house.person('caoyuan')
  await fillIn(person, path)
  const line = await person.page.context().newCDPSession(person.page)
  await line.send('HeapProfiler.collectGarbage')
  await sleep(2000)
  const { tab, browser } = await processes()
  // From here on the mark is that of the work, not of what was before it.
  for (const id of [tab, browser]) writeFileSync(`/proc/${id}/clear_refs`, '5')
  const rest = { tab: bytes(tab, 'VmRSS'), browser: bytes(browser, 'VmRSS') }
  const seconds = await lodge(person)
  const peak = { tab: bytes(tab, 'VmHWM'), browser: bytes(browser, 'VmHWM') }
  console.log(JSON.stringify({ browser: version, bytes: SIZE, seconds, rest, peak }))
} finally {
  await house.close()
  await rm(path)
}

/** The one page's process is the largest of its kind; Chromium holds others ready, which do nothing. */
async function processes() {
  const line = await house.browser.newBrowserCDPSession()
  const { processInfo } = await line.send('SystemInfo.getProcessInfo')
  const of = (kind) => processInfo.filter(({ type }) => type === kind).map(({ id }) => id)
  const [tab] = of('renderer').toSorted((a, b) => bytes(b, 'VmRSS') - bytes(a, 'VmRSS'))
  return { tab, browser: of('browser')[0] }
}

function bytes(id, mark) {
  const line = readFileSync(`/proc/${id}/status`, 'utf8').match(new RegExp(`^${mark}:\\s+(\\d+) kB$`, 'm'))
  return Number(line[1]) * 1024
}
