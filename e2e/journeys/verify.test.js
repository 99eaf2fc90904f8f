// An opening that is over, checked out of one file by somebody who trusts nobody: in the browser, with the network cut.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { file, result } from '../lib/files.js'
import { house } from '../lib/house.js'
import { look, picture } from '../lib/look.js'

const at = house('verify')
const OPENED = '那达慕大街改造工程施工'

/** Follows the way to a lot's record, takes its bundle along, and goes on to where it is checked. */
async function take(person, lot) {
  const { page } = person
  await person.go('/lots')
  await person.follow(lot)
  await person.follow('查看开标记录')
  await page.getByRole('button', { name: '打印', disabled: false }).waitFor()
  const link = page.getByRole('link', { name: /^开标证据包（JSON，\d+(\.\d)? KB）$/ })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  assert.match(download.suggestedFilename(), /^bundle-.+\.json$/)
  const path = result(`files/verify/${lot}.json`)
  await download.saveAs(path)
  const record = page.url()
  await look(page, `verify-record-${person.name}`)
  await person.follow('核验开标证据包')
  await page.getByRole('heading', { name: '核验开标证据包', level: 1 }).waitFor()
  await page.getByLabel('开标证据包', { exact: true }).waitFor()
  return { path, record }
}

/** The check of this name has this verdict. */
function line({ page }, name, verdict) {
  const check = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })
  return check.filter({ hasText: verdict }).waitFor()
}

test('a stranger checks an opening in its own browser, and sees what was changed', () =>
  at.journey(async () => {
    const stranger = await at.person('路人')
    const { page, context } = stranger
    const { path, record } = await take(stranger, OPENED)
    const paper = await context.request.get(record.replace('/record', '/record.pdf'))
    const pdf = file('record.pdf', await paper.body())
    await look(page, 'verify-empty')

    await context.setOffline(true)
    await page.getByLabel('开标证据包', { exact: true }).setInputFiles(path)
    await stranger.sees('能够核验的全部无误')
    for (const name of ['文件', '平台签名', '投标文件', '递交回执', '密封与密钥', '唱标内容', '开标过程', '投标人确认', '开标记录签名']) {
      await line(stranger, name, '通过')
    }
    for (const name of ['平台公钥', '开标记录 PDF', '公开存证日志']) await line(stranger, name, '未核验')
    const table = page.getByRole('region', { name: '重新打开的开标一览' })
    await table.getByText('8,499,776.50 元').waitFor()

    const good = readFileSync(path, 'utf8')
    await page.getByLabel('平台公钥').fill('04ab')
    await stranger.sees('不是完整的公钥，未用于核验。')
    await page.getByLabel('平台公钥').fill(` ${good.match(/"platform_key":"([0-9a-f]{130})"/)[1]} `)
    await line(stranger, '平台公钥', '通过')
    await page.getByLabel('开标记录 PDF（选填）').setInputFiles(pdf)
    await line(stranger, '开标记录 PDF', '通过')
    await look(page, 'verify-good')
    await page.emulateMedia({ media: 'print' })
    await picture(page, 'verify-print')
    await page.emulateMedia({ media: 'screen' })

    const changed = good.replaceAll('"price":849977650', '"price":749977650')
    assert.notEqual(changed, good)
    await page.getByLabel('开标证据包', { exact: true }).setInputFiles(file('changed.json', changed))
    await page.getByRole('alert').getByText('核验不通过').waitFor()
    for (const name of ['平台签名', '唱标内容']) await line(stranger, name, '不符')
    await line(stranger, '密封与密钥', '通过')
    await table.getByText('8,499,776.50 元').waitFor()
    await look(page, 'verify-changed')

    await page.getByLabel('开标证据包', { exact: true }).setInputFiles(file('other.json', '{}'))
    await stranger.sees('不是开标证据包')
    await context.setOffline(false)
  }))

test('of an opening with too few bids there is nothing to see but that it is right', () =>
  at.journey(async () => {
    const stranger = await at.person('路人')
    const { path } = await take(stranger, '城北排水泵站设备采购')
    await stranger.page.getByLabel('开标证据包', { exact: true }).setInputFiles(path)
    await stranger.sees('能够核验的全部无误')
    await line(stranger, '投标文件', '其中没有任何投标内容')
    assert.equal(await stranger.page.getByRole('table').count(), 0)
    await look(stranger.page, 'verify-too-few')
  }))

test('in English, by the keyboard, on dark paper', () =>
  at.journey(async () => {
    const stranger = await at.person('stranger')
    const { page } = stranger
    const { path } = await take(stranger, OPENED)
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Check an opening bundle', level: 1 }).waitFor()
    await page.emulateMedia({ colorScheme: 'dark' })
    const choose = page.getByLabel('Opening bundle', { exact: true })
    await choose.and(page.locator(':enabled')).waitFor()
    await choose.focus()
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
    await chooser.setFiles(path)
    await stranger.sees('All that could be checked holds')
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'platform-key')
    await look(page, 'verify-english-dark')
  }))
