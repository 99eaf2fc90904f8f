// A person without a mouse: Tab, Enter and letters, and always seeing where it is.

import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { poll } from './field.js'

/** Presses Tab until the element of this name has the focus; each on the way must show that it has it. */
export async function tabTo(page, name, { fromTop = false } = {}) {
  if (fromTop) await page.evaluate(() => document.activeElement.blur())
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    await seen(page)
    if ((await focused(page)) === name) return
  }
  assert.fail(`80 times Tab did not reach “${name}” on ${page.url()}`)
}

/** The name of what has the focus. */
export function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement
    return (element.labels?.[0] ?? element).innerText.trim()
  })
}

/** What has the focus is drawn so: an outline or a shadow that other elements do not have, inside the window. */
export async function seen(page) {
  const drawn = await page.evaluate(() => {
    const element = document.activeElement
    if (element === document.body) return { body: true }
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    const { width, height, top, bottom } = element.getBoundingClientRect()
    const ring = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
    return { ring, inside: width > 1 && height > 1 && bottom > 0 && top < innerHeight, html: element.outerHTML.slice(0, 100) }
  })
  if (!drawn.body) assert.ok(drawn.ring && drawn.inside, `the focus is not seen on ${drawn.html}`)
}

/** Goes on to what is called so, and presses it. */
export async function press(page, name) {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

/** Goes on to the field of this label, and types into it. */
export async function type(page, label, words) {
  await tabTo(page, label)
  await page.keyboard.type(words)
}

/** A date such as 2026-11-26, typed in the order in which the browser of the house asks for it. */
export function typeDate(page, label, date) {
  const [year, month, day] = date.split('-')
  return type(page, label, month + day + year)
}

/** Opens the dialog of a file field and chooses there; the page lists what was chosen. */
export async function chooseFile(page, label, path) {
  // A dialog is caught only while somebody listens, and a listener that comes with the key may come too late.
  if (page.listenerCount('filechooser') === 0) page.on('filechooser', () => {})
  await tabTo(page, label)
  const dialog = page.waitForEvent('filechooser')
  await page.keyboard.press(' ')
  await (await dialog).setFiles(path)
  await page.getByText(basename(path)).waitFor()
}

/** Whoever acted is told what comes next: the focus was moved to the part of the page that begins with this heading. */
export async function standsAt(page, heading) {
  const first = () => document.activeElement.querySelector(':scope:not(body) :is(h1, h2)')?.innerText ?? 'nothing'
  const stands = await poll(() => page.evaluate(first), (now) => now.includes(heading))
  assert.ok(stands.includes(heading), `the focus is at “${stands}”, not at “${heading}”`)
}

/** The focus was moved to the control of this name. */
export async function standsOn(page, name) {
  assert.equal(await poll(() => focused(page), (now) => now === name), name, 'where the focus is')
  await seen(page)
}
