// What is seen in the `<video>` of a page.

import assert from 'node:assert/strict'
import { poll } from './field.js'

/** Milliseconds in which a busy machine shows another picture, or catches up. */
const PATIENCE = 40_000

/** Waits until the picture runs on by `seconds`; answers with the second that is shown then. */
export async function runs({ page, name }, seconds = 2, timeout = 30_000) {
  const from = await page.locator('video').evaluate((video) => video.currentTime)
  const on = ([from, seconds]) => document.querySelector('video').currentTime > from + seconds
  await page.waitForFunction(on, [from, seconds], { timeout }).catch(() => assert.fail(`${name} sees nothing move`))
  return page.locator('video').evaluate((video) => video.currentTime)
}

/** The picture as it is now: how many colours it has, and a sum that another picture hardly has too. */
export function still({ page }) {
  return page.locator('video').evaluate((video) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 36 })
    const to = canvas.getContext('2d')
    to.drawImage(video, 0, 0, 64, 36)
    const { data } = to.getImageData(0, 0, 64, 36)
    const colours = new Set()
    let sum = 0
    for (let at = 0; at < data.length; at += 4) {
      colours.add(`${data[at]} ${data[at + 1]} ${data[at + 2]}`)
      sum = (sum * 31 + data[at] + data[at + 1] + data[at + 2]) % 1_000_003
    }
    return { colours: colours.size, sum, width: video.videoWidth }
  })
}

/** A real picture is seen, and another one a little later. */
export async function sees(person) {
  await runs(person)
  const first = await still(person)
  assert.ok(first.width > 0 && first.colours > 8, `${person.name} sees nothing: ${JSON.stringify(first)}`)
  const later = await poll(() => still(person), ({ sum }) => sum !== first.sum, PATIENCE)
  assert.notEqual(later.sum, first.sum, `${person.name} sees a picture that stands still`)
}

/** Seconds by which the page says that it is behind, once it has caught up to `longest`. */
export function delay(person, longest) {
  return poll(() => told(person), (seconds) => seconds <= longest, PATIENCE)
}

async function told({ page }) {
  const words = await page.locator('.live__state').getByText(/延迟约 \d+ 秒/).innerText()
  return Number(words.match(/\d+/)[0])
}
