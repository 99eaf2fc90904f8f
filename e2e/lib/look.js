// Looks at a page as people do: with axe for those who cannot see it, as a picture for those who can, as an aria
// snapshot for what both are told.

import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fromHere, result } from './files.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
const WIDE = { width: 1280, height: 900 }

/** No violation of WCAG 2 A or AA. Evaluated through the debugger, so that the page's own policy stays in force. */
export async function accessible(page, where = page.url()) {
  await page.evaluate(AXE)
  const found = await page.evaluate(async (tags) => {
    const { violations } = await globalThis.axe.run({ runOnly: { type: 'tag', values: tags } })
    return violations.map(({ id, help, nodes }) => {
      return { id, help, nodes: nodes.slice(0, 5).map((node) => `${node.html.slice(0, 200)} ${node.any[0]?.message ?? ''}`) }
    })
  }, TAGS)
  assert.deepEqual(found, [], `axe at ${where}`)
}

/** A picture of the whole page in results/. */
export async function picture(page, name) {
  const path = result(`${name}.png`)
  await page.screenshot({ path, fullPage: true, animations: 'disabled' })
}

/** Nothing stands out at the side on narrow screens, and axe finds nothing there either. Leaves the page wide. */
export async function fitsPhones(page, name) {
  for (const width of [360, 390]) {
    await page.setViewportSize({ width, height: 800 })
    const over = await page.evaluate(() => {
      const wide = document.scrollingElement.scrollWidth - window.innerWidth
      const outside = (element) => element.getBoundingClientRect().right > window.innerWidth + 1
      const blame = [...document.querySelectorAll('main *')].filter(outside).slice(0, 3)
      return wide > 0 ? [wide, ...blame.map((element) => element.outerHTML.slice(0, 120))] : []
    })
    assert.deepEqual(over, [], `${name} is wider than ${width} px`)
  }
  await accessible(page, `${name} on a phone`)
  await picture(page, `${name}-phone`)
  await page.setViewportSize(WIDE)
}

/** Axe and pictures, wide and on a phone. */
export async function look(page, name) {
  await accessible(page, name)
  await picture(page, `${name}-wide`)
  await fitsPhones(page, name)
}

/** What a screen reader is told of the main part, compared with aria/`name`.yml; `UPDATE=1` writes it anew. */
export async function told(page, name) {
  const path = fromHere(`../aria/${name}.yml`)
  const now = normal(await page.getByRole('main').ariaSnapshot())
  if (process.env.UPDATE || !existsSync(path)) {
    assert.ok(process.env.UPDATE, `there is no aria/${name}.yml; UPDATE=1 writes it`)
    writeFileSync(path, now)
  }
  assert.equal(now, readFileSync(path, 'utf8'), `aria/${name}.yml; UPDATE=1 writes it anew`)
}

/** Without what differs from one run to the next. */
function normal(snapshot) {
  const text = snapshot
    .replace(/\d{4}-\d{2}-\d{2}/g, '〈日〉')
    .replace(/\d{4}年\d{1,2}月\d{1,2}日/g, '〈日〉')
    .replace(/\d{1,2}:\d{2}(:\d{2})?(\.\d+)?/g, '〈时〉')
    .replace(/\d+(\.\d)? KB/g, '〈大小〉')
    .replace(/(中断) (\d+ 分 )?\d+ 秒/g, '$1 〈几〉 秒')
    .replace(/\b[0-9a-hjkmnp-tv-z]{26}\b/g, '〈号〉')
    .replace(/\b[0-9a-f]{32,}\b/g, '〈摘要〉')
    .replace(/（[0-9a-f]{8}…）/g, '（〈摘要〉…）')
    .replace(/(下浮系数K = )0\.9\d/g, '$1〈值〉')
  return `${text}\n`
}
