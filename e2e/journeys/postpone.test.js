// The host postpones the deadline: a slip is told beside its field, whoever looks on learns of it at once, and a bid that
// was lodged stays.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { complains } from '../lib/field.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { look } from '../lib/look.js'
import { steps } from '../lib/steps.js'

const at = house('postpone')
const PASSPHRASE = '推迟也不忘的口令2026'
const REASON = '招标文件第 3 号澄清影响投标文件编制'
const OFFER = { price: '2650000', days: '100', manager: '巴特尔', guarantee: 'BH-2026-901' }
const HOUR = 3600_000

test('a deadline is postponed in public and for a reason', (t) => at.journey(() => postpone(steps(t))))

async function postpone(step) {
  const all = { deadline: Date.now() + HOUR }
  await step('a company bids, and looks on in the room', () => bid(all))
  await step('a deadline that is not later is refused, and nothing typed is lost', () => slip(all))
  await step('the postponement reaches everybody who has the room open', () => done(all))
  await step('the page of the lot tells it in both languages', () => told(all))
  await step('the bid is still lodged and can be withdrawn', () => bidStays(all))
}

async function bid(all) {
  all.host = await at.person('招标人')
  await all.host.signIn('tenderer')
  await all.host.go('/lots/new')
  all.lot = await host.announce(all.host, { seconds: HOUR / 1000, title: '巴音华镇供热管网', code: 'XM-2026-090' })
  all.bidder = await at.person('草原')
  await all.bidder.signIn('caoyuan')
  await bidder.makeKey(all.bidder, PASSPHRASE)
  await all.bidder.go(`/lots/${all.lot}`)
  await all.bidder.follow('开始投标')
  await bidder.fillBid(all.bidder, { ...OFFER, passphrase: PASSPHRASE })
  await bidder.lodge(all.bidder)
  await bidder.enterRoom(all.bidder, all.lot)
}

async function slip(all) {
  const { page } = all.host
  await all.host.go(`/lots/${all.lot}/console`)
  await bidder.live(all.host)
  const deadline = page.getByLabel('投标截止时间（开标时间）', { exact: true })
  const earlier = host.beijing(all.deadline - HOUR / 2)
  await deadline.fill(earlier)
  await page.getByLabel('原因', { exact: true }).fill(REASON)
  await all.host.press('推迟')
  await complains(deadline, '必须晚于')
  await all.host.sees('有 1 处需要修改')
  assert.equal(await deadline.inputValue(), earlier)
  assert.equal(await page.getByLabel('原因', { exact: true }).inputValue(), REASON)
  await look(page, 'postpone-refused')
}

async function done(all) {
  all.until = host.beijing(all.deadline + 24 * HOUR)
  await all.host.page.getByLabel('投标截止时间（开标时间）', { exact: true }).fill(all.until)
  await all.host.press('推迟')
  for (const person of [all.host, all.bidder]) {
    await person.page.locator('.notice').getByText('投标截止时间已推迟').waitFor()
    await person.sees(`原因：${REASON}`)
    const clock = person.page.getByRole('timer').locator('time')
    assert.equal(await clock.getAttribute('datetime'), all.until, `${person.name}: the clock runs to the new deadline`)
  }
  assert.equal(await all.host.page.getByLabel('原因', { exact: true }).inputValue(), '', 'the form is ready for another')
  await look(all.host.page, 'postpone-console')
  await look(all.bidder.page, 'postpone-room')
}

async function told(all) {
  const visitor = await at.person('旁听人')
  await visitor.go(`/lots/${all.lot}`)
  await visitor.page.getByRole('heading', { name: '投标截止时间已推迟' }).waitFor()
  await visitor.sees(REASON)
  await look(visitor.page, 'postpone-lot')
  await visitor.page.emulateMedia({ colorScheme: 'dark' })
  await look(visitor.page, 'postpone-lot-dark')
  await visitor.go(`/lang/en?back=/lots/${all.lot}`)
  await visitor.page.getByRole('heading', { name: 'The deadline was postponed' }).waitFor()
  await look(visitor.page, 'postpone-lot-en')
}

async function bidStays(all) {
  await all.bidder.go(`/lots/${all.lot}`)
  await all.bidder.page.getByRole('heading', { name: '投标文件已递交' }).waitFor()
  await all.bidder.page.getByText('撤回投标文件', { exact: true }).click()
  await all.bidder.press('确认撤回')
  await all.bidder.page.getByRole('heading', { name: '可以投标' }).waitFor()
}
