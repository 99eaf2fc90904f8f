// A visitor's five minutes: a practice opening from the front page to the record, without any account.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { file, result } from '../lib/files.js'
import { house } from '../lib/house.js'
import { look, picture } from '../lib/look.js'
import { steps } from '../lib/steps.js'

const at = house('practice')

test('a newcomer goes through a practice opening', (t) => at.journey(() => practice(steps(t))))

async function practice(step) {
  const newcomer = await at.person('新人')
  const { page } = newcomer
  let lot
  await step('it starts from the front page', async () => {
    await newcomer.go('/')
    await look(page, 'front')
    await newcomer.press('开始模拟开标')
    await page.waitForURL(/\/lots\/[0-9a-z]{26}/)
    lot = page.url().match(/lots\/([0-9a-z]{26})/)[1]
    await marked(newcomer)
    await look(page, 'practice-lot')
  })
  await step('the key is made on the way', async () => {
    await newcomer.follow('制作密钥')
    await page.getByLabel('密钥口令', { exact: true }).fill('模拟模拟模拟模拟模拟')
    await page.getByLabel('再次输入密钥口令', { exact: true }).fill('模拟模拟模拟模拟模拟')
    await newcomer.press('制作并登记密钥')
    await newcomer.sees('此浏览器已保存密钥文件')
    await newcomer.follow('返回标段，继续投标')
  })
  await step('the example fills the bid', async () => {
    await newcomer.follow('开始投标')
    // Whoever presses as soon as the page is there must not press in vain: the button sleeps until it works.
    await page.waitForURL('**/bid')
    await page.reload()
    await newcomer.press('填入示例')
    await page.getByLabel('密钥口令', { exact: true }).fill('模拟模拟模拟模拟模拟')
    assert.notEqual(await page.getByLabel('投标报价', { exact: true }).inputValue(), '')
    await marked(newcomer)
    await look(page, 'practice-bid')
    await bidder.lodge(newcomer)
    await marked(newcomer)
  })
  await step('at the deadline the room asks for the sign-in', async () => {
    await newcomer.follow('前往开标室')
    await bidder.live(newcomer)
    await marked(newcomer)
    await page.getByRole('button', { name: '签到', exact: true }).waitFor({ timeout: 130_000 })
    await newcomer.press('签到')
  })
  await step('it decrypts beside its rivals', async () => {
    await page.getByRole('button', { name: '解密', exact: true }).waitFor({ timeout: 60_000 })
    await bidder.decrypt(newcomer, '模拟模拟模拟模拟模拟')
  })
  await step('the prices are read out, and it confirms', async () => {
    await page.getByRole('heading', { name: '已唱标，请核对' }).waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: '签名确认' }).waitFor({ timeout: 60_000 })
    await bidder.confirm(newcomer, '模拟模拟模拟模拟模拟')
    await look(page, 'practice-room')
    await marked(newcomer)
  })
  await step('the record stands there for everybody, marked as practice', async () => {
    await page.getByRole('heading', { name: '开标结束' }).waitFor({ timeout: 60_000 })
    await newcomer.follow('查看开标记录')
    await newcomer.sees('开标记录表')
    await marked(newcomer)
    await picture(page, 'practice-record')
    const visitor = await at.person('访客')
    for (const path of ['', '/room', '/record', '/bid', '/receipt']) {
      await visitor.go(`/lots/${lot}${path}`)
      await marked(visitor)
    }
  })
  await step('and the bundle beside it is checked in its own browser', async () => {
    const link = page.getByRole('link', { name: /^开标证据包（JSON，/ })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    const path = result('files/practice/bundle.json')
    await download.saveAs(path)
    await newcomer.follow('核验开标证据包')
    await page.getByLabel('开标证据包', { exact: true }).setInputFiles(path)
    await newcomer.sees('能够核验的全部无误')
    const changed = readFileSync(path, 'utf8').replace(/"price":(\d)/, (_, digit) => `"price":${9 - Number(digit)}`)
    await page.getByLabel('开标证据包', { exact: true }).setInputFiles(file('changed.json', changed))
    await newcomer.sees('核验不通过')
  })
}

/** The page says that nothing on it is a real trade. */
async function marked({ page }) {
  await page.getByRole('main').waitFor()
  const mark = page.getByRole('main').getByText('模拟开标 · 非真实交易')
  await mark.waitFor().catch(() => assert.fail(`no practice mark on ${page.url()}`))
}
